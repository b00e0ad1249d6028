"""Trying whether a way works, when its owner asks for it."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from whydesk.history.recording import record
from whydesk.mail.fields import UnusableAddress
from whydesk.mail.refusals import NotHandedOver, Refused, TryLater
from whydesk.mailroom.informing import NoSender, send_to_agent
from whydesk.notices.events import WayTried
from whydesk.notices.failing import note_trouble, note_working
from whydesk.notices.messenger import send_text
from whydesk.notices.models import Way
from whydesk.notices.sending import NO_MAIL_THERE, NO_MAILBOX
from whydesk.notices.telling import send_soon
from whydesk.people.models import Agent


def try_way(way: Way, *, by: Agent) -> str:
    """Send a message that asks for nothing; return why it did not go, or nothing.

    Whatever the hour: who asks is awake. If the way works again, what waited
    for it follows.
    """
    with transaction.atomic():
        record(WayTried(by.pk, way.pk, way.name), by=by)
    try:
        with override(by.language):
            _send(way, by)
    except NotHandedOver as error:
        with transaction.atomic():
            note_trouble(way, error.reason)
        return error.reason
    with transaction.atomic():
        note_working(way)
        send_soon([way.pk])
    return ""


def _send(way: Way, by: Agent) -> None:
    text = _("This is how Whydesk tells you. It works, and nothing is to be done.")
    if way.kind == Way.Kind.MESSENGER:
        send_text(way.url, text)
        return
    try:
        send_to_agent(
            by.email, name=by.name, subject=_("It works"), text=text, language=by.language
        )
    except NoSender as error:
        raise TryLater(NO_MAILBOX) from error
    except UnusableAddress as error:
        raise Refused(NO_MAIL_THERE) from error
