"""Who may do what: one table from role to capabilities, and the actors that hold them."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from django.core.exceptions import PermissionDenied
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Can(StrEnum):
    """One thing that somebody may be allowed to do."""

    SEE_ALL_TICKETS = "see all tickets"
    ANSWER = "answer customers"
    NOTE = "write notes for the team"
    SORT = "assign, tag, snooze, close tickets"
    CORRECT = "correct what the desk read in a message"
    KEEP_CUSTOMERS = "change companies and contacts"
    SHAPE_WISHES = "write down wishes and who wants them"
    DECIDE_WISHES = "decide what becomes of a wish"
    RUN_REVIEWS = "plan and hold the weekly review"
    WRITE_ARTICLES = "write what the product can do"
    GIVE_GOODWILL = "give a customer something to make good"
    APPROVE_GOODWILL = "agree to gestures above the limit, set limits and budgets"
    RUN_INCIDENTS = "declare incidents, tell customers of them, take the four steps"
    WRITE_RULES = "write rules that act by themselves"
    REREAD_MAIL = "try again mail that could not be read or sent"
    RECEIVE = "take in what customers send"
    INVITE = "invite people, give them roles and teams"
    SET_UP = "change mailboxes and settings"


class Role(TextChoices):
    AGENT = "agent", _("Agent")
    SPECIALIST = "specialist", _("Specialist")
    SUCCESS = "success", _("Customer success")
    PRODUCT = "product", _("Product")
    LEAD = "lead", _("Lead")
    ADMIN = "admin", _("Admin")
    GUEST = "guest", _("Guest")


_AT_THE_DESK = frozenset(
    {
        Can.SEE_ALL_TICKETS,
        Can.ANSWER,
        Can.NOTE,
        Can.SORT,
        Can.CORRECT,
        Can.KEEP_CUSTOMERS,
        Can.GIVE_GOODWILL,
        Can.RUN_INCIDENTS,
        Can.REREAD_MAIL,
        Can.SHAPE_WISHES,
        Can.WRITE_ARTICLES,
    }
)

_AT_THE_REVIEW = frozenset(
    {Can.SHAPE_WISHES, Can.DECIDE_WISHES, Can.RUN_REVIEWS, Can.WRITE_ARTICLES}
)

_ANSWERABLE = frozenset({Can.INVITE, Can.APPROVE_GOODWILL, Can.WRITE_RULES})

ROLES: Mapping[str, frozenset[Can]] = {
    Role.AGENT: _AT_THE_DESK,
    Role.SPECIALIST: _AT_THE_DESK,
    Role.SUCCESS: _AT_THE_DESK,
    Role.PRODUCT: frozenset({Can.SEE_ALL_TICKETS, Can.NOTE, Can.CORRECT, Can.RUN_INCIDENTS})
    | _AT_THE_REVIEW,
    Role.LEAD: _AT_THE_DESK | _AT_THE_REVIEW | _ANSWERABLE,
    Role.ADMIN: _AT_THE_DESK | _AT_THE_REVIEW | _ANSWERABLE | {Can.SET_UP},
    # A guest sees what is assigned to them or to their teams, and answers there.
    Role.GUEST: frozenset({Can.ANSWER, Can.NOTE, Can.SORT, Can.CORRECT}),
}


class NotAllowed(PermissionDenied):
    """Somebody tried what their role does not let them do."""


class Actor(Protocol):
    """Whoever does something: an agent, a customer, or the desk itself."""

    @property
    def kind(self) -> str: ...
    @property
    def actor_id(self) -> int | None: ...
    @property
    def name(self) -> str: ...
    def may(self, what: Can) -> bool: ...
    def must(self, what: Can) -> None: ...


class Allowance:
    """`must`, for everyone who has `may`."""

    def may(self, what: Can) -> bool:
        raise NotImplementedError

    def must(self, what: Can) -> None:
        """Stop whoever may not."""
        if not self.may(what):
            raise NotAllowed(_("Your role does not let you do this. Ask a lead or an admin."))


@dataclass(frozen=True)
class Desk(Allowance):
    """The desk itself, when no person acts."""

    kind: str = "desk"
    actor_id: int | None = None
    name: str = "Whydesk"

    def may(self, what: Can) -> bool:
        return True


DESK = Desk()


def may_give(by: Actor, role: str) -> bool:
    """Say whether somebody may give this role, or take it away.

    Nobody hands out more than they hold: a lead invites everyone but admins.
    """
    return by.may(Can.INVITE) and all(by.may(what) for what in ROLES[role])


def must_give(by: Actor, role: str) -> None:
    """Stop whoever may not give the role or take it away."""
    if not may_give(by, role):
        raise NotAllowed(_("This role can do more than yours. Ask an admin."))
