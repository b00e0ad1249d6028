"""What keeps an incident from being changed as somebody wanted; the text says what to do."""

from collections.abc import Sequence


class IncidentRefused(ValueError):
    """Something that cannot be done with an incident as it stands."""


class Incomplete(IncidentRefused):
    """Something is missing that it cannot do without."""


class TooLong(IncidentRefused):
    """A text is longer than anybody reads."""


class WrongChoice(IncidentRefused):
    """A value that is none of those to choose from."""


class WrongMoment(IncidentRefused):
    """A time that lies where it cannot."""


class NotOpen(IncidentRefused):
    """The incident is over, or part of another."""


class OfAnother(IncidentRefused):
    """The ticket tells of another incident."""


class CannotMerge(IncidentRefused):
    """Two incidents that cannot become one, or one that cannot be taken apart."""


class LanguagesMissing(IncidentRefused):
    """Customers read languages in which the update is not written."""

    def __init__(self, sentence: str, languages: Sequence[str]) -> None:
        super().__init__(sentence)
        self.languages = list(languages)


class NotWritten(IncidentRefused):
    """The write-up is not whole in any language."""


class SubscriptionRefused(IncidentRefused):
    """An address that news cannot go to."""
