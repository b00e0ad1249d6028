from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from whydesk.demo.moments import Moment, parse_moment, parse_span


def test_weeks_are_counted_by_the_clock_of_the_customer() -> None:
    moment = Moment(weeks=2, weekday=1, clock=time(9, 40))
    # In Auckland it is Monday already.
    now = datetime(2027, 3, 7, 13, 0, tzinfo=UTC)
    zone = ZoneInfo("Pacific/Auckland")
    assert moment.on(now, zone) == datetime(2027, 2, 23, 9, 40, tzinfo=zone)
    assert moment.on(now, ZoneInfo("UTC")) == datetime(2027, 2, 16, 9, 40, tzinfo=UTC)


def test_a_moment_is_a_time_of_a_week_or_a_while_ago() -> None:
    assert parse_moment("-3w sun 09:05", "") == Moment(weeks=3, weekday=6, clock=time(9, 5))
    assert parse_moment("1d2h ago", "") == Moment(ago=timedelta(days=1, hours=2))


def test_a_span_adds_up() -> None:
    assert parse_span("2d3h4m", "") == timedelta(days=2, hours=3, minutes=4)
