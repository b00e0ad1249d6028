"""An update as a mail on one ticket; nothing is sent and nothing is saved here."""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from whydesk.incidents.audience import first_known
from whydesk.incidents.choices import Why
from whydesk.incidents.models import Update
from whydesk.incidents.threads import Thread
from whydesk.mail.addresses import Person
from whydesk.mail.fields import UnusableAddress
from whydesk.mail.markdown import to_html
from whydesk.mail.outgoing import OutgoingMail, build, choose_references, make_message_id
from whydesk.mailroom.models import Delivery, Mailbox
from whydesk.people.models import Agent
from whydesk.tickets.models import Message
from whydesk.tickets.recipients import shown
from whydesk.tickets.words import clean_subject, search_words


@dataclass
class Words:
    """What an update says in each language, made into HTML once for all."""

    texts: Mapping[str, str]
    instead: str
    titles: Mapping[str, str]

    @cached_property
    def html(self) -> dict[str, str]:
        return {language: to_html(text) for language, text in self.texts.items()}

    def language_for(self, *wanted: str | None) -> str:
        """Return the language in which somebody gets it, the nearest to their own."""
        own = settings.LANGUAGE_CODE
        known: list[str] = [first_known(*wanted), self.instead, own, *self.texts]
        return next(language for language in known if language in self.texts)

    def subject_in(self, language: str) -> str:
        """Return what the mail is about, for a customer who had not written."""
        with translation.override(language):
            return self.titles.get(language) or str(_("Something of ours does not work"))


@dataclass
class Written:
    """An update as it goes to one ticket, or why it cannot."""

    thread: Thread
    why: str = ""
    message: Message | None = None
    delivery: Delivery | None = None

    def keep_together(self) -> None:
        """Let the message know its mail by the key that this has by now."""
        if self.message:
            self.message.delivery = self.delivery


def words_of(update: Update) -> Words:
    wordings = update.incident.wordings.values_list("language", "title")
    texts = dict(update.texts.values_list("language", "text"))
    return Words(texts, update.instead, {code: title for code, title in wordings if title})


def write(update: Update, thread: Thread, words: Words, at: datetime) -> Written:
    """Write the update to the customer of a ticket, in their language."""
    if thread.mailbox is None:
        return Written(thread, Why.NO_MAILBOX)
    if not thread.email:
        return Written(thread, Why.NO_ADDRESS)
    mail = _mail(update.by, thread, words, at, thread.mailbox)
    try:
        raw = build(mail)
    except UnusableAddress:
        return Written(thread, Why.BAD_ADDRESS)
    delivery = Delivery(
        mailbox=thread.mailbox,
        message_id=mail.message_id,
        envelope_from=thread.mailbox.address,
        recipients=[thread.email],
        raw=raw,
    )
    return Written(thread, "", _message(update, thread, words, mail, delivery), delivery)


def _mail(by: Agent, thread: Thread, words: Words, at: datetime, mailbox: Mailbox) -> OutgoingMail:
    ticket, answered = thread.ticket, thread.answered
    language = _language(thread, words)
    parent = (answered.message_id if answered else "") or thread.last_id
    ancestors = [*(answered.references if answered else []), thread.last_id]
    contact = ticket.contact
    return OutgoingMail(
        sender=Person(mailbox.name, mailbox.address),
        to=(Person(contact.name if contact.name != thread.email else "", thread.email),),
        subject=_subject(thread),
        text=words.texts[language],
        message_id=make_message_id(ticket.pk, secrets.token_hex(10), mailbox.address),
        at=at,
        reply_to=thread.reply_to,
        in_reply_to=parent,
        references=choose_references(list(filter(None, ancestors)), parent),
        signature=mailbox.signature.replace("{agent}", by.name).strip(),
        language=language,
    )


def _language(thread: Thread, words: Words) -> str:
    ticket = thread.ticket
    own = thread.mailbox.language if thread.mailbox else ""
    return words.language_for(ticket.language, ticket.contact.language, own)


def _subject(thread: Thread) -> str:
    """Return the subject of the thread; Gmail leaves one when anything but the "Re:" changes."""
    said = clean_subject(thread.answered.subject) if thread.answered else ""
    subject = said or thread.ticket.subject
    return f"Re: {subject}" if thread.last_id or thread.answered else subject


def _message(
    update: Update, thread: Thread, words: Words, mail: OutgoingMail, delivery: Delivery
) -> Message:
    to = mail.to[0]
    return Message(
        ticket=thread.ticket,
        kind=Message.Kind.REPLY,
        agent=update.by,
        at=mail.at,
        message_id=mail.message_id,
        references=list(mail.references),
        subject=mail.subject,
        to=[shown(to)],
        text=mail.text,
        html=words.html[mail.language],
        language=mail.language,
        delivery=delivery,
        fingerprint=_fingerprint(update, thread),
        search_words=search_words(list(filter(None, to)), []),
    )


def _fingerprint(update: Update, thread: Thread) -> bytes:
    """Name the update on this ticket, so that the database refuses it a second time."""
    return hashlib.sha256(f"update {update.pk} {thread.ticket.pk}".encode()).digest()
