"""Mail from a pipe: how a mail server or procmail hands one over."""

from collections.abc import Sequence

from django.conf import settings
from django.utils.translation import gettext as _

from whydesk.mailroom.accepting import Arrival, accept_letters
from whydesk.mailroom.models import Letter
from whydesk.mailroom.queries import mailbox_among, mailboxes_by_address


class NotAMail(Exception):
    """What came through the pipe is not taken; the text says why."""


def deliver(raw: bytes, envelope_to: Sequence[str] = (), *, envelope_from: str = "") -> Letter:
    """Keep the mail and return its letter, also where the same mail came before.

    Returning means that it is committed. A line "From …" that a pipe puts
    before the mail is none of it.
    """
    if raw.startswith(b"From "):
        raw = raw.partition(b"\n")[2]
    _refuse_what_is_none(raw)
    arrival = Arrival(
        raw,
        "pipe",
        mailbox=mailbox_among(envelope_to, mailboxes_by_address()),
        envelope_from=envelope_from,
        envelope_to=tuple(envelope_to),
    )
    accept_letters([arrival])
    return Letter.objects.defer("raw").get(digest=arrival.digest)


def _refuse_what_is_none(raw: bytes) -> None:
    most = settings.ENVIRONMENT["WHYDESK_MAIL_MAX_MB"]
    if not raw.strip():
        raise NotAMail(_("Nothing came through the pipe."))
    if len(raw) > most * 1024 * 1024:
        raise NotAMail(_("The mail is larger than the desk takes (%d MB).") % most)
