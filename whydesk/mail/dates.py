"""The Date field as an aware time in UTC."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_tz

_ISO = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?: ?(?:Z|[+-]\d\d:?\d\d))?")


def read_date(text: str) -> datetime | None:
    """Read a date as mailers write it; None for what is no date. An unknown zone is UTC."""
    text = text[:128].strip()
    if iso := _ISO.search(text):
        try:
            return _in_utc(datetime.fromisoformat(iso[0].replace(" ", "T", 1).replace(" ", "")))
        except ValueError:
            return None
    try:
        parts = parsedate_tz(text)
        if parts is None:
            return None
        offset = max(-86_000, min(86_000, parts[9] or 0))
        second = min(parts[5], 59)
        return datetime(*parts[:5], second, tzinfo=UTC) - timedelta(seconds=offset)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _in_utc(moment: datetime) -> datetime | None:
    if moment.tzinfo is None:
        return moment.replace(tzinfo=UTC)
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        return None
