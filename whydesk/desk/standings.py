"""How urgent tickets are, as it was last reckoned."""

from collections.abc import Collection

from whydesk.desk.choices import Reason
from whydesk.desk.models import Overruling, Standing

PROMISED = (Reason.NEAR, Reason.BROKEN)


def urgencies_but_for_promises(ticket_ids: Collection[int]) -> dict[int, int]:
    """Return the urgency of each in minutes, without what its promises add to it.

    Else a promise would be a reason for a stricter one. What somebody has said
    counts as they said it.
    """
    reckoned = Standing.objects.filter(ticket__in=ticket_ids).values_list("ticket", "reasons")
    found = {
        ticket: sum(minutes for reason, minutes, _times in reasons if reason not in PROMISED)
        for ticket, reasons in reckoned
    }
    said = Overruling.objects.filter(ticket__in=ticket_ids, ended_at=None)
    return found | dict(said.values_list("ticket", "minutes"))
