"""Everything is read once more, as after an update that reads better."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Exists, OuterRef

from whydesk.briefs.corrected import SAID
from whydesk.briefs.models import Correction, Reading
from whydesk.briefs.reading import read_waiting
from whydesk.understanding.brief import Brief
from whydesk.understanding.version import VERSION


def read_again(*, whatever_version: bool, on_progress: Callable[[int, int], None]) -> int:
    """Read what another version has read, or everything; return how many messages that was.

    Each waits in the database until it is read: stopped in the middle, the
    desk goes on with the rest. Corrections of agents stand.
    """
    old = Reading.objects.all() if whatever_version else Reading.objects.exclude(version=VERSION)
    old.update(version="", tries=0)
    total = Reading.objects.filter(version="").count()
    done = 0
    while read := read_waiting():
        done += read
        on_progress(done, total)
    return done


def training_lines() -> Iterator[dict[str, Any]]:
    """Give each corrected message as a line to train with, in the form of the corpora."""
    found = Reading.objects.filter(corrected__isnull=False).select_related("message")
    earlier = Reading.objects.filter(ticket=OuterRef("ticket"), message__lt=OuterRef("message"))
    found = found.annotate(is_reply=Exists(earlier))
    for reading in found.prefetch_related("corrections").order_by("pk").iterator(200):
        assert reading.corrected is not None
        brief = Brief.from_dict(reading.message.text, reading.corrected)
        line = {"id": f"m{reading.message_id}", "text": brief.text, **brief.to_json()}
        line["reply"] = reading.is_reply
        del line["question"], line["summary"]
        line["slots"] = _present(line["slots"], reading)
        line["story"] = _present(line["story"], reading)
        yield line


def _present(parts: dict[str, str | None] | None, reading: Reading) -> dict[str, bool] | None:
    if parts is None:
        return None
    said = {
        one.where
        for one in reading.corrections.all()
        if one.what == Correction.What.PART and one.to == SAID
    }
    return {name: bool(words) or name in said for name, words in parts.items()}
