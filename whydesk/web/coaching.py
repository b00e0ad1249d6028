"""What a kind lead would say of an answer while it is being written."""

from collections.abc import Mapping, Sequence

from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from whydesk.briefs.coaching import Advice, advise
from whydesk.people.actors import Can
from whydesk.web.callbacks import find
from whydesk.web.pages import AgentRequest, for_agents, show
from whydesk.web.tickets import find_ticket
from whydesk.wishes.advice import advise_on

SENTENCES: Mapping[str, Promise] = {
    "no_apology": _("There is no word of regret yet, whoever is to blame."),
    "no_reason": _("Say why, in words that they can accept."),
    "no_solution": _("They still do not know what happens next."),
    "no_deadline": _("Say by when they will hear from you."),
    "no_decision_date": _("Say when it will be decided."),
    "no_workaround": _("Is there another way to get the work done meanwhile?"),
    "no_offer": _("Ask what else you can do."),
    "no_thanks": _("A word of thanks would be kind."),
    "promises_unreviewed": _("This promises what nobody has decided yet."),
    "blames_customer": _("This may sound as if it were their fault."),
    "cold": _("This reads like a form. A word from a person would help."),
}


@for_agents
@require_POST
def coaching(request: AgentRequest, pk: int) -> HttpResponse:
    ticket = find_ticket(request, pk)
    request.user.must(Can.ANSWER)
    return show_remarks(request, advise(ticket, request.POST.get("text", "")))


@for_agents
@require_POST
def callback(request: AgentRequest, key: int) -> HttpResponse:
    """Look at the words in which somebody is to be told a decision."""
    return show_remarks(request, advise_on(find(request, key), request.POST.get("text", "")))


def show_remarks(request: AgentRequest, advice: Sequence[Advice]) -> HttpResponse:
    remarks = [(SENTENCES[one.code], one.words) for one in advice]
    return show(request, "parts/remarks.html", {"remarks": remarks})
