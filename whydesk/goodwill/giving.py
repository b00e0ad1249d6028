"""Giving a customer something to make good."""

from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from whydesk.goodwill.choices import Kind, Waits
from whydesk.goodwill.deciding import approve_gesture
from whydesk.goodwill.events import GestureGiven, GestureWaits
from whydesk.goodwill.ledger import month_of, named, refusing, tidy
from whydesk.goodwill.models import CaseUse, Gesture, Limit, MonthUse
from whydesk.goodwill.money import check_amount, check_currency, show_money
from whydesk.goodwill.refusals import AlreadyGiven, BudgetUsedUp, WrongGesture
from whydesk.goodwill.telling import tell_leads
from whydesk.history.recording import record
from whydesk.people.actors import Can
from whydesk.people.models import Agent
from whydesk.tickets.models import Ticket


@transaction.atomic
def give_gesture(
    ticket: Ticket,
    *,
    kind: str,
    amount: Decimal,
    currency: str,
    reason: str,
    by: Agent,
    once_for: str = "",
) -> Gesture:
    """Give the customer of the ticket something to make good.

    Up to the limit of the ticket nobody is asked. What goes beyond it, or comes
    in a currency that has no limit yet, waits for the yes of a lead; who may
    say yes has said it by giving. What is given `once_for` something is not
    given for it again, unless it is declined or taken back.

    :raises WrongGesture: it lacks something.
    :raises AlreadyGiven: what it is for was made good already.
    :raises BudgetUsedUp: the month has less left than this.
    """
    by.must(Can.GIVE_GOODWILL)
    if kind not in Kind.values:
        raise WrongGesture(_("Choose what they are given."))
    currency = check_currency(currency)
    gesture = Gesture(
        ticket=ticket,
        company=ticket.company,
        kind=kind,
        amount=check_amount(amount, currency),
        currency=currency,
        reason=tidy(reason, _("Say in a few words why.")),
        once_for=once_for[:100],
        at=timezone.now(),
        month=month_of(timezone.now()),
        by=by,
    )
    gesture.waits_because = _why_it_waits(gesture)
    _keep(gesture)
    _tell(gesture, by)
    return gesture


def _why_it_waits(gesture: Gesture) -> str:
    """Say why it needs a yes, holding what its ticket has used until it is given."""
    CaseUse.objects.get_or_create(ticket=gesture.ticket)
    case = CaseUse.objects.select_for_update().get(ticket=gesture.ticket)
    limit = Limit.objects.filter(currency=gesture.currency).first()
    if limit is None:
        return Waits.NO_LIMIT
    return Waits.ABOVE if case.used + gesture.amount / limit.per_case > 1 else ""


def _keep(gesture: Gesture) -> None:
    refused = {
        "made_good_once": lambda: AlreadyGiven(_("This was made good already.")),
        "within_case_limit": lambda: WrongGesture(_("The limits have just changed. Try again.")),
        "within_budget": lambda: BudgetUsedUp(_what_is_left(gesture)),
    }
    with refusing(refused):
        gesture.save(force_insert=True)


def _what_is_left(gesture: Gesture) -> str:
    """Say how much the month has left, and what to do."""
    use = MonthUse.objects.filter(currency=gesture.currency, month=gesture.month).first()
    left = use.budget - use.taken if use and use.budget is not None else Decimal(0)
    sentence = _(
        "This month's budget has %(left)s left. Give something smaller, "
        "or ask a lead to raise the budget; nothing you typed is lost."
    )
    return sentence % {"left": show_money(left, gesture.currency)}


def _tell(gesture: Gesture, by: Agent) -> None:
    """Record it; a lead's own gesture above the limit carries their yes."""
    if not gesture.waits_because:
        record(GestureGiven(*named(gesture), gesture.reason), by=by)
        return
    waits = GestureWaits(*named(gesture), gesture.reason, gesture.waits_because)
    record(waits, by=by)
    if by.may(Can.APPROVE_GOODWILL):
        approve_gesture(gesture, by=by)
    else:
        tell_leads(gesture, waits)
