"""What came of gestures is looked up each night."""

from django.utils import timezone
from procrastinate.contrib.django import app

from whydesk.customers.erasing import forgets
from whydesk.customers.models import Erasure
from whydesk.goodwill.erasing import forget_in_ledger
from whydesk.goodwill.following import reckon_outcomes


@forgets
def forget_what_it_was_for(erasure: Erasure) -> None:
    forget_in_ledger(erasure)


@app.periodic(cron="40 2 * * *")
@app.task(name="goodwill.jobs.follow_gestures", queueing_lock="follow gestures")
def follow_gestures(timestamp: int) -> None:
    """Reckon who stayed, who wrote angrily again and who left."""
    reckon_outcomes(timezone.now())
