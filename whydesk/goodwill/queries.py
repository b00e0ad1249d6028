"""What was given: on a ticket, to a company, by whom; what waits, and how much is left."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.utils import timezone

from whydesk.customers.models import Company
from whydesk.customers.queries import with_merged
from whydesk.goodwill.ledger import month_of
from whydesk.goodwill.models import Budget, CaseUse, Gesture, Limit, MonthUse, Outcome, Tally
from whydesk.people.models import Agent
from whydesk.tickets.models import Ticket

_WITH_ROWS = Gesture.objects.select_related("verdict__by", "reversal__by", "by")
_WITH_ALL = _WITH_ROWS.select_related("ticket__contact", "company")
_WAITING = Q(verdict=None, reversal=None) & ~Q(waits_because="")


@dataclass(frozen=True)
class LedgerFilters:
    """What the ledger is narrowed to."""

    kind: str = ""
    agent: int | None = None
    month: date | None = None

    @property
    def conditions(self) -> dict[str, object]:
        asked = {"kind": self.kind, "by": self.agent, "month": self.month}
        return {name: value for name, value in asked.items() if value}


@dataclass(frozen=True)
class Total:
    """What was given in a currency, with what was taken back already gone from it."""

    currency: str
    amount: Decimal
    gestures: int


@dataclass(frozen=True)
class LedgerPage:
    """A page of the ledger, newest first; `next` is the key of the last row, if more follow."""

    gestures: list[Gesture]
    next: int | None


@dataclass(frozen=True)
class Left:
    """What an agent may give without asking on a ticket, and what the month has left.

    None: on a ticket, nothing in this currency without asking; of a month, no bound.
    """

    currency: str
    on_ticket: Decimal | None
    in_month: Decimal | None


def gestures_of_ticket(ticket: Ticket) -> list[Gesture]:
    return list(_WITH_ROWS.filter(ticket=ticket).order_by("-pk"))


def gestures_of_company(company: Company, *, size: int) -> list[Gesture]:
    return list(_WITH_ALL.filter(company__in=with_merged(company)).order_by("-pk")[:size])


def given_to(company: Company) -> list[Total]:
    """Sum up what a company was given, by currency."""
    given = _given(Gesture.objects.filter(company__in=with_merged(company)))
    sums = given.values("currency").annotate(amount=Sum("amount")).order_by("currency")
    return [Total(row["currency"], row["amount"], 0) for row in sums]


def find_gesture(key: int) -> QuerySet[Gesture]:
    """Return the one gesture with all that is known of it, to be looked for among those seen."""
    return _WITH_ALL.filter(pk=key)


def outcomes_of(gesture: Gesture) -> list[Outcome]:
    return list(gesture.outcomes.select_related("by").order_by("-pk"))


def waiting_gestures() -> list[Gesture]:
    """Return what waits for the yes of a lead, the longest waiting first."""
    return list(_WITH_ALL.filter(_WAITING).order_by("pk"))


def ledger(filters: LedgerFilters, *, before: int = 0, size: int = 50) -> LedgerPage:
    """Return a page of the ledger below the key."""
    found = _WITH_ALL.filter(**filters.conditions)
    if before:
        found = found.filter(pk__lt=before)
    rows = list(found.order_by("-pk")[: size + 1])
    return LedgerPage(rows[:size], rows[size - 1].pk if len(rows) > size else None)


def totals(filters: LedgerFilters) -> list[Total]:
    """Return what stands in the ledger for each currency, from the kept sums."""
    asked = {"agent" if name == "by" else name: one for name, one in filters.conditions.items()}
    rows = Tally.objects.filter(**asked).values("currency")
    summed = rows.annotate(
        amount=Sum("given") - Sum("reversed"), number=Sum("gestures") - Sum("reversals")
    )
    return [
        Total(row["currency"], row["amount"], row["number"]) for row in summed.order_by("currency")
    ]


def left_for(ticket: Ticket, currency: str) -> Left:
    """Return what may be given on the ticket without asking, as of now."""
    limit = Limit.objects.filter(currency=currency).first()
    case = CaseUse.objects.filter(ticket=ticket).first()
    share = 1 - (case.used if case else Decimal(0))
    return Left(currency, limit.per_case * share if limit else None, left_in_month(currency))


def left_in_month(currency: str) -> Decimal | None:
    """Return what this month's budget has left, or None where nothing bounds it."""
    month = month_of(timezone.now())
    use = MonthUse.objects.filter(currency=currency, month=month).first()
    if use:
        return None if use.budget is None else use.budget - use.taken
    budget = budget_of(currency, month)
    return budget.amount if budget else None


def budget_of(currency: str, month: date) -> Budget | None:
    """Return the row that bounds the month."""
    rows = Budget.objects.filter(currency=currency, month__lte=month)
    return rows.order_by("-month").first()


def budgets_now() -> Sequence[tuple[Budget, Decimal]]:
    """Return each currency's budget of this month with what is taken of it, and those to come."""
    month = month_of(timezone.now())
    taken = dict(MonthUse.objects.filter(month=month).values_list("currency", "taken"))
    now = Budget.objects.filter(month__lte=month).order_by("currency", "-month")
    running = [(one, taken.get(one.currency, Decimal(0))) for one in now.distinct("currency")]
    coming = Budget.objects.filter(month__gt=month).order_by("currency", "month")
    return [*running, *((one, Decimal(0)) for one in coming)]


def claimed(once_for: str) -> Gesture | None:
    """Return what was given for this and stands."""
    return _WITH_ROWS.filter(claim__once_for=once_for).select_related("ticket__contact").first()


def givers() -> list[Agent]:
    """Return who ever gave anything."""
    return list(
        Agent.objects.filter(Exists(Tally.objects.filter(agent=OuterRef("pk")))).order_by("name")
    )


def months() -> list[date]:
    """Return the months in which anything was given or asked for, newest first."""
    found = MonthUse.objects.values_list("month", flat=True)
    return list(found.distinct().order_by("-month"))


def _given(gestures: QuerySet[Gesture]) -> QuerySet[Gesture]:
    """Keep what was given and stands."""
    return gestures.filter(Q(waits_because="") | Q(verdict__is_yes=True), reversal=None)
