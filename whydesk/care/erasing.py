"""What was written about the care for somebody who is to be forgotten."""

from django.db.models import Q

from whydesk.care.models import Aftercare, Care, Check, Step, Telling
from whydesk.customers.blotting import Words
from whydesk.customers.models import Erasure
from whydesk.tickets.erasing import tickets_of


def forget_in_care(erasure: Erasure) -> None:
    """Take them out of reasons, stories and notes; what was told to them went with their mail."""
    near, own = Words(tuple(erasure.words), is_near=True), tickets_of(erasure)
    near.blot_rows(Care.objects.filter(ticket__in=own), "reason", "closed_because")
    near.blot_rows(Step.objects.filter(care__ticket__in=own), "why")
    told = Telling.objects.filter(step__care__ticket__in=own)
    near.blot_rows(told, "text", "cause", "beyond")
    full = Words(tuple(erasure.words))
    theirs = Q(ticket__in=own)
    if erasure.contact.company_id is not None:
        theirs |= Q(company=erasure.contact.company_id)
    watched = Aftercare.objects.filter(theirs)
    full.blot_rows(watched, "story", "ended_because")
    full.blot_rows(Check.objects.filter(aftercare__in=watched), "note")
