"""What can happen to the ways in which people are told, and to what they are told."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from whydesk.history.events import Event


@dataclass(frozen=True)
class WayAdded(Event):
    name = "way.added"
    about = ("agent",)
    sentence = _("wants to be told by %(way)s")

    agent_id: int
    way_id: int
    way: str


@dataclass(frozen=True)
class WayRemoved(Event):
    name = "way.removed"
    about = ("agent",)
    sentence = _("is no longer told by %(way)s")

    agent_id: int
    way_id: int
    way: str


@dataclass(frozen=True)
class WayTried(Event):
    name = "way.tried"
    about = ("agent",)
    sentence = _("tried whether %(way)s works")

    agent_id: int
    way_id: int
    way: str


@dataclass(frozen=True)
class WayFailed(Event):
    name = "way.failed"
    about = ("agent",)
    sentence = _("cannot reach %(who)s by %(way)s: %(reason)s")

    agent_id: int
    way_id: int
    who: str
    way: str
    reason: str


@dataclass(frozen=True)
class WayWorks(Event):
    name = "way.works"
    about = ("agent",)
    sentence = _("reaches %(who)s by %(way)s again")

    agent_id: int
    way_id: int
    who: str
    way: str


@dataclass(frozen=True)
class ChoicesKept(Event):
    name = "notice_choices.kept"
    about = ("agent",)
    sentence = _("said how they are told")

    agent_id: int
    changes: list[str]


@dataclass(frozen=True)
class OnCallSet(Event):
    name = "on_call.set"
    about = ("agent",)
    sentence = _("put %(who)s on call")

    agent_id: int
    who: str
    since: str
    until: str


@dataclass(frozen=True)
class OnCallDropped(Event):
    name = "on_call.dropped"
    about = ("agent",)
    sentence = _("took %(who)s off call")

    agent_id: int
    who: str
    since: str
    until: str


@dataclass(frozen=True)
class NoticesSeen(Event):
    name = "notices.seen"
    about = ()
    sentence = _("looked at what they were told")
    is_quiet = True

    agent_id: int
    notice_ids: list[int]


@dataclass(frozen=True)
class NoticeAcknowledged(Event):
    name = "notice.acknowledged"
    about = ("ticket",)
    sentence = _("said that they take care of this")

    notice_id: int
    agent_id: int
    ticket_id: int | None


@dataclass(frozen=True)
class NoticePassedOn(Event):
    name = "notice.passed_on"
    about = ("ticket",)
    sentence = _("heard nothing from %(was)s and told %(who)s")

    notice_id: int
    ticket_id: int | None
    was: str
    who: str
