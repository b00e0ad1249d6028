"""Mailboxes, the mail that came and the mail that leaves."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from whydesk.mailroom.secrets import SecretField
from whydesk.people.models import Team


class Mailbox(models.Model):
    """An address of ours that customers write to and that answers come from."""

    address = models.EmailField(_("Address"), unique=True)
    name = models.CharField(_("Name that customers see"), max_length=200)
    signature = models.TextField(_("Signature"), blank=True)
    language = models.CharField(
        _("Language"), max_length=10, choices=settings.LANGUAGES, default="en"
    )
    team = models.ForeignKey(
        Team, models.SET_NULL, null=True, blank=True, verbose_name=_("Team"), related_name="+"
    )

    class Meta:
        verbose_name_plural = "mailboxes"
        ordering = ["address"]

    def __str__(self) -> str:
        return self.address


class Security(models.TextChoices):
    TLS = "tls", _("TLS")
    STARTTLS = "starttls", _("STARTTLS")
    NONE = "none", _("None")


class ImapAccount(models.Model):
    """Where a mailbox is fetched from, and how far it has been read."""

    class After(models.TextChoices):
        SEEN = "seen", _("Mark as read")
        MOVE = "move", _("Move to a folder")
        LEAVE = "leave", _("Leave untouched")

    mailbox = models.OneToOneField(Mailbox, models.CASCADE, related_name="imap")
    host = models.CharField(_("Host"), max_length=253)
    port = models.PositiveIntegerField(_("Port"), default=993)
    security = models.CharField(
        _("Security"), max_length=10, choices=Security.choices, default=Security.TLS
    )
    username = models.CharField(_("User name"), max_length=320)
    password = SecretField(_("Password"))
    folder = models.CharField(_("Folder"), max_length=200, default="INBOX")
    after = models.CharField(_("Then"), max_length=10, choices=After.choices, default=After.SEEN)
    move_to = models.CharField(_("Folder for mail taken in"), max_length=200, blank=True)
    uid_validity = models.BigIntegerField(default=0)
    last_uid = models.BigIntegerField(default=0)
    checked_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.username}@{self.host}"


class SmtpAccount(models.Model):
    """The server that mail of one mailbox leaves by, where it is not the desk's."""

    mailbox = models.OneToOneField(Mailbox, models.CASCADE, related_name="smtp")
    host = models.CharField(_("Host"), max_length=253)
    port = models.PositiveIntegerField(_("Port"), default=587)
    security = models.CharField(
        _("Security"), max_length=10, choices=Security.choices, default=Security.STARTTLS
    )
    username = models.CharField(_("User name"), max_length=320, blank=True)
    password = SecretField(_("Password"), blank=True)

    def __str__(self) -> str:
        return f"{self.username}@{self.host}"


class Letter(models.Model):
    """A mail as it came, byte for byte."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting to be read")
        READ = "read", _("Read")
        DUPLICATE = "duplicate", _("Came before")
        PARKED = "parked", _("Could not be read")

    mailbox = models.ForeignKey(Mailbox, models.SET_NULL, null=True, related_name="+")
    door = models.CharField(max_length=10)
    raw = models.BinaryField()
    digest = models.BinaryField(max_length=32, unique=True)
    envelope_from = models.CharField(max_length=320, blank=True)
    envelope_to = ArrayField(models.CharField(max_length=320), default=list)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    reason = models.TextField(blank=True)
    accepted_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["state", "id"],
                condition=models.Q(state__in=["waiting", "parked"]),
                name="letter_open",
            )
        ]


class Delivery(models.Model):
    """A mail that leaves, with how far it has come.

    `handing_over` is committed just before the last line goes to the server.
    A delivery found in that state after a crash may have been accepted, so it
    becomes `unclear` and a person decides; it is never sent again by itself.
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting to be sent")
        SENDING = "sending", _("Being sent")
        HANDING_OVER = "handing_over", _("Being handed over")
        SENT = "sent", _("Sent")
        BOUNCED = "bounced", _("Came back")
        FAILED = "failed", _("Could not be sent")
        UNCLEAR = "unclear", _("Perhaps sent")

    mailbox = models.ForeignKey(Mailbox, models.PROTECT, related_name="+")
    message_id = models.CharField(max_length=998, unique=True)
    envelope_from = models.CharField(max_length=320, blank=True)
    recipients = ArrayField(models.CharField(max_length=320))
    raw = models.BinaryField()
    state = models.CharField(max_length=15, choices=State.choices, default=State.QUEUED)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)
    is_automatic = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "deliveries"
        indexes = [
            models.Index(
                fields=["state", "next_try_at"],
                condition=models.Q(state__in=["queued", "sending", "handing_over"]),
                name="delivery_open",
            )
        ]

    def __str__(self) -> str:
        return self.message_id
