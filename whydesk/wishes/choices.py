"""What a field of a wish, a voice or a decision may say."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    """Where a wish stands; all but the first follow from its last decision."""

    OPEN = "open", pgettext_lazy("state of a wish", "Open")
    SCHEDULED = "scheduled", pgettext_lazy("state of a wish", "Scheduled")
    DEFERRED = "deferred", pgettext_lazy("state of a wish", "Not now")
    PAID = "paid", pgettext_lazy("state of a wish", "For a fee")
    REFUSED = "refused", pgettext_lazy("state of a wish", "Refused")
    EXISTS = "exists", pgettext_lazy("state of a wish", "Exists already")
    SHIPPED = "shipped", pgettext_lazy("state of a wish", "Shipped")


class Outcome(models.TextChoices):
    NEVER = "never", pgettext_lazy("outcome", "Never")
    NOT_NOW = "not_now", pgettext_lazy("outcome", "Not now")
    PAID = "paid", pgettext_lazy("outcome", "Yes, for a fee")
    SCHEDULED = "scheduled", pgettext_lazy("outcome", "Yes, by a time")
    EXISTS = "exists", pgettext_lazy("outcome", "You already have it")
    SHIPPED = "shipped", pgettext_lazy("outcome", "Shipped")


STATE_AFTER: dict[str, State] = {
    Outcome.NEVER: State.REFUSED,
    Outcome.NOT_NOW: State.DEFERRED,
    Outcome.PAID: State.PAID,
    Outcome.SCHEDULED: State.SCHEDULED,
    Outcome.EXISTS: State.EXISTS,
    Outcome.SHIPPED: State.SHIPPED,
}


class Effort(models.TextChoices):
    S = "s", pgettext_lazy("effort", "Small")
    M = "m", pgettext_lazy("effort", "Middling")
    L = "l", pgettext_lazy("effort", "Large")
    XL = "xl", pgettext_lazy("effort", "Very large")


class Fit(models.TextChoices):
    POOR = "poor", pgettext_lazy("fit", "Poor")
    FAIR = "fair", pgettext_lazy("fit", "Fair")
    GOOD = "good", pgettext_lazy("fit", "Good")


class Weight(models.TextChoices):
    """How much the wish weighs for one customer, the lightest first."""

    NICE = "nice", pgettext_lazy("weight", "Nice to have")
    NEEDED = "needed", pgettext_lazy("weight", "Needed")
    DEAL_BREAKER = "deal_breaker", pgettext_lazy("weight", "Deal-breaker")


class Workaround(models.TextChoices):
    """How the customer gets along today."""

    NONE = "none", pgettext_lazy("workaround", "None")
    BAD = "bad", pgettext_lazy("workaround", "A bad one")
    BEARABLE = "bearable", pgettext_lazy("workaround", "A bearable one")


class Way(models.TextChoices):
    MAIL = "mail", pgettext_lazy("way to tell", "By mail")
    CALL = "call", pgettext_lazy("way to tell", "By phone")


class Because(models.TextChoices):
    """Why a wish stands on an agenda, what presses most first."""

    PINNED = "pinned", pgettext_lazy("on the agenda", "Pinned")
    LATE = "late", pgettext_lazy("on the agenda", "Promised and late")
    DUE = "due", pgettext_lazy("on the agenda", "Due again")
    ASKED_AGAIN = "asked_again", pgettext_lazy("on the agenda", "Asked again")
    GROWN = "grown", pgettext_lazy("on the agenda", "Grown")
    NEW = "new", pgettext_lazy("on the agenda", "New")


class Question(models.TextChoices):
    """What a review asks of each wish."""

    REASONABLE = "reasonable", _("Is it reasonable?")
    WORTH = "worth", _("Is it worth doing?")
    OTHERS = "others", _("Would others want it?")
    HARD = "hard", _("How hard is it?")
    PAYS = "pays", _("Does it pay?")


class Mark(models.TextChoices):
    """What an answer speaks for."""

    FOR = "for", pgettext_lazy("mark", "Speaks for it")
    AGAINST = "against", pgettext_lazy("mark", "Speaks against it")
    UNSURE = "unsure", pgettext_lazy("mark", "Unsure")


class Went(models.TextChoices):
    """How a customer took what they were told."""

    CONTENT = "content", pgettext_lazy("how it went", "Content")
    SAD = "sad", pgettext_lazy("how it went", "Sad")
    WILL_LEAVE = "will_leave", pgettext_lazy("how it went", "Will leave")


class Answer(models.TextChoices):
    YES = "yes", pgettext_lazy("answer", "Yes")
    NO = "no", pgettext_lazy("answer", "No")
    SILENCE = "silence", pgettext_lazy("answer", "Silence")


class Asked(models.TextChoices):
    STILL_MATTERS = "still_matters", _("Does it still matter?")
    DOES_THE_JOB = "does_the_job", _("Does it do the job?")


_WEIGHTS = list(Weight)

_WEIGHT_WITH = {
    Workaround.NONE: Weight.DEAL_BREAKER,
    Workaround.BAD: Weight.NEEDED,
    Workaround.BEARABLE: Weight.NICE,
}


def weight_for(workaround: str) -> Weight:
    """Return the weight that a customer's present workaround suggests."""
    return _WEIGHT_WITH[Workaround(workaround)] if workaround else Weight.NICE


def heavier(one: str, other: str) -> Weight:
    return max(Weight(one), Weight(other), key=_WEIGHTS.index)


def lighter(weight: str) -> Weight:
    """Return the weight one step below, or the lightest."""
    return _WEIGHTS[max(0, _WEIGHTS.index(Weight(weight)) - 1)]
