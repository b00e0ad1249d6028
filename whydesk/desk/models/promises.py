"""When the desk is open, what it promises, and what became of each promise."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from whydesk.customers.models import Company
from whydesk.desk.choices import Measure, Pausing, Promise, Warned
from whydesk.people.models import Agent, Team
from whydesk.tickets.choices import Channel, Kind
from whydesk.tickets.models import Message, Ticket


class OpeningHours(models.Model):
    """When a team works; without a team, when the desk does and every team without its own.

    `week` has the spans of each day, Monday first, as `09:00-13:00 14:00-18:00`.
    The holidays of the country are reckoned, not stored.
    """

    team = models.OneToOneField(Team, models.CASCADE, null=True, related_name="opening_hours")
    week = ArrayField(models.CharField(max_length=100, blank=True), size=7)
    time_zone = models.CharField(max_length=60)
    country = models.CharField(max_length=2, blank=True)
    region = models.CharField(max_length=10, blank=True)

    class Meta:
        verbose_name_plural = "opening hours"
        constraints = [
            models.UniqueConstraint(fields=["team"], nulls_distinct=False, name="hours_once")
        ]

    def __str__(self) -> str:
        return f"hours of team {self.team_id}" if self.team_id else "hours of the desk"


class OwnDay(models.Model):
    """A day that is not like its weekday: closed, or open at other times.

    A feast of the house, the Saturday before the fair, a holiday worked through.
    """

    hours = models.ForeignKey(OpeningHours, models.CASCADE, related_name="own_days")
    day = models.DateField()
    name = models.CharField(max_length=100, blank=True)
    spans = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["day"]
        constraints = [models.UniqueConstraint(fields=["hours", "day"], name="own_day_once")]

    def __str__(self) -> str:
        return f"{self.day} {self.spans}"


class PromiseRule(models.Model):
    """What is promised to whom. For each promise the first rule that fits counts.

    Empty conditions fit everybody. Without minutes nothing is promised, and no
    later rule is asked. `urgency_from` is in minutes, as urgency is, what promises
    themselves add to it apart: a promise is no reason for another. `made_at` is
    empty for a rule as old as the desk.
    """

    position = models.PositiveIntegerField()
    promises = ArrayField(models.CharField(max_length=12, choices=Promise.choices))
    account_kinds = ArrayField(
        models.CharField(max_length=10, choices=Company.Kind.choices), default=list, blank=True
    )
    message_kinds = ArrayField(
        models.CharField(max_length=10, choices=Kind.choices), default=list, blank=True
    )
    channels = ArrayField(
        models.CharField(max_length=5, choices=Channel.choices), default=list, blank=True
    )
    urgency_from = models.PositiveIntegerField(default=0)
    minutes = models.PositiveIntegerField(null=True)
    measure = models.CharField(max_length=7, choices=Measure.choices, default=Measure.WORKING)
    pauses = ArrayField(
        models.CharField(max_length=10, choices=Pausing.choices), default=list, blank=True
    )
    warn_minutes = models.PositiveIntegerField(default=0)
    warns = ArrayField(
        models.CharField(max_length=10, choices=Warned.choices), default=list, blank=True
    )
    made_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return f"{', '.join(self.promises)}: {self.minutes} {self.measure} minutes"


class Due(models.Model):
    """A promise to one customer: the message that it answers, and the time by which.

    `due_at` is empty while the time stands still, since `paused_at`, with
    `used_seconds` of the promised time gone. What was kept is not reckoned
    again, whatever changes later. `minutes` and `measure` are what was promised.
    """

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="dues", db_index=False)
    promise = models.CharField(max_length=12, choices=Promise.choices)
    message = models.ForeignKey(Message, models.CASCADE, related_name="+")
    rule = models.ForeignKey(PromiseRule, models.SET_NULL, null=True, related_name="+")
    minutes = models.PositiveIntegerField()
    measure = models.CharField(max_length=7, choices=Measure.choices)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    used_seconds = models.PositiveIntegerField(default=0)
    warn_at = models.DateTimeField(null=True)
    warned_at = models.DateTimeField(null=True)
    met_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ticket", "promise", "message"], name="due_once"),
            models.CheckConstraint(
                condition=models.Q(due_at__isnull=True) ^ models.Q(paused_at__isnull=True),
                name="due_runs_or_stands_still",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(met_at=None), name="due_unmet"),
            models.Index(
                fields=["warn_at"],
                condition=models.Q(met_at=None, warned_at=None),
                name="due_to_warn_of",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.promise} on #{self.ticket_id}"


class BrokenPromise(models.Model):
    """A promise whose time passed, and why, once somebody has said so."""

    due = models.OneToOneField(Due, models.CASCADE, related_name="broken")
    at = models.DateTimeField(db_index=True)
    reason = models.TextField(blank=True)
    agent = models.ForeignKey(Agent, models.SET_NULL, null=True, related_name="+")
    explained_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"broken at {self.at}"


class Stop(models.Model):
    """Something named that the time of promises waits for, as the answer of a bank."""

    name = models.CharField(max_length=100, unique=True)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Pause(models.Model):
    """A stretch of time in which a ticket was in a state other than open, or stopped.

    The database writes those of states (see the migration), whoever changes the
    ticket, so that none is missing when a promise is reckoned again.
    """

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="pauses")
    state = models.CharField(max_length=10, blank=True)
    stop = models.ForeignKey(Stop, models.PROTECT, null=True, related_name="+")
    agent = models.ForeignKey(Agent, models.SET_NULL, null=True, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        ordering = ["since", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="") ^ models.Q(stop__isnull=True),
                name="pause_by_state_or_stop",
            ),
            models.UniqueConstraint(
                fields=["ticket"],
                condition=models.Q(until=None, stop=None),
                name="one_state_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["ticket"],
                condition=models.Q(until=None, stop__isnull=False),
                name="one_stop_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.state or self.stop} on #{self.ticket_id}"


class Recount(models.Model):
    """All due times reckoned anew in the background, as far as ticket number `reached`."""

    begun_at = models.DateTimeField()
    total = models.PositiveIntegerField()
    counted = models.PositiveIntegerField(default=0)
    reached = models.BigIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.counted} of {self.total}"
