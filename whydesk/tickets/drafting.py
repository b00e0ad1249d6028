"""Keeping what is typed before it is sent."""

import re
from pathlib import PurePosixPath

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from whydesk.people.actors import Can
from whydesk.people.models import Agent
from whydesk.tickets.files import store
from whydesk.tickets.models import Draft, Message, Ticket, Upload
from whydesk.tickets.recipients import ReplyRefused
from whydesk.tickets.replying import was_sent

# Most servers take mails of 25 MB, and a file grows by a third on its way.
MAX_FILES_MB = 18

_TYPE = re.compile(r"[\w!#$&^.+-]{1,100}/[\w!#$&^.+-]{1,100}", re.ASCII)


class FilesTooLarge(ReplyRefused):
    """The files are more than a mail can carry."""


@transaction.atomic
def save_draft(
    ticket: Ticket,
    *,
    kind: str,
    text: str,
    cc: str = "",
    sheet: str = "",
    sequence: int = 0,
    by: Agent,
) -> Draft | None:
    """Keep what an agent has typed; the newest save of a sheet wins, whenever it arrives.

    What comes late from a sheet that was sent is not kept, else the sent text
    would stand in the composer again.
    """
    by.must(Can.NOTE if kind == Message.Kind.NOTE else Can.ANSWER)
    if sheet and was_sent(ticket, sheet, by=by):
        return None
    typed = {
        "kind": kind,
        "text": text.replace("\x00", ""),
        "cc": cc.replace("\x00", ""),
        "sheet": sheet,
        "sequence": sequence,
    }
    drafts = Draft.objects.select_for_update()
    draft, is_new = drafts.get_or_create(ticket=ticket, agent=by, defaults=typed)
    if is_new or (sheet and sheet == draft.sheet and sequence < draft.sequence):
        return draft
    for name, value in typed.items():
        setattr(draft, name, value)
    draft.save()
    return draft


@transaction.atomic
def add_upload(
    ticket: Ticket, *, filename: str, content_type: str, content: bytes, by: Agent
) -> Upload:
    """Put a file beside what is typed, to go with it.

    :raises FilesTooLarge: together the files are more than a mail can carry.
    """
    by.must(Can.NOTE)
    draft, _new = Draft.objects.select_for_update().get_or_create(ticket=ticket, agent=by)
    there = draft.uploads.aggregate(size=Sum("size", default=0))["size"]
    if there + len(content) > MAX_FILES_MB * 1024 * 1024:
        sentence = _("The files of one message may have %(size)s MB together.")
        raise FilesTooLarge(sentence % {"size": MAX_FILES_MB})
    return Upload.objects.create(
        draft=draft,
        filename=_tidy(filename),
        content_type=content_type if _TYPE.fullmatch(content_type) else "application/octet-stream",
        size=len(content),
        digest=store(content),
    )


@transaction.atomic
def remove_upload(upload: Upload, *, by: Agent) -> None:
    """Take a file out of one's own draft."""
    by.must(Can.NOTE)
    Upload.objects.filter(pk=upload.pk, draft__agent=by).delete()


def _tidy(filename: str) -> str:
    """Return a name of one line that has no folder in it and keeps its ending."""
    name = "".join(char if char.isprintable() else " " for char in filename)
    path = PurePosixPath(name.replace("\\", "/").strip())
    ending = path.suffix[:20]
    kept = path.stem[: 255 - len(ending)] + ending
    return kept if kept.strip(".") else "file"
