"""What can happen to gestures, to the bounds on them, and after them."""

from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from whydesk.history.events import Event


@dataclass(frozen=True)
class OfGesture:
    """A gesture with the ticket and the company it was for; `amount` has its currency."""

    about: ClassVar[tuple[str, ...]] = ("ticket", "gesture", "company")

    gesture_id: int
    ticket_id: int
    company_id: int | None
    kind: str
    amount: str


@dataclass(frozen=True)
class GestureGiven(OfGesture, Event):
    name = "goodwill.given"
    sentence = _("gave the customer something worth %(amount)s: %(reason)s")

    reason: str


@dataclass(frozen=True)
class GestureWaits(OfGesture, Event):
    """Whoever is told of it comes to the gesture, where the yes is said."""

    name = "goodwill.waits"
    about = ("gesture", "ticket", "company")
    sentence = _("asks a lead to let them give %(amount)s: %(reason)s")

    reason: str
    waits_because: str


@dataclass(frozen=True)
class GestureApproved(OfGesture, Event):
    name = "goodwill.approved"
    sentence = _("said yes to a gesture worth %(amount)s")

    word: str
    giver_id: int


@dataclass(frozen=True)
class GestureDeclined(OfGesture, Event):
    name = "goodwill.declined"
    sentence = _("said no to a gesture worth %(amount)s: %(word)s")

    word: str
    giver_id: int


@dataclass(frozen=True)
class GestureReversed(OfGesture, Event):
    name = "goodwill.reversed"
    sentence = _("took back a gesture worth %(amount)s: %(reason)s")

    reason: str


@dataclass(frozen=True)
class GestureOutcomeNoted(OfGesture, Event):
    name = "goodwill.outcome_noted"
    sentence = _("noted what came of a gesture worth %(amount)s")

    became: str
    note: str


@dataclass(frozen=True)
class LimitSet(Event):
    name = "goodwill_limit.set"
    about = ()
    sentence = _("said what may be given on a ticket without asking: %(amount)s")

    currency: str
    amount: str


@dataclass(frozen=True)
class LimitDropped(Event):
    name = "goodwill_limit.dropped"
    about = ()
    sentence = _("lets nothing be given in %(currency)s without asking")

    currency: str


@dataclass(frozen=True)
class BudgetSet(Event):
    name = "goodwill_budget.set"
    about = ()
    sentence = _("said what may be given in a month, from %(month)s on: %(amount)s")

    currency: str
    month: str
    amount: str


@dataclass(frozen=True)
class BudgetLifted(Event):
    name = "goodwill_budget.lifted"
    about = ()
    sentence = _("lets %(currency)s be given without a budget from %(month)s on")

    currency: str
    month: str
