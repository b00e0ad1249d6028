"""Where incidents name or quote somebody who is to be forgotten."""

from whydesk.customers.blotting import NOBODY
from whydesk.customers.models import Erasure
from whydesk.incidents.models import Subscription, Suggestion
from whydesk.tickets.erasing import tickets_of


def forget_in_incidents(erasure: Erasure) -> None:
    """End their subscriptions to the status page and drop what was quoted of their tickets."""
    Subscription.objects.filter(email__in=erasure.addresses).delete()
    quoted = Suggestion.objects.filter(suggested__ticket__in=tickets_of(erasure))
    keys = list(quoted.values_list("pk", flat=True))
    Suggestion.objects.filter(pk__in=keys).update(quote=NOBODY)
