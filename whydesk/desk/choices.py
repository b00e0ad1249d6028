"""What the fields of promises, hours and urgency may say."""

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


class Reason(models.TextChoices):
    """Why a ticket comes before others."""

    BLOCKED = "blocked", _("Cannot work")
    OUTAGE = "outage", _("Outage")
    PROSPECT = "prospect", _("Prospect")
    TRIAL = "trial", _("Trial")
    NEW = "new", _("New customer")
    VIP = "vip", _("VIP")
    CARE = "care", _("Aftercare")
    IRRITATED = "irritated", _("Irritated")
    ANGRY = "angry", _("Angry")
    FURIOUS = "furious", _("Furious")
    LEAVING = "leaving", _("Wants to leave")
    PUBLIC = "public", _("May go public")
    NEAR = "near", _("Answer due soon")
    BROKEN = "broken", _("Promise missed")
    ALIKE = "alike", _("Others have the same trouble")
    PASSED = "passed", _("Passed on")
