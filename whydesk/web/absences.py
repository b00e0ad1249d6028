"""Being away for a while and coming back, said by oneself or by who looks after people."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from whydesk.people.actors import Can
from whydesk.people.going_away import WrongReturn, come_back, go_away
from whydesk.people.models import Agent
from whydesk.web.absence_form import Absence
from whydesk.web.pages import AgentRequest, SeeOther, for_agents
from whydesk.web.people import Place, person_page
from whydesk.web.profile import profile_page


@for_agents
@require_POST
def absence(request: AgentRequest, key: int) -> HttpResponse:
    agent = get_object_or_404(Agent, pk=key)
    form = Absence(request.POST, of=agent)
    if form.is_valid():
        try:
            go_away(agent, **form.cleaned_data, by=request.user)
            return SeeOther(page_of(request, agent))
        except WrongReturn as error:
            form.add_error("until", str(error))
    if agent == request.user:
        return profile_page(request, absence=form)
    request.user.must(Can.INVITE)
    return person_page(request, agent, Place(of=agent, by=request.user), absence=form)


@for_agents
@require_POST
def ending(request: AgentRequest, key: int) -> HttpResponse:
    agent = get_object_or_404(Agent, pk=key)
    come_back(agent, by=request.user)
    return SeeOther(page_of(request, agent))


def page_of(request: AgentRequest, agent: Agent) -> str:
    """Return the page on which the reader sees whether the person is here."""
    return reverse("me") if agent == request.user else reverse("person", args=[agent.pk])
