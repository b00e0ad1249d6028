"""Mail leaves by itself."""

from contextlib import suppress

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from whydesk.customers.erasing import forgets
from whydesk.customers.models import Erasure
from whydesk.history.reactions import reacts
from whydesk.mailroom.erasing import forget_mail
from whydesk.mailroom.events import DeliveryQueued, DeliveryTriedAgain
from whydesk.mailroom.sending import due_deliveries, send_delivery


@reacts(to=DeliveryQueued, queue="outgoing")
def send_mail(delivery_id: int) -> None:
    send_delivery(delivery_id)


@reacts(to=DeliveryTriedAgain, queue="outgoing")
def send_mail_again(delivery_id: int) -> None:
    send_delivery(delivery_id)


@forgets
def forget_mail_of_person(erasure: Erasure) -> None:
    forget_mail(erasure)


@app.periodic(cron="* * * * *")
@app.task(
    name="mailroom.jobs.send_what_is_due", queue="outgoing", queueing_lock="due mail", priority=10
)
def send_what_is_due(timestamp: int = 0) -> None:
    """Send what has waited long enough, and what a dead worker left; also as a worker starts."""
    for delivery_id in due_deliveries():
        job = send_mail.configure(queueing_lock=f"delivery {delivery_id}")
        with suppress(AlreadyEnqueued), transaction.atomic():
            job.defer(delivery_id=delivery_id)
