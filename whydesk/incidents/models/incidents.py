"""Incidents: something of ours fails for many customers at once."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from whydesk.incidents.choices import Severity, State
from whydesk.people.models import Agent

# As long as a sentence for customers may be.
LONGEST = 2000


class Incident(models.Model):
    """A trouble of many customers, from its beginning to what we learn from it.

    `next_news_at` is when we promised to say more; `estimate_at` is when we
    think that it will be over, which is no promise. The number of affected
    and of tickets is kept, so that no page has to count.
    """

    title = models.CharField(_("What we call it"), max_length=200)
    severity = models.CharField(_("How bad it is"), max_length=10, choices=Severity.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    since = models.DateTimeField(_("Since"))
    estimate_at = models.DateTimeField(null=True, blank=True)
    next_news_at = models.DateTimeField(null=True, blank=True)
    is_public = models.BooleanField(default=False)
    affected = models.PositiveIntegerField(default=0)
    tickets = models.PositiveIntegerField(default=0)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")
    declared_by = models.ForeignKey(Agent, models.PROTECT, null=True, related_name="+")
    declared_at = models.DateTimeField(default=timezone.now)
    over_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="merged") ^ models.Q(merged_into=None),
                name="merged_incident_says_where",
            ),
            models.CheckConstraint(
                condition=models.Q(state="over") ^ models.Q(over_at=None)
                | models.Q(state="merged"),
                name="incident_over_says_when",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-id"], name="incident_state"),
            models.Index(
                fields=["next_news_at"],
                condition=models.Q(state="open", next_news_at__isnull=False),
                name="incident_news_due",
            ),
            models.Index(
                fields=["-id"], condition=models.Q(is_public=True), name="incident_public"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.state == State.OPEN


class Wording(models.Model):
    """What customers read of an incident, in one language: its name, what works and what not."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="wordings")
    language = models.CharField(max_length=10, choices=settings.LANGUAGES)
    title = models.CharField(max_length=200, blank=True)
    works = models.TextField(max_length=LONGEST, blank=True)
    broken = models.TextField(max_length=LONGEST, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["incident", "language"], name="worded_once")]

    def __str__(self) -> str:
        return f"{self.incident_id} in {self.language}"


class MissedNews(models.Model):
    """News that we promised by a time and did not give; each promise is missed once."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="missed")
    promised_at = models.DateTimeField()
    noted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["incident", "promised_at"], name="news_missed_once")
        ]

    def __str__(self) -> str:
        return f"{self.promised_at} of incident {self.incident_id}"


class Ending(models.Model):
    """Somebody declaring an incident over, with the two questions they were asked.

    `undone_at` is set where it turned out not to be.
    """

    class Back(models.TextChoices):
        FULLY = "fully", _("Yes, fully")
        PARTLY = "partly", _("Not everything yet")

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="endings")
    back = models.CharField(max_length=10, choices=Back.choices)
    remains = models.TextField(max_length=LONGEST, blank=True)
    lost = models.TextField(max_length=LONGEST, blank=True)
    by = models.ForeignKey(Agent, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(Agent, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["incident"], condition=models.Q(undone_at=None), name="over_once"
            ),
            models.CheckConstraint(
                condition=models.Q(back="fully") | ~models.Q(remains=""),
                name="not_fully_back_says_what",
            ),
        ]

    def __str__(self) -> str:
        return f"end of incident {self.incident_id}"


class Merging(models.Model):
    """One incident found to be part of another, with what was moved, so that it can be undone."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="mergings")
    into = models.ForeignKey(Incident, models.CASCADE, related_name="taken_in")
    was = models.CharField(max_length=10, choices=State.choices)
    moved = models.JSONField(default=dict)
    by = models.ForeignKey(Agent, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(Agent, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["incident"],
                condition=models.Q(undone_at=None),
                name="incident_merged_into_one",
            ),
            models.CheckConstraint(
                condition=~models.Q(into=models.F("incident")), name="incident_not_into_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.incident_id} into {self.into_id}"
