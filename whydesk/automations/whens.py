"""What a rule can wait for: a short list, each with its words."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import pgettext_lazy

from whydesk.briefs.events import MessageRead
from whydesk.care.events import NewFault, StepsOpened
from whydesk.customers.models import Company
from whydesk.desk.events import PromiseBroken, PromiseNear
from whydesk.history.events import Event
from whydesk.tickets import events

Words = str | Promise


def _always(data: Mapping[str, Any]) -> bool:
    return True


def _is_of_a_person(data: Mapping[str, Any]) -> bool:
    return not data["automatic"]


def _opens(data: Mapping[str, Any]) -> bool:
    return bool(data["is_first"]) and _is_of_a_person(data)


@dataclass(frozen=True)
class When:
    """Something that happens to a ticket.

    `of_anybody` says it of any customer, `of_some` of some kinds of account.
    """

    name: str
    event: type[Event]
    of_anybody: Words
    of_some: Words
    fits: Callable[[Mapping[str, Any]], bool] = _always
    names_writer: bool = False

    @property
    def label(self) -> str:
        return capfirst(str(self.of_anybody))


CUSTOMER_WRITES = When(
    "customer_writes",
    events.MessageReceived,
    pgettext_lazy("rule: when", "a customer writes"),
    pgettext_lazy("rule: when", "%(who)s writes"),
    _is_of_a_person,
    names_writer=True,
)
_ALL: Sequence[When] = (
    CUSTOMER_WRITES,
    When(
        "ticket_opens",
        events.MessageReceived,
        pgettext_lazy("rule: when", "a ticket opens"),
        pgettext_lazy("rule: when", "a ticket of %(who)s opens"),
        _opens,
    ),
    When(
        "message_read",
        MessageRead,
        pgettext_lazy("rule: when", "a message is read"),
        pgettext_lazy("rule: when", "a message of %(who)s is read"),
    ),
    When(
        "call_noted",
        events.CallNoted,
        pgettext_lazy("rule: when", "a call is noted"),
        pgettext_lazy("rule: when", "a call of %(who)s is noted"),
    ),
    When(
        "ticket_assigned",
        events.TicketAssigned,
        pgettext_lazy("rule: when", "a ticket is given to somebody"),
        pgettext_lazy("rule: when", "a ticket of %(who)s is given to somebody"),
    ),
    When(
        "ticket_routed",
        events.TicketRouted,
        pgettext_lazy("rule: when", "a ticket goes to a team"),
        pgettext_lazy("rule: when", "a ticket of %(who)s goes to a team"),
    ),
    When(
        "ticket_closed",
        events.TicketClosed,
        pgettext_lazy("rule: when", "a ticket is closed"),
        pgettext_lazy("rule: when", "a ticket of %(who)s is closed"),
    ),
    When(
        "ticket_reopened",
        events.TicketReopened,
        pgettext_lazy("rule: when", "a ticket is opened again"),
        pgettext_lazy("rule: when", "a ticket of %(who)s is opened again"),
    ),
    When(
        "ticket_tagged",
        events.TicketTagged,
        pgettext_lazy("rule: when", "a tag is put on a ticket"),
        pgettext_lazy("rule: when", "a tag is put on a ticket of %(who)s"),
    ),
    When(
        "promise_near",
        PromiseNear,
        pgettext_lazy("rule: when", "an answer is due soon"),
        pgettext_lazy("rule: when", "an answer on a ticket of %(who)s is due soon"),
    ),
    When(
        "promise_broken",
        PromiseBroken,
        pgettext_lazy("rule: when", "a promised time passes"),
        pgettext_lazy("rule: when", "the time promised on a ticket of %(who)s passes"),
    ),
    When(
        "undelivered",
        events.ReplyUndelivered,
        pgettext_lazy("rule: when", "an answer does not arrive"),
        pgettext_lazy("rule: when", "an answer on a ticket of %(who)s does not arrive"),
    ),
    When(
        "care_begins",
        StepsOpened,
        pgettext_lazy("rule: when", "the four steps are due to a customer"),
        pgettext_lazy("rule: when", "the four steps are due on a ticket of %(who)s"),
    ),
    When(
        "new_fault",
        NewFault,
        pgettext_lazy("rule: when", "something new goes wrong for a customer in care"),
        pgettext_lazy("rule: when", "something new goes wrong on a ticket of %(who)s in care"),
    ),
)
WHENS: Mapping[str, When] = {one.name: one for one in _ALL}
EVENTS = tuple(dict.fromkeys(one.event for one in _ALL))

# Somebody who writes, and the same people as those whose ticket it is: two cases of one noun.
WRITERS: Mapping[str, Words] = {
    Company.Kind.PROSPECT: pgettext_lazy("rule: who writes", "a prospect"),
    Company.Kind.TRIAL: pgettext_lazy("rule: who writes", "a customer on trial"),
    Company.Kind.CUSTOMER: pgettext_lazy("rule: who writes", "an existing customer"),
    Company.Kind.VIP: pgettext_lazy("rule: who writes", "a VIP"),
    Company.Kind.FORMER: pgettext_lazy("rule: who writes", "a former customer"),
}
OWNERS: Mapping[str, Words] = {
    Company.Kind.PROSPECT: pgettext_lazy("rule: a ticket of", "a prospect"),
    Company.Kind.TRIAL: pgettext_lazy("rule: a ticket of", "a customer on trial"),
    Company.Kind.CUSTOMER: pgettext_lazy("rule: a ticket of", "an existing customer"),
    Company.Kind.VIP: pgettext_lazy("rule: a ticket of", "a VIP"),
    Company.Kind.FORMER: pgettext_lazy("rule: a ticket of", "a former customer"),
}


def whens_of(event: str, data: Mapping[str, Any]) -> list[str]:
    """Name everything on the list that has happened by this event."""
    return [one.name for one in _ALL if one.event.name == event and one.fits(data)]
