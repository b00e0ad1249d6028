"""What a field of an incident may say."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Severity(models.TextChoices):
    """How much of the work of our customers it stops."""

    HAMPERED = "hampered", _("Work is slower")
    PARTLY = "partly", _("A part does not work")
    DOWN = "down", _("Nothing works")


class State(models.TextChoices):
    OPEN = "open", pgettext_lazy("incident", "Goes on")
    OVER = "over", pgettext_lazy("incident", "Over")
    MERGED = "merged", pgettext_lazy("incident", "Part of another")


class Came(models.TextChoices):
    """How a customer came to be counted among the affected."""

    TICKET = "ticket", _("wrote to us")
    PICK = "pick", _("chosen by name")
    FILTER = "filter", _("chosen by account")


class About(models.TextChoices):
    """What an update tells of."""

    NEWS = "news", _("News")
    OVER = "over", _("It is over")
    WRITE_UP = "write_up", _("What happened, and what we change")


class Why(models.TextChoices):
    """Why a customer could not be told."""

    NO_ADDRESS = "no_address", _("we have no mail address of them")
    BAD_ADDRESS = "bad_address", _("no mail can be sent to their address")
    NO_MAILBOX = "no_mailbox", _("the desk has no mailbox to send from")


class Answer(models.TextChoices):
    """What becomes of something that the desk suggests."""

    OPEN = "open", _("Waits for somebody to look")
    TAKEN = "taken", _("Taken")
    DISMISSED = "dismissed", _("Something else")
