"""What goodwill comes to: by month, by kind, and what came of it. From kept sums only."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Sum

from whydesk.goodwill.choices import Became, Kind
from whydesk.goodwill.ledger import month_of
from whydesk.goodwill.models import OutcomeTally, Tally

MONTHS = 12


@dataclass(frozen=True)
class Figures:
    """A year of goodwill, oldest month first; amounts are what was given and stands."""

    months: list[date]
    amounts: Mapping[str, Mapping[date, Decimal]]
    gestures: Mapping[date, int]
    kinds: Mapping[str, int]
    became: Mapping[str, Mapping[str, int]]

    def outcome(self, became: str) -> int:
        """Return how many had this outcome, of every kind."""
        return sum(by_outcome.get(became, 0) for by_outcome in self.became.values())

    @property
    def known(self) -> int:
        """How many have an outcome that is known."""
        return sum(self.outcome(one) for one in Became if one != Became.UNKNOWN)


def figures_of_year(now: datetime) -> Figures:
    """Return the figures of this month and the eleven before it."""
    months = _months_until(month_of(now))
    amounts: dict[str, dict[date, Decimal]] = defaultdict(dict)
    gestures: dict[date, int] = defaultdict(int)
    kinds: dict[str, int] = dict.fromkeys(Kind.values, 0)
    for month, currency, kind, amount, number in _tallies(months[0]):
        amounts[currency][month] = amounts[currency].get(month, Decimal(0)) + amount
        gestures[month] += number
        kinds[kind] += number
    return Figures(months, dict(sorted(amounts.items())), gestures, kinds, _became(months[0]))


def _tallies(since: date) -> Iterable[tuple[date, str, str, Decimal, int]]:
    """Return what stands of each month, currency and kind, and in how many gestures."""
    rows = Tally.objects.filter(month__gte=since).values_list("month", "currency", "kind")
    return rows.annotate(
        amount=Sum("given") - Sum("reversed"), number=Sum("gestures") - Sum("reversals")
    )


def _became(since: date) -> dict[str, dict[str, int]]:
    """Return for each kind how many had each outcome."""
    found: dict[str, dict[str, int]] = {kind: {} for kind in Kind.values}
    rows = OutcomeTally.objects.filter(month__gte=since).values_list("kind", "became")
    for kind, became, number in rows.annotate(number=Sum("gestures")):
        found[kind][became] = number
    return found


def _months_until(last: date) -> list[date]:
    count = last.year * 12 + last.month - 1
    return [date(one // 12, one % 12 + 1, 1) for one in range(count - MONTHS + 1, count + 1)]
