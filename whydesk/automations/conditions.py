"""Whether the conditions of a rule hold for what is known. Pure.

Conditions are joined by "and"; within one, any of its values will do. What a
rule does not ask for is not looked at.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from whydesk.automations.stored import Stored

INSIDE, OUTSIDE = "inside", "outside"
NOBODY, SOMEBODY = "nobody", "somebody"


@dataclass(frozen=True)
class Conditions(Stored):
    """What has to be so. Temperature and urgency are the least that will do."""

    account_kinds: tuple[str, ...] = ()
    hours: str = ""
    weekdays: tuple[int, ...] = ()
    channels: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    temperature: int = 0
    blocking: bool = False
    leaving: bool = False
    words: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    untagged: tuple[str, ...] = ()
    teams: tuple[int, ...] = ()
    assignee: str = ""
    urgency: int = 0
    plans: tuple[str, ...] = ()
    in_care: bool = False
    is_new: bool = False


@dataclass(frozen=True)
class Facts:
    """What is known of the ticket, its company and the hour; None where nobody can know.

    `weekday` counts from Monday, 0; `is_open` says whether the team works;
    `urgency` is in minutes.
    """

    account_kind: str | None = ""
    is_open: bool | None = True
    weekday: int | None = 0
    channel: str | None = ""
    kind: str | None = ""
    temperature: int | None = 0
    blocking: bool | None = False
    leaving: bool | None = False
    text: str | None = ""
    language: str | None = ""
    status: str | None = ""
    tags: tuple[str, ...] | None = ()
    team: int | None = None
    has_assignee: bool | None = False
    urgency: int | None = 0
    plan: str | None = ""
    in_care: bool | None = False
    is_new: bool | None = False


@dataclass(frozen=True)
class Judgement:
    """Whether all holds, and which conditions nobody could judge: those are taken as met."""

    holds: bool
    unknown: tuple[str, ...] = ()


# Which fact each condition is about.
FACT = {
    "account_kinds": "account_kind",
    "hours": "is_open",
    "weekdays": "weekday",
    "channels": "channel",
    "kinds": "kind",
    "words": "text",
    "languages": "language",
    "statuses": "status",
    "untagged": "tags",
    "teams": "team",
    "assignee": "has_assignee",
    "plans": "plan",
}


def _any_of(wanted: Any, found: Any) -> bool:
    return bool(found in wanted)


def _yes(wanted: Any, found: Any) -> bool:
    return bool(found)


def _at_least(wanted: Any, found: Any) -> bool:
    return bool(found >= wanted)


def _with_word(wanted: Any, found: Any) -> bool:
    text = _plain(found)
    return any(_plain(word) in text for word in wanted)


def _plain(text: str) -> str:
    """Return the text as it is compared: case and the width of spaces mean nothing."""
    return " ".join(text.casefold().split())


# How each condition is held against its fact; any of several values will do for the others.
_TESTS: Mapping[str, Callable[[Any, Any], bool]] = {
    "hours": lambda wanted, is_open: bool(is_open) == (wanted == INSIDE),
    "assignee": lambda wanted, is_held: bool(is_held) == (wanted == SOMEBODY),
    "words": _with_word,
    "tags": lambda wanted, found: not set(found).isdisjoint(wanted),
    "untagged": lambda wanted, found: set(found).isdisjoint(wanted),
    "plans": lambda wanted, found: _plain(found) in map(_plain, wanted),
    "temperature": _at_least,
    "urgency": _at_least,
    "blocking": _yes,
    "leaving": _yes,
    "in_care": _yes,
    "is_new": _yes,
}


def judge(conditions: Conditions, facts: Facts) -> Judgement:
    """Hold the conditions against the facts."""
    unknown = []
    for name, wanted in conditions.said().items():
        found = getattr(facts, FACT.get(name, name))
        if found is None and name != "teams":
            unknown.append(name)
        elif not _TESTS.get(name, _any_of)(wanted, found):
            return Judgement(False)
    return Judgement(True, tuple(unknown))
