"""Files that people sent: given to those who may see the ticket, and never run or shown as a page.

A file of a stranger would act in our name if the browser opened it at our
address. So everything is a download but plain pictures, nothing is sniffed,
and even what is shown stands in a sandbox.
"""

import asyncio
from collections.abc import AsyncIterator
from typing import IO

from django.http import Http404, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from whydesk.tickets.files import open_file
from whydesk.tickets.models import Attachment
from whydesk.tickets.queries import visible_to
from whydesk.web.pages import AgentRequest, for_agents

PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
PIECE = 64 * 1024


@for_agents
@require_GET
def attachment(request: AgentRequest, pk: int) -> HttpResponseBase:
    known = Attachment.objects.filter(message__ticket__in=visible_to(request.user))
    found = get_object_or_404(known, pk=pk)
    is_picture = found.content_type in PICTURES
    response = StreamingHttpResponse(
        pieces(opened(found)),
        content_type=found.content_type if is_picture else "application/octet-stream",
    )
    name = content_disposition_header(not is_picture, plain(found.filename))
    response["Content-Disposition"] = name or "attachment"
    response["Content-Length"] = found.size
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, max-age=86400, immutable"
    return response


def opened(found: Attachment) -> IO[bytes]:
    try:
        return open_file(found.digest)
    except FileNotFoundError as error:
        raise Http404(_("The file is no longer where attachments are kept.")) from error


async def pieces(file: IO[bytes]) -> AsyncIterator[bytes]:
    """Read the file piece by piece, so that a large one never stands in memory."""
    with file:
        while piece := await asyncio.to_thread(file.read, PIECE):
            yield piece


def plain(filename: str) -> str:
    """Return the name without a path or characters that would end a header."""
    last = filename.replace("\\", "/").rpartition("/")[2]
    return "".join(letter for letter in last if letter.isprintable()) or "file"
