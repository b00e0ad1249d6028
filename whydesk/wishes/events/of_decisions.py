"""What can happen from a decision until everybody has been told."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from whydesk.history.events import Event
from whydesk.wishes.events.subjects import OfCustomer, OfWish


@dataclass(frozen=True)
class WishDecided(OfWish, Event):
    name = "wish.decided"
    sentence = _("decided on “%(wish)s”")

    decision_id: int
    outcome: str
    review_id: int | None


@dataclass(frozen=True)
class DecisionWorded(OfWish, Event):
    name = "decision.worded"
    sentence = _("put what was decided on “%(wish)s” into another language: %(reason)s")

    decision_id: int
    language: str
    reason: str


@dataclass(frozen=True)
class CallbacksMade(OfWish, Event):
    name = "decision.callbacks_made"
    sentence = _("made a list of those to be told: %(number)s")

    decision_id: int
    number: int


@dataclass(frozen=True)
class BatchApproved(Event):
    name = "callbacks.approved"
    about = ()
    sentence = _("looked at answers and sent them: %(number)s")

    callback_ids: list[int]
    agent_id: int
    number: int


@dataclass(frozen=True)
class CustomerTold(OfCustomer, Event):
    name = "callback.told"
    sentence = _("told them what was decided on “%(wish)s”")

    callback_id: int
    decision_id: int


@dataclass(frozen=True)
class CallNotReached(OfCustomer, Event):
    name = "callback.not_reached"
    sentence = _("could not tell them what was decided on “%(wish)s”")

    callback_id: int
    decision_id: int
    note: str


@dataclass(frozen=True)
class CallbackDropped(OfCustomer, Event):
    name = "callback.dropped"
    sentence = _("gave up telling them what was decided on “%(wish)s”")

    callback_id: int
    decision_id: int
    note: str


@dataclass(frozen=True)
class CallbackGiven(OfCustomer, Event):
    name = "callback.given"
    sentence = _("left it to %(to)s to tell them what was decided on “%(wish)s”")

    callback_id: int
    decision_id: int
    former: str
    to: str
    agent_id: int


@dataclass(frozen=True)
class CallbacksHandedOn(OfWish, Event):
    """What somebody who is not here had to tell of one decision, given to another at once."""

    name = "decision.callbacks_handed_on"
    sentence = _("left it to %(to)s to tell what was decided on “%(wish)s”: %(number)s")

    decision_id: int
    number: int
    former: str
    to: str
    agent_id: int


@dataclass(frozen=True)
class MoodNoted(OfCustomer, Event):
    """`went` is empty where it was noted by mistake."""

    name = "callback.mood_noted"
    sentence = _("noted how they took what was decided on “%(wish)s”")

    callback_id: int
    decision_id: int
    went: str


@dataclass(frozen=True)
class DecisionClosed(OfWish, Event):
    name = "decision.closed"
    sentence = _("left nobody untold what was decided on “%(wish)s”")

    decision_id: int
    told: int


@dataclass(frozen=True)
class CustomerRefused(OfCustomer, Event):
    name = "customer.refused"
    sentence = _("found that the product does not fit them: “%(wish)s”")

    decision_id: int


@dataclass(frozen=True)
class CustomerAsked(OfCustomer, Event):
    name = "voice.asked"
    sentence = _("asked them about “%(wish)s” again")

    asking_id: int
    asked: str


@dataclass(frozen=True)
class CustomerAnswered(OfCustomer, Event):
    name = "voice.answered"
    sentence = _("noted their answer about “%(wish)s”")

    asking_id: int
    asked: str
    answer: str
