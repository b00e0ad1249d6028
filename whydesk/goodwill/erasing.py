"""What stands in the ledger about somebody who is to be forgotten."""

from whydesk.customers.blotting import Words, erasing
from whydesk.customers.models import Erasure
from whydesk.goodwill.models import Gesture, Outcome, Reversal, Verdict
from whydesk.tickets.erasing import tickets_of


def forget_in_ledger(erasure: Erasure) -> None:
    """Take them out of its words; what was given, when and by whom stands."""
    near, own = Words(tuple(erasure.words), is_near=True), tickets_of(erasure)
    theirs = {"gesture__ticket__in": own}
    with erasing():
        near.blot_rows(Gesture.objects.filter(ticket__in=own), "reason")
        near.blot_rows(Verdict.objects.filter(**theirs), "word")
        near.blot_rows(Reversal.objects.filter(**theirs), "reason")
        near.blot_rows(Outcome.objects.filter(**theirs), "note")
