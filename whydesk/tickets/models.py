"""Tickets, their messages, and what belongs to them."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from whydesk.customers.models import Company, Contact
from whydesk.mailroom.models import Delivery, Letter, Mailbox
from whydesk.people.models import Agent, Team
from whydesk.tickets.choices import Channel, Kind, Temperature

# So many minutes before a moment. A column that keeps itself may not depend on
# the zone of whoever asks, so it is reckoned in UTC.
EARLIER = models.Func(
    *("waits_since", "urgency"),
    template="timezone('UTC', timezone('UTC', %(expressions)s))",
    arg_joiner=") - make_interval(mins => ",
)


class Ticket(models.Model):
    """A matter of one customer, from the first message to the answer.

    `waits_since` is the moment since which the customer waits for us; it is
    empty while nobody does. `snippet` is what they ask in one line of their
    own; it, `kind`, `temperature` and `is_blocking` are what was read in their
    messages (see whydesk.briefs), the kind empty until then, by the desk itself
    or by a language model. `due_at` is the next time that we owe them something,
    `urgency` how many minutes sooner it is their turn than by their waiting
    alone (for both see whydesk.desk); `stands_since` is what the two come to,
    and what queues are ordered by.
    """

    class Status(models.TextChoices):
        OPEN = "open", _("Open")
        WAITING = "waiting", _("Waiting for the customer")
        SNOOZED = "snoozed", _("Snoozed")
        CLOSED = "closed", _("Closed")
        SPAM = "spam", _("Spam")

    subject = models.CharField(max_length=500)
    snippet = models.CharField(max_length=300, blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.OPEN)
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="tickets")
    company = models.ForeignKey(Company, models.SET_NULL, null=True, related_name="tickets")
    mailbox = models.ForeignKey(Mailbox, models.SET_NULL, null=True, related_name="+")
    assignee = models.ForeignKey(Agent, models.SET_NULL, null=True, related_name="tickets")
    team = models.ForeignKey(Team, models.SET_NULL, null=True, related_name="tickets")
    channel = models.CharField(max_length=5, choices=Channel.choices, default=Channel.MAIL)
    language = models.CharField(max_length=10, blank=True)
    kind = models.CharField(max_length=10, choices=Kind.choices, blank=True)
    temperature = models.PositiveSmallIntegerField(choices=Temperature.choices, default=0)
    is_blocking = models.BooleanField(default=False)
    is_read_by_model = models.BooleanField(default=False)
    tags = ArrayField(models.CharField(max_length=50), default=list)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)
    waits_since = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    urgency = models.IntegerField(default=0)
    stands_since = models.GeneratedField(
        expression=EARLIER, output_field=models.DateTimeField(null=True), db_persist=True
    )
    snoozed_until = models.DateTimeField(null=True)
    undelivered = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(status="open") | models.Q(waits_since__isnull=False),
                name="open_ticket_waits",
            ),
            models.CheckConstraint(
                condition=models.Q(status="snoozed") ^ models.Q(snoozed_until__isnull=True),
                name="only_snoozed_ticket_wakes",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "stands_since", "id"], name="ticket_open"),
            models.Index(fields=["assignee", "status", "stands_since", "id"], name="ticket_mine"),
            models.Index(
                fields=["status", "stands_since", "id"],
                condition=models.Q(assignee=None),
                name="ticket_unassigned",
            ),
            models.Index(fields=["status", "-updated_at", "-id"], name="ticket_recent"),
            models.Index(fields=["contact", "-id"], name="ticket_of_contact"),
            models.Index(fields=["company", "-id"], name="ticket_of_company"),
            models.Index(
                fields=["snoozed_until"],
                condition=models.Q(status="snoozed"),
                name="ticket_to_wake",
            ),
            models.Index(
                fields=["-updated_at", "-id"],
                condition=models.Q(undelivered=True),
                name="ticket_undelivered",
            ),
            GinIndex(fields=["tags"], name="ticket_tags"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.subject}"

    def get_status_display(self) -> str:  # type: ignore[no-redef]
        """Say the state; Django's own lays out all of them for each ticket of a list."""
        return str(self.Status(self.status).label)

    @property
    def waits_for_us(self) -> bool:
        return self.status == self.Status.OPEN


class Participant(models.Model):
    """Somebody besides the contact who takes part: in copy, or joined by the contact."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="participants")
    contact = models.ForeignKey(Contact, models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ticket", "contact"], name="participant_once")
        ]


class Message(models.Model):
    """Something said on a ticket.

    `text` is what is new in it; `body_text` the whole as it came, quotes and
    signature included, empty when it is the same. `html` is sanitised.
    """

    class Kind(models.TextChoices):
        INCOMING = "incoming", _("Message")
        REPLY = "reply", _("Reply")
        NOTE = "note", _("Note")
        CALL = "call", _("Call")

    class Automatic(models.TextChoices):
        NO = "", _("Written by a person")
        AUTO_REPLY = "auto_reply", _("Automatic reply")
        OUT_OF_OFFICE = "out_of_office", _("Out of office")
        BOUNCE = "bounce", _("Delivery report")
        LIST = "list", _("Mailing list")

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="messages", db_index=False)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    channel = models.CharField(max_length=5, choices=Channel.choices, default=Channel.MAIL)
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, related_name="messages")
    agent = models.ForeignKey(Agent, models.PROTECT, null=True, related_name="messages")
    at = models.DateTimeField(default=timezone.now)
    message_id = models.CharField(max_length=998, blank=True)
    references = ArrayField(models.TextField(), default=list)
    to = ArrayField(models.TextField(), default=list)
    cc = ArrayField(models.TextField(), default=list)
    subject = models.CharField(max_length=1000, blank=True)
    text = models.TextField(blank=True)
    body_text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    language = models.CharField(max_length=10, blank=True)
    automatic = models.CharField(
        max_length=15, choices=Automatic.choices, default=Automatic.NO, blank=True
    )
    about = models.ForeignKey("self", models.SET_NULL, null=True, related_name="reports")
    letter = models.OneToOneField(Letter, models.SET_NULL, null=True, related_name="message")
    delivery = models.OneToOneField(Delivery, models.PROTECT, null=True, related_name="message")
    fingerprint = models.BinaryField(max_length=32, null=True, unique=True)
    search_words = models.TextField(blank=True)
    search = SearchVectorField(null=True, editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["ticket", "at", "id"], name="message_thread"),
            models.Index(
                fields=["message_id"],
                condition=~models.Q(message_id=""),
                name="message_by_message_id",
            ),
            GinIndex(fields=["search"], name="message_search"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} on #{self.ticket_id}"

    @property
    def is_from_customer(self) -> bool:
        return self.kind == self.Kind.INCOMING and not self.automatic


class Attachment(models.Model):
    """A file of a message; the bytes are stored once, by their digest."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="attachments")
    position = models.PositiveSmallIntegerField(default=0)
    filename = models.CharField(max_length=255)
    content_type = models.CharField(max_length=255)
    size = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    content_id = models.CharField(max_length=998, blank=True)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.filename


class Draft(models.Model):
    """What an agent has typed and not sent, one for each agent and ticket.

    `sheet` names the composer as it was shown on one screen, `sequence` counts
    what was saved from there, so that a late save puts nothing old over the new.
    """

    agent = models.ForeignKey(Agent, models.CASCADE, related_name="drafts")
    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="drafts")
    kind = models.CharField(max_length=10, choices=Message.Kind.choices, default=Message.Kind.REPLY)
    text = models.TextField(blank=True)
    cc = models.TextField(blank=True)
    sheet = models.CharField(max_length=40, blank=True)
    sequence = models.BigIntegerField(default=0)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agent", "ticket"], name="one_draft")]


class Upload(models.Model):
    """A file put into a draft, waiting to be sent with it."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="uploads")
    filename = models.CharField(max_length=255)
    content_type = models.CharField(max_length=255)
    size = models.BigIntegerField()
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.filename


class QueueCount(models.Model):
    """A change in how many tickets stand in a queue, written by triggers.

    The count of a queue is the sum of its rows. Rows are only ever added, so
    that two mails arriving at once never wait for each other, and folded into
    one from time to time. `agent_id` is 0 but for the queue of one agent.
    """

    queue = models.CharField(max_length=15)
    agent_id = models.BigIntegerField(default=0)
    tickets = models.IntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["agent_id", "queue"], include=["tickets"], name="queue_count")
        ]

    def __str__(self) -> str:
        return f"{self.queue}: {self.tickets}"
