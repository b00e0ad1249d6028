"""Fetching mail from an account elsewhere: the mail and how far it was read, in one commit."""

import hashlib
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from whydesk.history.recording import record
from whydesk.mailroom.accepting import Arrival, accept_letters
from whydesk.mailroom.events import LetterParked
from whydesk.mailroom.models import ImapAccount, Letter
from whydesk.people.actors import DESK, Actor, Can


@transaction.atomic
def take_fetched(
    account: ImapAccount,
    arrivals: Sequence[Arrival],
    *,
    uid_validity: int,
    last_uid: int,
    by: Actor = DESK,
) -> list[Letter]:
    """Keep what was fetched up to this UID, and return the letters that are new."""
    letters = accept_letters(arrivals, by=by)
    _remember(account, uid_validity, last_uid)
    return letters


@transaction.atomic
def park_unfetched(
    account: ImapAccount,
    head: bytes,
    reason: str,
    *,
    uid_validity: int,
    uid: int,
    by: Actor = DESK,
) -> Letter:
    """Keep the head of a mail that cannot be fetched whole, and why; go on behind it."""
    by.must(Can.RECEIVE)
    digest = hashlib.sha256(head or f"{account.pk} {uid_validity} {uid}".encode()).digest()
    letter, is_new = Letter.objects.get_or_create(
        digest=digest,
        defaults={
            "mailbox": account.mailbox,
            "door": "imap",
            "raw": head,
            "state": Letter.State.PARKED,
            "reason": reason,
        },
    )
    if is_new:
        record(LetterParked(letter.pk, reason), by=by)
    _remember(account, uid_validity, uid)
    return letter


def note_check(account: ImapAccount, *, error: str = "") -> None:
    """Write down that the account was looked at just now, and what went wrong."""
    ImapAccount.objects.filter(pk=account.pk).update(checked_at=timezone.now(), error=error)


def _remember(account: ImapAccount, uid_validity: int, last_uid: int) -> None:
    ImapAccount.objects.filter(pk=account.pk).update(uid_validity=uid_validity, last_uid=last_uid)
