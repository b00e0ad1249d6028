"""Mail from the desk itself to those who work at it."""

import secrets

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from whydesk.mail.addresses import Person
from whydesk.mail.outgoing import OutgoingMail, build, make_message_id
from whydesk.mailroom.models import Delivery, Mailbox
from whydesk.mailroom.sending import queue_mail
from whydesk.people.actors import DESK, Actor
from whydesk.people.limiting import note_attempt, refuse_haste

MAILS_AT_ONCE = 20


class NoSender(Exception):
    """The desk has no mailbox that mail could come from."""


@transaction.atomic
def send_to_agent(
    email: str, *, name: str = "", subject: str, text: str, language: str = "", by: Actor = DESK
) -> Delivery:
    """Mail an invitation or a way back in; the text is Markdown in their language.

    It says that a machine wrote it, so that no machine answers.

    :raises NoSender: there is no mailbox yet.
    :raises TooOften: this address has had more than anybody can want.
    :raises UnusableAddress: no mail can be sent to the address.
    """
    mailbox = Mailbox.objects.order_by("pk").first()
    if mailbox is None:
        raise NoSender(_("There is no mailbox to send from. Add one first."))
    refuse_haste("mail to agent", email, free=MAILS_AT_ONCE)
    note_attempt("mail to agent", email)
    message_id = make_message_id(None, secrets.token_hex(10), mailbox.address)
    mail = OutgoingMail(
        sender=Person(mailbox.name, mailbox.address),
        to=(Person(name, email),),
        subject=subject,
        text=text,
        message_id=message_id,
        at=timezone.now(),
        language=language,
        is_automatic=True,
    )
    return queue_mail(
        mailbox=mailbox,
        message_id=message_id,
        recipients=[email],
        raw=build(mail),
        is_automatic=True,
        by=by,
    )
