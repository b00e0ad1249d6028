"""What the product does today, told in articles."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from whydesk.people.models import Agent
from whydesk.tickets.models import Message, Ticket


class Capability(models.Model):
    """Something the product can do.

    `answered` counts how often it was the answer to a customer, `missed` how
    often they had asked for it as if it did not exist.
    """

    slug = models.SlugField(max_length=100, unique=True)
    tags = ArrayField(models.CharField(max_length=50), default=list)
    is_public = models.BooleanField(default=False)
    answered = models.PositiveIntegerField(default=0)
    missed = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "capabilities"
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.slug


class Article(models.Model):
    """A capability told in one language: what it is for, and how it is used."""

    capability = models.ForeignKey(Capability, models.CASCADE, related_name="articles")
    language = models.CharField(max_length=10, choices=settings.LANGUAGES)
    title = models.CharField(max_length=200)
    purpose = models.TextField(blank=True)
    how = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["capability", "language"], name="article_once")
        ]

    def __str__(self) -> str:
        return self.title


class Answering(models.Model):
    """A capability that was the answer on a ticket; the customer had not found it."""

    capability = models.ForeignKey(Capability, models.CASCADE, related_name="answerings")
    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="answerings")
    message = models.ForeignKey(Message, models.SET_NULL, null=True, related_name="+")
    agent = models.ForeignKey(Agent, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["capability", "ticket"], name="answers_ticket_once")
        ]

    def __str__(self) -> str:
        return f"{self.capability_id} on #{self.ticket_id}"
