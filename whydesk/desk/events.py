"""What can happen to promises, opening hours and urgency."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from whydesk.history.events import Event


@dataclass(frozen=True)
class PromiseNear(Event):
    """`agent_ids` are those who are to be told."""

    name = "promise.near"
    about = ("ticket",)
    sentence = _("saw that an answer is due soon")
    is_quiet = True

    ticket_id: int
    due_id: int
    promise: str
    due_at: str
    agent_ids: list[int]


@dataclass(frozen=True)
class PromiseBroken(Event):
    name = "promise.broken"
    about = ("ticket", "company")
    sentence = _("let a promised time pass")

    ticket_id: int
    company_id: int | None
    due_id: int
    promise: str
    due_at: str


@dataclass(frozen=True)
class PromiseMended(Event):
    name = "promise.mended"
    about = ("ticket", "company")
    sentence = _("found a promise unbroken after all, since the hours or rules have changed")

    ticket_id: int
    company_id: int | None
    due_id: int
    promise: str


@dataclass(frozen=True)
class PromiseExplained(Event):
    name = "promise.explained"
    about = ("ticket",)
    sentence = _("said why a promised time passed: %(reason)s")

    ticket_id: int
    due_id: int
    reason: str


@dataclass(frozen=True)
class PromiseRuleAdded(Event):
    name = "promise_rule.added"
    about = ("rule",)
    sentence = _("made a rule for promises")

    rule_id: int


@dataclass(frozen=True)
class PromiseRuleChanged(Event):
    name = "promise_rule.changed"
    about = ("rule",)
    sentence = _("changed a rule for promises")

    rule_id: int
    changes: dict[str, list[str]]


@dataclass(frozen=True)
class PromiseRuleRemoved(Event):
    name = "promise_rule.removed"
    about = ("rule",)
    sentence = _("removed a rule for promises")

    rule_id: int


@dataclass(frozen=True)
class PromiseRulesOrdered(Event):
    name = "promise_rules.ordered"
    about = ()
    sentence = _("put the rules for promises into another order")

    rule_ids: list[int]


@dataclass(frozen=True)
class OpeningHoursChanged(Event):
    name = "opening_hours.changed"
    about = ("team",)
    sentence = _("changed the opening hours")

    team_id: int | None


@dataclass(frozen=True)
class OwnDayKept(Event):
    name = "own_day.kept"
    about = ("team",)
    sentence = _("said when the desk is open on %(day)s")

    team_id: int | None
    day: str
    spans: str


@dataclass(frozen=True)
class OwnDayDropped(Event):
    name = "own_day.dropped"
    about = ("team",)
    sentence = _("made %(day)s a day like others")

    team_id: int | None
    day: str


@dataclass(frozen=True)
class RecountBegun(Event):
    name = "recount.begun"
    about = ()
    sentence = _("began to reckon all due times anew")
    is_quiet = True

    recount_id: int


@dataclass(frozen=True)
class StopNamed(Event):
    name = "stop.named"
    about = ("stop",)
    sentence = _("named something that promises wait for: %(stop)s")

    stop_id: int
    stop: str


@dataclass(frozen=True)
class StopRetired(Event):
    name = "stop.retired"
    about = ("stop",)
    sentence = _("lets promises wait no more for: %(stop)s")

    stop_id: int
    stop: str


@dataclass(frozen=True)
class TicketStopped(Event):
    name = "ticket.stopped"
    about = ("ticket",)
    sentence = _("stopped the clock: %(stop)s")

    ticket_id: int
    stop: str


@dataclass(frozen=True)
class TicketResumed(Event):
    name = "ticket.resumed"
    about = ("ticket",)
    sentence = _("let the clock run again")

    ticket_id: int


@dataclass(frozen=True)
class UrgencySet(Event):
    name = "urgency.set"
    about = ("ticket",)
    sentence = _("said how urgent this is: %(reason)s")

    ticket_id: int
    minutes: int
    reason: str


@dataclass(frozen=True)
class UrgencyPutBack(Event):
    name = "urgency.put_back"
    about = ("ticket",)
    sentence = _("left it to the desk again how urgent this is")

    ticket_id: int


@dataclass(frozen=True)
class WeightsSet(Event):
    """`changes` has the minutes of each reason that was changed, as they were and are."""

    name = "weights.set"
    about = ()
    sentence = _("changed what makes a ticket urgent")

    changes: dict[str, list[str]]


@dataclass(frozen=True)
class ReweighingBegun(Event):
    name = "reweighing.begun"
    about = ()
    sentence = _("began to weigh all tickets anew")
    is_quiet = True

    reweighing_id: int
