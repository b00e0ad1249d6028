"""What was read in a ticket's messages stands on the ticket, where lists can show it."""

from whydesk.tickets.models import Ticket
from whydesk.tickets.words import snippet_of


def note_brief(
    ticket_id: int,
    *,
    kind: str,
    temperature: int,
    is_blocking: bool,
    gist: str,
    is_read_by_model: bool,
) -> None:
    """Keep on the ticket what its messages say; whoever read them has recorded it."""
    fields: dict[str, object] = {
        "kind": kind,
        "temperature": temperature,
        "is_blocking": is_blocking,
        "is_read_by_model": is_read_by_model,
    }
    if gist:
        fields["snippet"] = snippet_of(gist)
    Ticket.objects.filter(pk=ticket_id).update(**fields)
