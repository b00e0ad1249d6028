"""The filters above a list, each choice an address to share."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Value
from django.utils.translation import gettext as _

from whydesk.customers.models import Company
from whydesk.mailroom.models import Mailbox
from whydesk.people.models import Agent, Team
from whydesk.tickets.models import Channel, Ticket
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
    """One filter: what it is set to, and where each choice leads."""

    label: str
    value: str
    clear_url: str
    choices: list[Choice] = field(default_factory=list)


def chips(queue: Queue, filters: Filters, tickets: Iterable[Ticket], address: str) -> list[Chip]:
    """Lay out every filter of the queue.

    Tags and companies are offered as they stand in the list, since there may
    be thousands; whoever wants another one searches for it.
    """
    shown, ours = list(tickets), _our_own()
    offers = {
        "assignee": (_("Who has it"), ours["agent"] if queue not in HOLDER_KNOWN else {}),
        "team": (_("Team"), ours["team"]),
        "kind": (_("Kind of account"), _named(Company.Kind.choices)),
        "company": (_("Company"), _companies(shown, filters.company)),
        "tag": (_("Tag"), {tag: tag for tag in sorted(_tags(shown, filters.tag))}),
        "mailbox": (_("Mailbox"), ours["mailbox"]),
        "language": (_("Language"), dict(settings.LANGUAGES)),
        "channel": (_("Channel"), _named(Channel.choices)),
    }
    now = filters.to_query()
    return [
        _chip(name, label, labels, now, address)
        for name, (label, labels) in offers.items()
        if labels
    ]


def _chip(
    name: str, label: str, labels: Mapping[str, str], now: Mapping[str, str], address: str
) -> Chip:
    others = {key: value for key, value in now.items() if key != name}
    return Chip(
        label=label,
        value=labels.get(now[name], now[name]) if name in now else "",
        clear_url=at(address, others),
        choices=[
            Choice(text, at(address, {**others, name: key}), now.get(name) == key)
            for key, text in labels.items()
        ],
    )


def at(address: str, query: Mapping[str, str]) -> str:
    """Return the address with the query, or bare where there is none."""
    return f"{address}?{urlencode(query)}" if query else address


def _named(rows: Iterable[tuple[object, object]]) -> dict[str, str]:
    return {str(key): str(label) for key, label in rows}


def _our_own() -> dict[str, dict[str, str]]:
    """Name our agents, teams and mailboxes: three short lists for one query."""
    agents = Agent.objects.filter(is_active=True).values_list(Value("agent"), "pk", "name")
    teams = Team.objects.order_by().values_list(Value("team"), "pk", "name")
    mailboxes = Mailbox.objects.order_by().values_list(Value("mailbox"), "pk", "address")
    found: dict[str, dict[str, str]] = {"agent": {}, "team": {}, "mailbox": {}}
    for what, key, name in agents.union(teams, mailboxes, all=True).order_by("name"):
        found[what][str(key)] = name
    return found


def _companies(tickets: Iterable[Ticket], chosen: int | None) -> dict[str, str]:
    found = {str(ticket.company.pk): ticket.company.name for ticket in tickets if ticket.company}
    if chosen and str(chosen) not in found:
        found |= _named(Company.objects.filter(pk=chosen).values_list("pk", "name"))
    return dict(sorted(found.items(), key=lambda item: item[1].casefold()))


def _tags(tickets: Iterable[Ticket], chosen: str) -> set[str]:
    return {tag for ticket in tickets for tag in ticket.tags} | ({chosen} if chosen else set())
