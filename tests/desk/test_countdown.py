"""When time is over that may stand still."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whydesk.clock import Hours, Span
from whydesk.desk.countdown import Reckoned, Standstill, reckon

OFFICE = Hours(week=((Span.parse("09:00-17:00"),),) * 5 + ((), ()), zone=UTC)
MINUTE = timedelta(minutes=1)


def at(clock: str, day: int = 23) -> datetime:
    return datetime.fromisoformat(f"2026-11-{day}T{clock}Z")


def pause(since: str, until: str = "") -> Standstill:
    return Standstill(at(since), at(until) if until else None)


@pytest.mark.parametrize(
    ("pauses", "expected"),
    [
        ([], Reckoned(at("11:00"))),
        ([pause("10:00", "10:30")], Reckoned(at("11:30"))),
        ([pause("08:00", "08:30")], Reckoned(at("11:00"))),
        ([pause("10:00", "11:00"), pause("10:30", "11:30")], Reckoned(at("12:30"))),
        ([pause("10:30", "11:30"), pause("10:00", "12:00")], Reckoned(at("13:00"))),
        ([pause("10:00")], Reckoned(None, at("10:00"), 60 * MINUTE)),
        ([pause("08:00")], Reckoned(None, at("09:00"), timedelta())),
        ([pause("10:00", "10:15"), pause("10:30")], Reckoned(None, at("10:30"), 75 * MINUTE)),
        ([pause("12:00")], Reckoned(at("11:00"))),
        ([pause("11:00")], Reckoned(at("11:00"))),
        ([pause("10:00", "16:30")], Reckoned(at("09:30", 24))),
        ([pause("10:00", "20:00")], Reckoned(at("10:00", 24))),
    ],
)
def test_two_working_hours_from_nine(pauses: list[Standstill], expected: Reckoned):
    assert reckon(OFFICE, at("09:00"), 120 * MINUTE, pauses) == expected


def test_plain_time_runs_day_and_night():
    found = reckon(None, at("23:00"), 120 * MINUTE, [pause("23:30", "23:45")])
    assert found == Reckoned(at("01:15", 24))


PAUSES = st.lists(
    st.tuples(st.integers(0, 5000), st.integers(0, 3000)).map(
        lambda said: Standstill(
            at("00:00") + said[0] * MINUTE, at("00:00") + (said[0] + said[1]) * MINUTE
        )
    ),
    max_size=6,
)


@given(PAUSES, st.integers(1, 3000), st.sampled_from([None, OFFICE]))
def test_no_pause_makes_anything_due_earlier(
    pauses: list[Standstill], minutes: int, hours: Hours | None
):
    allowed = minutes * MINUTE
    dues = [reckon(hours, at("09:00"), allowed, pauses[:some]).due_at for some in range(7)]
    assert dues == sorted(dues)


@given(PAUSES, st.integers(1, 3000))
def test_time_runs_only_outside_the_pauses(pauses: list[Standstill], minutes: int):
    due = reckon(None, at("09:00"), minutes * MINUTE, pauses).due_at
    running = 0
    moment = at("09:00")
    while moment < due:
        running += not any(one.since <= moment < one.until for one in pauses)
        moment += MINUTE
    assert running == minutes
