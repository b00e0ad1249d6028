"""What came of gestures is looked up each night."""

from django.utils import timezone
from procrastinate.contrib.django import app

from whydesk.goodwill.following import reckon_outcomes


@app.periodic(cron="40 2 * * *")
@app.task(name="goodwill.jobs.follow_gestures", queueing_lock="follow gestures")
def follow_gestures(timestamp: int) -> None:
    """Reckon who stayed, who wrote angrily again and who left."""
    reckon_outcomes(timezone.now())
