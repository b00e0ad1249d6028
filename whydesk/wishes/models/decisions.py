"""What was decided, in rows that never change (see the migration)."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from whydesk.people.models import Agent
from whydesk.wishes.choices import Outcome
from whydesk.wishes.models.capabilities import Capability
from whydesk.wishes.models.reviews import Review
from whydesk.wishes.models.wishes import Wish


class Decision(models.Model):
    """What becomes of a wish, and why, in words that customers may read.

    Each follows the one before it: of two that would follow the same, the
    constraints let one stand.
    """

    wish = models.ForeignKey(Wish, models.PROTECT, related_name="decisions")
    follows = models.OneToOneField("self", models.PROTECT, null=True, related_name="followed_by")
    outcome = models.CharField(_("Outcome"), max_length=10, choices=Outcome.choices)
    reason = models.TextField(_("Reason"), max_length=2000, blank=True)
    language = models.CharField(_("Language"), max_length=10, blank=True)
    would_change = models.TextField(_("What would change our mind"), max_length=2000, blank=True)
    elsewhere = models.TextField(_("Where they may find it"), max_length=1000, blank=True)
    ask_again_on = models.DateField(_("Ask again on"), null=True, blank=True)
    price = models.DecimalField(_("Price"), max_digits=12, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("Currency"), max_length=3, blank=True)
    by_when = models.DateField(_("By when"), null=True, blank=True)
    means = models.CharField(_("Means"), max_length=500, blank=True)
    owner = models.CharField(_("Owner"), max_length=200, blank=True)
    capability = models.ForeignKey(Capability, models.PROTECT, null=True, related_name="decisions")
    review = models.ForeignKey(Review, models.PROTECT, null=True, related_name="decisions")
    by = models.ForeignKey(Agent, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["wish"], condition=models.Q(follows=None), name="one_first_decision"
            ),
            models.CheckConstraint(
                condition=~models.Q(outcome=Outcome.NOT_NOW) | models.Q(ask_again_on__isnull=False),
                name="not_now_has_a_date",
            ),
            models.CheckConstraint(
                condition=~models.Q(outcome=Outcome.PAID) | models.Q(price__gt=0),
                name="paid_has_a_price",
            ),
            models.CheckConstraint(
                condition=~models.Q(outcome=Outcome.SCHEDULED) | models.Q(by_when__isnull=False),
                name="scheduled_has_a_date",
            ),
            models.CheckConstraint(
                condition=~models.Q(outcome=Outcome.EXISTS) | models.Q(capability__isnull=False),
                name="exists_names_what",
            ),
        ]
        indexes = [
            models.Index(
                fields=["ask_again_on"],
                condition=models.Q(outcome=Outcome.NOT_NOW),
                name="decision_due",
            ),
            models.Index(
                fields=["by_when"],
                condition=models.Q(outcome=Outcome.SCHEDULED),
                name="decision_promised",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} for {self.wish_id}"


class Wording(models.Model):
    """The words of a decision in another language, for the customers who read it."""

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="wordings")
    language = models.CharField(_("Language"), max_length=10)
    reason = models.TextField(_("Reason"), max_length=2000)
    would_change = models.TextField(_("What would change our mind"), max_length=2000, blank=True)
    elsewhere = models.TextField(_("Where they may find it"), max_length=1000, blank=True)
    by = models.ForeignKey(Agent, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["decision", "language"], name="one_wording_a_language")
        ]

    def __str__(self) -> str:
        return f"decision {self.decision_id} in {self.language}"


class DecisionProgress(models.Model):
    """How far a decision has come to those who wait for it.

    It is closed when its callbacks are made and nobody is left untold.
    """

    decision = models.OneToOneField(Decision, models.PROTECT, related_name="progress")
    untold = models.PositiveIntegerField(default=0)
    told = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.untold} untold of decision {self.decision_id}"
