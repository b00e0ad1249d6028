"""The draft of an answer, made by a language model when an agent asks for it."""

from collections.abc import AsyncIterator

from django.http import StreamingHttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language, override
from django.views.decorators.http import require_POST

from whydesk.web.pages import AgentRequest, for_agents
from whydesk.web.tickets import find_ticket
from whydesk.wishes.proposing import Wanted, draft, want_draft


@for_agents
@require_POST
def proposals(request: AgentRequest, pk: int) -> StreamingHttpResponse:
    """Put a draft below what is typed, once it is there.

    The model may take long: as a stream the answer holds no thread and no
    connection meanwhile, and other pages do not wait.
    """
    wanted = want_draft(find_ticket(request, pk), by=request.user)
    return StreamingHttpResponse(drafted(wanted, get_language() or ""))


async def drafted(wanted: Wanted | None, language: str) -> AsyncIterator[str]:
    proposal = await draft(wanted) if wanted else ""
    with override(language):
        part = render_to_string("parts/proposal.html", {"proposal": proposal})
    yield part
