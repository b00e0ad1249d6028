"""What was noted on promises and urgency of somebody who is to be forgotten."""

from whydesk.customers.blotting import Words
from whydesk.customers.models import Erasure
from whydesk.desk.models import BrokenPromise, Overruling
from whydesk.tickets.erasing import tickets_of


def forget_reasons(erasure: Erasure) -> None:
    """Take them out of the reasons that people gave on their tickets."""
    near, own = Words(tuple(erasure.words), is_near=True), tickets_of(erasure)
    near.blot_rows(Overruling.objects.filter(ticket__in=own), "reason")
    near.blot_rows(BrokenPromise.objects.filter(due__ticket__in=own), "reason")
