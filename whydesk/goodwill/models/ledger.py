"""The ledger: rows that never change; the database refuses it (see the migration)."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from whydesk.customers.models import Company
from whydesk.goodwill.choices import Became, Kind, State, Waits
from whydesk.people.models import Agent
from whydesk.tickets.models import Ticket


class Gesture(models.Model):
    """Something given to a customer to make good, or asked for while it waits for a yes.

    `share` is how much of the ticket's limit it takes up, reckoned by the
    database from the limit of that moment; nothing where a lead has a say.
    """

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="gestures")
    company = models.ForeignKey(
        Company, models.PROTECT, null=True, related_name="gestures", db_index=False
    )
    kind = models.CharField(_("Kind"), max_length=10, choices=Kind.choices)
    amount = models.DecimalField(_("Worth"), max_digits=14, decimal_places=3)
    currency = models.CharField(_("Currency"), max_length=3)
    reason = models.TextField(_("Why"), max_length=1000)
    waits_because = models.CharField(max_length=10, choices=Waits.choices, blank=True)
    share = models.DecimalField(max_digits=12, decimal_places=10, db_default=0)
    once_for = models.CharField(max_length=100, blank=True)
    month = models.DateField()
    by = models.ForeignKey(Agent, models.PROTECT, related_name="gestures", db_index=False)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="gesture_has_worth"),
            models.CheckConstraint(
                condition=models.Q(month__day=1), name="gesture_month_begins_on_its_first"
            ),
        ]
        indexes = [
            models.Index(fields=["company", "-id"], name="gesture_of_company"),
            models.Index(fields=["month", "-id"], name="gesture_of_month"),
            models.Index(fields=["by", "-id"], name="gesture_of_agent"),
            models.Index(fields=["kind", "-id"], name="gesture_of_kind"),
            models.Index(
                fields=["id"],
                condition=~models.Q(waits_because=""),
                name="gesture_with_a_yes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount.normalize():f} {self.currency} on #{self.ticket_id}"

    @property
    def state(self) -> State:
        """Where it stands; a gesture read with its verdict and reversal asks nothing more."""
        if hasattr(self, "reversal"):
            return State.REVERSED
        if not self.waits_because:
            return State.GIVEN
        if not hasattr(self, "verdict"):
            return State.WAITING
        return State.GIVEN if self.verdict.is_yes else State.DECLINED


class Claim(models.Model):
    """What a gesture is for, where that may be made good once only.

    The database keeps it while the gesture stands, and drops it when that is
    declined or taken back: then it may be made good after all.
    """

    once_for = models.CharField(max_length=100)
    gesture = models.OneToOneField(Gesture, models.CASCADE, related_name="claim")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["once_for"], name="made_good_once")]

    def __str__(self) -> str:
        return self.once_for


class Verdict(models.Model):
    """What a lead said to a gesture that waited."""

    gesture = models.OneToOneField(Gesture, models.PROTECT, related_name="verdict")
    is_yes = models.BooleanField()
    word = models.TextField(max_length=1000, blank=True)
    by = models.ForeignKey(Agent, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{'yes' if self.is_yes else 'no'} to gesture {self.gesture_id}"


class Reversal(models.Model):
    """A gesture taken back, and why."""

    gesture = models.OneToOneField(Gesture, models.PROTECT, related_name="reversal")
    reason = models.TextField(max_length=1000)
    by = models.ForeignKey(Agent, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"gesture {self.gesture_id} taken back"


class Outcome(models.Model):
    """What came of a gesture; the newest counts.

    `after_days` is 30 or 90 where the desk reckoned it, and empty where
    somebody said so, after whom the desk reckons no more.
    """

    gesture = models.ForeignKey(Gesture, models.PROTECT, related_name="outcomes")
    became = models.CharField(max_length=10, choices=Became.choices)
    after_days = models.PositiveSmallIntegerField(null=True)
    note = models.TextField(max_length=1000, blank=True)
    by = models.ForeignKey(Agent, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gesture", "after_days"], name="outcome_reckoned_once")
        ]

    def __str__(self) -> str:
        return f"{self.became} after gesture {self.gesture_id}"
