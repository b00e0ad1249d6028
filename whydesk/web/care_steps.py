"""Taking each of the four steps from the card beside a ticket."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from whydesk.care.aftercaring import start_aftercare
from whydesk.care.choices import StepNumber
from whydesk.care.doing_without import say_none_fits, say_none_found, take_back_none_found
from whydesk.care.making_good import make_good, prepare_gesture
from whydesk.care.models import Step
from whydesk.care.preparing import prepare_alternative, prepare_outlook
from whydesk.care.refusals import NobodyToCareFor
from whydesk.care.stepping import close_care, give_step
from whydesk.care.telling import mark_told
from whydesk.care.wording import word_none_found
from whydesk.people.actors import Can
from whydesk.tickets.models import Ticket
from whydesk.tickets.queries import visible_to
from whydesk.web.care_card import WHOLE, Done, do, owing
from whydesk.web.care_forms import AftercareForm, AlternativeForm, CompensationForm, OutlookForm
from whydesk.web.pages import AgentRequest, for_agents
from whydesk.web.ticket_acts import find_agent
from whydesk.web.tickets import find_ticket


def found(request: AgentRequest, pk: int) -> Ticket:
    """Return the ticket for whoever may take steps on it."""
    request.user.must(Can.RUN_INCIDENTS)
    return find_ticket(request, pk)


def into_draft(text: str) -> Done:
    return Done(_("It stands in the answer, to be looked over and sent."), text)


@for_agents
@require_POST
def outlook(request: AgentRequest, pk: int) -> HttpResponse:
    ticket = found(request, pk)
    care = owing(ticket)
    form = OutlookForm(request.POST)
    return do(
        request,
        ticket,
        StepNumber.OUTLOOK,
        form,
        lambda said: into_draft(prepare_outlook(care, **said, by=request.user).text),
    )


@for_agents
@require_POST
def alternative(request: AgentRequest, pk: int) -> HttpResponse:
    ticket = found(request, pk)
    care = owing(ticket)
    if "none" in request.POST:
        return without_alternative(request, ticket)
    form = AlternativeForm(request.POST)
    return do(
        request,
        ticket,
        StepNumber.ALTERNATIVE,
        form,
        lambda said: into_draft(prepare_alternative(care, **said, by=request.user).text),
    )


def without_alternative(request: AgentRequest, ticket: Ticket) -> HttpResponse:
    """Say that there is none, agree to it, or look after all."""
    care, by = owing(ticket), request.user

    def say() -> Done:
        if request.POST["none"] == "back":
            take_back_none_found(care, by=by)
            return Done()
        step = say_none_found(care, by=by)
        if step.done_at is None:
            return Done(_("Noted. It counts once somebody else has found none either."))
        return into_draft(word_none_found(ticket))

    return do(request, ticket, StepNumber.ALTERNATIVE, None, lambda _said: say())


@for_agents
@require_POST
def compensation(request: AgentRequest, pk: int) -> HttpResponse:
    ticket = found(request, pk)
    care, by = owing(ticket), request.user
    form = CompensationForm(request.POST)

    def give(said: dict[str, str]) -> Done:
        gesture = make_good(care, **said, by=by)  # type: ignore[arg-type]
        if gesture.waits_because:
            return Done(_("It waits for the yes of a lead; they are told after that."))
        return into_draft(prepare_gesture(care, by=by).text)

    return do(request, ticket, StepNumber.COMPENSATION, form, give)  # type: ignore[arg-type]


@for_agents
@require_POST
def aftercare(request: AgentRequest, pk: int) -> HttpResponse:
    ticket = found(request, pk)
    form = AftercareForm(request.POST)

    def begin(story: str, weeks: int | None) -> Done:
        if ticket.company is None:
            raise NobodyToCareFor(_("They belong to no company. Say which, on their page, first."))
        start_aftercare(ticket.company, story=story, weeks=weeks, ticket=ticket, by=request.user)
        return Done(_("They are watched over from now on."))

    return do(request, ticket, StepNumber.AFTERCARE, form, lambda said: begin(**said))


@for_agents
@require_POST
def closing(request: AgentRequest, pk: int) -> HttpResponse:
    ticket = found(request, pk)
    care, reason = owing(ticket), request.POST.get("reason", "")

    def close() -> Done:
        close_care(care, reason=reason, by=request.user)
        return Done(_("Closed. Nothing more is owed here."))

    return do(request, ticket, WHOLE, None, lambda _said: close())


@for_agents
@require_POST
def step(request: AgentRequest, key: int) -> HttpResponse:
    """Say that it was told, that nothing fits, or whose it is; or word what is given."""
    request.user.must(Can.RUN_INCIDENTS)
    steps = Step.objects.filter(care__ticket__in=visible_to(request.user))
    step = get_object_or_404(steps.select_related("care__ticket"), pk=key)
    ticket = find_ticket(request, step.care.ticket_id)
    return do(request, ticket, step.number, None, lambda _said: change(request, step))


def change(request: AgentRequest, step: Step) -> Done:
    by, act = request.user, request.POST.get("act", "")
    if act == "told":
        mark_told(step, by=by)
    elif act == "none_fits":
        say_none_fits(step, reason=request.POST.get("reason", ""), by=by)
    elif act == "give":
        give_step(step, to=find_agent(request, request.POST.get("agent", "")), by=by)
    elif act == "word":
        return into_draft(prepare_gesture(step.care, by=by).text)
    else:
        raise Http404(_("There is nothing at this address."))
    return Done()
