"""A story: WHEN, I WANT, SO THAT, as it is taken in."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from whydesk.wishes.models.wishes import LONGEST
from whydesk.wishes.refusals import StoryIncomplete, StoryTooLong, WrongChoice


@dataclass(frozen=True)
class Story:
    """What somebody wants to get done: the situation, the work, and what for."""

    when: str = ""
    want: str = ""
    so_that: str = ""

    def tidied(self) -> "Story":
        """Return the story as it is kept.

        :raises StoryTooLong: nothing of a customer's words is cut off silently.
        """
        return Story(
            tidy(self.when, LONGEST, _("WHEN")),
            tidy(self.want, LONGEST, _("I WANT")),
            tidy(self.so_that, LONGEST, _("SO THAT")),
        )


def tidy(text: str, longest: int, what: str) -> str:
    """Return the text without what no database keeps, if it is not too long."""
    text = text.replace("\x00", "").replace("\r\n", "\n").strip()
    if len(text) > longest:
        sentence = _("%(what)s has %(size)s characters. Keep what matters, at most %(most)s.")
        raise StoryTooLong(sentence % {"what": what, "size": len(text), "most": longest})
    return text


def demand(text: str, sentence: str) -> str:
    """Return the text, or stop with the sentence where there is none."""
    if not text:
        raise StoryIncomplete(sentence)
    return text


def choose(value: str, choices: Collection[str], *, or_none: bool = False) -> str:
    """Return the value if it is one of those to choose from."""
    if value in choices or (or_none and not value):
        return value
    raise WrongChoice(_("%(value)s is none of the choices here.") % {"value": value[:50]})
