"""An invitation in a few lines, for a mail that has no other words."""

from __future__ import annotations

import re
from datetime import datetime

MAX_TEXT = 64 * 1024

_FOLD = re.compile(r"\r?\n[ \t]")
_ESCAPED = re.compile(r"\\([\\;,nN])")
_STAMP = re.compile(r"(\d{8})(?:T(\d{6}))?")


def summarise(text: str) -> str:
    """Give what, when, where and why of the first event, a line each."""
    facts: dict[str, str] = {}
    inside = False
    for line in _FOLD.sub("", text[:MAX_TEXT]).splitlines():
        name, _, value = line.partition(":")
        key = name.partition(";")[0].strip().upper()
        if (key, value.strip().upper()) == ("BEGIN", "VEVENT"):
            inside = True
        elif key == "END" and inside and value.strip().upper() == "VEVENT":
            break
        elif inside:
            facts.setdefault(key, _plain(value))
    times = [_time(facts.get(key, "")) for key in ("DTSTART", "DTEND")]
    when = " – ".join(time for time in times if time)
    place, reason = facts.get("LOCATION", ""), facts.get("DESCRIPTION", "")
    lines = (facts.get("SUMMARY", ""), when, place, reason)
    return "\n".join(line for line in lines if line)


def _plain(value: str) -> str:
    return _ESCAPED.sub(lambda match: "\n" if match[1] in "nN" else match[1], value).strip()


def _time(value: str) -> str:
    match = _STAMP.match(value)
    if match is None:
        return ""
    try:
        day = datetime.strptime(match[1], "%Y%m%d").strftime("%Y-%m-%d")
    except ValueError:
        return ""
    clock = f" {match[2][:2]}:{match[2][2:4]}" if match[2] else ""
    return f"{day}{clock}{' UTC' if value.endswith('Z') else ''}"
