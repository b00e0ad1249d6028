"""What the fields of promises and hours may say."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Promise(models.TextChoices):
    """What we owe a customer by a time."""

    FIRST_ANSWER = "first_answer", _("First answer")
    NEXT_ANSWER = "next_answer", _("Next answer")
    SOLUTION = "solution", _("Solution")


class Measure(models.TextChoices):
    WORKING = "working", _("Working time")
    PLAIN = "plain", _("Plain time, day and night")


class Pausing(models.TextChoices):
    """A state of a ticket in which the time of a promise may stand still."""

    WAITING = "waiting", _("Waiting for the customer")
    SNOOZED = "snoozed", _("Snoozed")


class Warned(models.TextChoices):
    """Who is told before a promise breaks."""

    ASSIGNEE = "assignee", _("Whoever has the ticket")
    TEAM = "team", _("The team of the ticket")
    LEADS = "leads", _("The leads")
