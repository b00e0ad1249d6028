"""The rankings of wishes: several side by side, each with its bar and its number at the end."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db.models import QuerySet, Subquery
from django.template.defaultfilters import floatformat
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from whydesk.customers.models import Company
from whydesk.prepared import prepared
from whydesk.wishes.board import Ranking
from whydesk.wishes.models import Wish

Most = Mapping[str, Decimal | int]


@dataclass(frozen=True)
class Column:
    """What stands side by side on the board, and the rankings that sort by it."""

    name: str
    label: str | Promise
    rankings: Sequence[Ranking]


KINDS = "kinds"
# None of them is hidden, whatever the board is sorted by.
COLUMNS = (
    Column("companies", Ranking.COMPANIES.label, [Ranking.COMPANIES]),
    Column("revenue", Ranking.REVENUE.label, [Ranking.REVENUE]),
    Column("deal_breakers", Ranking.DEAL_BREAKERS.label, [Ranking.DEAL_BREAKERS]),
    Column(KINDS, _("Kinds of account"), [Ranking.VIPS, Ranking.TRIALS, Ranking.PROSPECTS]),
    Column("voices_90_days", Ranking.RECENT.label, [Ranking.RECENT, Ranking.NEWEST]),
    Column("tickets", Ranking.TICKETS.label, [Ranking.TICKETS]),
)
FIGURES = tuple(column for column in COLUMNS if column.name != KINDS)
# Those who weigh most stand first, in words and in the bar.
ORDER = ("vip", "customer", "trial", "prospect", "former")


@dataclass(frozen=True)
class Rank:
    """One figure of a wish: its bar of 100, and what is written at the end of it."""

    name: str
    label: str
    figure: str
    width: int


@dataclass(frozen=True)
class KindShare:
    """How many customers of one kind want it; `start` and `width` are its piece of the bar."""

    kind: str
    label: str
    number: int
    start: int
    width: int


def largest() -> Most:
    """Return the largest of each figure, to which all bars are drawn."""
    [most] = _largest()
    names = (column.name for column in FIGURES)
    return {name: value or 0 for name, value in zip(names, most, strict=True)}


@prepared
def _largest() -> QuerySet[Wish, tuple[Decimal | int | None, ...]]:
    # Each is the end of an index; to gather them all at once would read every wish.
    first = Wish.objects.filter(merged_into=None)
    ends: list[Any] = [
        Subquery(first.order_by(f"-{column.name}").values(column.name)[:1]) for column in FIGURES
    ]
    return Wish.objects.values_list(*ends)[:1]


def ranks(wish: Wish, most: Most) -> list[Rank]:
    """Return every figure of a wish that has a bar of its own."""
    return [
        Rank(
            column.name,
            str(column.label),
            written(wish, column.name),
            bar(getattr(wish, column.name), most[column.name]),
        )
        for column in FIGURES
    ]


def written(wish: Wish, name: str) -> str:
    value = getattr(wish, name)
    if name != "revenue":
        return str(value)
    return f"{floatformat(value, '0g')} {settings.ENVIRONMENT['WHYDESK_CURRENCY']}"


def other_revenues(wish: Wish) -> list[str]:
    """Return the revenue in other currencies, which nobody here can add up."""
    ours = settings.ENVIRONMENT["WHYDESK_CURRENCY"]
    sums = sorted((currency, total) for currency, total in wish.revenues.items() if currency)
    return [
        f"{floatformat(Decimal(total), '0g')} {currency}"
        for currency, total in sums
        if currency != ours
    ]


def bar(value: Decimal | int, most: Decimal | int) -> int:
    """Return how far of 100 the bar goes; whatever is not nothing can be seen."""
    return max(round(value * 100 / most), 2) if value and most else 0


def shares(wish: Wish) -> list[KindShare]:
    """Return the kinds of account that want it, as pieces of one bar."""
    numbers = [(kind, int(wish.kinds[kind])) for kind in ORDER if wish.kinds.get(kind)]
    total = sum(number for _kind, number in numbers)
    laid, before = [], 0
    for kind, number in numbers:
        start, before = before * 100 // total, before + number
        label = str(Company.Kind(kind).label)
        laid.append(KindShare(kind, label, number, start, before * 100 // total - start))
    return laid
