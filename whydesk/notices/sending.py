"""Notices on their way: those due on one way go together, and none goes twice.

As with mail, `handing_over` is committed before the messenger is asked, under
a lock of the database that ends with its worker. Whoever finds one so knows
that its sender is gone and that it may have arrived: it becomes `unclear`. A
mail is put into the post in the same transaction, and cannot be left halfway.
"""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import override

from whydesk.mail.fields import UnusableAddress
from whydesk.mail.refusals import NotHandedOver, Refused, TryLater, Unclear, gettext_noop
from whydesk.mailroom.informing import NoSender, send_to_agent
from whydesk.mailroom.locks import alone_with
from whydesk.mailroom.models import Delivery
from whydesk.notices.failing import note_trouble, note_working
from whydesk.notices.messenger import LOST, send_text
from whydesk.notices.models import Dispatch, Way
from whydesk.notices.preferences import preferences_of
from whydesk.notices.topics import TOPICS, Topic
from whydesk.notices.wording import mail_of, subject_of, text_of
from whydesk.people.limiting import TooOften

State = Dispatch.State

# More than a day of a messenger being away.
WAITS = tuple(timedelta(minutes=m) for m in (1, 2, 5, 10, 15, 30, 60, 60, 120, 240, 480, 720))
# A message of more is not read, and messengers cut it.
TOGETHER = 10
NO_MAILBOX = gettext_noop("The desk has no mailbox that mail could come from.")
NO_MAIL_THERE = gettext_noop("No mail can be sent to this address.")

# Any number of our own, so that no other lock of the database is taken for one of these.
_LOCKS = 0x5DE2 << 48


def send_due(way_id: int) -> None:
    """Send what is due on the way, as long as it works."""
    with alone_with(_LOCKS | way_id) as is_alone:
        while is_alone and _send_some(way_id):
            pass


def due_ways() -> list[int]:
    """List the ways on which something waits whose time has come, or was left halfway."""
    is_due = Q(state=State.WAITING, next_try_at__lte=timezone.now())
    due = Dispatch.objects.filter(is_due | Q(state=State.HANDING_OVER), way__agent__is_active=True)
    return list(due.order_by("way").values_list("way", flat=True).distinct())


def _send_some(way_id: int) -> bool:
    """Send what goes into one message; say whether there may be more to send."""
    with transaction.atomic(durable=True):
        way = Way.objects.select_related("agent").filter(pk=way_id, agent__is_active=True).first()
        if way is None:
            return False
        dispatches = _claim(way)
        if not dispatches:
            return False
        if way.kind == Way.Kind.MAIL:
            return _post(way, dispatches)
    return _hand_over(way, dispatches)


def _claim(way: Way) -> list[Dispatch]:
    """Take what is due now, lay aside what must wait, settle what a dead sender left."""
    now = timezone.now()
    own = Dispatch.objects.select_for_update(of=("self",)).filter(way=way)
    left = list(own.filter(state=State.HANDING_OVER))
    if left:
        _settle(way, left, Unclear(LOST))
    due = own.filter(state=State.WAITING, next_try_at__lte=now).select_related("notice__agent")
    wants = preferences_of([way.agent], now)[way.agent_id]
    claimed: list[Dispatch] = []
    for dispatch in due.order_by("pk")[:100]:
        until = wants.held_until(topic_of(dispatch), now)
        if dispatch.notice.seen_at:
            dispatch.state = State.NEEDLESS
        elif until > now:
            dispatch.next_try_at = until
        elif len(claimed) < TOGETHER:
            dispatch.state = State.HANDING_OVER
            dispatch.tries += 1
            claimed.append(dispatch)
        dispatch.save(update_fields=["state", "next_try_at", "tries"])
    return claimed


def topic_of(dispatch: Dispatch) -> Topic:
    """Return the topic, or one like it where its area has let it go."""
    name = dispatch.notice.topic
    return TOPICS.get(name) or Topic(name, name)


def _hand_over(way: Way, dispatches: Sequence[Dispatch]) -> bool:
    with override(way.agent.language):
        text = text_of([one.notice for one in dispatches])
    trouble: NotHandedOver | None = None
    try:
        send_text(way.url, text)
    except NotHandedOver as error:
        trouble = error
    with transaction.atomic(durable=True):
        _settle(way, dispatches, trouble)
    return trouble is None


def _post(way: Way, dispatches: Sequence[Dispatch]) -> bool:
    """Put a mail with the notices into the post."""
    trouble: NotHandedOver | None = None
    try:
        with transaction.atomic(), override(way.agent.language):
            delivery = _queue(way, dispatches)
        for dispatch in dispatches:
            dispatch.delivery = delivery
    except TooOften as error:
        _postpone(dispatches, error.wait)
        return False
    except NoSender:
        trouble = TryLater(NO_MAILBOX)
    except UnusableAddress:
        trouble = Refused(NO_MAIL_THERE)
    _settle(way, dispatches, trouble)
    return trouble is None


def _queue(way: Way, dispatches: Sequence[Dispatch]) -> Delivery:
    notices = [one.notice for one in dispatches]
    return send_to_agent(
        way.agent.email,
        name=way.agent.name,
        subject=subject_of(notices),
        text=mail_of(notices),
        language=way.agent.language,
    )


def _postpone(dispatches: Sequence[Dispatch], wait: timedelta) -> None:
    """Let what would be too many mails at once gather for a while."""
    for dispatch in dispatches:
        dispatch.state = State.WAITING
        dispatch.tries -= 1
        dispatch.next_try_at = timezone.now() + wait
        dispatch.save(update_fields=["state", "tries", "next_try_at"])


def _settle(way: Way, dispatches: Sequence[Dispatch], trouble: NotHandedOver | None) -> None:
    """Write down what came of it, for each notice and for the way."""
    now = timezone.now()
    for dispatch in dispatches:
        dispatch.state = _outcome(dispatch, trouble)
        dispatch.error = trouble.reason if trouble else ""
        dispatch.sent_at = None if trouble else now
        if dispatch.state == State.WAITING:
            dispatch.next_try_at = now + WAITS[dispatch.tries - 1]
        dispatch.save(update_fields=["state", "error", "sent_at", "next_try_at", "delivery"])
    if trouble:
        note_trouble(way, trouble.reason, is_final=isinstance(trouble, Refused))
    else:
        note_working(way)


def _outcome(dispatch: Dispatch, trouble: NotHandedOver | None) -> State:
    if trouble is None:
        return State.SENT
    if isinstance(trouble, Unclear):
        return State.UNCLEAR
    is_over = isinstance(trouble, Refused) or dispatch.tries > len(WAITS)
    return State.FAILED if is_over else State.WAITING
