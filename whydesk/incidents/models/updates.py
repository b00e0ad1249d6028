"""What is told to the customers of an incident, and to whom it was."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from whydesk.incidents.choices import About, Why
from whydesk.incidents.models.affected import Affected
from whydesk.incidents.models.incidents import Incident
from whydesk.people.models import Agent
from whydesk.tickets.models import Message, Ticket


class Update(models.Model):
    """News on an incident, written once for everybody whom it affects.

    How many were told is kept, and counted anew as mail arrives or comes back.
    `queued_at` is when everybody's mail was in the post; `settled_at` when no
    mail of it was left there.
    """

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="updates")
    about = models.CharField(max_length=10, choices=About.choices, default=About.NEWS)
    next_news_at = models.DateTimeField(null=True)
    instead = models.CharField(max_length=10, blank=True)
    is_posted = models.BooleanField(default=False)
    by = models.ForeignKey(Agent, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    queued_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    waiting = models.PositiveIntegerField(default=0)
    told = models.PositiveIntegerField(default=0)
    untold = models.PositiveIntegerField(default=0)
    bounced = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["incident", "-id"], name="update_of_incident"),
            models.Index(
                fields=["id"], condition=models.Q(settled_at=None), name="update_unsettled"
            ),
        ]

    def __str__(self) -> str:
        return f"update {self.pk} of incident {self.incident_id}"


class UpdateText(models.Model):
    """An update in one language."""

    update = models.ForeignKey(Update, models.CASCADE, related_name="texts")
    language = models.CharField(max_length=10, choices=settings.LANGUAGES)
    text = models.TextField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["update", "language"], name="update_text_once")
        ]

    def __str__(self) -> str:
        return self.text[:80]


class Telling(models.Model):
    """An update told on a ticket, once; or why a customer could not be told."""

    update = models.ForeignKey(Update, models.CASCADE, related_name="tellings")
    affected = models.ForeignKey(Affected, models.CASCADE, related_name="tellings")
    ticket = models.ForeignKey(Ticket, models.CASCADE, null=True, related_name="+")
    message = models.OneToOneField(Message, models.CASCADE, null=True, related_name="telling")
    why = models.CharField(max_length=15, choices=Why.choices, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["update", "ticket"], name="update_told_once"),
            models.UniqueConstraint(
                fields=["update", "affected"],
                condition=models.Q(ticket=None),
                name="update_untold_once",
            ),
            models.CheckConstraint(
                condition=models.Q(message=None) ^ models.Q(why=""), name="untold_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"update {self.update_id} on ticket {self.ticket_id}"
