"""What a field of a matter in care may say."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class StepNumber(models.IntegerChoices):
    """What a customer is owed after a failure, in this order."""

    OUTLOOK = 1, _("Deadline and cause")
    ALTERNATIVE = 2, _("An alternative for the meantime")
    COMPENSATION = 3, _("Something to make good")
    AFTERCARE = 4, _("Aftercare")


class How(models.TextChoices):
    """How a step was done."""

    TOLD = "told", pgettext_lazy("step", "Told")
    NONE_FOUND = "none_found", pgettext_lazy("step", "None found")
    NONE_FITTING = "none_fitting", pgettext_lazy("step", "None fitting")
    BEGUN = "begun", pgettext_lazy("step", "Begun")


class Outcome(models.TextChoices):
    """What became of a customer after the weeks of care."""

    STAYED = "stayed", pgettext_lazy("aftercare", "Stayed")
    LEFT = "left", pgettext_lazy("aftercare", "Left")
    UNKNOWN = "unknown", pgettext_lazy("aftercare", "Not known")
