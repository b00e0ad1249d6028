"""What keeps a step from being taken as somebody wanted; the text says what to do."""


class CareRefused(ValueError):
    """Something that cannot be done with a matter as it stands."""


class StepIncomplete(CareRefused):
    """A step lacks what the customer has to know."""


class WrongMoment(CareRefused):
    """A time that lies behind us, or in the wrong order."""


class WrongTime(CareRefused):
    """A length of time that means nothing; `name` says which of them."""

    def __init__(self, name: str, sentence: str) -> None:
        super().__init__(sentence)
        self.name = name


class StepDone(CareRefused):
    """The step was done already."""


class SamePerson(CareRefused):
    """Two people have to say it; one said it twice."""


class NothingSent(CareRefused):
    """The customer was told nothing yet."""


class CareClosed(CareRefused):
    """Nothing is owed here any more."""


class NobodyToCareFor(CareRefused):
    """The customer belongs to no company that could be watched over."""
