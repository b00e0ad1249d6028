"""Who wants a wish, in their words, and what was true when they said it."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from whydesk.customers.models import Company, Contact
from whydesk.people.models import Agent
from whydesk.tickets.models import Message, Ticket
from whydesk.wishes.choices import Way, Weight, Workaround
from whydesk.wishes.models.wishes import LONGEST, Wish

LONGEST_QUOTE = 1000


class Voice(models.Model):
    """One company's wanting a wish, or one person's where there is no company.

    `wish` is the one it was given to; `root` the one it counts for, which
    follows merges. Account, plan and revenue stay as they were when it was
    said; `heard_at` is when the wish was last heard from them. `faded_at` is
    set by silence: nobody answered whether it still matters.
    """

    wish = models.ForeignKey(Wish, models.PROTECT, related_name="given")
    root = models.ForeignKey(Wish, models.PROTECT, related_name="voices", db_index=False)
    company = models.ForeignKey(Company, models.PROTECT, null=True, related_name="voices")
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="voices")
    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="voices")
    message = models.ForeignKey(Message, models.SET_NULL, null=True, related_name="+")
    agent = models.ForeignKey(Agent, models.PROTECT, related_name="+")
    said = models.CharField(_("In their words"), max_length=LONGEST_QUOTE, blank=True)
    when = models.CharField(_("When"), max_length=LONGEST, blank=True)
    want = models.CharField(_("I want"), max_length=LONGEST, blank=True)
    so_that = models.CharField(_("So that"), max_length=LONGEST, blank=True)
    weight = models.CharField(_("Weight"), max_length=12, choices=Weight.choices)
    workaround = models.CharField(
        _("Way around it"), max_length=8, choices=Workaround.choices, blank=True
    )
    account_kind = models.CharField(max_length=10, blank=True)
    plan = models.CharField(max_length=100, blank=True)
    monthly_revenue = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    currency = models.CharField(max_length=3, blank=True)
    language = models.CharField(max_length=10, blank=True)
    tell_by = models.CharField(max_length=4, choices=Way.choices, default=Way.MAIL)
    at = models.DateTimeField(default=timezone.now)
    heard_at = models.DateTimeField(default=timezone.now)
    faded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["wish", "company"],
                condition=models.Q(company__isnull=False),
                name="one_voice_of_company",
            ),
            models.UniqueConstraint(
                fields=["wish", "contact"],
                condition=models.Q(company=None),
                name="one_voice_of_contact",
            ),
        ]
        indexes = [models.Index(fields=["root", "-heard_at", "-id"], name="voice_of_wish")]

    def __str__(self) -> str:
        return f"voice {self.pk} for {self.root_id}"


class Retelling(models.Model):
    """A voice heard once more: what was said, and where."""

    voice = models.ForeignKey(Voice, models.CASCADE, related_name="retellings")
    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="+")
    message = models.ForeignKey(Message, models.SET_NULL, null=True, related_name="+")
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="+")
    agent = models.ForeignKey(Agent, models.PROTECT, related_name="+")
    said = models.CharField(max_length=LONGEST_QUOTE, blank=True)
    weight = models.CharField(max_length=12, choices=Weight.choices)
    workaround = models.CharField(max_length=8, choices=Workaround.choices, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["voice", "message"], name="message_retells_once")
        ]

    def __str__(self) -> str:
        return f"again by voice {self.voice_id}"
