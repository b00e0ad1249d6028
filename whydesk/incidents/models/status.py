"""Who reads the public status page by mail."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from whydesk.incidents.models.updates import Update
from whydesk.mailroom.models import Delivery


class Subscription(models.Model):
    """An address that asked for news; they go there once its owner has said yes."""

    email = models.CharField(max_length=320, unique=True)
    language = models.CharField(max_length=10, choices=settings.LANGUAGES)
    asked_at = models.DateTimeField(default=timezone.now)
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(email__regex="[A-Z]"), name="subscriber_in_lower_case"
            )
        ]
        indexes = [
            models.Index(
                fields=["id"],
                condition=models.Q(confirmed_at__isnull=False, ended_at=None),
                name="subscription_runs",
            )
        ]

    def __str__(self) -> str:
        return self.email


class Posting(models.Model):
    """A public update mailed to a subscriber, once."""

    update = models.ForeignKey(Update, models.CASCADE, related_name="postings")
    subscription = models.ForeignKey(Subscription, models.CASCADE, related_name="postings")
    delivery = models.OneToOneField(Delivery, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["update", "subscription"], name="posted_once")
        ]

    def __str__(self) -> str:
        return f"update {self.update_id} to {self.subscription_id}"
