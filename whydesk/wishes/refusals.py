"""What keeps a wish from being changed as somebody wanted; the text says what to do."""


class WishRefused(ValueError):
    """Something that cannot be done with a wish as it stands."""


class StoryIncomplete(WishRefused):
    """A part of the story is missing that it cannot do without."""


class StoryTooLong(WishRefused):
    """A part of the story is longer than a story is."""


class WrongChoice(WishRefused):
    """A value that is none of those to choose from."""


class WishMoved(WishRefused):
    """The wish was merged into another while somebody worked on it."""


class CannotMerge(WishRefused):
    """Two wishes that cannot become one, or one that cannot be taken apart."""


class DecisionIncomplete(WishRefused):
    """A decision lacks what its outcome needs."""


class DecidedMeanwhile(WishRefused):
    """Somebody else has decided on the wish in between."""


class AlreadyTold(WishRefused):
    """The customer was told already, or is not to be told any more."""


class NobodyTold(WishRefused):
    """The customer has not been told, so nobody knows how they take it."""


class CallbackRefused(WishRefused):
    """A callback that cannot be given to somebody."""


class NothingToTell(WishRefused):
    """There is no text to send."""


class ReviewRefused(WishRefused):
    """A review that cannot be started, ended or moved as it stands."""


class InquiryRefused(WishRefused):
    """A question that cannot be handed over or brought back as it stands."""


class ArticleRefused(WishRefused):
    """An article that cannot be kept as it stands."""
