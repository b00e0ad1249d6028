"""Seeing that fresh messages of several customers tell of the same trouble."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from pgvector.django import MaxInnerProduct

from whydesk.briefs.models import Likeness
from whydesk.history.recording import record
from whydesk.incidents.choices import Answer, State
from whydesk.incidents.events import IncidentSuggested, SuggestionDismissed, TicketOffered
from whydesk.incidents.models import Attached, Incident, Offer, Suggested, Suggestion
from whydesk.people.actors import DESK, Actor, Can
from whydesk.people.models import Agent
from whydesk.tickets.choices import Kind
from whydesk.tickets.models import Ticket

WITHIN = timedelta(hours=1)
# So many customers are no coincidence.
CUSTOMERS = 3
# Inner product of two vectors of one length from which two messages tell of the same.
ALIKE = 0.45
TROUBLE = (Kind.BUG, Kind.OUTAGE)
# A look at more of the newest tickets would find the same trouble again.
_NEWEST = 1_000
_NEAREST = 100
_TOLD = ("company", "contact", "snippet", "subject")


def look_at(ticket_id: int) -> None:
    """Offer a fresh ticket to an incident that it seems to tell of, or suggest an incident.

    :raises Likeness.DoesNotExist: where the ticket lies among the others is not known yet.
    """
    ticket = Ticket.objects.get(pk=ticket_id)
    if not _is_fresh_trouble(ticket) or _is_known(ticket):
        return
    vector = Likeness.objects.get(ticket=ticket).vector
    incident = _nearest_incident(vector)
    if incident is not None:
        offer_ticket(incident, ticket)
        return
    alike = _alike(ticket, vector)
    if len({_customer(one) for one in [ticket, *alike]}) >= CUSTOMERS:
        suggest(ticket, alike)


def _is_fresh_trouble(ticket: Ticket) -> bool:
    is_fresh = ticket.created_at >= timezone.now() - WITHIN
    return is_fresh and ticket.kind in TROUBLE and ticket.status != Ticket.Status.SPAM


def _is_known(ticket: Ticket) -> bool:
    """Say whether somebody has it with an incident, or has seen that it is none."""
    attached = Attached.objects.filter(ticket=ticket, detached_at=None)
    seen = Suggested.objects.filter(ticket=ticket)
    return attached.exists() or seen.exists()


def _nearest_incident(vector: Sequence[float]) -> Incident | None:
    """Return the open incident of which a ticket is most like this one."""
    told = Attached.objects.filter(
        incident__state=State.OPEN, detached_at=None, is_ours=False, ticket__likeness__isnull=False
    )
    newest = told.order_by("-pk").values("pk")[:_NEWEST]
    near = Attached.objects.filter(pk__in=newest).annotate(
        distance=MaxInnerProduct("ticket__likeness__vector", vector)
    )
    closest = near.filter(distance__lte=-ALIKE).select_related("incident")
    found = closest.order_by("distance").first()
    return found.incident if found else None


def _alike(ticket: Ticket, vector: Sequence[float]) -> list[Ticket]:
    """Return the fresh tickets of the same trouble, the most alike first.

    There are few fresh ones, so they are compared one by one; the index of
    all tickets of all years would name mostly old ones.
    """
    newest = Ticket.objects.order_by("-pk").values("pk")[:_NEWEST]
    fresh = Ticket.objects.filter(
        pk__in=newest, kind__in=TROUBLE, created_at__gte=timezone.now() - WITHIN
    )
    fresh = fresh.exclude(pk=ticket.pk).exclude(status=Ticket.Status.SPAM)
    near = fresh.only(*_TOLD).annotate(distance=MaxInnerProduct("likeness__vector", vector))
    return list(_unseen(near).filter(distance__lte=-ALIKE).order_by("distance")[:_NEAREST])  # type: ignore[misc]


def _unseen(tickets: QuerySet[Ticket]) -> QuerySet[Ticket]:
    """Leave out what somebody has answered already, one way or the other."""
    answered = Suggested.objects.exclude(suggestion__state=Answer.OPEN).values("ticket")
    attached = Attached.objects.filter(detached_at=None).values("ticket")
    return tickets.exclude(pk__in=answered).exclude(pk__in=attached)


def _customer(ticket: Ticket) -> tuple[str, int]:
    return ("company", ticket.company_id) if ticket.company_id else ("contact", ticket.contact_id)


@transaction.atomic
def suggest(ticket: Ticket, alike: Sequence[Ticket]) -> Suggestion:
    """Suggest an incident of these tickets, or add to the suggestion that has some of them."""
    tickets = [ticket, *alike]
    open_ones = Suggestion.objects.select_for_update(of=("self",)).filter(
        state=Answer.OPEN, suggested__ticket__in=tickets
    )
    suggestion = open_ones.order_by("pk").first()
    is_new = suggestion is None
    if suggestion is None:
        suggestion = Suggestion.objects.create(quote=_quote(tickets))
    Suggested.objects.bulk_create(
        (Suggested(suggestion=suggestion, ticket=one) for one in tickets), ignore_conflicts=True
    )
    theirs = Ticket.objects.filter(suggested__suggestion=suggestion)
    suggestion.customers = sum(
        theirs.aggregate(
            companies=Count("company", distinct=True),
            people=Count("contact", distinct=True, filter=Q(company=None)),
        ).values()
    )
    suggestion.save(update_fields=["customers"])
    if is_new:
        record(IncidentSuggested(suggestion.pk, suggestion.customers), by=DESK)
    return suggestion


def _quote(tickets: Sequence[Ticket]) -> str:
    """Return what one of them asks in one line."""
    lines = (one.snippet or one.subject for one in tickets)
    return next((line for line in lines if line), "")[:300]


@transaction.atomic
def offer_ticket(incident: Incident, ticket: Ticket) -> Offer:
    """Say on the incident's page that a later ticket seems to tell of it, once."""
    offer, is_new = Offer.objects.get_or_create(incident=incident, ticket=ticket)
    if is_new:
        record(TicketOffered(incident.pk, ticket.pk), by=DESK)
    return offer


def take_suggestion(suggestion: Suggestion, incident: Incident, *, by: Actor) -> None:
    """Note that the suggestion has become an incident."""
    _answer(suggestion, Answer.TAKEN, by, incident=incident)


@transaction.atomic
def dismiss_suggestion(suggestion: Suggestion, *, by: Actor) -> Suggestion:
    """Say that these messages are no incident; they are not suggested again."""
    by.must(Can.RUN_INCIDENTS)
    if _answer(suggestion, Answer.DISMISSED, by):
        record(SuggestionDismissed(suggestion.pk), by=by)
    suggestion.refresh_from_db()
    return suggestion


def _answer(
    suggestion: Suggestion, answer: Answer, by: Actor, incident: Incident | None = None
) -> int:
    """Answer the suggestion unless somebody has; return whether it was this one."""
    return Suggestion.objects.filter(pk=suggestion.pk, state=Answer.OPEN).update(
        state=answer,
        incident=incident,
        answered_by=by if isinstance(by, Agent) else None,
        answered_at=timezone.now(),
    )


def forget_old_suggestions() -> int:
    """Let go of suggestions that nobody has looked at for a day; return how many."""
    old = Suggestion.objects.filter(state=Answer.OPEN, at__lt=timezone.now() - timedelta(days=1))
    return old.update(state=Answer.DISMISSED, answered_at=timezone.now())
