"""How much may be given without asking, and in a month: the leads' settings."""

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from whydesk.goodwill.bounding import drop_limit, set_budget, set_limit
from whydesk.goodwill.ledger import month_of
from whydesk.goodwill.models import Limit
from whydesk.goodwill.queries import budgets_now
from whydesk.goodwill.refusals import GoodwillRefused
from whydesk.people.actors import Can
from whydesk.web.goodwill_forms import BudgetForm, LimitForm
from whydesk.web.pages import AgentRequest, SeeOther, for_agents, show

MONTHS_AHEAD = 12


@for_agents
@require_GET
def bounds(request: AgentRequest) -> HttpResponse:
    request.user.must(Can.APPROVE_GOODWILL)
    return show_bounds(request, LimitForm(), BudgetForm(months=coming()))


@for_agents
@require_POST
def limits(request: AgentRequest) -> HttpResponse:
    """Set what may be given on a ticket in a currency."""
    request.user.must(Can.APPROVE_GOODWILL)
    form = LimitForm(request.POST)
    if form.is_valid():
        try:
            set_limit(**form.cleaned_data, by=request.user)
            return saved(request)
        except GoodwillRefused as error:
            form.add_error(None, str(error))
    return show_bounds(request, form, BudgetForm(months=coming()))


@for_agents
@require_POST
def limit_removal(request: AgentRequest, key: int) -> HttpResponse:
    request.user.must(Can.APPROVE_GOODWILL)
    drop_limit(get_object_or_404(Limit, pk=key), by=request.user)
    return saved(request)


@for_agents
@require_POST
def budgets(request: AgentRequest) -> HttpResponse:
    """Set what may be given in a month and those after it."""
    request.user.must(Can.APPROVE_GOODWILL)
    form = BudgetForm(request.POST, months=coming())
    if form.is_valid():
        try:
            set_budget(**form.cleaned_data, by=request.user)
            return saved(request)
        except GoodwillRefused as error:
            form.add_error(None, str(error))
    return show_bounds(request, LimitForm(), form)


def saved(request: AgentRequest) -> HttpResponse:
    messages.success(request, _("Saved. It counts from now on."))
    return SeeOther(reverse("goodwill_bounds"))


def coming() -> list[tuple[str, str]]:
    """Name this month and those to come."""
    first = month_of(timezone.now())
    found = [(first.month - 1 + ahead, ahead) for ahead in range(MONTHS_AHEAD)]
    starts = [date(first.year + count // 12, count % 12 + 1, 1) for count, _ahead in found]
    return [(start.isoformat(), date_format(start, "F Y")) for start in starts]


def show_bounds(request: AgentRequest, limit: LimitForm, budget: BudgetForm) -> HttpResponse:
    context = {
        "here": "settings",
        "limits": Limit.objects.all(),
        "limit_form": limit,
        "budgets": budgets_now(),
        "budget_form": budget,
    }
    status = 422 if limit.errors or budget.errors else 200
    return show(request, "screens/goodwill_bounds.html", context, status=status)
