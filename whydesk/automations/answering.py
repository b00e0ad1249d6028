"""Answering with a saved reply, by itself: kindly, once, and never in a loop.

Such an answer is no answer of ours: the customer still waits for a person, and
no promise is kept by it.
"""

import secrets
from dataclasses import replace
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from whydesk.automations.events import SavedReplySent
from whydesk.automations.models import AutomaticAnswer, Rule, SavedReply
from whydesk.automations.refusals import ActRefused
from whydesk.history.recording import record
from whydesk.mail.addresses import Person
from whydesk.mail.markdown import to_html
from whydesk.mail.outgoing import build, make_message_id
from whydesk.mailroom.models import Mailbox
from whydesk.mailroom.queries import without_detail
from whydesk.mailroom.sending import queue_mail
from whydesk.people.actors import Can, Desk
from whydesk.tickets.answers import language_of, write_answer
from whydesk.tickets.models import Message, Ticket
from whydesk.tickets.recipients import recipient_of, shown
from whydesk.tickets.words import search_words

# A machine that answers us is not always known as one; people do not write so often.
MOST_A_DAY = 3

ANSWERED = gettext_noop("It has answered on this ticket before.")
IN_SPAM = gettext_noop("The ticket is spam.")
TO_MACHINE = gettext_noop("What came last was written by a machine.")
IN_CARE = gettext_noop("The company is in care: a person answers.")
TO_OURSELVES = gettext_noop("It would have been sent to ourselves.")
TOO_MANY = gettext_noop("This contact has had enough automatic answers today.")
NO_MAILBOX = gettext_noop("There is no mailbox to send from.")
NO_WORDS = gettext_noop("The saved reply has no words.")


@transaction.atomic
def answer_with(reply: SavedReply, ticket: Ticket, *, rule: Rule, by: Desk) -> Message:
    """Send the saved reply to the customer, in their language.

    :raises ActRefused: it must not be sent.
    :raises ReplyRefused: it cannot be sent.
    """
    by.must(Can.ANSWER)
    ticket = Ticket.objects.select_for_update().get(pk=ticket.pk)
    mailbox = ticket.mailbox or Mailbox.objects.order_by("pk").first()
    if mailbox is None:
        raise ActRefused(NO_MAILBOX)
    to = recipient_of(ticket)
    _check(ticket, rule, to)
    message = _written(reply, ticket, mailbox, to, by)
    AutomaticAnswer.objects.create(rule=rule, ticket=ticket, message=message)
    assert message.delivery is not None
    about = (ticket.pk, ticket.contact_id, ticket.company_id, message.pk)
    record(SavedReplySent(*about, message.delivery.pk, reply.name), by=by)
    return message


def _check(ticket: Ticket, rule: Rule, to: Person) -> None:
    """Refuse what would annoy, or never end."""
    heard = ticket.messages.filter(kind=Message.Kind.INCOMING).order_by("-at", "-pk").first()
    company, now = ticket.company, timezone.now()
    lately = AutomaticAnswer.objects.filter(
        ticket__contact=ticket.contact_id, message__at__gt=now - timedelta(days=1)
    )
    ours = Mailbox.objects.filter(address__iexact=without_detail(to.address))
    reasons = {
        ANSWERED: AutomaticAnswer.objects.filter(rule=rule, ticket=ticket).exists(),
        IN_SPAM: ticket.status == Ticket.Status.SPAM,
        TO_MACHINE: bool(heard and heard.automatic),
        IN_CARE: bool(company and company.care_until and company.care_until > now),
        TO_OURSELVES: ours.exists(),
        TOO_MANY: lately.count() >= MOST_A_DAY,
    }
    for reason, holds in reasons.items():
        if holds:
            raise ActRefused(reason)


def _written(reply: SavedReply, ticket: Ticket, mailbox: Mailbox, to: Person, by: Desk) -> Message:
    """Write the mail and keep it on the ticket as what it is: an automatic reply."""
    language = language_of(ticket, mailbox)
    text = reply.text_in(language)
    if not text:
        raise ActRefused(NO_WORDS)
    message = Message(
        ticket=ticket,
        kind=Message.Kind.REPLY,
        automatic=Message.Automatic.AUTO_REPLY,
        at=timezone.now(),
        text=text,
        html=to_html(text),
        language=language,
        message_id=make_message_id(ticket.pk, secrets.token_hex(10), mailbox.address),
    )
    mail = replace(
        write_answer(
            ticket,
            text=text,
            to=to,
            cc=(),
            mailbox=mailbox,
            uploads=(),
            message_id=message.message_id,
            at=message.at,
            # Customers know the desk by the name of its mailbox.
            by=replace(by, name=mailbox.name),
        ),
        is_automatic=True,
    )
    message.delivery = queue_mail(
        mailbox=mailbox,
        message_id=message.message_id,
        recipients=[to.address],
        raw=build(mail),
        is_automatic=True,
        by=by,
    )
    message.subject, message.to = mail.subject, [shown(to)]
    message.references = list(mail.references)
    message.search_words = search_words([word for word in to if word], [])
    message.save(force_insert=True)
    return message
