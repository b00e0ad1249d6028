"""What the fields of gestures may say."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(models.TextChoices):
    """What a customer is given to make good."""

    REFUND = "refund", _("Money back")
    CREDIT = "credit", pgettext_lazy("gesture", "Credit")
    GIFT = "gift", pgettext_lazy("gesture", "Gift")
    MONTH_FREE = "month_free", _("A month free")


class Waits(models.TextChoices):
    """Why a gesture needs the yes of a lead."""

    ABOVE = "above", _("It is above what may be given without asking.")
    NO_LIMIT = "no_limit", _("Nobody has said yet how much may be given in this currency.")


class State(models.TextChoices):
    """Where a gesture stands, from the rows about it."""

    GIVEN = "given", pgettext_lazy("gesture", "Given")
    WAITING = "waiting", pgettext_lazy("gesture", "Waits for a yes")
    DECLINED = "declined", pgettext_lazy("gesture", "Declined")
    REVERSED = "reversed", pgettext_lazy("gesture", "Taken back")


class Became(models.TextChoices):
    """What came of a gesture."""

    STAYED = "stayed", pgettext_lazy("outcome of a gesture", "Stayed")
    ANGRY = "angry", pgettext_lazy("outcome of a gesture", "Wrote angrily again")
    LEFT = "left", pgettext_lazy("outcome of a gesture", "Left")
    UNKNOWN = "unknown", pgettext_lazy("outcome of a gesture", "Not known")
