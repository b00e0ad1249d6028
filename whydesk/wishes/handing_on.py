"""Giving to others whom to tell and what to find out."""

from collections.abc import Sequence
from itertools import groupby

from django.db import transaction
from django.utils.translation import gettext as _

from whydesk.history.recording import record, record_all
from whydesk.notices.telling import tell
from whydesk.people.actors import DESK, Actor, Can
from whydesk.people.models import Agent
from whydesk.people.queries import in_charge
from whydesk.wishes.calling_back import untold
from whydesk.wishes.events import CallbackGiven, CallbacksHandedOn, InquiryLeft
from whydesk.wishes.joining import subjects_of
from whydesk.wishes.models import Callback, Inquiry
from whydesk.wishes.refusals import CallbackRefused
from whydesk.wishes.topics import CALLBACKS


@transaction.atomic
def give_callback(callback: Callback, *, to: Agent, by: Agent) -> Callback:
    """Let somebody else tell the customer; they hear of it unless they took it themselves.

    :raises CallbackRefused: they are on leave, or may not answer every customer.
    :raises AlreadyTold: somebody has told the customer, or a later decision came first.
    """
    by.must(Can.ANSWER)
    if to.is_away:
        raise CallbackRefused(_("%(name)s is away. Mark them as back first.") % {"name": to.name})
    if not _can_tell(to):
        wrong = _("%(name)s may not answer every customer. Choose somebody else.")
        raise CallbackRefused(wrong % {"name": to.name})
    callback = untold(callback)
    if callback.assignee_id == to.pk:
        return callback
    former, callback.assignee = callback.assignee.name, to
    callback.save(update_fields=["assignee"])
    subjects = subjects_of(callback.voice)
    event = CallbackGiven(*subjects, callback.pk, callback.decision_id, former, to.name, to.pk)
    record(event, by=by)
    if to.pk != by.pk:
        tell([to.pk], topic=CALLBACKS, event=event)
    return callback


@transaction.atomic
def hand_on_all_of(agent: Agent, *, by: Actor = DESK) -> int:
    """Leave to others what somebody who is not here had to tell customers and to find out.

    Callbacks go to whoever has the ticket, or to a lead; where none is here they
    stay, and stand in everybody's list until then. A question waits again for
    whoever is free. Return how much was given on.
    """
    by.must(Can.SHAPE_WISHES)
    return _hand_on_callbacks(agent, by) + _leave_inquiries(agent, by)


def _hand_on_callbacks(agent: Agent, by: Actor) -> int:
    owed = Callback.objects.select_for_update(of=("self",)).filter(
        assignee=agent, state__in=Callback.UNTOLD
    )
    lead = next((one for one in in_charge() if _can_tell(one) and one != agent), None)
    given: list[tuple[Callback, Agent]] = []
    for callback in owed.select_related("ticket__assignee", "decision__wish").order_by("pk"):
        holder = callback.ticket.assignee
        to = holder if holder and holder != agent and _can_tell(holder) else lead
        if to is not None:
            callback.assignee = to
            given.append((callback, to))
    Callback.objects.bulk_update([one for one, _to in given], ["assignee"], batch_size=500)
    _say_who_tells(given, agent, by)
    return len(given)


def _say_who_tells(given: Sequence[tuple[Callback, Agent]], agent: Agent, by: Actor) -> None:
    """Write down and tell once for each decision, however many customers wait for it."""
    ordered = sorted(given, key=lambda pair: (pair[0].decision_id, pair[1].pk))
    for _key, pairs in groupby(ordered, key=lambda pair: (pair[0].decision_id, pair[1].pk)):
        same = list(pairs)
        decision, to = same[0][0].decision, same[0][1]
        event = CallbacksHandedOn(
            *(decision.wish_id, decision.wish.title, decision.pk, len(same)),
            *(agent.name, to.name, to.pk),
        )
        record(event, by=by)
        tell([to.pk], topic=CALLBACKS, event=event)


def _leave_inquiries(agent: Agent, by: Actor) -> int:
    open_ones = Inquiry.objects.select_for_update(of=("self",)).filter(
        assignee=agent, state=Inquiry.State.OPEN
    )
    left = list(open_ones.select_related("ticket").order_by("pk"))
    Inquiry.objects.filter(pk__in=[one.pk for one in left]).update(assignee=None)
    events = [
        InquiryLeft(
            *(one.ticket_id, one.ticket.contact_id, one.ticket.company_id),
            *(one.pk, one.question, agent.name),
        )
        for one in left
    ]
    record_all([(event, by) for event in events])
    return len(left)


def _can_tell(agent: Agent) -> bool:
    """Say whether somebody is here and may answer any customer."""
    return not agent.is_away and agent.may(Can.ANSWER) and agent.may(Can.SEE_ALL_TICKETS)
