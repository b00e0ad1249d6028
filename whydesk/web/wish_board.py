"""The board: every wish with all of its rankings, sorted by one of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from whydesk.customers.models import Company
from whydesk.people.actors import Can
from whydesk.tickets.queries import WrongFilter
from whydesk.web.filters import Chip, Choice, Menu, at
from whydesk.web.pages import AgentRequest, for_agents, show
from whydesk.web.wish_ranks import COLUMNS, largest
from whydesk.wishes.board import BoardFilters, Ranking, board
from whydesk.wishes.choices import Effort, Fit, State

LABELS: Mapping[str, Promise] = {
    "state": gettext_lazy("State"),
    "kind": gettext_lazy("Kind of account"),
    "language": gettext_lazy("Language"),
    "fit": gettext_lazy("Fit"),
    "effort": gettext_lazy("Effort"),
    "goal": gettext_lazy("SO THAT"),
}
CHOICES: Mapping[str, Sequence[tuple[str, Any]]] = {
    "state": State.choices,
    "kind": Company.Kind.choices,
    "language": settings.LANGUAGES,
    "fit": Fit.choices,
    "effort": Effort.choices,
    "goal": [("missing", gettext_lazy("missing"))],
}


@dataclass(frozen=True)
class Order:
    """A ranking, and the address that sorts by it."""

    label: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class Heading:
    """A column of the board: what it is called, and the rankings it can be sorted by."""

    label: str
    orders: Sequence[Order]

    @property
    def is_current(self) -> bool:
        return any(order.is_current for order in self.orders)

    @property
    def is_named(self) -> bool:
        """Say whether none of its rankings is called as the column is."""
        return all(order.label != self.label for order in self.orders)


@for_agents
@require_GET
def wishes(request: AgentRequest) -> HttpResponse:
    request.user.must(Can.SEE_ALL_TICKETS)
    trail = request.GET.getlist("after")
    try:
        filters = BoardFilters.from_query(request.GET)
        ranking = Ranking(request.GET.get("by", Ranking.COMPANIES))
        page = board(filters, ranking, after=trail[-1] if trail else "")
    except (WrongFilter, ValueError) as error:
        raise Http404(str(error)) from error
    query = addressed(filters.to_query(), ranking)
    context = {
        "here": "wishes",
        "wishes": page.wishes,
        "largest": largest() if page.wishes else {},
        "ranking": ranking,
        "words": filters.words,
        "kept": {name: value for name, value in query.items() if name != "words"},
        "headings": headings(filters.to_query(), ranking),
        "filters": chips(filters.to_query(), ranking),
        "is_filtered": bool(filters.to_query()),
        "clear_url": at(reverse("wishes"), addressed({}, ranking)),
        "newer_url": page_url(query, trail[:-1]) if trail else "",
        "older_url": page_url(query, [*trail, page.next]) if page.next else "",
    }
    return show(request, "screens/wishes.html", context, parts=("board",))


def addressed(filters: Mapping[str, str], ranking: Ranking) -> dict[str, str]:
    """Return filters and ranking as an address has them."""
    return {**filters, **({"by": ranking.value} if ranking != Ranking.COMPANIES else {})}


def page_url(query: Mapping[str, str], trail: list[str]) -> str:
    pairs = [*query.items(), *(("after", key) for key in trail)]
    return f"{reverse('wishes')}?{urlencode(pairs)}" if pairs else reverse("wishes")


def headings(filters: Mapping[str, str], ranking: Ranking) -> list[Heading]:
    place = reverse("wishes")
    return [
        Heading(
            str(column.label),
            [
                Order(str(one.label), at(place, addressed(filters, one)), one == ranking)
                for one in column.rankings
            ],
        )
        for column in COLUMNS
    ]


def chips(filters: Mapping[str, str], ranking: Ranking) -> list[Chip]:
    """Lay out the filters, each with all of its choices."""
    return [_chip(name, filters, ranking) for name in LABELS]


def _chip(name: str, filters: Mapping[str, str], ranking: Ranking) -> Chip:
    place, now = reverse("wishes"), filters.get(name, "")
    others = {key: value for key, value in filters.items() if key != name}
    choices = [
        Choice(str(label), at(place, addressed({**others, name: value}, ranking)), value == now)
        for value, label in CHOICES[name]
    ]
    menu = Menu(at(place, addressed(others, ranking)) if now else "", choices)
    value = str(dict(CHOICES[name]).get(now, now))
    return Chip(name, str(LABELS[name]), value, menu_url="", page_url="", menu=menu)
