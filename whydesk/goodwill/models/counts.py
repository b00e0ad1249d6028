"""Sums and numbers of the ledger, kept by the database so that no page counts."""

from django.db import models

from whydesk.goodwill.choices import Became, Kind
from whydesk.people.models import Agent


class Tally(models.Model):
    """What an agent gave in a month, of a kind and in a currency, and what was taken back."""

    month = models.DateField()
    currency = models.CharField(max_length=3)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    agent = models.ForeignKey(Agent, models.CASCADE, related_name="+", db_index=False)
    gestures = models.IntegerField(default=0)
    given = models.DecimalField(max_digits=16, decimal_places=3, default=0)
    reversals = models.IntegerField(default=0)
    reversed = models.DecimalField(max_digits=16, decimal_places=3, default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["month", "currency", "kind", "agent"], name="one_tally")
        ]

    def __str__(self) -> str:
        return f"{self.given} {self.currency} in {self.month:%Y-%m}"


class OutcomeTally(models.Model):
    """Of the gestures of a month and kind, how many had such an outcome."""

    month = models.DateField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    became = models.CharField(max_length=10, choices=Became.choices)
    gestures = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["month", "kind", "became"], name="one_outcome_tally")
        ]

    def __str__(self) -> str:
        return f"{self.gestures} {self.became} in {self.month:%Y-%m}"
