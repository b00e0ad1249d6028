"""What was read in the words of a person who is to be forgotten."""

from django.db.models import Q

from whydesk.briefs.models import Comparison, Likeness, Reading
from whydesk.customers.models import Erasure
from whydesk.tickets.erasing import tickets_of


def forget_readings(erasure: Erasure) -> None:
    """Drop what was read in their messages, with the corrections, and where their tickets lie.

    What a ticket counts as, its kind and temperature, stays.
    """
    Reading.objects.filter(message__contact__in=erasure.contact_ids).delete()
    tickets = tickets_of(erasure)
    Likeness.objects.filter(ticket__in=tickets).delete()
    Comparison.objects.filter(Q(ticket__in=tickets) | Q(other__in=tickets)).delete()
