"""What was read in the messages of a ticket is noted on the ticket."""

from collections.abc import Collection

from whydesk.briefs.queries import briefs_of
from whydesk.tickets.briefing import note_brief


def note_on_tickets(ticket_ids: Collection[int]) -> None:
    """Bring what the tickets show of their messages up to date."""
    for ticket_id, brief in sorted(briefs_of(ticket_ids).items()):
        note_brief(
            ticket_id,
            kind=brief.kind,
            temperature=brief.temperature,
            is_blocking=brief.blocking,
            gist=brief.summary,
            is_read_by_model=brief.is_by_model,
        )
