"""Who is still owed what, and who is watched over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, Min, Prefetch, Q, QuerySet

from whydesk.care.choices import StepNumber
from whydesk.care.models import Aftercare, Care, Check, News, Step, Telling
from whydesk.care.timing import left
from whydesk.people.models import Agent
from whydesk.tickets.models import Ticket
from whydesk.tickets.queries import visible_to

SHOWN = 25
# How long somebody is asked how an aftercare ended.
ASKED_FOR = timedelta(days=60)


def care_on(ticket: Ticket) -> Care | None:
    """Return what is owed on the ticket, or was last, with all that was said of it."""
    tellings = Telling.objects.select_related("agent", "message__agent").order_by("pk")
    steps = Step.objects.select_related(
        *("owner", "message", "gesture__verdict", "gesture__reversal"),
        *("none_said_by", "none_agreed_by"),
    )
    found = Care.objects.filter(ticket=ticket).select_related("company", "ticket__contact")
    return (
        found.prefetch_related(
            Prefetch("steps", steps.order_by("number")),
            Prefetch("steps__tellings", tellings),
            Prefetch("news", News.objects.order_by("-pk")),
        )
        .order_by(F("closed_at").desc(nulls_first=True), "-pk")
        .first()
    )


def aftercare_of(ticket: Ticket) -> Aftercare | None:
    """Return who watches over the company of the ticket now, and why."""
    if ticket.company is None or not ticket.company.is_in_care:
        return None
    running = Aftercare.objects.filter(company=ticket.company_id, ended_at=None)
    return running.select_related("owner").first()


@dataclass(frozen=True)
class Column:
    """One of the four steps and those to whom it is still owed, whoever is due first on top.

    `next` is the last of them where more follow; `is_later` where some go before.
    """

    number: StepNumber
    steps: Sequence[Step]
    count: int
    next: int | None = None
    is_later: bool = False


def owed_steps(
    agent: Agent,
    *,
    incident_id: int | None = None,
    owner: Agent | None = None,
    after: Step | None = None,
    size: int = SHOWN,
) -> list[Column]:
    """Return the four columns of those still owed, in three queries however many there are.

    The fourth holds those for whom it is solved: before that no aftercare is owed.
    The column of the step `after` goes on behind it; the others begin with their first.
    """
    owed = _owed(agent, incident_id=incident_id, owner=owner)
    columns = {number: owed.filter(number=number) for number in StepNumber}
    if after is not None:
        behind = Q(due_at__gt=after.due_at) | Q(due_at=after.due_at, pk__gt=after.pk)
        columns[StepNumber(after.number)] = owed.filter(behind, number=after.number)
    # Each column is read from its index and no further than it is shown.
    firsts = [
        column.order_by("due_at", "pk").values_list("pk", flat=True)[: size + 1]
        for column in columns.values()
    ]
    keys = list(firsts[0].union(*firsts[1:], all=True))
    related = ("owner", "care__company", "care__ticket__contact")
    shown = Step.objects.filter(pk__in=keys).select_related(*related)
    steps = list(shown.order_by("number", "due_at", "pk"))
    counts = dict(owed.order_by().values_list("number").annotate(count=Count("pk")))
    shown_of = {number: [step for step in steps if step.number == number] for number in columns}
    return [
        Column(
            number,
            own[:size],
            counts.get(number.value, 0),
            next=own[size - 1].pk if len(own) > size else None,
            is_later=after is not None and number == after.number,
        )
        for number, own in shown_of.items()
    ]


def _owed(agent: Agent, *, incident_id: int | None, owner: Agent | None) -> QuerySet[Step]:
    narrowed = Q(done_at=None, care__closed_at=None, due_at__isnull=False)
    narrowed &= Q(care__ticket__in=visible_to(agent))
    if incident_id is not None:
        narrowed &= Q(care__incident_id=incident_id)
    if owner is not None:
        narrowed &= Q(owner=owner)
    return Step.objects.filter(narrowed)


@dataclass(frozen=True)
class Countdown:
    """The next news that customers were promised, and to how many; `left` is never negative."""

    due_at: datetime
    left: timedelta
    customers: int
    late: int


def next_news(agent: Agent, now: datetime, *, incident_id: int | None = None) -> Countdown | None:
    """Return what counts down: the nearest promise, or the oldest that was missed."""
    owed = News.objects.filter(kept_at=None, care__closed_at=None)
    owed = owed.filter(care__ticket__in=visible_to(agent))
    if incident_id is not None:
        owed = owed.filter(care__incident_id=incident_id)
    found = owed.aggregate(
        first=Min("due_at"),
        customers=Count("pk"),
        late=Count("pk", filter=Q(due_at__lte=now)),
    )
    first = found["first"]
    if first is None:
        return None
    return Countdown(first, left(first, now), found["customers"], found["late"])


def watch_list() -> list[Aftercare]:
    """Return who is watched over, whoever has to be asked first on top."""
    due = Check.objects.filter(done_at=None)
    asked = Check.objects.filter(done_at__isnull=False).select_related("message").order_by("-pk")
    running = Aftercare.objects.filter(ended_at=None).select_related(
        "company", "ticket__contact", "owner"
    )
    return list(
        running.annotate(faulty=Count("faults"))
        .annotate(check_at=Min("checks__due_at", filter=Q(checks__done_at=None)))
        .prefetch_related(
            Prefetch("checks", due, to_attr="due_checks"),
            Prefetch("checks", asked, to_attr="asked_checks"),
        )
        .order_by(F("check_at").asc(nulls_last=True), "until", "pk")[:200]
    )


def ended_without_outcome(now: datetime) -> list[Aftercare]:
    """Return the aftercares that are over, of which nobody has said yet how they ended."""
    over = Aftercare.objects.filter(ended_at__gt=now - ASKED_FOR, outcome="")
    return list(over.select_related("company", "owner").order_by("-ended_at")[:50])
