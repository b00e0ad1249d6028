"""The filters above a list, each choice an address to share."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Model
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from whydesk.customers.models import Company
from whydesk.mailroom.models import Mailbox
from whydesk.people.models import Agent, Team
from whydesk.tickets.choices import Channel, Kind
from whydesk.tickets.models import Ticket
from whydesk.tickets.queries import Filters, Queue

# In these queues it is settled who has the ticket.
HOLDER_KNOWN = frozenset({Queue.MINE, Queue.UNASSIGNED})


@dataclass(frozen=True)
class Choice:
    label: str
    url: str
    is_on: bool


@dataclass(frozen=True)
class Chip:
    """One filter: what it is set to, and where its choices are.

    The choices come when the menu is opened; `page_url` is the list with it
    open, for a browser without scripts.
    """

    name: str
    label: str
    value: str
    menu_url: str
    page_url: str
    menu: "Menu | None" = None


@dataclass(frozen=True)
class Menu:
    """The choices of a filter, and the address without it while it is set."""

    clear_url: str
    choices: list[Choice]


# What these offer stands in the list itself.
FROM_LIST = frozenset({"company", "tag"})
# Which filters there are, in this order.
LABELS: Mapping[str, Promise] = {
    "about": gettext_lazy("What it is"),
    "assignee": gettext_lazy("Who has it"),
    "team": gettext_lazy("Team"),
    "kind": gettext_lazy("Kind of account"),
    "company": gettext_lazy("Company"),
    "tag": gettext_lazy("Tag"),
    "mailbox": gettext_lazy("Mailbox"),
    "language": gettext_lazy("Language"),
    "channel": gettext_lazy("Channel"),
}


def chips(queue: Queue, filters: Filters, tickets: Iterable[Ticket], opened: str) -> list[Chip]:
    """Lay out every filter of the queue, one of them open if the reader asked for it."""
    now, shown = filters.to_query(), list(tickets)
    page, menu = reverse("queue", args=[queue]), "queue_filter"
    return [
        Chip(
            name=name,
            label=str(label),
            value=named(name, now[name], shown) if name in now else "",
            menu_url=at(reverse(menu, args=[queue, name]), now),
            page_url=at(page, {**now, "menu": name}),
            menu=menu_of(name, queue, filters, shown) if name == opened else None,
        )
        for name, label in LABELS.items()
        if not (name == "assignee" and queue in HOLDER_KNOWN)
    ]


def menu_of(name: str, queue: Queue, filters: Filters, tickets: Iterable[Ticket]) -> Menu:
    """Return the choices of one filter.

    Tags and companies are offered as they stand in the list, since there may
    be thousands; whoever wants another one searches for it.
    """
    now, address = filters.to_query(), reverse("queue", args=[queue])
    others = {key: value for key, value in now.items() if key != name}
    labels = OFFERS[name](list(tickets))
    if name in now and now[name] not in labels:
        labels = {now[name]: named(name, now[name], tickets), **labels}
    return Menu(
        clear_url=at(address, others) if name in now else "",
        choices=[
            Choice(text, at(address, {**others, name: key}), now.get(name) == key)
            for key, text in labels.items()
        ],
    )


def named(name: str, value: str, tickets: Iterable[Ticket]) -> str:
    """Say what a filter is set to."""
    if name in _OUR_OWN:
        model, field = _OUR_OWN[name]
        found = model._default_manager.filter(pk=value).values_list(field, flat=True).first()
        return str(found or value)
    return OFFERS[name](list(tickets)).get(value, value)


def at(address: str, query: Mapping[str, str]) -> str:
    """Return the address with the query, or bare where there is none."""
    return f"{address}?{urlencode(query)}" if query else address


def _named(rows: Iterable[tuple[object, object]]) -> dict[str, str]:
    return {str(key): str(label) for key, label in rows}


def _people(_tickets: list[Ticket]) -> dict[str, str]:
    return _named(Agent.objects.filter(is_active=True).order_by("name").values_list("pk", "name"))


def _teams(_tickets: list[Ticket]) -> dict[str, str]:
    return _named(Team.objects.order_by("name").values_list("pk", "name"))


def _mailboxes(_tickets: list[Ticket]) -> dict[str, str]:
    return _named(Mailbox.objects.order_by("address").values_list("pk", "address"))


def _companies(tickets: list[Ticket]) -> dict[str, str]:
    found = {str(ticket.company.pk): ticket.company.name for ticket in tickets if ticket.company}
    return dict(sorted(found.items(), key=lambda item: item[1].casefold()))


def _tags(tickets: list[Ticket]) -> dict[str, str]:
    return {tag: tag for tag in sorted({tag for ticket in tickets for tag in ticket.tags})}


OFFERS: Mapping[str, Callable[[list[Ticket]], dict[str, str]]] = {
    "about": lambda _tickets: _named(Kind.choices),
    "assignee": _people,
    "team": _teams,
    "kind": lambda _tickets: _named(Company.Kind.choices),
    "company": _companies,
    "tag": _tags,
    "mailbox": _mailboxes,
    "language": lambda _tickets: dict(settings.LANGUAGES),
    "channel": lambda _tickets: _named(Channel.choices),
}
_OUR_OWN: Mapping[str, tuple[type[Model], str]] = {
    "assignee": (Agent, "name"),
    "team": (Team, "name"),
    "mailbox": (Mailbox, "address"),
    "company": (Company, "name"),
}
