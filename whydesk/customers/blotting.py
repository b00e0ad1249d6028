"""What is left of a text when the words that name a person are taken out."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import Model, QuerySet

# What stands where a name stood.
NOBODY = "…"
_SHORTEST = 3
_LETTERS = re.compile(rf"[^\W\d_]{{{_SHORTEST},}}")
_TOGETHER = 200


@dataclass(frozen=True)
class Words:
    """What a person was called and written to by.

    `is_near` is for texts about the person's own matters: there their first
    name alone is them as well.
    """

    full: tuple[str, ...]
    is_near: bool = False

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        long = {word for word in self.full if len(word) >= _SHORTEST}
        full = sorted(long, key=len, reverse=True)
        names = [word for word in full if "@" not in word] if self.is_near else []
        parts = {part for name in names for part in _LETTERS.findall(name)}
        either = [rf"(?i:(?<!\w){re.escape(word)}(?!\w))" for word in full]
        either += [rf"\b{re.escape(part)}\b" for part in sorted(parts, key=len, reverse=True)]
        return re.compile("|".join(either)) if either else None

    def blot(self, said: Any) -> Any:
        """Return a text, or a value of JSON, without the words."""
        if isinstance(said, str):
            return self._pattern.sub(NOBODY, said) if self._pattern else said
        if isinstance(said, list):
            return [self.blot(one) for one in said]
        if isinstance(said, dict):
            return {key: self.blot(one) for key, one in said.items()}
        return said

    def blot_rows(self, rows: QuerySet[Any], *fields: str) -> None:
        """Take the words out of these fields of the rows."""
        changed: list[Model] = []
        for row in rows.only("pk", *fields).order_by("pk").iterator(_TOGETHER):
            left = {name: self.blot(getattr(row, name)) for name in fields}
            if any(getattr(row, name) != said for name, said in left.items()):
                for name, said in left.items():
                    setattr(row, name, said)
                changed.append(row)
        rows.model._default_manager.bulk_update(changed, fields, batch_size=_TOGETHER)


@contextmanager
def erasing() -> Iterator[None]:
    """Let what never changes be changed, since it names somebody who is to be forgotten."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL whydesk.erasing = 'on'")
        yield
        cursor.execute("SET LOCAL whydesk.erasing = 'off'")
