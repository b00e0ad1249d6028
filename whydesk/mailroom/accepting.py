"""Taking in mail: committed byte for byte before anyone says it arrived."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from whydesk.history.recording import record
from whydesk.mailroom.events import LettersAccepted
from whydesk.mailroom.models import Letter, Mailbox
from whydesk.people.actors import DESK, Actor, Can


@dataclass(frozen=True)
class Arrival:
    """A mail at one of the doors: smtp, lmtp, imap, pipe or import."""

    raw: bytes
    door: str
    mailbox: Mailbox | None = None
    envelope_from: str = ""
    envelope_to: tuple[str, ...] = ()

    @property
    def digest(self) -> bytes:
        return hashlib.sha256(self.raw).digest()


@transaction.atomic
def accept_letters(arrivals: Sequence[Arrival], *, by: Actor = DESK) -> list[Letter]:
    """Keep the mails as they came and return those that are new, in no special order.

    The same bytes a second time, as after an interrupted import or a sender
    who missed our answer, add nothing. Many mails share one commit and one
    job, so that a gate under load may collect those that wait.
    """
    by.must(Can.RECEIVE)
    by_digest = {arrival.digest: arrival for arrival in arrivals}
    known = set(
        map(bytes, Letter.objects.filter(digest__in=by_digest).values_list("digest", flat=True))
    )
    Letter.objects.bulk_create(
        (
            Letter(
                mailbox=arrival.mailbox,
                door=arrival.door,
                raw=arrival.raw,
                digest=digest,
                envelope_from=arrival.envelope_from[:320],
                envelope_to=[address[:320] for address in arrival.envelope_to],
            )
            for digest, arrival in by_digest.items()
            if digest not in known
        ),
        ignore_conflicts=True,
    )
    new = list(Letter.objects.filter(digest__in=by_digest.keys() - known).defer("raw"))
    if new:
        record(LettersAccepted([letter.pk for letter in new]), by=by)
    return new
