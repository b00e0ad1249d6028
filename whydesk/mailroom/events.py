"""What can happen to mail on its way in and out."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from whydesk.history.events import Event


@dataclass(frozen=True)
class LettersAccepted(Event):
    """One entry for all the mail that was committed together."""

    name = "letters.accepted"
    about = ()
    sentence = _("took in mail")

    letter_ids: list[int]


@dataclass(frozen=True)
class LetterParked(Event):
    name = "letter.parked"
    about = ("letter",)
    sentence = _("could not read a mail: %(reason)s")

    letter_id: int
    reason: str


@dataclass(frozen=True)
class LetterTriedAgain(Event):
    name = "letter.tried_again"
    about = ("letter",)
    sentence = _("asked to read a mail again")

    letter_id: int


@dataclass(frozen=True)
class DeliveryQueued(Event):
    name = "delivery.queued"
    about = ("delivery",)
    sentence = _("put a mail into the post")

    delivery_id: int


@dataclass(frozen=True)
class DeliverySent(Event):
    name = "delivery.sent"
    about = ("delivery",)
    sentence = _("sent a mail")

    delivery_id: int


@dataclass(frozen=True)
class DeliveryStopped(Event):
    """A mail that will not go out by itself any more."""

    name = "delivery.stopped"
    about = ("delivery",)
    sentence = _("could not send a mail: %(reason)s")

    delivery_id: int
    reason: str


@dataclass(frozen=True)
class DeliveryTriedAgain(Event):
    name = "delivery.tried_again"
    about = ("delivery",)
    sentence = _("asked to send a mail again")

    delivery_id: int


@dataclass(frozen=True)
class DeliveryConfirmed(Event):
    """A mail of which it was unclear turned out to have been taken."""

    name = "delivery.confirmed"
    about = ("delivery",)
    sentence = _("a mail was sent after all")

    delivery_id: int


@dataclass(frozen=True)
class MailboxAdded(Event):
    name = "mailbox.added"
    about = ("mailbox",)
    sentence = _("added the mailbox %(address)s")

    mailbox_id: int
    address: str


@dataclass(frozen=True)
class MailboxChanged(Event):
    name = "mailbox.changed"
    about = ("mailbox",)
    sentence = _("changed the mailbox %(address)s")

    mailbox_id: int
    address: str


@dataclass(frozen=True)
class MailboxRemoved(Event):
    name = "mailbox.removed"
    about = ("mailbox",)
    sentence = _("removed the mailbox %(address)s")

    mailbox_id: int
    address: str


@dataclass(frozen=True)
class ImapAccountSet(Event):
    name = "mailbox.imap_set"
    about = ("mailbox",)
    sentence = _("lets %(address)s be fetched from %(host)s")

    mailbox_id: int
    address: str
    host: str


@dataclass(frozen=True)
class ImapAccountRemoved(Event):
    name = "mailbox.imap_removed"
    about = ("mailbox",)
    sentence = _("lets %(address)s be fetched no more")

    mailbox_id: int
    address: str


@dataclass(frozen=True)
class SmtpAccountSet(Event):
    name = "mailbox.smtp_set"
    about = ("mailbox",)
    sentence = _("lets mail of %(address)s leave by %(host)s")

    mailbox_id: int
    address: str
    host: str


@dataclass(frozen=True)
class SmtpAccountRemoved(Event):
    name = "mailbox.smtp_removed"
    about = ("mailbox",)
    sentence = _("lets mail of %(address)s leave by the server of the desk")

    mailbox_id: int
    address: str
