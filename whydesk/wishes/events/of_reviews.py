"""What can happen to the reviews."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from whydesk.history.events import Event


@dataclass(frozen=True)
class ReviewCalendarSet(Event):
    name = "calendar.set"
    about = ()
    sentence = _("set the calendar of the reviews")

    weekday: int
    at: str
    time_zone: str


@dataclass(frozen=True)
class ReviewMoved(Event):
    name = "review.moved"
    about = ()
    sentence = _("moved the review of the week of %(week)s")

    week: str
    to: str


@dataclass(frozen=True)
class AgendaChanged(Event):
    name = "review.agenda_changed"
    about = ("review",)
    sentence = _("changed the agenda: “%(wish)s”")

    review_id: int
    item_id: int
    what: str
    wish: str


@dataclass(frozen=True)
class ReviewStarted(Event):
    name = "review.started"
    about = ("review",)
    sentence = _("started the review")

    review_id: int


@dataclass(frozen=True)
class ReviewEnded(Event):
    name = "review.ended"
    about = ("review",)
    sentence = _("ended the review")

    review_id: int
    decided: int
    postponed: int


@dataclass(frozen=True)
class MinutesSent(Event):
    name = "review.minutes_sent"
    about = ("review",)
    sentence = _("sent the minutes to %(names)s")

    review_id: int
    names: str


@dataclass(frozen=True)
class ReviewSkipped(Event):
    name = "review.skipped"
    about = ("review",)
    sentence = _("let the review of %(day)s fall out")

    review_id: int
    day: str
