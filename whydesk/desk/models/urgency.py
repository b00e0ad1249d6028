"""How urgent tickets are, why, and what each reason weighs."""

from django.db import models
from django.db.models.functions import Now

from whydesk.desk.choices import Reason
from whydesk.people.models import Agent
from whydesk.tickets.models import Ticket


class UrgencyWeights(models.Model):
    """What each reason weighs, in minutes of waiting, where it is not as on a new desk.

    One row, or none. A customer is new for `new_days`.
    """

    minutes = models.JSONField(default=dict)
    new_days = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name_plural = "urgency weights"
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_set_of_weights")]

    def __str__(self) -> str:
        return f"{self.minutes}, new for {self.new_days} days"


class Overruling(models.Model):
    """Somebody saying how urgent a ticket is, whatever the desk reckons; without an
    agent the desk itself, by a rule. The newest counts until it is ended."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="overrulings")
    minutes = models.IntegerField()
    reason = models.CharField(max_length=500)
    agent = models.ForeignKey(Agent, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Agent, models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ticket"],
                condition=models.Q(ended_at=None),
                name="one_overruling_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.minutes} minutes on #{self.ticket_id}: {self.reason}"


class Standing(models.Model):
    """What the desk reckons of a ticket's urgency: its minutes, and for what.

    `reasons` are triples: which, its minutes, how many times. Something of it
    ends at `until`. A promise that was near or broken when the ticket changed
    hands is `held` for as long as the customer waits since `held_for`: other
    hours of another team make nobody less urgent.
    """

    ticket = models.OneToOneField(Ticket, models.CASCADE, primary_key=True, related_name="standing")
    minutes = models.IntegerField(default=0)
    reasons = models.JSONField(default=list)
    until = models.DateTimeField(null=True)
    held = models.CharField(max_length=10, choices=Reason.choices, blank=True)
    held_for = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["until"],
                condition=models.Q(until__isnull=False),
                name="standing_that_ends",
            )
        ]

    def __str__(self) -> str:
        return f"#{self.ticket_id} {self.minutes} minutes"


class Reweighing(models.Model):
    """All tickets weighed anew in the background, as far as ticket number `reached`."""

    begun_at = models.DateTimeField()
    total = models.PositiveIntegerField()
    weighed = models.PositiveIntegerField(default=0)
    reached = models.BigIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.weighed} of {self.total}"
