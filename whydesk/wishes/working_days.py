"""Days on which somebody works, counted from a day."""

from collections.abc import Collection
from datetime import date, timedelta

_SATURDAY = 5
_DAY = timedelta(days=1)


def is_working_day(day: date, days_off: Collection[date] = ()) -> bool:
    return day.weekday() < _SATURDAY and day not in days_off


def first_working_day(day: date, days_off: Collection[date] = ()) -> date:
    """Return the day, or the first working day after it.

    >>> first_working_day(date(2026, 11, 21))
    datetime.date(2026, 11, 23)
    """
    while not is_working_day(day, days_off):
        day += _DAY
    return day


def after_working_days(day: date, number: int, days_off: Collection[date] = ()) -> date:
    """Return the day that many working days later.

    >>> after_working_days(date(2026, 11, 20), 2)
    datetime.date(2026, 11, 24)
    """
    for _ in range(number):
        day = first_working_day(day + _DAY, days_off)
    return day


def months_later(day: date, months: int) -> date:
    """Return the same day of a later month, or its last where it is too short.

    >>> months_later(date(2026, 12, 31), 2)
    datetime.date(2027, 2, 28)
    """
    years, month = divmod(day.month - 1 + months, 12)
    first = date(day.year + years, month + 1, 1)
    next_first = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return min(first.replace(day=1) + (day.day - 1) * _DAY, next_first - _DAY)
