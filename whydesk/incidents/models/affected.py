"""Whom an incident affects, and which tickets tell of it."""

from django.db import models
from django.utils import timezone

from whydesk.customers.models import Company, Contact
from whydesk.incidents.choices import Answer, Came
from whydesk.incidents.models.incidents import Incident
from whydesk.people.models import Agent
from whydesk.tickets.models import Ticket


class Affected(models.Model):
    """A customer that an incident affects: a company, or a contact who has none.

    `removed_at` is set where it turned out not to.
    """

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="affecteds")
    company = models.ForeignKey(Company, models.CASCADE, null=True, related_name="affected")
    contact = models.ForeignKey(Contact, models.CASCADE, null=True, related_name="+")
    came = models.CharField(max_length=10, choices=Came.choices)
    at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["incident", "company"], name="company_affected_once"),
            models.UniqueConstraint(fields=["incident", "contact"], name="contact_affected_once"),
            models.CheckConstraint(
                condition=models.Q(company=None) ^ models.Q(contact=None),
                name="affected_is_company_or_contact",
            ),
        ]
        indexes = [
            models.Index(
                fields=["incident", "id"],
                condition=models.Q(removed_at=None),
                name="affected_now",
            )
        ]

    def __str__(self) -> str:
        return f"{self.company_id or self.contact_id} by incident {self.incident_id}"


class Attached(models.Model):
    """A ticket that tells of an incident; it gets every update.

    `is_ours` says that we opened it, to tell a customer who had not written.
    """

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="attached")
    affected = models.ForeignKey(Affected, models.CASCADE, related_name="attached")
    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="incidents")
    is_ours = models.BooleanField(default=False)
    wants_write_up = models.BooleanField(default=False)
    at = models.DateTimeField(default=timezone.now)
    detached_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["ticket"],
                condition=models.Q(detached_at=None),
                name="ticket_of_one_incident",
            )
        ]
        indexes = [
            models.Index(
                fields=["incident", "id"],
                condition=models.Q(detached_at=None),
                name="attached_now",
            ),
            models.Index(
                fields=["affected"],
                condition=models.Q(detached_at=None),
                name="attached_of",
            ),
        ]

    def __str__(self) -> str:
        return f"ticket {self.ticket_id} to incident {self.incident_id}"


class Suggestion(models.Model):
    """Fresh messages of several customers that tell of the same trouble, perhaps an incident."""

    state = models.CharField(max_length=10, choices=Answer.choices, default=Answer.OPEN)
    quote = models.CharField(max_length=300)
    customers = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(default=timezone.now)
    incident = models.ForeignKey(Incident, models.SET_NULL, null=True, related_name="+")
    answered_by = models.ForeignKey(Agent, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["-id"], condition=models.Q(state="open"), name="suggestion_waits")
        ]

    def __str__(self) -> str:
        return self.quote


class Suggested(models.Model):
    """A ticket of a suggestion; a ticket is suggested once."""

    suggestion = models.ForeignKey(Suggestion, models.CASCADE, related_name="suggested")
    ticket = models.OneToOneField(Ticket, models.CASCADE, related_name="suggested")

    def __str__(self) -> str:
        return f"ticket {self.ticket_id}"


class Offer(models.Model):
    """A later ticket that seems to tell of an open incident."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="offers")
    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=Answer.choices, default=Answer.OPEN)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["incident", "ticket"], name="offered_once")]
        indexes = [
            models.Index(
                fields=["incident", "-id"],
                condition=models.Q(state="open"),
                name="offer_waits",
            )
        ]

    def __str__(self) -> str:
        return f"ticket {self.ticket_id} for incident {self.incident_id}"
