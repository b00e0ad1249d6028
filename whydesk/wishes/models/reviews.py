"""The weekly meeting at which wishes are decided."""

from datetime import time

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from whydesk.people.models import Agent
from whydesk.wishes.choices import Because
from whydesk.wishes.models.wishes import Wish


class ReviewCalendar(models.Model):
    """When the reviews are; one row, or none where nobody has changed it.

    Weekdays count from Monday as 0. A review that would fall on a day on which
    the desk is closed is held on the next on which it is open.
    """

    weekday = models.PositiveSmallIntegerField(
        _("Day of the week"), default=1, validators=[MinValueValidator(0), MaxValueValidator(6)]
    )
    at = models.TimeField(_("Time"), default=time(11))
    time_zone = models.CharField(_("Time zone"), max_length=60, blank=True)
    minutes = models.PositiveSmallIntegerField(_("Length in minutes"), default=60)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_calendar")]

    def __str__(self) -> str:
        return f"weekday {self.weekday} at {self.at}"


class MovedReview(models.Model):
    """The review of one week on another day, or not at all. `week` is its Monday."""

    week = models.DateField(unique=True)
    to = models.DateTimeField(null=True)
    by = models.ForeignKey(Agent, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.week}: {self.to or 'none'}"


class Review(models.Model):
    class State(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("review", "Planned")
        RUNNING = "running", pgettext_lazy("review", "Running")
        HELD = "held", pgettext_lazy("review", "Held")
        SKIPPED = "skipped", pgettext_lazy("review", "Skipped")

    day = models.DateField(unique=True)
    starts_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.PLANNED)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    minutes = models.TextField(blank=True)

    class Meta:
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(
                fields=["state"], condition=models.Q(state="running"), name="one_review_runs"
            )
        ]

    def __str__(self) -> str:
        return f"review of {self.day}"


class MinutesMailed(models.Model):
    """The minutes of a review, put into the post to one person, once."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="mailed", db_index=False)
    agent = models.ForeignKey(Agent, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "minutes mailed"
        constraints = [
            models.UniqueConstraint(fields=["review", "agent"], name="minutes_mailed_once")
        ]

    def __str__(self) -> str:
        return f"minutes of {self.review_id} to {self.agent_id}"


class AgendaItem(models.Model):
    """A wish on the agenda of a review, and what was said of it there.

    `answers` holds, for each of the five questions, a short text and a mark.
    It is settled by a decision, or put off to a later day.
    """

    review = models.ForeignKey(Review, models.CASCADE, related_name="items")
    wish = models.ForeignKey(Wish, models.PROTECT, related_name="agenda_items")
    because = models.CharField(max_length=11, choices=Because.choices)
    position = models.PositiveIntegerField(default=0)
    is_pinned = models.BooleanField(default=False)
    prepared = models.TextField(_("Prepared"), max_length=5000, blank=True)
    answers = models.JSONField(default=dict)
    decision = models.ForeignKey(
        "wishes.Decision", models.PROTECT, null=True, related_name="agenda_items"
    )
    postponed_to = models.DateField(null=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["review", "wish"], name="once_on_the_agenda")
        ]

    def __str__(self) -> str:
        return f"wish {self.wish_id} at review {self.review_id}"

    @property
    def is_settled(self) -> bool:
        return self.decision_id is not None or self.postponed_to is not None
