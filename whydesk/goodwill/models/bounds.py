"""How much may be given, and how much of that is used. The database keeps what is used."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from whydesk.tickets.models import Ticket


class Limit(models.Model):
    """What may be given on one ticket without asking anybody.

    In a currency without a row everything needs the yes of a lead: no rate of
    exchange is guessed.
    """

    currency = models.CharField(_("Currency"), max_length=3)
    per_case = models.DecimalField(_("Per ticket"), max_digits=14, decimal_places=3)

    class Meta:
        ordering = ["currency"]
        constraints = [
            models.UniqueConstraint(fields=["currency"], name="limit_of_currency"),
            models.CheckConstraint(condition=models.Q(per_case__gt=0), name="limit_above_nothing"),
        ]

    def __str__(self) -> str:
        return f"{self.per_case.normalize():f} {self.currency}"


class Budget(models.Model):
    """What may be given in a month, from this month on, until a later row says otherwise.

    Without an amount nothing bounds the month.
    """

    currency = models.CharField(_("Currency"), max_length=3)
    month = models.DateField(_("From the month"))
    amount = models.DecimalField(_("A month"), max_digits=14, decimal_places=3, null=True)

    class Meta:
        ordering = ["currency", "-month"]
        constraints = [
            models.UniqueConstraint(fields=["currency", "month"], name="budget_of_month"),
            models.CheckConstraint(
                condition=models.Q(month__day=1), name="budget_month_begins_on_its_first"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.amount} {self.currency} from {self.month}"


class MonthUse(models.Model):
    """How much of a month's budget is taken: what was given, and what waits for a yes.

    What waits is held, so that a yes never meets an empty purse.
    """

    currency = models.CharField(max_length=3)
    month = models.DateField()
    taken = models.DecimalField(max_digits=16, decimal_places=3, default=0)
    budget = models.DecimalField(max_digits=14, decimal_places=3, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["currency", "month"], name="use_of_month"),
            models.CheckConstraint(condition=models.Q(taken__gte=0), name="nothing_below_nothing"),
            models.CheckConstraint(
                condition=models.Q(budget=None) | models.Q(taken__lte=models.F("budget")),
                name="within_budget",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.taken} of {self.budget} {self.currency} in {self.month:%Y-%m}"


class CaseUse(models.Model):
    """Which share of its limit a ticket has used, over all currencies."""

    ticket = models.OneToOneField(Ticket, models.CASCADE, related_name="+")
    used = models.DecimalField(max_digits=12, decimal_places=10, default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(used__gte=0, used__lte=1), name="within_case_limit"
            )
        ]

    def __str__(self) -> str:
        return f"{self.used} of the limit of #{self.ticket_id}"
