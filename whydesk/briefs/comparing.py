"""A language model says which of the tickets near another one are like it, where there is one."""

from collections.abc import Mapping

from django.db import transaction

from whydesk.briefs.events import TicketCompared
from whydesk.briefs.likening import matters_of
from whydesk.briefs.model import ask_model, has_model
from whydesk.briefs.models import Comparison
from whydesk.briefs.similar import nearest_to
from whydesk.history.recording import record
from whydesk.people.actors import DESK, Actor
from whydesk.tickets.models import Ticket
from whydesk.understanding.second_match import ask_which_fit, fits_in


def compare_with_nearest(ticket: Ticket, *, by: Actor = DESK) -> bool:
    """Let the model judge the tickets that lie nearest, and say whether it answered in time.

    It is asked outside of any transaction. What an agent may see of them is decided when they look.
    """
    if not has_model():
        return False
    others = list(nearest_to(ticket, Ticket.objects.all()))
    matters = matters_of([ticket.pk, *others])
    text = matters.pop(ticket.pk, "")
    known = [other for other in others if other in matters]
    if not text or not known:
        return False
    question = ask_which_fit(
        text, [matters[other] for other in known], names=_names([ticket.pk, *known])
    )
    answer = ask_model(question)
    fits = fits_in(answer, len(known)) if answer else None
    if fits is None:
        return False
    _keep(ticket, dict(zip(known, fits, strict=False)), by=by)
    return True


@transaction.atomic
def _keep(ticket: Ticket, fits: Mapping[int, str], *, by: Actor) -> None:
    there = set(Ticket.objects.filter(pk__in=fits).values_list("pk", flat=True))
    Comparison.objects.filter(ticket=ticket).delete()
    Comparison.objects.bulk_create(
        Comparison(ticket=ticket, other_id=other, fit=fit)
        for other, fit in fits.items()
        if other in there
    )
    record(TicketCompared(ticket.pk), by=by)


def _names(ticket_ids: list[int]) -> list[str]:
    people = Ticket.objects.filter(pk__in=ticket_ids).values_list("contact__name", "company__name")
    return sorted({name for names in people for name in names if name})
