"""Taking over mail from mbox files, Maildirs and folders of .eml files."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from whydesk.gate.mbox import is_mbox, read_mbox
from whydesk.mailroom.accepting import Arrival, accept_letters
from whydesk.mailroom.models import Mailbox

MOST_LETTERS = 200
MOST_BYTES = 16 * 1024 * 1024


@dataclass(frozen=True)
class Unreadable:
    """A file, or a mail in one, that was not taken over, and why."""

    name: str
    reason: str


@dataclass
class Imported:
    """What became of the mails."""

    new: int = 0
    known: int = 0
    unreadable: list[Unreadable] = field(default_factory=list)


@dataclass(frozen=True)
class _Mail:
    """A mail in a file; `read` counts the bytes of the file up to its end."""

    name: str
    raw: bytes
    read: int
    trouble: str = ""


def import_mail(
    path: Path,
    *,
    mailbox: Mailbox | None = None,
    on_progress: Callable[[int, int], object] = lambda done, total: None,
) -> Imported:
    """Take over every mail at the path; what was taken over before adds nothing.

    It may be stopped at any moment and started again. What cannot be read is
    listed at the end and does not hold up the rest. Progress is told in bytes.
    """
    imported = Imported()
    total = sum(_size(file) for file in _files(path))
    for batch in _batches(_mails_of_all(path, imported)):
        new = accept_letters([Arrival(mail.raw, "import", mailbox=mailbox) for mail in batch])
        imported.new += len(new)
        imported.known += len(batch) - len(new)
        on_progress(batch[-1].read, total)
    on_progress(total, total)
    return imported


def _batches(mails: Iterator[_Mail]) -> Iterator[list[_Mail]]:
    """Put as many mails together as may be committed at once."""
    batch: list[_Mail] = []
    size = 0
    for mail in mails:
        if batch and (len(batch) == MOST_LETTERS or size + len(mail.raw) > MOST_BYTES):
            yield batch
            batch, size = [], 0
        batch.append(mail)
        size += len(mail.raw)
    if batch:
        yield batch


def _mails_of_all(path: Path, imported: Imported) -> Iterator[_Mail]:
    """Yield the mails of every file, noting down what cannot be read."""
    before = 0
    for file in _files(path):
        for mail in _mails(file):
            if mail.trouble:
                imported.unreadable.append(Unreadable(mail.name, mail.trouble))
            else:
                yield _Mail(mail.name, mail.raw, before + mail.read)
        before += _size(file)


def _files(path: Path) -> Iterator[Path]:
    """Yield the file, or all mail files in the folder, in the order of their names.

    In a Maildir that is about the order in which the mails came.
    """
    if not path.is_dir():
        yield path
        return
    for folder, subfolders, names in os.walk(path):
        subfolders.sort()
        for name in sorted(names):
            if _may_hold_mail(Path(folder, name)):
                yield Path(folder, name)


def _may_hold_mail(file: Path) -> bool:
    if file.parent.name in ("cur", "new") or file.suffix.lower() in (".eml", ".mbox"):
        return True
    try:
        with file.open("rb") as opened:
            return is_mbox(opened.read(5))
    except OSError:
        return False


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0


def _mails(file: Path) -> Iterator[_Mail]:
    """Yield the mails of one file, and what is wrong with it as the last of them."""
    most = settings.ENVIRONMENT["WHYDESK_MAIL_MAX_MB"] * 1024 * 1024
    try:
        with file.open("rb") as opened:
            if is_mbox(opened.read(5)):
                opened.seek(0)
                for span in read_mbox(opened, most_bytes=most):
                    yield _judged(f"{file}:{span.line}", span.raw, span.size, most, span.ends_at)
            else:
                opened.seek(0)
                raw = opened.read(most + 1)
                yield _judged(str(file), raw, len(raw), most, len(raw))
    except OSError as error:
        yield _Mail(str(file), b"", 0, error.strerror or str(error))


def _judged(name: str, raw: bytes, size: int, most: int, read: int) -> _Mail:
    trouble = ""
    if size > most:
        trouble = _("It is larger than the desk takes (%d MB).") % (most // 1024 // 1024)
    elif not raw.strip():
        trouble = _("It is empty.")
    return _Mail(name, raw, read, trouble)
