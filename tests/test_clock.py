"""Working time, by a table of examples and by what must hold for any hours."""

import tomllib
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from whydesk.clock import (
    Hours,
    NeverOpen,
    NoZone,
    Span,
    SpecialDay,
    TooFarAway,
    WrongDuration,
    WrongSpan,
    add_working,
    add_working_days,
    is_open,
    next_opening,
    working_between,
)

EXAMPLES = tomllib.loads(Path(__file__).with_name("clock_examples.toml").read_text())
MINUTE = timedelta(minutes=1)


def spans(text: str) -> tuple[Span, ...]:
    return tuple(Span.parse(span) for span in text.split())


def read_hours(said: dict[str, Any]) -> Hours:
    return Hours(
        week=tuple(spans(day) for day in said["week"]),
        zone=ZoneInfo(said["zone"]),
        holidays=frozenset(date.fromisoformat(day) for day in said.get("holidays", ())),
        special=tuple(
            SpecialDay(date.fromisoformat(day), spans(text))
            for day, text in said.get("special", {}).items()
        ),
    )


HOURS = {name: read_hours(said) for name, said in EXAMPLES["hours"].items()}
OFFICE = HOURS["office"]


def moment(text: str, hours: Hours) -> datetime:
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=hours.zone)


def local(at: datetime, hours: Hours) -> str:
    return at.astimezone(hours.zone).isoformat(timespec="minutes")


def rows(table: str) -> list[Any]:
    return [pytest.param(*row, id=" ".join(map(str, row))) for row in EXAMPLES["tables"][table]]


@pytest.mark.parametrize(("name", "start", "minutes", "end"), rows("add"))
def test_working_time_is_added(name: str, start: str, minutes: int, end: str):
    hours = HOURS[name]
    found = add_working(hours, moment(start, hours), minutes * MINUTE)
    assert local(found, hours) == local(moment(end, hours), hours)


@pytest.mark.parametrize(("name", "start", "end", "minutes"), rows("between"))
def test_working_time_between(name: str, start: str, end: str, minutes: int):
    hours = HOURS[name]
    found = working_between(hours, moment(start, hours), moment(end, hours))
    assert found == minutes * MINUTE


@pytest.mark.parametrize(("name", "start", "days", "end"), rows("days"))
def test_working_days_are_added(name: str, start: str, days: int, end: str):
    hours = HOURS[name]
    found = add_working_days(hours, moment(start, hours), days)
    assert local(found, hours) == local(moment(end, hours), hours)


@pytest.mark.parametrize(("name", "at", "opening"), rows("opening"))
def test_the_next_opening(name: str, at: str, opening: str):
    hours = HOURS[name]
    found = next_opening(hours, moment(at, hours))
    assert local(found, hours) == local(moment(opening, hours), hours)


def test_hours_that_are_never_open_are_refused():
    with pytest.raises(NeverOpen):
        Hours(week=((),) * 7, zone=UTC)


def test_a_week_has_seven_days():
    with pytest.raises(WrongSpan):
        Hours(week=((Span(540, 1080),),), zone=UTC)


@pytest.mark.parametrize("text", ["9-18", "09:60-18:00", "25:00-26:00", "09:00-24:01", ""])
def test_what_is_no_span_is_refused(text: str):
    with pytest.raises(WrongSpan):
        Span.parse(text)


@pytest.mark.parametrize("bounds", [(1440, 1500), (-1, 60), (60, 60), (60, 1501)])
def test_no_day_has_such_a_stretch(bounds: tuple[int, int]):
    with pytest.raises(WrongSpan):
        Span(*bounds)


@pytest.mark.parametrize("text", ["09:00-18:00", "22:00-06:00", "00:00-24:00", "09:00-09:00"])
def test_a_span_is_written_as_it_is_read(text: str):
    assert str(Span.parse(text)) == text


def test_time_is_not_taken_away():
    with pytest.raises(WrongDuration):
        add_working(OFFICE, datetime(2026, 11, 23, tzinfo=UTC), -MINUTE)
    with pytest.raises(WrongDuration):
        add_working_days(OFFICE, datetime(2026, 11, 23, tzinfo=UTC), -1)


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(NoZone):
        is_open(OFFICE, datetime(2026, 11, 23, 12))


def test_what_takes_more_than_forty_years_is_refused():
    start = datetime(2026, 11, 23, tzinfo=UTC)
    with pytest.raises(TooFarAway):
        add_working(OFFICE, start, timedelta(days=4_000))
    with pytest.raises(TooFarAway):
        add_working_days(OFFICE, start, 11_000)
    with pytest.raises(TooFarAway):
        working_between(OFFICE, datetime(1980, 1, 1, tzinfo=UTC), start)


@pytest.mark.parametrize("year", [1, 9999])
def test_the_ends_of_the_calendar_are_too_far_away(year: int):
    with pytest.raises(TooFarAway):
        next_opening(OFFICE, datetime(year, 1 if year == 1 else 12, 28, tzinfo=UTC))


# What must hold for any hours. The zones change their clocks by an hour, by half
# of one, at midnight, by a whole day, or never.

ZONES = [
    *("UTC", "Europe/Lisbon", "America/New_York", "Europe/Moscow", "Asia/Kathmandu"),
    *("Australia/Lord_Howe", "Africa/Cairo", "America/Sao_Paulo", "Pacific/Apia"),
]
# Weeks in which some of them do, and a year's end.
WEEKS = [
    *("2026-03-05", "2026-03-27", "2026-04-02", "2026-04-22", "2026-10-01", "2026-10-23"),
    *("2026-10-29", "2018-02-15", "2018-11-01", "2011-12-27", "2026-12-29"),
]
SPANS = st.builds(
    lambda start, length: Span(start * 15, (start + length) * 15),
    st.integers(0, 95),
    st.integers(1, 96),
)
DAYS = st.lists(SPANS, max_size=3).map(tuple)


def moments_of(week: str) -> st.SearchStrategy[datetime]:
    start = datetime.fromisoformat(f"{week}T00:00Z")
    return st.integers(0, 7 * 1440).map(lambda minutes: start + minutes * MINUTE)


MOMENTS = st.sampled_from(WEEKS).flatmap(moments_of)
SOME_MOMENTS = st.sampled_from(WEEKS).flatmap(
    lambda week: st.lists(moments_of(week), min_size=3, max_size=5)
)
DATES = st.builds(
    lambda week, days: date.fromisoformat(week) + timedelta(days),
    *[st.sampled_from(WEEKS), st.integers(-1, 9)],
)
HOURS_OF_ANY_KIND = st.builds(
    Hours,
    week=st.tuples(*[DAYS] * 7).filter(any),
    zone=st.sampled_from(ZONES).map(ZoneInfo),
    holidays=st.frozensets(DATES, max_size=3),
    special=st.lists(st.builds(SpecialDay, DATES, DAYS), max_size=2).map(tuple),
)
DURATIONS = st.timedeltas(timedelta(), timedelta(days=20))


# A machine under load is no reason to fail.
QUICK = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def on_the_wall(hours: Hours, start: datetime, end: datetime) -> list[bool]:
    """Say for each minute whether it is open, by watching a clock on the wall.

    The clock is watched from three days before, and counts only when it shows
    a time that it has not shown yet.
    """
    at, latest, shown = start - timedelta(days=3), datetime.min, []
    while at < end:
        latest = max(latest, at.astimezone(hours.zone).replace(tzinfo=None))
        if at >= start:
            shown.append(is_covered(hours, latest))
        at += MINUTE
    return shown


def is_covered(hours: Hours, wall: datetime) -> bool:
    minute = wall.hour * 60 + wall.minute
    today = any(span.start <= minute < span.end for span in hours.spans_on(wall.date()))
    yesterday = hours.spans_on(wall.date() - timedelta(days=1))
    return today or any(minute + 1440 < span.end for span in yesterday)


@settings(QUICK, max_examples=15)
@given(HOURS_OF_ANY_KIND, MOMENTS)
def test_hours_are_open_when_the_clock_on_the_wall_says_so(hours: Hours, start: datetime):
    end = start + timedelta(days=2)
    shown = on_the_wall(hours, start, end)
    said = [is_open(hours, start + minute * MINUTE) for minute in range(len(shown))]
    assert said == shown
    assert working_between(hours, start, end) == sum(shown) * MINUTE


@QUICK
@given(HOURS_OF_ANY_KIND, MOMENTS, DURATIONS)
def test_what_is_added_has_passed_in_between(hours: Hours, start: datetime, duration: timedelta):
    end = add_working(hours, start, duration)
    assert working_between(hours, start, end) == duration


@QUICK
@given(HOURS_OF_ANY_KIND, MOMENTS, DURATIONS)
def test_added_time_ends_in_the_hours_or_at_closing_time(
    hours: Hours, start: datetime, duration: timedelta
):
    end = add_working(hours, start, duration)
    assert end >= start
    just_before = end - timedelta(microseconds=1)
    assert is_open(hours, end) or is_open(hours, just_before)


@QUICK
@given(HOURS_OF_ANY_KIND, MOMENTS, st.lists(DURATIONS, min_size=2, max_size=5))
def test_more_time_ends_later(hours: Hours, start: datetime, durations: list[timedelta]):
    ends = [add_working(hours, start, duration) for duration in sorted(durations)]
    assert ends == sorted(ends)


@QUICK
@given(HOURS_OF_ANY_KIND, SOME_MOMENTS, DURATIONS)
def test_what_starts_later_ends_later(hours: Hours, starts: list[datetime], duration: timedelta):
    ends = [add_working(hours, start, duration) for start in sorted(starts)]
    assert ends == sorted(ends)


@QUICK
@given(HOURS_OF_ANY_KIND, SOME_MOMENTS)
def test_parts_make_the_whole(hours: Hours, moments: list[datetime]):
    moments.sort()
    parts = [working_between(hours, start, end) for start, end in pairwise(moments)]
    assert sum(parts, timedelta()) == working_between(hours, moments[0], moments[-1])


@QUICK
@given(HOURS_OF_ANY_KIND, MOMENTS)
def test_nothing_is_open_before_the_next_opening(hours: Hours, at: datetime):
    opening = next_opening(hours, at)
    assert is_open(hours, opening)
    assert working_between(hours, at, opening) == timedelta()


@QUICK
@given(HOURS_OF_ANY_KIND, MOMENTS, st.integers(0, 30))
def test_each_working_day_ends_in_the_hours_and_no_earlier(
    hours: Hours, start: datetime, days: int
):
    sooner, later = (add_working_days(hours, start, count) for count in (days, days + 1))
    assert start <= sooner < later
    assert is_open(hours, later) or is_open(hours, later - timedelta(microseconds=1))


@QUICK
@given(HOURS_OF_ANY_KIND, MOMENTS, DURATIONS)
def test_the_zone_in_which_a_moment_is_said_makes_no_difference(
    hours: Hours, start: datetime, duration: timedelta
):
    there = start.astimezone(ZoneInfo("Asia/Tokyo"))
    assert add_working(hours, there, duration) == add_working(hours, start, duration)
