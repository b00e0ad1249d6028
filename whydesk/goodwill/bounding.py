"""Saying how much may be given on a ticket, and in a month."""

from datetime import date
from decimal import Decimal

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from whydesk.goodwill.events import BudgetLifted, BudgetSet, LimitDropped, LimitSet
from whydesk.goodwill.ledger import month_of, refusing
from whydesk.goodwill.models import Budget, Limit, MonthUse
from whydesk.goodwill.money import check_amount, check_currency, plain, show_money
from whydesk.goodwill.refusals import WrongBound
from whydesk.history.recording import record
from whydesk.people.actors import Actor, Can


@transaction.atomic
def set_limit(*, currency: str, amount: Decimal, by: Actor) -> Limit:
    """Say what may be given on one ticket in this currency without asking.

    :raises WrongGesture: the amount or the currency is none.
    """
    by.must(Can.APPROVE_GOODWILL)
    currency = check_currency(currency)
    amount = check_amount(amount, currency)
    was = Limit.objects.select_for_update().filter(currency=currency).first()
    if was and was.per_case == amount:
        return was
    limit, _is_new = Limit.objects.update_or_create(
        currency=currency, defaults={"per_case": amount}
    )
    record(LimitSet(currency, plain(amount, currency)), by=by)
    return limit


@transaction.atomic
def drop_limit(limit: Limit, *, by: Actor) -> None:
    """Let everything in this currency need the yes of a lead."""
    by.must(Can.APPROVE_GOODWILL)
    if Limit.objects.filter(pk=limit.pk).delete()[0]:
        record(LimitDropped(limit.currency), by=by)


@transaction.atomic
def set_budget(*, currency: str, month: date, amount: Decimal | None, by: Actor) -> Budget:
    """Say what may be given a month, from this month on; None for as much as is needed.

    :raises WrongGesture: the amount or the currency is none.
    :raises WrongBound: the month is over, or more is given in one already.
    """
    by.must(Can.APPROVE_GOODWILL)
    currency, month = check_currency(currency), month.replace(day=1)
    amount = check_amount(amount, currency) if amount is not None else None
    if month < month_of(timezone.now()):
        raise WrongBound(_("This month is over. Begin with the month that runs, or a later one."))
    _hold_budgets()
    budget, _is_new = Budget.objects.update_or_create(
        currency=currency, month=month, defaults={"amount": amount}
    )
    _bound_months(budget)
    if amount is None:
        record(BudgetLifted(currency, f"{month:%Y-%m}"), by=by)
    else:
        record(BudgetSet(currency, f"{month:%Y-%m}", plain(amount, currency)), by=by)
    return budget


def _hold_budgets() -> None:
    """Let no month begin with an old budget meanwhile; giving takes the same lock, shared."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('goodwill budgets'))")


def _bound_months(budget: Budget) -> None:
    """Bound the months in which something is given already, until a later budget begins."""
    later = Budget.objects.filter(currency=budget.currency, month__gt=budget.month)
    months = MonthUse.objects.filter(currency=budget.currency, month__gte=budget.month)
    if following := later.order_by("month").first():
        months = months.filter(month__lt=following.month)
    with refusing({"within_budget": lambda: _too_small(budget)}):
        months.update(budget=budget.amount)


def _too_small(budget: Budget) -> WrongBound:
    months = MonthUse.objects.filter(currency=budget.currency, month__gte=budget.month)
    taken = max((one.taken for one in months), default=Decimal(0))
    sentence = _("%(taken)s is given already. Set a budget of at least that.")
    return WrongBound(sentence % {"taken": show_money(taken, budget.currency)})
