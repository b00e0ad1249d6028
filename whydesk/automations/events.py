"""What can happen to rules and saved replies."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from whydesk.history.events import Event


@dataclass(frozen=True)
class RuleWritten(Event):
    name = "automation.written"
    about = ("automation",)
    sentence = _("wrote the rule")

    automation_id: int


@dataclass(frozen=True)
class RuleRewritten(Event):
    """`was` and `now` are the whole rule: when, conditions, acts."""

    name = "automation.rewritten"
    about = ("automation",)
    sentence = _("changed the rule")

    automation_id: int
    was: dict[str, Any]
    now: dict[str, Any]


@dataclass(frozen=True)
class RuleSwitchedOn(Event):
    name = "automation.switched_on"
    about = ("automation",)
    sentence = _("switched the rule on")

    automation_id: int


@dataclass(frozen=True)
class RuleSwitchedOff(Event):
    name = "automation.switched_off"
    about = ("automation",)
    sentence = _("switched the rule off")

    automation_id: int


@dataclass(frozen=True)
class RuleRemoved(Event):
    name = "automation.removed"
    about = ("automation",)
    sentence = _("removed the rule")

    automation_id: int


@dataclass(frozen=True)
class RulesOrdered(Event):
    name = "automations.ordered"
    about = ()
    sentence = _("put the rules into another order")

    automation_ids: list[int]


@dataclass(frozen=True)
class RuleFollowed(Event):
    name = "automation.followed"
    about = ("ticket",)
    sentence = _("followed rule %(automation_id)s")

    ticket_id: int
    automation_id: int


@dataclass(frozen=True)
class RuleStopped(Event):
    name = "automation.stopped"
    about = ("ticket", "automation")
    sentence = _(
        "stopped rule %(automation_id)s, which acted on one ticket %(times)s times an hour"
    )

    ticket_id: int
    automation_id: int
    times: int


@dataclass(frozen=True)
class SavedReplySent(Event):
    name = "saved_reply.sent"
    about = ("ticket", "contact", "company")
    sentence = _("sent the saved reply “%(reply)s”")

    ticket_id: int
    contact_id: int
    company_id: int | None
    message_id: int
    delivery_id: int
    reply: str


@dataclass(frozen=True)
class SavedReplyWritten(Event):
    name = "saved_reply.written"
    about = ("saved_reply",)
    sentence = _("wrote the saved reply “%(reply)s”")

    saved_reply_id: int
    reply: str


@dataclass(frozen=True)
class SavedReplyChanged(Event):
    name = "saved_reply.changed"
    about = ("saved_reply",)
    sentence = _("changed the saved reply “%(reply)s”")

    saved_reply_id: int
    reply: str
    was: dict[str, Any]


@dataclass(frozen=True)
class SavedReplyRetired(Event):
    name = "saved_reply.retired"
    about = ("saved_reply",)
    sentence = _("removed the saved reply “%(reply)s”")

    saved_reply_id: int
    reply: str


@dataclass(frozen=True)
class RehearsalBegun(Event):
    name = "rehearsal.begun"
    about = ("automation",)
    sentence = _("tried the rule on the last month")
    is_quiet = True

    automation_id: int
    rehearsal_id: int
