"""How urgent a ticket is, from what is known of it. Pure.

Urgency is counted in minutes of waiting: a reason that weighs two days lets a
ticket stand as if its customer had waited two days longer. So all of it is one
number that grows as time passes, and nobody has to count it anew meanwhile.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from whydesk.desk.choices import Reason
from whydesk.tickets.choices import Kind

_HOUR = 60
_DAY = 24 * _HOUR

# Nights and weekends are waiting too, and many a queue has stood for a week: what
# must come first all the same weighs days.
DEFAULTS: Mapping[Reason, int] = {
    Reason.BLOCKED: 5 * _DAY,
    Reason.OUTAGE: 5 * _DAY,
    Reason.PROSPECT: 5 * _DAY,
    Reason.TRIAL: 5 * _DAY,
    Reason.NEW: 3 * _DAY,
    Reason.VIP: 4 * _DAY,
    Reason.CARE: 3 * _DAY,
    Reason.IRRITATED: 6 * _HOUR,
    Reason.ANGRY: 36 * _HOUR,
    Reason.FURIOUS: 4 * _DAY,
    Reason.LEAVING: 4 * _DAY,
    Reason.PUBLIC: 2 * _DAY,
    Reason.NEAR: 12 * _HOUR,
    Reason.BROKEN: _DAY,
    Reason.ALIKE: 6 * _HOUR,
    Reason.PASSED: 12 * _HOUR,
}
NEW_FOR_DAYS = 90
# Who is the sixth to have a trouble is not more urgent than who is the fifth.
MOST_TIMES = 5

_HEAT = {1: Reason.IRRITATED, 2: Reason.ANGRY, 3: Reason.FURIOUS}
_FIRST = {"prospect": Reason.PROSPECT, "trial": Reason.TRIAL}


@dataclass(frozen=True)
class Facts:
    """What is known of a ticket and its customer, as far as urgency cares.

    `account` is the kind of account, `promise` near, broken or nothing; `alike`
    counts others with the same trouble, `passed` how often it changed hands.
    """

    kind: str = ""
    temperature: int = 0
    is_blocked: bool = False
    is_leaving: bool = False
    goes_public: bool = False
    account: str = ""
    is_new: bool = False
    is_cared_for: bool = False
    promise: str = ""
    alike: int = 0
    passed: int = 0


@dataclass(frozen=True)
class Share:
    """What one reason adds, in minutes; `times` is how often it counts."""

    reason: str
    minutes: int
    times: int = 1


@dataclass(frozen=True)
class Urgency:
    """Minutes of head start, and the reasons that they come from, heaviest first."""

    minutes: int
    reasons: tuple[Share, ...]


def weigh_facts(facts: Facts, weights: Mapping[Reason, int] = DEFAULTS) -> Urgency:
    """Return how many minutes of waiting the facts are worth, and for what."""
    shares = (
        Share(reason.value, weights[reason] * times, times)
        for reason, times in _reasons(facts)
        if times and weights[reason]
    )
    ordered = tuple(sorted(shares, key=lambda share: -share.minutes))
    return Urgency(sum(share.minutes for share in ordered), ordered)


def _reasons(facts: Facts) -> Iterator[tuple[Reason, int]]:
    """Yield each reason with how often it counts."""
    yield Reason.BLOCKED, int(facts.is_blocked)
    yield Reason.OUTAGE, int(facts.kind == Kind.OUTAGE)
    if facts.temperature in _HEAT:
        yield _HEAT[facts.temperature], 1
    yield Reason.LEAVING, int(facts.is_leaving)
    yield Reason.PUBLIC, int(facts.goes_public)
    if facts.account in _FIRST:
        yield _FIRST[facts.account], 1
    yield Reason.VIP, int(facts.account == "vip")
    yield Reason.NEW, int(facts.is_new)
    yield Reason.CARE, int(facts.is_cared_for)
    if facts.promise:
        yield Reason(facts.promise), 1
    yield Reason.ALIKE, min(facts.alike, MOST_TIMES)
    yield Reason.PASSED, min(facts.passed, MOST_TIMES)
