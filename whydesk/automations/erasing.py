"""Where the log of the rules names somebody who is to be forgotten."""

from whydesk.automations.models import Firing
from whydesk.customers.blotting import Words
from whydesk.customers.models import Erasure
from whydesk.tickets.erasing import tickets_of


def forget_in_log(erasure: Erasure) -> None:
    """Take them out of what rules did on their tickets."""
    theirs = Firing.objects.filter(ticket__in=tickets_of(erasure))
    Words(tuple(erasure.words), is_near=True).blot_rows(theirs, "done")
