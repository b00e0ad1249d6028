"""What the screens show of incidents."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import Case, Count, Prefetch, Q, QuerySet, When
from django.utils import timezone
from django.utils.translation import get_language

from whydesk.care.choices import StepNumber
from whydesk.care.models import Step
from whydesk.incidents.choices import About, Answer, State
from whydesk.incidents.counting import ON_THE_WAY
from whydesk.incidents.models import (
    Affected,
    Attached,
    Incident,
    MissedNews,
    Offer,
    Suggested,
    Suggestion,
    Telling,
    Update,
    UpdateText,
    Wording,
)
from whydesk.mailroom.models import Delivery
from whydesk.people.models import Agent
from whydesk.tickets.models import Ticket
from whydesk.tickets.queries import visible_to

PAGE = 30
_SUGGESTIONS = 5


@dataclass(frozen=True)
class Row:
    """An affected customer, with how far the last news has come to them."""

    affected: Affected
    tickets: Sequence[Attached]
    state: str
    why: str


@dataclass(frozen=True)
class Page:
    """Some rows; `next` is the key after which the next page begins, or 0."""

    rows: list[Row] = field(default_factory=list)
    next: int = 0


@dataclass(frozen=True)
class StepCount:
    """How many customers are still owed one of the four steps, and how many have had it."""

    number: int
    owed: int
    late: int
    done: int


def open_incidents() -> QuerySet[Incident]:
    """Return those that go on, whose news is due first coming first."""
    return Incident.objects.filter(state=State.OPEN).order_by("next_news_at", "-pk")


def past_incidents(*, before: int = 0, size: int = 30) -> list[Incident]:
    """Return those that are over or part of another, the newest first; one more than asked for."""
    past = Incident.objects.exclude(state=State.OPEN).select_related("merged_into")
    if before:
        past = past.filter(pk__lt=before)
    return list(past.order_by("-pk")[: size + 1])


def suggestions(agent: Agent) -> list[Suggestion]:
    """Return what waits for somebody to look, with its tickets as far as the agent sees them."""
    found = list(Suggestion.objects.filter(state=Answer.OPEN).order_by("-pk")[:_SUGGESTIONS])
    theirs = Suggested.objects.filter(suggestion__in=found, ticket__in=visible_to(agent))
    tickets: dict[int, list[Ticket]] = defaultdict(list)
    for one in theirs.select_related("ticket__company", "ticket__contact").order_by("pk"):
        tickets[one.suggestion_id].append(one.ticket)
    for suggestion in found:
        suggestion.tickets = tickets[suggestion.pk]  # type: ignore[attr-defined]
    return found


def suggested_tickets(suggestion_id: int) -> list[int]:
    suggested = Suggested.objects.filter(suggestion=suggestion_id, suggestion__state=Answer.OPEN)
    return list(suggested.order_by("pk").values_list("ticket", flat=True))


def offers_of(incident: Incident, *, size: int = 5) -> list[Offer]:
    waiting = Offer.objects.filter(incident=incident, state=Answer.OPEN)
    return list(waiting.select_related("ticket__contact", "ticket__company").order_by("-pk")[:size])


def updates_of(incident: Incident, *, size: int = 20) -> list[Update]:
    """Return what was told, the newest first, with its texts, the reader's language on top."""
    texts = Prefetch("texts", UpdateText.objects.order_by(*own_first()))
    told = incident.updates.select_related("by").prefetch_related(texts)
    return list(told.order_by("-pk")[:size])


def wordings_of(incident: Incident) -> list[Wording]:
    """Return what customers read of it, the reader's language on top."""
    return list(incident.wordings.order_by(*own_first()))


def own_first() -> tuple[Case, str]:
    """Order texts so that the one in the reader's language comes first."""
    own = When(language=get_language() or settings.LANGUAGE_CODE, then=0)
    return Case(own, default=1), "pk"


def missed_of(incident: Incident) -> list[MissedNews]:
    return list(incident.missed.order_by("-pk")[:10])


def latecomers(incident: Incident, update: Update | None) -> int:
    """Count the tickets that came after the last news was sent."""
    if update is None or update.queued_at is None:
        return 0
    since = Attached.objects.filter(incident=incident, detached_at=None, at__gt=update.queued_at)
    told = Telling.objects.filter(update=update).values("ticket")
    return since.exclude(ticket__in=told).count()


def affected_page(
    incident: Incident, update: Update | None, *, after: int = 0, only: str = "", size: int = PAGE
) -> Page:
    """Return a page of the affected by key; `only` narrows them by how the last news went."""
    found = Affected.objects.filter(incident=incident, removed_at=None, pk__gt=after)
    if update is not None and only in ONLY:
        found = found.filter(pk__in=_went(update, only))
    shown = found.select_related("company", "contact").order_by("pk")
    rows = list(shown[: size + 1])
    more = rows[size - 1].pk if len(rows) > size else 0
    return Page(_rows(rows[:size], update), more)


ONLY = ("told", "waiting", "untold", "bounced")


def _went(update: Update, only: str) -> QuerySet[Telling, int]:
    state = "message__delivery__state"
    sent, way = Q(**{state: Delivery.State.SENT}), Q(**{f"{state}__in": ON_THE_WAY})
    untold = Q(message=None)
    conditions = {"told": sent, "waiting": way, "untold": untold, "bounced": ~sent & ~way & ~untold}
    return Telling.objects.filter(conditions[only], update=update).values_list(
        "affected", flat=True
    )


def _rows(affected: Sequence[Affected], update: Update | None) -> list[Row]:
    keys = [one.pk for one in affected]
    tickets: dict[int, list[Attached]] = defaultdict(list)
    attached = Attached.objects.filter(affected__in=keys, detached_at=None)
    for one in attached.order_by("pk"):
        tickets[one.affected_id].append(one)
    went = _how_it_went(update, keys)
    return [Row(one, tickets[one.pk], *went.get(one.pk, ("", ""))) for one in affected]


def _how_it_went(update: Update | None, keys: Collection[int]) -> dict[int, tuple[str, str]]:
    if update is None:
        return {}
    told = Telling.objects.filter(update=update, affected__in=keys)
    found = told.values_list("affected", "message__delivery__state", "why").order_by("pk")
    return {key: (state or "", why) for key, state, why in found}


def step_counts(incident_id: int) -> list[StepCount]:
    """Count the four steps of all customers of an incident, for whom they are owed and done."""
    now = timezone.now()
    steps = Step.objects.filter(care__incident_id=incident_id).order_by().values("number")
    is_owed = Q(done_at=None, care__closed_at=None)
    counted = steps.annotate(
        owed=Count("pk", filter=is_owed),
        late=Count("pk", filter=is_owed & Q(due_at__lte=now)),
        done=Count("pk", filter=~Q(done_at=None)),
    )
    found = {
        row["number"]: StepCount(row["number"], row["owed"], row["late"], row["done"])
        for row in counted
    }
    return [found.get(number, StepCount(number, 0, 0, 0)) for number in StepNumber]


def attached_to(ticket: Ticket) -> Attached | None:
    """Return the incident of a ticket, if it tells of one."""
    own = Attached.objects.filter(ticket=ticket, detached_at=None)
    return own.select_related("incident").first()


def offered_to(ticket: Ticket) -> Offer | None:
    waiting = Offer.objects.filter(ticket=ticket, state=Answer.OPEN, incident__state=State.OPEN)
    return waiting.select_related("incident").order_by("-pk").first()


def suggestion_of(ticket: Ticket) -> Suggestion | None:
    return Suggestion.objects.filter(state=Answer.OPEN, suggested__ticket=ticket).first()


def last_news(updates: Sequence[Update]) -> Update | None:
    """Return the newest update that went to everybody."""
    return next((one for one in updates if one.about != About.WRITE_UP), None)
