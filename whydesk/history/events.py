"""What can happen: the base of every event, and the catalogue of all of them."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, ClassVar

from django.utils.functional import Promise

CATALOGUE: dict[str, type["Event"]] = {}


@dataclass(frozen=True)
class Event:
    """One thing that happened, told in the past tense.

    `name` is permanent: it stands in the database. `about` lists the nouns in
    whose timelines it shows; each has a field `<noun>_id`. `sentence` is
    rendered when it is read, in the reader's language, from the fields. A
    quiet event is announced and reacted to, and left out of timelines.
    """

    name: ClassVar[str]
    about: ClassVar[tuple[str, ...]]
    sentence: ClassVar[str | Promise]
    is_quiet: ClassVar[bool] = False

    def __init_subclass__(cls) -> None:
        if cls.name in CATALOGUE:
            raise TypeError(f"Two events are named {cls.name}.")
        CATALOGUE[cls.name] = cls

    @property
    def data(self) -> dict[str, Any]:
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @property
    def subjects(self) -> list[tuple[str, int]]:
        """The nouns this is about, those that are known."""
        named = ((noun, getattr(self, f"{noun}_id")) for noun in self.about)
        return [(noun, key) for noun, key in named if key is not None]


def sentence_of(name: str, data: Mapping[str, Any]) -> str:
    """Say what happened in the reader's language.

    An event that no longer exists in the code is named as it was.
    """
    event = CATALOGUE.get(name)
    return str(event.sentence) % data if event else name
