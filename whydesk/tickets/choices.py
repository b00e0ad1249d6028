"""What a field of a ticket may say."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What a message is, as whydesk.understanding names it."""

    QUESTION = "question", _("Question")
    WISH = "wish", _("Wish")
    BUG = "bug", _("Bug")
    OUTAGE = "outage", _("Outage")
    COMPLAINT = "complaint", _("Complaint")
    BILLING = "billing", _("Billing")
    PRAISE = "praise", _("Praise")
    SPAM = "spam", _("Advertising")


class Temperature(models.IntegerChoices):
    """How the customer feels; calm goes without saying."""

    CALM = 0, _("Calm")
    IRRITATED = 1, _("Irritated")
    ANGRY = 2, _("Angry")
    FURIOUS = 3, _("Furious")


class Channel(models.TextChoices):
    MAIL = "mail", _("Mail")
    FORM = "form", _("Form")
    PHONE = "phone", _("Phone")
    API = "api", _("API")
