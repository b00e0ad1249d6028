"""What people are told, and by which ways."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from whydesk.mailroom.models import Delivery
from whydesk.mailroom.secrets import SecretField
from whydesk.people.models import Agent


class Way(models.Model):
    """A way in which one person is told, besides the screen.

    `url` is Apprise's address of a messenger, with the keys in it: it is kept
    encrypted, and never written to a log or shown whole again.
    """

    class Kind(models.TextChoices):
        MAIL = "mail", _("Mail")
        MESSENGER = "messenger", _("Messenger")

    class Pace(models.TextChoices):
        AT_ONCE = "at_once", _("At once")
        HOURLY = "hourly", _("Gathered, each hour")
        MORNING = "morning", _("Gathered, each morning at nine")

    agent = models.ForeignKey(Agent, models.CASCADE, related_name="ways")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = models.CharField(_("Name"), max_length=100)
    url = SecretField(blank=True)
    pace = models.CharField(_("When"), max_length=10, choices=Pace.choices, default=Pace.AT_ONCE)
    failures = models.PositiveSmallIntegerField(default=0)
    failing_since = models.DateTimeField(null=True)
    error = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agent"], condition=models.Q(kind="mail"), name="one_way_by_mail"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        """What the way is called among the choices of its person."""
        return self.Kind.MAIL.value if self.kind == self.Kind.MAIL else str(self.pk)


class Choice(models.Model):
    """By which ways somebody wants to hear of a topic: the screen, mail, or keys of ways."""

    agent = models.ForeignKey(Agent, models.CASCADE, related_name="+")
    topic = models.CharField(max_length=60)
    ways = ArrayField(models.CharField(max_length=20), default=list, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agent", "topic"], name="one_choice")]

    def __str__(self) -> str:
        return self.topic


class QuietHours(models.Model):
    """The hours in which somebody wants to be left alone, in their own time zone."""

    agent = models.OneToOneField(Agent, models.CASCADE, related_name="quiet_hours")
    since = models.TimeField()
    until = models.TimeField()

    class Meta:
        verbose_name_plural = "quiet hours"

    def __str__(self) -> str:
        return f"{self.since:%H:%M}–{self.until:%H:%M}"


class OnCall(models.Model):
    """A stretch of time in which somebody is reached whatever the hour."""

    agent = models.ForeignKey(Agent, models.CASCADE, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until__gt=models.F("since")), name="on_call_ends_after_it_begins"
            )
        ]
        indexes = [models.Index(fields=["until", "since"], name="on_call_at")]

    def __str__(self) -> str:
        return f"{self.agent_id}: {self.since}–{self.until}"


class Notice(models.Model):
    """One thing that happened, told to one person, once.

    `key` names what happened: nobody has two notices of the same. Where
    somebody has to answer for it, the next of `chain` is told at
    `passes_on_at` unless one of those told before has acknowledged.
    """

    agent = models.ForeignKey(Agent, models.CASCADE, related_name="notices", db_index=False)
    topic = models.CharField(max_length=60)
    event = models.CharField(max_length=60)
    data = models.JSONField()
    who = models.CharField(max_length=200)
    noun = models.CharField(max_length=20, blank=True)
    noun_id = models.BigIntegerField(null=True)
    key = models.CharField(max_length=100)
    is_on_screen = models.BooleanField(default=True)
    told_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    chain = ArrayField(models.BigIntegerField(), default=list)
    within_minutes = models.PositiveIntegerField(default=0)
    passes_on_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agent", "key"], name="one_notice")]
        indexes = [
            models.Index(fields=["agent", "-id"], name="notice_of_agent"),
            models.Index(
                fields=["agent", "noun", "noun_id"],
                condition=models.Q(seen_at=None, is_on_screen=True),
                name="notice_unseen",
            ),
            models.Index(
                fields=["passes_on_at"],
                condition=models.Q(passes_on_at__isnull=False),
                name="notice_passes_on",
            ),
            models.Index(fields=["key"], name="notice_by_key"),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def waits_for_yes(self) -> bool:
        """Say whether somebody is still asked to answer for it."""
        return bool(self.within_minutes) and self.acknowledged_at is None


class Dispatch(models.Model):
    """A notice on one of its ways, with how far it has come.

    `handing_over` is committed before the messenger is asked: one found so
    after a crash may have arrived, becomes `unclear` and is not sent again.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting to be sent")
        HANDING_OVER = "handing_over", _("Being handed over")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Could not be sent")
        UNCLEAR = "unclear", _("Perhaps sent")
        NEEDLESS = "needless", _("Seen before it was sent")

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="dispatches", db_index=False)
    way = models.ForeignKey(Way, models.CASCADE, related_name="dispatches")
    state = models.CharField(max_length=15, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(default=timezone.now)
    error = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True)
    delivery = models.ForeignKey(Delivery, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name_plural = "dispatches"
        constraints = [models.UniqueConstraint(fields=["notice", "way"], name="sent_once_a_way")]
        indexes = [
            models.Index(
                fields=["next_try_at"],
                condition=models.Q(state__in=["waiting", "handing_over"]),
                name="dispatch_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} by {self.way_id}"
