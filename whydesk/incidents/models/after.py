"""What we learn from an incident, and what we do about it."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from whydesk.incidents.models.incidents import Incident
from whydesk.people.models import Agent


class WriteUp(models.Model):
    """The account of an incident; published once, it may still be corrected."""

    incident = models.OneToOneField(Incident, models.CASCADE, related_name="write_up")
    changed_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(Agent, models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return f"write-up of incident {self.incident_id}"


class WriteUpText(models.Model):
    """The account in one language."""

    write_up = models.ForeignKey(WriteUp, models.CASCADE, related_name="texts")
    language = models.CharField(max_length=10, choices=settings.LANGUAGES)
    happened = models.TextField(_("What happened"), max_length=10_000, blank=True)
    cause = models.TextField(_("Why it happened"), max_length=10_000, blank=True)
    change = models.TextField(_("What we change"), max_length=10_000, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["write_up", "language"], name="written_up_once")
        ]

    def __str__(self) -> str:
        return self.happened[:80]

    @property
    def is_whole(self) -> bool:
        return bool(self.happened and self.cause and self.change)


class Action(models.Model):
    """Something that somebody does by a day, so that it does not happen again."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="actions")
    text = models.CharField(max_length=500)
    owner = models.ForeignKey(Agent, models.PROTECT, related_name="+")
    due_on = models.DateField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["due_on", "id"]

    def __str__(self) -> str:
        return self.text
