"""At night the desk learns from what its agents corrected."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.db import transaction

from whydesk.briefs.events import HeadLearnt
from whydesk.briefs.models import OwnHead, Reading
from whydesk.briefs.readers import reader
from whydesk.history.recording import record
from whydesk.people.actors import DESK
from whydesk.tickets.models import Ticket
from whydesk.understanding.version import VERSION

# The newest of each are learnt from; what nobody corrected on a closed ticket was accepted.
_MOST = 2_000


def learn_from_corrections() -> list[OwnHead]:
    """Learn a head for everything that was corrected, and keep those that win."""
    corrected = _said(Reading.objects.filter(corrected__isnull=False))
    accepted = _said(Reading.objects.filter(corrected=None, ticket__status=Ticket.Status.CLOSED))
    texts = [*corrected, *accepted]
    learnt = []
    for what, examples in (("kind", _kinds(texts)), ("role", _roles(texts))):
        found = list(islice(examples, 2 * _MOST))
        if any(one["shipped"] != one["true"] for one in found):
            learnt.append(_keep(what, reader().ask("learn", what=what, examples=found)))
    return [head for head in learnt if head is not None]


def own_heads() -> dict[str, str]:
    """Return the weights of the heads in use, by what they decide."""
    return dict(OwnHead.objects.filter(version=VERSION).values_list("what", "weights"))


def _said(readings: Any) -> list[tuple[str, dict[str, Any], dict[str, Any]]]:
    """Return text, what the desk read and what is true, as far as the desk read it by itself."""
    known = readings.filter(reader=Reading.Reader.DESK, brief__isnull=False, version=VERSION)
    rows = known.order_by("-pk").values_list("message__text", "brief", "corrected")[:_MOST]
    return [
        (text, brief.get("shipped", brief), corrected or brief) for text, brief, corrected in rows
    ]


def _kinds(texts: list[tuple[str, dict[str, Any], dict[str, Any]]]) -> Iterator[dict[str, str]]:
    for text, brief, true in texts:
        yield {"text": text, "shipped": brief["kind"], "true": true["kind"]}


def _roles(texts: list[tuple[str, dict[str, Any], dict[str, Any]]]) -> Iterator[dict[str, str]]:
    for text, brief, true in texts:
        for (start, end, shipped, _), (*_place, role, _sure) in zip(
            brief["sentences"], true["sentences"], strict=True
        ):
            yield {"text": text[start:end], "shipped": shipped, "true": role}


@transaction.atomic
def _keep(what: str, learnt: dict[str, Any] | None) -> OwnHead | None:
    """Put the head into use where it wins, and take an older one out of use where it does not."""
    OwnHead.objects.filter(what=what).delete()
    if learnt is None or not learnt["wins"]:
        return None
    head = OwnHead.objects.create(
        what=what,
        version=VERSION,
        weights=learnt["weights"],
        examples=learnt["examples"],
        right=learnt["right"],
        shipped_right=learnt["shipped_right"],
    )
    record(HeadLearnt(what, head.examples, head.right, head.shipped_right), by=DESK)
    return head
