"""Ways that do not work: noted, told to their owner, and well again."""

from django.utils import timezone

from whydesk.history.recording import record
from whydesk.notices.events import WayFailed, WayWorks
from whydesk.notices.models import Dispatch, Way
from whydesk.notices.telling import tell
from whydesk.notices.topics import WAY_FAILING
from whydesk.people.actors import DESK

# A network that is away for a moment is nobody's business.
TOLD_AFTER = 3


def note_trouble(way: Way, reason: str, *, is_final: bool = False) -> None:
    """Note that the way did not work, and tell its owner unless it may have been a moment."""
    was = Way.objects.select_for_update().get(pk=way.pk)
    was.failures += 1
    was.failing_since = was.failing_since or timezone.now()
    was.error = reason
    was.save(update_fields=["failures", "failing_since", "error"])
    if was.failures == TOLD_AFTER or is_final:
        event = WayFailed(way.agent_id, way.pk, way.agent.name, way.name, reason)
        record(event, by=DESK)
        tell([way.agent_id], topic=WAY_FAILING, event=event)


def note_working(way: Way) -> None:
    """Note that the way works, and have sent at once what waited for that."""
    was = Way.objects.select_for_update().get(pk=way.pk)
    if not was.failing_since:
        return
    if was.failures >= TOLD_AFTER:
        record(WayWorks(way.agent_id, way.pk, way.agent.name, way.name), by=DESK)
    was.failures = 0
    was.failing_since = None
    was.error = ""
    was.save(update_fields=["failures", "failing_since", "error"])
    waiting = Dispatch.objects.filter(way=way, state=Dispatch.State.WAITING, tries__gt=0)
    waiting.filter(next_try_at__gt=timezone.now()).update(next_try_at=timezone.now())


def note_mail_stopped(delivery_id: int, reason: str) -> None:
    """Say of a mail that did not arrive that its notices did not."""
    dispatches = Dispatch.objects.filter(delivery=delivery_id, state=Dispatch.State.SENT)
    way = Way.objects.select_related("agent").filter(dispatches__in=dispatches).first()
    if way is None:
        return
    dispatches.update(state=Dispatch.State.FAILED, error=reason)
    note_trouble(way, reason, is_final=True)
