"""Setting up the mailboxes and the servers that their mail comes from and leaves by."""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext_lazy as _

from whydesk.history.recording import record
from whydesk.mailroom import events
from whydesk.mailroom.models import ImapAccount, Mailbox, SmtpAccount
from whydesk.people.actors import Actor, Can
from whydesk.people.models import Team


class AddressTaken(ValueError):
    """Another mailbox has this address."""


class MailboxInUse(ValueError):
    """A mailbox that mail was sent from."""


@transaction.atomic
def add_mailbox(
    *,
    address: str,
    name: str,
    signature: str = "",
    language: str = "en",
    team: Team | None = None,
    by: Actor,
) -> Mailbox:
    """Take mail for another address of ours."""
    by.must(Can.SET_UP)
    mailbox = Mailbox(address=address.lower(), name=name, signature=signature)
    mailbox.language, mailbox.team = language, team
    _save(mailbox)
    record(events.MailboxAdded(mailbox.pk, mailbox.address), by=by)
    return mailbox


@transaction.atomic
def change_mailbox(
    mailbox: Mailbox,
    *,
    address: str,
    name: str,
    signature: str,
    language: str,
    team: Team | None,
    by: Actor,
) -> Mailbox:
    """Change the address, and what customers see of the mailbox."""
    by.must(Can.SET_UP)
    mailbox = Mailbox.objects.select_for_update().get(pk=mailbox.pk)
    mailbox.address, mailbox.name, mailbox.signature = address.lower(), name, signature
    mailbox.language, mailbox.team = language, team
    _save(mailbox)
    record(events.MailboxChanged(mailbox.pk, mailbox.address), by=by)
    return mailbox


@transaction.atomic
def remove_mailbox(mailbox: Mailbox, *, by: Actor) -> None:
    """Take no more mail for the address; the tickets that came by it stay.

    A mailbox that mail was sent from is needed to tell how that mail fared.
    """
    by.must(Can.SET_UP)
    event = events.MailboxRemoved(mailbox.pk, mailbox.address)
    try:
        mailbox.delete()
    except ProtectedError as error:
        raise MailboxInUse(
            _("Mail was sent from this mailbox, so it stays. Clear its IMAP host to stop fetching.")
        ) from error
    record(event, by=by)


@transaction.atomic
def set_imap_account(mailbox: Mailbox, *, password: str, by: Actor, **fields: Any) -> ImapAccount:
    """Fetch the mailbox's mail from this account; an empty password keeps the one known.

    Another account or folder is read from its beginning.
    """
    by.must(Can.SET_UP)
    account = ImapAccount.objects.select_for_update().filter(mailbox=mailbox).first()
    account = account or ImapAccount(mailbox=mailbox)
    before = _place(account)
    _fill(account, password, fields)
    if _place(account) != before:
        account.uid_validity = account.last_uid = 0
    account.error, account.checked_at = "", None
    account.save()
    record(events.ImapAccountSet(mailbox.pk, mailbox.address, account.host), by=by)
    return account


@transaction.atomic
def set_smtp_account(mailbox: Mailbox, *, password: str, by: Actor, **fields: Any) -> SmtpAccount:
    """Let the mailbox's mail leave by this server; an empty password keeps the one known."""
    by.must(Can.SET_UP)
    account = SmtpAccount.objects.select_for_update().filter(mailbox=mailbox).first()
    account = account or SmtpAccount(mailbox=mailbox)
    _fill(account, password, fields)
    account.save()
    record(events.SmtpAccountSet(mailbox.pk, mailbox.address, account.host), by=by)
    return account


@transaction.atomic
def remove_imap_account(mailbox: Mailbox, *, by: Actor) -> None:
    """Fetch the mailbox no more, and forget the password."""
    by.must(Can.SET_UP)
    if ImapAccount.objects.filter(mailbox=mailbox).delete()[0]:
        record(events.ImapAccountRemoved(mailbox.pk, mailbox.address), by=by)


@transaction.atomic
def remove_smtp_account(mailbox: Mailbox, *, by: Actor) -> None:
    """Let the mailbox's mail leave as the desk's does, and forget the password."""
    by.must(Can.SET_UP)
    if SmtpAccount.objects.filter(mailbox=mailbox).delete()[0]:
        record(events.SmtpAccountRemoved(mailbox.pk, mailbox.address), by=by)


def _fill(account: ImapAccount | SmtpAccount, password: str, fields: dict[str, Any]) -> None:
    """Set the fields; a known password stays, but is never sent to another host."""
    if fields["host"] != account.host:
        account.password = ""
    for name, value in fields.items():
        setattr(account, name, value)
    account.password = password or account.password


def _place(account: ImapAccount) -> tuple[str, str, str]:
    return account.host, account.username, account.folder


def _save(mailbox: Mailbox) -> None:
    try:
        with transaction.atomic():
            mailbox.save()
    except IntegrityError as error:
        raise AddressTaken(_("Another mailbox has this address.")) from error
