"""Months counted from a day."""

from datetime import date, timedelta

_DAY = timedelta(days=1)


def months_later(day: date, months: int) -> date:
    """Return the same day of a later month, or its last where it is too short.

    >>> months_later(date(2026, 12, 31), 2)
    datetime.date(2027, 2, 28)
    """
    years, month = divmod(day.month - 1 + months, 12)
    first = date(day.year + years, month + 1, 1)
    next_first = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return min(first.replace(day=1) + (day.day - 1) * _DAY, next_first - _DAY)
