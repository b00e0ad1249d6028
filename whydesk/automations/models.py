"""Rules that act by themselves, what they did, and what they would have done."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from whydesk.automations.acts import Acts
from whydesk.automations.conditions import Conditions
from whydesk.history.models import Entry
from whydesk.incidents.models import Incident
from whydesk.people.models import Agent
from whydesk.tickets.models import Message, Ticket


class SavedReply(models.Model):
    """An answer written once, in each language that it is needed in."""

    name = models.CharField(_("Name"), max_length=100)
    texts = models.JSONField(default=dict)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name", "id"]
        verbose_name_plural = "saved replies"
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                condition=models.Q(retired_at=None),
                name="saved_reply_named_once",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def text_in(self, language: str) -> str:
        """Return the text for a customer of this language, or the nearest that there is."""
        wanted = (language, settings.LANGUAGE_CODE, *dict(settings.LANGUAGES))
        return next((self.texts[code] for code in wanted if self.texts.get(code)), "")


class Rule(models.Model):
    """When something happens, and the conditions hold, then the acts.

    `names` keeps what the rule refers to as it was called when it was written.
    `preset` marks a rule that the desk offers by itself. A rule that was
    removed stays, for its log. `stopped_at` says that the desk switched it off.
    """

    position = models.PositiveIntegerField(default=0)
    when = models.CharField(max_length=30)
    conditions = models.JSONField(default=dict)
    acts = models.JSONField(default=dict)
    names = models.JSONField(default=dict)
    preset = models.CharField(max_length=30, blank=True)
    author = models.ForeignKey(Agent, models.SET_NULL, null=True, related_name="+")
    is_on = models.BooleanField(default=False)
    on_since = models.DateTimeField(null=True)
    stopped_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_on=False) | models.Q(removed_at=None),
                name="removed_rule_is_off",
            ),
            models.UniqueConstraint(
                fields=["preset"],
                condition=~models.Q(preset="") & models.Q(removed_at=None),
                name="preset_once",
            ),
        ]
        indexes = [
            models.Index(fields=["when"], condition=models.Q(is_on=True), name="rule_in_force")
        ]

    def __str__(self) -> str:
        return f"rule {self.pk}"

    @property
    def asks(self) -> Conditions:
        return Conditions.from_json(self.conditions)

    @property
    def does(self) -> Acts:
        return Acts.from_json(self.acts)


class Firing(models.Model):
    """A rule whose conditions held: what it did, or why it did not, each once for each event.

    `came_of` is the firing whose act was the event; so a chain of rules is
    known as one. `done` has for each act its name, its outcome and a detail;
    `incident` is the one that it declared, or to which it added the ticket.
    """

    class Outcome(models.TextChoices):
        FOLLOWED = "followed", _("Followed")
        RESTED = "rested", _("Rests: somebody or something it refers to is gone")
        OWN_DOING = "own_doing", _("Not followed: it was its own doing")
        TOO_DEEP = "too_deep", _("Not followed: three rules had followed one another already")
        TOO_OFTEN = "too_often", _("Stopped: it acted on this ticket again and again")

    rule = models.ForeignKey(Rule, models.PROTECT, related_name="firings", db_index=False)
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="+", db_index=False)
    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="firings", db_index=False)
    came_of = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    done = models.JSONField(default=list)
    incident = models.ForeignKey(Incident, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "rule"], name="rule_once_for_event")
        ]
        indexes = [
            models.Index(fields=["ticket", "rule", "at"], name="firing_on_ticket"),
            models.Index(fields=["rule", "-id"], name="firing_of_rule"),
        ]

    def __str__(self) -> str:
        return f"rule {self.rule_id} on #{self.ticket_id}: {self.outcome}"


class AutomaticAnswer(models.Model):
    """A saved reply that a rule sent: on a ticket each rule answers once."""

    rule = models.ForeignKey(Rule, models.PROTECT, related_name="+")
    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="+", db_index=False)
    message = models.OneToOneField(Message, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "rule"], name="rule_answers_once")]

    def __str__(self) -> str:
        return f"answer of rule {self.rule_id} on #{self.ticket_id}"


class Rehearsal(models.Model):
    """A rule held against what happened in the last month, in the background.

    It reads history from `newest` down and has come as far as `reached`, which
    happened at `reached_at`. `examined` counts the events that the rule waits
    for, `unknown` names conditions that nobody can judge for the past.
    """

    rule = models.OneToOneField(Rule, models.CASCADE, related_name="rehearsal")
    begun_at = models.DateTimeField()
    newest = models.BigIntegerField()
    reached = models.BigIntegerField()
    reached_at = models.DateTimeField()
    examined = models.PositiveIntegerField(default=0)
    unknown = models.JSONField(default=list)
    is_cut_short = models.BooleanField(default=False)
    finished_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"rehearsal of rule {self.rule_id}"


class Rehearsed(models.Model):
    """A ticket on which the rule would have acted, when first and how often."""

    rehearsal = models.ForeignKey(Rehearsal, models.CASCADE, related_name="tickets")
    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="+", db_index=False)
    at = models.DateTimeField()
    times = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rehearsal", "ticket"], name="rehearsed_once")
        ]

    def __str__(self) -> str:
        return f"#{self.ticket_id}, {self.times} times"
