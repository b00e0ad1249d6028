"""A language model says which wishes and capabilities a ticket means, where there is one."""

from collections.abc import Collection, Mapping

from django.db import transaction
from django.db.models import Q

from whydesk.briefs.likening import matters_of
from whydesk.briefs.model import ask_model, has_model
from whydesk.history.recording import record
from whydesk.people.actors import DESK, Actor
from whydesk.tickets.models import Ticket
from whydesk.understanding.second_match import ask_which_fit, fits_in
from whydesk.wishes.events import TicketJudged
from whydesk.wishes.matching import near
from whydesk.wishes.models import Capability, Face, Judgement, Wish


def judge_what_is_meant(ticket: Ticket, *, by: Actor = DESK) -> bool:
    """Let the model judge what lies nearest, and say whether it answered in time.

    It is asked outside of any transaction, and shown what we wrote of wishes
    and capabilities, not what other customers called them.
    """
    matter = matters_of([ticket.pk]).get(ticket.pk, "") if has_model() else ""
    told = _own_words([str(entry["id"]) for entry in near(matter)])
    if not told:
        return False
    people = (ticket.contact.name, ticket.company.name if ticket.company else "")
    answer = ask_model(ask_which_fit(matter, list(told.values()), names=filter(None, people)))
    fits = fits_in(answer, len(told)) if answer else None
    if fits is None:
        return False
    _keep(ticket, dict(zip(told, fits, strict=True)), by=by)
    return True


@transaction.atomic
def _keep(ticket: Ticket, fits: Mapping[str, str], *, by: Actor) -> None:
    wishes = Wish.objects.in_bulk(_keys("wish", fits))
    capabilities = Capability.objects.in_bulk(_keys("capability", fits))
    Judgement.objects.filter(ticket=ticket).delete()
    Judgement.objects.bulk_create(
        [Judgement(ticket=ticket, wish_id=pk, fit=fits[f"wish {pk}"]) for pk in wishes]
        + [
            Judgement(ticket=ticket, capability_id=pk, fit=fits[f"capability {pk}"])
            for pk in capabilities
        ]
    )
    record(TicketJudged(ticket.pk, ticket.contact_id, ticket.company_id), by=by)


def _own_words(names: Collection[str]) -> dict[str, str]:
    """Return what we wrote of each wish and capability, in the order of their names."""
    own = Face.objects.filter(
        Q(wish__in=_keys("wish", names)) | Q(capability__in=_keys("capability", names)),
        is_own=True,
    )
    words = {
        f"wish {wish}" if wish else f"capability {capability}": text
        for wish, capability, text in own.order_by("-pk").values_list("wish", "capability", "text")
    }
    return {name: words[name] for name in names if name in words}


def _keys(noun: str, names: Collection[str]) -> list[int]:
    """Return the keys in names such as "wish 7"."""
    return [int(name.partition(" ")[2]) for name in names if name.startswith(f"{noun} ")]
