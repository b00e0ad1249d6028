"""The four steps beside a ticket: what is owed to this customer, by whom and until when."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from whydesk.care.choices import StepNumber
from whydesk.care.making_good import hours_lost, proposed_for
from whydesk.care.models import Care, News, Step, Telling
from whydesk.care.queries import aftercare_of, care_on
from whydesk.care.refusals import CareRefused
from whydesk.care.stepping import open_steps
from whydesk.goodwill.choices import State
from whydesk.goodwill.proposing import Proposal
from whydesk.goodwill.refusals import GoodwillRefused
from whydesk.people.actors import Can
from whydesk.tickets.models import Ticket
from whydesk.tickets.recipients import ReplyRefused
from whydesk.web.care_forms import (
    AftercareForm,
    AlternativeForm,
    CompensationForm,
    NewsForm,
    OutlookForm,
    TakeUpForm,
)
from whydesk.web.fields import Plain
from whydesk.web.pages import AgentRequest, SeeOther, for_agents, show, ticket_url
from whydesk.web.tickets import find_ticket, show_ticket
from whydesk.web.wish_panel import put_into_draft

REFUSED = (CareRefused, GoodwillRefused, ReplyRefused)
# Where the take-up and the closing stand, which belong to no step.
WHOLE = 0


@dataclass(frozen=True)
class Part:
    """A step as the card shows it."""

    step: Step
    tellings: list[Telling]
    prepared: Telling | None
    form: Plain | None
    trouble: str = ""
    proposal: Proposal | None = None
    is_first: bool = False

    @property
    def gesture_is_given(self) -> bool:
        return self.step.gesture is not None and self.step.gesture.state == State.GIVEN

    @property
    def gesture_waits(self) -> bool:
        return self.step.gesture is not None and self.step.gesture.state == State.WAITING


@dataclass(frozen=True)
class Done:
    """What was done from the card, and what goes into the answer."""

    sentence: str = ""
    draft: str = ""


@dataclass(frozen=True)
class Typed:
    """What was typed at one place of the card, and what is wrong with it."""

    number: int = WHOLE
    form: Plain | None = None
    trouble: str = ""
    done: Done = field(default_factory=Done)


@for_agents
@require_http_methods(["GET", "POST"])
def card(request: AgentRequest, pk: int) -> HttpResponse:
    """Show what is owed on the ticket, or take the four steps up."""
    request.user.must(Can.RUN_INCIDENTS)
    ticket = find_ticket(request, pk)
    if request.method != "POST":
        return show_card(request, ticket, Typed())

    def take_up(said: Mapping[str, Any]) -> Done:
        open_steps(ticket, by=request.user, reason=said["reason"])
        return Done()

    return do(request, ticket, WHOLE, TakeUpForm(request.POST), take_up)


Act = Callable[[Mapping[str, Any]], Done]


def do(
    request: AgentRequest, ticket: Ticket, number: int, form: Plain | None, act: Act
) -> HttpResponse:
    """Do what the card was asked to; what cannot be is said there, with all that was typed."""
    if form is not None and not form.is_valid():
        return show_card(request, ticket, Typed(number, form, _("Look at what is marked.")))
    try:
        done = act(form.cleaned_data if form else {})
    except REFUSED as error:
        return show_card(request, ticket, Typed(number, form, str(error)))
    if request.htmx:
        return show_card(request, ticket, Typed(done=done))
    put_into_draft(ticket, done.draft, by=request.user)
    if done.sentence:
        messages.success(request, done.sentence)
    return SeeOther(f"{ticket_url(ticket)}#{'reply' if done.draft else 'care'}")


def owing(ticket: Ticket) -> Care:
    """Return what is still owed on the ticket."""
    care = Care.objects.filter(ticket=ticket, closed_at=None).first()
    if care is None:
        raise Http404(_("Nothing is owed here any more."))
    return care


def show_card(request: AgentRequest, ticket: Ticket, typed: Typed) -> HttpResponse:
    context = card_of(ticket, typed)
    if request.htmx:
        return show(request, "parts/care.html", {"ticket": ticket, "is_alone": True, **context})
    return show_ticket(request, ticket, status=422 if typed.trouble else 200, **context)


def card_of(ticket: Ticket, typed: Typed) -> dict[str, Any]:
    care, now = care_on(ticket), timezone.now()
    news = next(iter(care.news.all()), None) if care else None
    take_up = typed.form if isinstance(typed.form, TakeUpForm) else None
    return {
        "is_card": True,
        "care": care,
        "care_parts": parts_of(care, typed) if care else [],
        "care_news": news if is_shown(news, care) else None,
        "care_done": typed.done,
        "care_trouble": typed.trouble if typed.number == WHOLE else "",
        "aftercare": aftercare_of(ticket),
        "take_up": take_up or TakeUpForm(initial={"reason": ticket.snippet}),
        "lost": hours_lost(care, now) if care else None,
    }


def is_shown(news: News | None, care: Care | None) -> bool:
    """Say whether news are still owed: kept ones, and those of a closed matter, are not."""
    return bool(news and care and not news.kept_at and not care.closed_at)


def parts_of(care: Care, typed: Typed) -> list[Part]:
    first = next((step.number for step in care.steps.all() if is_open(step)), 0)
    parts = []
    for step in care.steps.all():
        tellings = list(step.tellings.all())
        prepared = next((one for one in tellings if not one.sent_at), None)
        proposal = proposed(care, step)
        is_here = typed.number == step.number
        form = typed.form if is_here and typed.form else form_of(care, step, prepared, proposal)
        parts.append(
            Part(
                step,
                [one for one in tellings if one.sent_at],
                prepared,
                None if care.closed_at else form,
                typed.trouble if is_here else "",
                proposal,
                step.number == first,
            )
        )
    return parts


def is_open(step: Step) -> bool:
    return step.done_at is None and step.due_at is not None


def proposed(care: Care, step: Step) -> Proposal | None:
    if step.number != StepNumber.COMPENSATION or step.done_at or care.closed_at:
        return None
    return proposed_for(care, timezone.now())


def form_of(
    care: Care, step: Step, prepared: Telling | None, proposal: Proposal | None
) -> Plain | None:
    """Return the form of a step with what is known already; news can be told again and again."""
    if step.number == StepNumber.OUTLOOK:
        return outlook_form(step, prepared)
    if step.done_at:
        return None
    if step.number == StepNumber.ALTERNATIVE:
        return AlternativeForm()
    if step.number == StepNumber.COMPENSATION:
        initial: dict[str, Any] = {"reason": care.reason[:200]}
        if proposal:
            initial |= {"kind": proposal.kind, "currency": proposal.currency}
            initial["amount"] = proposal.amount or None
        return CompensationForm(initial=initial)
    return AftercareForm(initial={"story": care.reason})


def outlook_form(step: Step, prepared: Telling | None) -> OutlookForm:
    shape = NewsForm if step.done_at else OutlookForm
    if prepared is None:
        return shape.fresh(timezone.now())
    names = ("cause", "beyond", "estimate_at", "next_news_at")
    return shape(initial={name: getattr(prepared, name) for name in names})
