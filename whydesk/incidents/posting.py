"""Public news goes to those who read the status page by mail."""

import secrets
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from whydesk.history.recording import record
from whydesk.incidents.choices import About
from whydesk.incidents.events import SubscribersMailed
from whydesk.incidents.models import Posting, Subscription, Update
from whydesk.incidents.subscribing import NO, status_url, token_of
from whydesk.incidents.writing import Words, words_of
from whydesk.mail.addresses import Person
from whydesk.mail.outgoing import OutgoingMail, build, make_message_id
from whydesk.mailroom.models import Delivery, Mailbox
from whydesk.people.actors import DESK

TOGETHER = 500


def post_everywhere(update_id: int) -> None:
    """Mail a public update to all who subscribed, some hundreds in each transaction."""
    while post_some(update_id):
        pass


@transaction.atomic
def post_some(update_id: int) -> int:
    """Mail it to some who have not got it; return to how many. What is not public goes nowhere.

    An address from which our mail came back gets no more.
    """
    found = Update.objects.select_for_update(of=("self",)).select_related("incident")
    update = found.get(pk=update_id)
    mailbox = Mailbox.objects.order_by("pk").first()
    if mailbox is None or not (update.is_posted and update.incident.is_public):
        return 0
    own = Posting.objects.filter(subscription=OuterRef("pk"))
    came_back = own.filter(delivery__state=Delivery.State.BOUNCED)
    due = Subscription.objects.filter(
        ~Exists(own.filter(update=update)), ~Exists(came_back), ended_at=None
    )
    readers = list(due.exclude(confirmed_at=None).order_by("pk")[:TOGETHER])
    if not readers:
        return 0
    words, now = words_of(update), timezone.now()
    deliveries = Delivery.objects.bulk_create(
        _delivery(update, reader, words, mailbox, now) for reader in readers
    )
    Posting.objects.bulk_create(
        Posting(update=update, subscription=reader, delivery=delivery)
        for reader, delivery in zip(readers, deliveries, strict=True)
    )
    keys = [delivery.pk for delivery in deliveries]
    record(SubscribersMailed(update.incident_id, len(keys), keys), by=DESK)
    return len(readers)


def _delivery(
    update: Update, reader: Subscription, words: Words, mailbox: Mailbox, at: datetime
) -> Delivery:
    language = words.language_for(reader.language)
    message_id = make_message_id(None, secrets.token_hex(10), mailbox.address)
    end_url = status_url(f"/unsubscription/{token_of(reader, NO)}")
    mail = OutgoingMail(
        sender=Person(mailbox.name, mailbox.address),
        to=(Person("", reader.email),),
        subject=_subject(update, words, language),
        text="\n\n".join([words.texts[language], _foot(reader.language, end_url)]),
        message_id=message_id,
        at=at,
        language=language,
        is_automatic=True,
        unsubscribe_url=end_url,
    )
    return Delivery(
        mailbox=mailbox,
        message_id=message_id,
        envelope_from=mailbox.address,
        recipients=[reader.email],
        raw=build(mail),
        is_automatic=True,
    )


def _subject(update: Update, words: Words, language: str) -> str:
    with translation.override(language):
        labels: Mapping[str, str] = {
            About.NEWS: _("News: %(title)s"),
            About.OVER: _("Over: %(title)s"),
            About.WRITE_UP: _("What happened: %(title)s"),
        }
        return labels[update.about] % {"title": words.subject_in(language)}


def _foot(language: str, end_url: str) -> str:
    with translation.override(language):
        return _("All news: %(status)s\n\nNo more of this mail: %(end)s") % {
            "status": status_url(),
            "end": end_url,
        }
