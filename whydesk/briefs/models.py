"""What the desk read in messages, and what agents said against it."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from pgvector.django import HalfVectorField, HnswIndex

from whydesk.people.models import Agent
from whydesk.tickets.models import Message, Ticket

# Of the vectors that whydesk.understanding.space makes.
DIMENSIONS = 256


class Reading(models.Model):
    """What one message says, as the desk read it.

    The database adds a row for each message of a customer (see the migration),
    so that none is forgotten: an empty `version` means that it waits to be
    read. `corrected` is the brief after the corrections of agents, if there are any.
    """

    class Reader(models.TextChoices):
        DESK = "desk", _("Read by the desk itself")
        MODEL = "model", _("Read by the language model")

    message = models.OneToOneField(Message, models.CASCADE, related_name="reading")
    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="readings")
    version = models.CharField(max_length=40, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    reader = models.CharField(max_length=5, choices=Reader.choices, default=Reader.DESK)
    brief = models.JSONField(null=True)
    corrected = models.JSONField(null=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["id"], condition=models.Q(version=""), name="reading_waits"),
        ]

    def __str__(self) -> str:
        return f"reading of message {self.message_id}"

    @property
    def said(self) -> dict[str, object] | None:
        """What counts: the brief as corrected, or as read."""
        return self.corrected or self.brief

    @property
    def is_by_model(self) -> bool:
        return self.reader == self.Reader.MODEL


class Correction(models.Model):
    """An agent saying that a reading is wrong; kept for good, and learnt from.

    `where` is the name of a part, or the place in the text where a sentence
    begins; empty for what belongs to the message as a whole.
    """

    class What(models.TextChoices):
        KIND = "kind", _("Kind")
        TEMPERATURE = "temperature", _("Temperature")
        BLOCKING = "blocking", _("Blocked")
        ROLE = "role", _("Sentence")
        PART = "part", _("Part")

    reading = models.ForeignKey(Reading, models.CASCADE, related_name="corrections")
    what = models.CharField(max_length=12, choices=What.choices)
    where = models.CharField(max_length=12, blank=True)
    was = models.JSONField(null=True)
    to = models.JSONField(null=True)
    agent = models.ForeignKey(Agent, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.what} {self.where}: {self.to}"


class Likeness(models.Model):
    """Where the matter of a ticket lies among all others, to find those that are like it."""

    ticket = models.OneToOneField(Ticket, models.CASCADE, related_name="likeness")
    vector = HalfVectorField(dimensions=DIMENSIONS)

    class Meta:
        verbose_name_plural = "likenesses"
        indexes = [
            HnswIndex(
                name="likeness_nearest",
                fields=["vector"],
                m=16,
                ef_construction=64,
                opclasses=["halfvec_ip_ops"],
            )
        ]

    def __str__(self) -> str:
        return f"#{self.ticket_id}"


class Comparison(models.Model):
    """What the language model said of a ticket and one that lies near it."""

    class Fit(models.TextChoices):
        FITS = "fits"
        PERHAPS = "perhaps"
        NOTHING = "nothing"

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="comparisons")
    other = models.ForeignKey(Ticket, models.CASCADE, related_name="+")
    fit = models.CharField(max_length=7, choices=Fit.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ticket", "other"], name="tickets_compared_once")
        ]

    def __str__(self) -> str:
        return f"#{self.ticket_id} and #{self.other_id}: {self.fit}"


class OwnHead(models.Model):
    """What this desk has learnt to decide better than the shipped reading of a version.

    `right` and `shipped_right` count on examples that neither had seen.
    """

    what = models.CharField(max_length=12, unique=True)
    version = models.CharField(max_length=40)
    weights = models.TextField()
    examples = models.PositiveIntegerField()
    right = models.PositiveIntegerField()
    shipped_right = models.PositiveIntegerField()
    at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"{self.what}: {self.right} of {self.examples}, shipped {self.shipped_right}"


class Question(models.Model):
    """A part of the story that a reply asked the customer for."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="questions")
    message = models.ForeignKey(Message, models.CASCADE, related_name="+")
    part = models.CharField(max_length=12)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["message", "part"], name="part_asked_once_in_reply")
        ]

    def __str__(self) -> str:
        return f"{self.part} on #{self.ticket_id}"
