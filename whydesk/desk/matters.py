"""A ticket with all that its promises rest on."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from whydesk.clock import Hours
from whydesk.desk.countdown import Standstill
from whydesk.desk.models import Due, Pause, PromiseRule
from whydesk.desk.owed import Owed, Said, owed_on
from whydesk.desk.standings import urgencies_but_for_promises
from whydesk.tickets.models import Message, Ticket

ENDED = frozenset({Ticket.Status.CLOSED, Ticket.Status.SPAM})


@dataclass
class Matter:
    """A ticket, what was said on it, when it stood still, and what is promised so far.

    `urgency` is in minutes, what promises add to it apart; it is read where a rule asks for it.
    """

    ticket: Ticket
    hours: Hours
    urgency: int = 0
    thread: list[Said] = field(default_factory=list)
    pauses: list[Pause] = field(default_factory=list)
    dues: dict[tuple[str, int], Due] = field(default_factory=dict)

    def owed(self) -> list[Owed]:
        return owed_on(self.thread, self._closed_at())

    def pauses_in(self, states: Collection[str]) -> list[Standstill]:
        """Return the pauses by a stop, by one of these states, and those after an end."""
        pausing = ENDED.union(states)
        found = (one for one in self.pauses if one.stop_id or one.state in pausing)
        return [Standstill(one.since, one.until) for one in found]

    def _closed_at(self) -> datetime | None:
        is_closed = self.ticket.status == Ticket.Status.CLOSED
        closed = [one for one in self.pauses if one.state == Ticket.Status.CLOSED]
        return closed[-1].since if is_closed and closed else None


def matters_of(
    tickets: Sequence[Ticket],
    hours: Mapping[int | None, Hours],
    rules: Sequence[PromiseRule],
) -> list[Matter]:
    """Return the tickets with everything about them, in three queries; their dues are locked.

    Where a rule asks how urgent they are, there are two more.
    """
    rule_of = {rule.pk: rule for rule in rules}
    matters = {
        ticket.pk: Matter(ticket, hours.get(ticket.team_id) or hours[None]) for ticket in tickets
    }
    for ticket_id, thread in _threads_of(matters).items():
        matters[ticket_id].thread = thread
    if any(rule.urgency_from for rule in rules):
        for ticket_id, urgency in urgencies_but_for_promises(list(matters)).items():
            matters[ticket_id].urgency = urgency
    for pause in Pause.objects.filter(ticket__in=matters):
        matters[pause.ticket_id].pauses.append(pause)
    # Locked, so that a warning given meanwhile is not forgotten.
    dues = Due.objects.select_for_update(of=("self",)).select_related("broken")
    for due in dues.filter(ticket__in=matters):
        due.rule = rule_of.get(due.rule_id or 0)
        matters[due.ticket_id].dues[due.promise, due.message_id] = due
    return list(matters.values())


_SAID = (Message.Kind.INCOMING, Message.Kind.CALL, Message.Kind.REPLY)


def _threads_of(ticket_ids: Collection[int]) -> dict[int, list[Said]]:
    """Return what people said to each other; a mail counts from the moment we got it."""
    found = Message.objects.filter(ticket__in=ticket_ids, kind__in=_SAID, automatic="")
    fields = ("ticket_id", "pk", "kind", "at", "letter__accepted_at")
    threads: dict[int, list[Said]] = defaultdict(list)
    for ticket_id, pk, kind, at, accepted_at in found.order_by("pk").values_list(*fields):
        is_theirs = kind != Message.Kind.REPLY
        threads[ticket_id].append(Said(pk, is_theirs, accepted_at or at))
    return threads
