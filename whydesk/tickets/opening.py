"""Letters are opened: tries are counted, mails read apart and filed, failures parked."""

from collections.abc import Collection, Iterator, Sequence

from django.db import transaction
from django.db.models import F, Func, IntegerField, Q
from django.utils.translation import gettext as _

from whydesk.history.recording import record
from whydesk.mail.reader import UnreadableMail
from whydesk.mailroom.events import LetterParked, LetterTriedAgain
from whydesk.mailroom.models import Letter
from whydesk.mailroom.reading import read_apart
from whydesk.people.actors import DESK, Actor, Can
from whydesk.tickets.filing import Read, file_mails

MAX_TRIES = 3
# So many letters, or so many bytes of them, are opened together.
MAX_TOGETHER = 50
MAX_BYTES = 32 * 1024 * 1024
# A job reads so many before it lets others have their turn.
MAX_AT_ONCE = 500


def waiting_batches(letter_ids: Collection[int]) -> Iterator[list[int]]:
    """Divide the letters that wait into those to open together: these, and all that never failed.

    What has been tried before is opened alone, so that nobody pays for a
    neighbour who kills their reader. What was tried and has no reason was in
    the hands of a worker that died.
    """
    size = Func(F("raw"), function="octet_length", output_field=IntegerField())
    waiting = Letter.objects.filter(
        Q(pk__in=letter_ids) | Q(reason=""), state=Letter.State.WAITING
    ).order_by("pk")
    batch: list[int] = []
    room = MAX_BYTES
    for letter_id, tries, bytes_of_it in waiting.values_list("pk", "tries", size)[:MAX_AT_ONCE]:
        if tries:
            yield [letter_id]
            continue
        if batch and (len(batch) == MAX_TOGETHER or bytes_of_it > room):
            yield batch
            batch, room = [], MAX_BYTES
        batch.append(letter_id)
        room -= bytes_of_it
    if batch:
        yield batch


def are_waiting(letter_ids: Collection[int]) -> bool:
    return Letter.objects.filter(pk__in=letter_ids, state=Letter.State.WAITING).exists()


def unread_letters() -> list[int]:
    """Return some letters that wait and that have not failed yet."""
    waiting = Letter.objects.filter(state=Letter.State.WAITING, reason="").order_by("pk")
    return list(waiting.values_list("pk", flat=True)[:MAX_TOGETHER])


def are_many_waiting() -> bool:
    """Say whether so much mail waits that what can be done later should be."""
    return len(unread_letters()) == MAX_TOGETHER


def open_letters(letter_ids: Sequence[int]) -> dict[int, str]:
    """Read and file the letters that wait; return the reasons of those that cannot be read.

    The try is counted, and committed, before anything is read: a mail that
    kills its reader is not read forever.
    """
    counted = _count_tries(letter_ids)
    read: list[Read] = []
    failed: dict[int, str] = {}
    letters = Letter.objects.select_related("mailbox__team").filter(pk__in=counted)
    for letter in letters.order_by("pk"):
        try:
            read.append((letter, read_apart(bytes(letter.raw))))
        except UnreadableMail as error:
            failed[letter.pk] = str(error)
    file_mails(read)
    return failed


@transaction.atomic
def _count_tries(letter_ids: Sequence[int]) -> list[int]:
    """Count a try of each letter and return those that are to be read."""
    letters = Letter.objects.filter(pk__in=letter_ids, state=Letter.State.WAITING)
    waiting = list(letters.select_for_update().order_by("pk").defer("raw"))
    for letter in waiting:
        if letter.tries >= MAX_TRIES:
            park_letter(letter, reason=_("Reading it was interrupted three times."))
    counted = [letter.pk for letter in waiting if letter.tries < MAX_TRIES]
    letters.filter(pk__in=counted).update(tries=F("tries") + 1)
    return counted


@transaction.atomic
def park_letter(letter: Letter, *, reason: str, by: Actor = DESK) -> Letter:
    """Put a letter that cannot be read where a person will see it."""
    by.must(Can.RECEIVE)
    letter.state = Letter.State.PARKED
    letter.reason = reason
    letter.save(update_fields=["state", "reason"])
    record(LetterParked(letter.pk, reason), by=by)
    return letter


def give_up_on(letter_id: int, reason: str) -> bool:
    """Park the letter if its tries are used up; return whether it is to be tried again.

    The reason is noted: whoever reads next leaves the letter to its own job.
    """
    letter = Letter.objects.defer("raw").get(pk=letter_id)
    if letter.state != Letter.State.WAITING:
        return False
    if letter.tries < MAX_TRIES:
        letter.reason = reason
        letter.save(update_fields=["reason"])
        return True
    park_letter(letter, reason=reason)
    return False


@transaction.atomic
def try_letter_again(letter: Letter, *, by: Actor) -> Letter:
    """Have a parked letter read once more, as after an update of the desk."""
    by.must(Can.REREAD_MAIL)
    letter = Letter.objects.select_for_update().defer("raw").get(pk=letter.pk)
    if letter.state != Letter.State.PARKED:
        return letter
    letter.state = Letter.State.WAITING
    letter.tries = 0
    letter.reason = ""
    letter.save(update_fields=["state", "tries", "reason"])
    record(LetterTriedAgain(letter.pk), by=by)
    return letter
