"""Values that are kept as JSON: what they do not say is not written. Pure."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, Self


class Stored:
    """Put a frozen dataclass of plain values into a row and take it out again."""

    @classmethod
    def from_json(cls, said: Mapping[str, Any]) -> Self:
        """Read what was kept; what this version does not know any more is passed over."""
        known = {one.name for one in fields(cls)}  # type: ignore[arg-type]
        return cls(
            **{
                name: tuple(value) if isinstance(value, list) else value
                for name, value in said.items()
                if name in known
            }
        )

    def to_json(self) -> dict[str, Any]:
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in self.said().items()
        }

    def said(self) -> dict[str, Any]:
        """Return what it says, in the order of its fields; what is empty it does not say."""
        values = {one.name: getattr(self, one.name) for one in fields(self)}  # type: ignore[arg-type]
        return {name: value for name, value in values.items() if value}
