"""What screens show of wishes.

The board is in board.py, the agenda in agenda.py, callbacks in to_be_told.py.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import F, Prefetch, Q, QuerySet, prefetch_related_objects
from django.utils.translation import gettext as _

from whydesk.customers.models import Company, Contact
from whydesk.people.models import Agent
from whydesk.prepared import prepared
from whydesk.tickets.models import Ticket
from whydesk.tickets.queries import WrongFilter
from whydesk.wishes.models import (
    AgendaItem,
    Callback,
    Comment,
    Decision,
    Inquiry,
    Merging,
    Misfit,
    Retelling,
    Review,
    Voice,
    Wish,
)

_AGAIN = Prefetch("retellings", Retelling.objects.select_related("contact", "agent").order_by("at"))


@dataclass(frozen=True)
class WishPage:
    """Everything about one wish but its voices and its history."""

    wish: Wish
    decisions: list[Decision]
    mergings: list[Merging]
    comments: list[Comment]
    inquiries: list[Inquiry]
    agenda_item: AgendaItem | None

    @property
    def last_decision(self) -> Decision | None:
        return self.decisions[0] if self.decisions else None


def wish_page(wish: Wish) -> WishPage:
    """Return what the page of a wish shows, decisions newest first, in five queries.

    The mergings are those that stand: into this wish, and of it into another.
    """
    return WishPage(
        wish,
        _decisions(wish.pk),
        _mergings(wish.pk),
        _comments(wish.pk),
        _inquiries(wish.pk),
        _open_items.first(wish.pk),
    )


@prepared
def _decisions(wish: int) -> QuerySet[Decision]:
    decisions = Decision.objects.filter(wish=wish)
    return decisions.select_related("by", "capability", "progress", "review").order_by("-pk")


@prepared
def _mergings(wish: int) -> QuerySet[Merging]:
    between = Merging.objects.filter(Q(into=wish) | Q(wish=wish), undone_at=None)
    return between.select_related("wish", "into", "by").order_by("pk")


@prepared
def _comments(wish: int) -> QuerySet[Comment]:
    return Comment.objects.filter(wish=wish).select_related("agent").order_by("pk")


@prepared
def _inquiries(wish: int) -> QuerySet[Inquiry]:
    inquiries = Inquiry.objects.filter(wish=wish)
    return inquiries.select_related("assignee", "ticket").order_by("-pk")


@prepared
def _open_items(wish: int) -> QuerySet[AgendaItem]:
    to_come = (Review.State.PLANNED, Review.State.RUNNING)
    items = AgendaItem.objects.filter(wish=wish, review__state__in=to_come)
    return items.select_related("review").order_by("review__day")[:1]


@dataclass(frozen=True)
class VoicePage:
    voices: list[Voice] = field(default_factory=list)
    next: str = ""


# Of those around a voice their names are shown, and nothing else.
_SHOWN = (
    *(field.name for field in Voice._meta.concrete_fields),
    *("company__name", "contact__name", "agent__name", "wish__title"),
)


def voices_of(wish: Wish, *, after: str = "", size: int = 30) -> VoicePage:
    """Return a page of those who want it, last heard first, in as many queries however many."""
    if after:
        at, pk = key_in(after)
        rows = _voices(wish.pk, at, at, at, pk, size=size, is_first=False)
    else:
        rows = _voices(wish.pk, size=size, is_first=True)
    prefetch_related_objects(rows, _AGAIN)
    last = rows[size - 1] if len(rows) > size else None
    return VoicePage(rows[:size], f"{last.heard_at.isoformat()}_{last.pk}" if last else "")


@prepared
def _voices(wish: int, *key: Any, size: int, is_first: bool) -> QuerySet[Voice]:
    voices = Voice.objects.filter(root=wish)
    if not is_first:
        until, before, at, pk = key
        voices = voices.filter(heard_at__lte=until)
        voices = voices.filter(Q(heard_at__lt=before) | Q(heard_at=at, pk__lt=pk))
    shown = voices.select_related("company", "contact", "agent", "wish").only(*_SHOWN)
    return shown.order_by("-heard_at", "-pk")[: size + 1]


def loudest_voices(wish: Wish, *, each: int = 3) -> list[Voice]:
    """Return a few voices of a wish, those with the most revenue first."""
    return _loudest(wish.pk, each=each)


@prepared
def _loudest(wish: int, *, each: int) -> QuerySet[Voice]:
    voices = Voice.objects.filter(root=wish).select_related("company", "contact")
    return voices.order_by(F("monthly_revenue").desc(nulls_last=True), "pk")[:each]


def agenda_of(review: Review) -> list[AgendaItem]:
    """Return the items of a review in order, with their wishes and what was decided."""
    return _items(review.pk)


@prepared
def _items(review: int) -> QuerySet[AgendaItem]:
    items = AgendaItem.objects.filter(review=review).order_by("position", "pk")
    return items.select_related("wish", "decision__by")


def inquiries_open(agent: Agent | None = None) -> list[Inquiry]:
    """Return what customer success has to find out, one's own and what nobody has taken."""
    found = Inquiry.objects.filter(state=Inquiry.State.OPEN)
    if agent is not None:
        found = found.filter(Q(assignee=agent) | Q(assignee=None))
    shown = found.select_related("ticket__contact", "ticket__company", "wish", "assignee", "by")
    return list(shown.order_by("due_at", "pk")[:200])


def voices_of_ticket(ticket: Ticket) -> list[Voice]:
    """Return the wishes that were heard on a ticket, as voices."""
    # One question for each index: put as one condition, every voice would be looked at.
    again = Retelling.objects.filter(ticket=ticket).values("voice")
    heard = Voice.objects.filter(ticket=ticket).values("pk").union(again)
    found = Voice.objects.filter(pk__in=heard).select_related("root", "company", "contact")
    return list(found.order_by("pk"))


@dataclass(frozen=True)
class WishesOfCustomer:
    """What a customer wants, the loudest last heard first, and where the product fails them."""

    voices: list[Voice]
    misfits: list[Misfit]


def wishes_of(customer: Company | Contact, *, size: int = 50) -> WishesOfCustomer:
    """Return the story of a customer's wishes with the callbacks about them, in three queries."""
    theirs = Q(company=customer) if isinstance(customer, Company) else Q(contact=customer)
    told = Prefetch(
        "callbacks", Callback.objects.select_related("decision").order_by("-decision_id")
    )
    voices = Voice.objects.filter(theirs).select_related("root", "contact", "ticket")
    misfits = Misfit.objects.filter(theirs, ended_at=None).select_related("wish", "decision")
    return WishesOfCustomer(
        list(voices.prefetch_related(told).order_by("-heard_at", "-pk")[:size]),
        list(misfits.order_by("-pk")),
    )


def key_in(after: str) -> tuple[datetime, int]:
    """Return what a page goes on after: a moment, and the key of a row of that moment."""
    moment, _sep, number = after.rpartition("_")
    try:
        return datetime.fromisoformat(moment), int(number)
    except ValueError as error:
        raise WrongFilter(_("This address has a page that means nothing.")) from error
