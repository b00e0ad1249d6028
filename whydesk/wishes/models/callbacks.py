"""Who is to be told, who is to be asked, and whom the product does not fit."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from whydesk.customers.models import Company, Contact
from whydesk.people.models import Agent
from whydesk.tickets.models import Message, Ticket
from whydesk.wishes.choices import Answer, Asked, Way, Went
from whydesk.wishes.models.decisions import Decision
from whydesk.wishes.models.voices import Voice
from whydesk.wishes.models.wishes import Wish


class Callback(models.Model):
    """One customer to be told of one decision, in the ticket where they asked."""

    class State(models.TextChoices):
        DUE = "due", pgettext_lazy("callback", "To be told")
        NOT_REACHED = "not_reached", pgettext_lazy("callback", "Not reached")
        BOUNCED = "bounced", pgettext_lazy("callback", "Did not arrive")
        TOLD = "told", pgettext_lazy("callback", "Told")
        ANSWERED = "answered", pgettext_lazy("callback", "Answered")
        DROPPED = "dropped", pgettext_lazy("callback", "Given up")
        OVERTAKEN = "overtaken", pgettext_lazy("callback", "Overtaken by a later decision")

    UNTOLD = (State.DUE, State.NOT_REACHED, State.BOUNCED)
    HEARD = (State.TOLD, State.ANSWERED)

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="callbacks", db_index=False)
    voice = models.ForeignKey(Voice, models.PROTECT, related_name="callbacks")
    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="callbacks")
    assignee = models.ForeignKey(Agent, models.PROTECT, related_name="callbacks", db_index=False)
    way = models.CharField(max_length=4, choices=Way.choices, default=Way.MAIL)
    due_at = models.DateTimeField()
    state = models.CharField(max_length=11, choices=State.choices, default=State.DUE)
    draft = models.TextField(_("Draft"), blank=True)
    message = models.ForeignKey(Message, models.SET_NULL, null=True, related_name="callbacks")
    went = models.CharField(_("How it went"), max_length=10, choices=Went.choices, blank=True)
    note = models.TextField(_("Note"), max_length=2000, blank=True)
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["decision", "voice"], name="told_once_of_decision")
        ]
        indexes = [
            models.Index(fields=["decision", "state"], name="callback_of_decision"),
            models.Index(
                fields=["assignee", "due_at", "id"],
                condition=models.Q(state__in=("due", "not_reached", "bounced")),
                name="callback_untold",
            ),
            models.Index(
                fields=["told_at"],
                condition=models.Q(models.Q(state="answered") | models.Q(state="told", way="call"))
                & models.Q(went=""),
                name="callback_mood_unknown",
            ),
        ]

    def __str__(self) -> str:
        return f"callback {self.pk} of decision {self.decision_id}"

    @property
    def is_untold(self) -> bool:
        return self.state in self.UNTOLD


class Asking(models.Model):
    """A short question to a voice after a decision, and what came of it.

    `due_on` is the day to ask; an answer is waited for from the moment it was
    asked. `trouble` says why it could not be asked by mail: then somebody calls.
    `reply` is what they wrote after it, when no plain yes or no could be read in it.
    """

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="askings")
    voice = models.ForeignKey(Voice, models.PROTECT, related_name="askings")
    kind = models.CharField(max_length=13, choices=Asked.choices)
    due_on = models.DateField()
    asked_at = models.DateTimeField(null=True)
    message = models.ForeignKey(Message, models.SET_NULL, null=True, related_name="askings")
    trouble = models.CharField(max_length=300, blank=True)
    reply = models.ForeignKey(Message, models.SET_NULL, null=True, related_name="+")
    answer = models.CharField(max_length=7, choices=Answer.choices, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["decision", "voice", "kind"], name="asked_once")
        ]
        indexes = [
            models.Index(
                fields=["due_on"],
                condition=models.Q(answer="", asked_at=None, trouble=""),
                name="asking_due",
            ),
            models.Index(
                fields=["asked_at"],
                condition=models.Q(answer="", asked_at__isnull=False),
                name="asking_waits",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to voice {self.voice_id}"


class Misfit(models.Model):
    """The product does not fit this customer: what it cannot do was a deal-breaker.

    It stands until a later decision ends it.
    """

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="misfits")
    wish = models.ForeignKey(Wish, models.PROTECT, related_name="misfits")
    voice = models.ForeignKey(Voice, models.PROTECT, related_name="misfits")
    company = models.ForeignKey(Company, models.PROTECT, null=True, related_name="misfits")
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="misfits")
    text = models.TextField(blank=True)
    elsewhere = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["decision", "voice"], name="misfit_once")]

    def __str__(self) -> str:
        return f"wish {self.wish_id} fails contact {self.contact_id}"
