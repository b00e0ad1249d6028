"""What keeps a gesture from being given as somebody wanted; the text says what to do."""


class GoodwillRefused(ValueError):
    """Something that cannot be done with goodwill as it stands."""


class WrongGesture(GoodwillRefused):
    """A gesture that lacks something, or has too much of it."""


class AlreadyGiven(GoodwillRefused):
    """What is to be made good once was made good already."""


class BudgetUsedUp(GoodwillRefused):
    """The budget of the month has less left than this."""


class NotWaiting(GoodwillRefused):
    """A gesture that waits for nobody's yes, or no more."""


class CannotTakeBack(GoodwillRefused):
    """A gesture that was taken back already, or never given."""


class NoOutcome(GoodwillRefused):
    """An outcome of what was not given."""


class WrongBound(GoodwillRefused):
    """A limit or a budget that means nothing, or is below what is given already."""
