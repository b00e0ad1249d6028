"""Wishes that customer success finds the reason of."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from whydesk.people.models import Agent
from whydesk.tickets.models import Message, Ticket
from whydesk.wishes.models.wishes import LONGEST, Wish


class Inquiry(models.Model):
    """A question that takes longer: what is known so far, and what was learnt."""

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("inquiry", "Open")
        DONE = "done", pgettext_lazy("inquiry", "Done")

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="inquiries")
    message = models.ForeignKey(Message, models.SET_NULL, null=True, related_name="+")
    wish = models.ForeignKey(Wish, models.PROTECT, null=True, related_name="inquiries")
    when = models.CharField(_("When"), max_length=LONGEST, blank=True)
    want = models.CharField(_("I want"), max_length=LONGEST, blank=True)
    so_that = models.CharField(_("So that"), max_length=LONGEST, blank=True)
    question = models.CharField(_("Question"), max_length=1000)
    assignee = models.ForeignKey(Agent, models.PROTECT, null=True, related_name="inquiries")
    due_at = models.DateTimeField()
    state = models.CharField(max_length=4, choices=State.choices, default=State.OPEN)
    learnt = models.TextField(_("What was learnt"), max_length=5000, blank=True)
    by = models.ForeignKey(Agent, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "inquiries"
        constraints = [
            models.UniqueConstraint(
                fields=["ticket"], condition=models.Q(state="open"), name="one_open_inquiry"
            )
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(state="open"), name="inquiry_open")
        ]

    def __str__(self) -> str:
        return f"inquiry on #{self.ticket_id}"
