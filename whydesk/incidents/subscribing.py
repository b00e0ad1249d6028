"""Reading the status page by mail: asked for, confirmed by its owner, ended by one click."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from whydesk.customers.recognising import tidy
from whydesk.history.recording import Named, record
from whydesk.incidents.events import SubscriptionAsked, SubscriptionConfirmed, SubscriptionEnded
from whydesk.incidents.models import Subscription
from whydesk.incidents.refusals import SubscriptionRefused
from whydesk.incidents.words import choose
from whydesk.mail.addresses import Person
from whydesk.mail.fields import UnusableAddress, ascii_address
from whydesk.mail.outgoing import OutgoingMail, build, make_message_id
from whydesk.mailroom.models import Mailbox
from whydesk.mailroom.sending import queue_mail
from whydesk.people.actors import DESK
from whydesk.people.limiting import note_attempt, refuse_haste

YES, NO = "whydesk.status.yes", "whydesk.status.no"
YES_LASTS = timedelta(days=7)
# Nobody may fill another's mailbox with questions from us.
QUESTIONS = 2


@transaction.atomic
def ask_to_subscribe(email: str, *, language: str, by: Named = DESK) -> Subscription:
    """Ask the owner of an address whether they want news; until they say yes none go there.

    Whoever has said yes is not asked again, and the caller cannot tell.

    :raises SubscriptionRefused: no mail can be sent there, or not from here.
    :raises TooOften: they have been asked a moment ago.
    """
    email = _checked(email)
    mailbox = Mailbox.objects.order_by("pk").first()
    if mailbox is None:
        raise SubscriptionRefused(_("Mail cannot be sent from here at the moment. Use the feed."))
    refuse_haste("status question", email, free=QUESTIONS)
    note_attempt("status question", email)
    subscription, _is_new = Subscription.objects.select_for_update().get_or_create(
        email=email, defaults={"language": choose(language, dict(settings.LANGUAGES))}
    )
    if subscription.confirmed_at is None or subscription.ended_at is not None:
        subscription.language = language
        subscription.save(update_fields=["language"])
        record(SubscriptionAsked(subscription.pk), by=by)
        _ask(subscription, mailbox)
    return subscription


def _checked(email: str) -> str:
    email = tidy(email)
    try:
        validate_email(email)
        ascii_address(email)
    except (ValidationError, UnusableAddress) as error:
        sentence = _("%(address)s is not an address that mail can be sent to.")
        raise SubscriptionRefused(sentence % {"address": email[:100]}) from error
    return email


def _ask(subscription: Subscription, mailbox: Mailbox) -> None:
    with translation.override(subscription.language):
        url = status_url(f"/confirmation/{token_of(subscription, YES)}")
        subject = _("Do you want news on incidents by mail?")
        text = _(
            "Somebody, probably you, asked for mail whenever there is news on the status page of"
            " %(name)s.\n\nIf you want that, open this page and say yes:\n\n%(url)s\n\n"
            "If not, do nothing: no other mail will come."
        ) % {"name": mailbox.name, "url": url}
    message_id = make_message_id(None, secrets.token_hex(10), mailbox.address)
    mail = OutgoingMail(
        sender=Person(mailbox.name, mailbox.address),
        to=(Person("", subscription.email),),
        subject=subject,
        text=text,
        message_id=message_id,
        at=timezone.now(),
        language=subscription.language,
        is_automatic=True,
    )
    queue_mail(
        mailbox=mailbox,
        message_id=message_id,
        recipients=[subscription.email],
        raw=build(mail),
        is_automatic=True,
        by=DESK,
    )


@transaction.atomic
def confirm_subscription(subscription: Subscription) -> Subscription:
    """Note that the owner of the address wants news; the link in the mail shows that it is they."""
    subscription = Subscription.objects.select_for_update().get(pk=subscription.pk)
    if subscription.confirmed_at is None or subscription.ended_at is not None:
        subscription.confirmed_at, subscription.ended_at = timezone.now(), None
        subscription.save(update_fields=["confirmed_at", "ended_at"])
        record(SubscriptionConfirmed(subscription.pk), by=DESK)
    return subscription


@transaction.atomic
def end_subscription(subscription: Subscription) -> Subscription:
    """Send no more news there."""
    subscription = Subscription.objects.select_for_update().get(pk=subscription.pk)
    if subscription.ended_at is None:
        subscription.ended_at = timezone.now()
        subscription.save(update_fields=["ended_at"])
        record(SubscriptionEnded(subscription.pk), by=DESK)
    return subscription


def token_of(subscription: Subscription, salt: str) -> str:
    """Sign the subscription into a link; the address in it makes the link theirs alone."""
    return signing.dumps([subscription.pk, subscription.email], salt=salt)


def find_subscription(token: str, salt: str) -> Subscription | None:
    """Return whose link it is; a yes lasts a week, a no for ever."""
    lasts = YES_LASTS if salt == YES else None
    try:
        key, email = signing.loads(token, salt=salt, max_age=lasts)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Subscription.objects.filter(pk=key, email=email).first()


def status_url(place: str = "") -> str:
    """Return an address of the public status page, as it stands in a mail."""
    return f"{settings.PUBLIC_URL}/status{place}"
