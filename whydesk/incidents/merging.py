"""Finding that two incidents are one, and that they are not."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from whydesk.history.recording import record
from whydesk.incidents.choices import Answer, State
from whydesk.incidents.counting import count_affected
from whydesk.incidents.events import IncidentMerged, IncidentSetApart
from whydesk.incidents.locks import lock_incidents
from whydesk.incidents.models import Affected, Attached, Incident, Merging, Offer
from whydesk.incidents.refusals import CannotMerge
from whydesk.people.actors import Can
from whydesk.people.models import Agent


@transaction.atomic
def merge_incidents(incident: Incident, *, into: Incident, by: Agent) -> Merging:
    """Let an incident be part of another: its customers and tickets are that one's from now on.

    What was told stays where it was told. The four steps of each customer go
    along by a job.

    :raises CannotMerge: it is the same incident, or one is part of another already.
    """
    by.must(Can.RUN_INCIDENTS)
    locked = lock_incidents(incident.pk, into.pk)
    incident, into = locked[incident.pk], locked[into.pk]
    _check(incident, into)
    merging = Merging.objects.create(
        incident=incident, into=into, was=incident.state, moved=_move(incident, into), by=by
    )
    incident.state, incident.merged_into = State.MERGED, into
    incident.save(update_fields=["state", "merged_into"])
    Offer.objects.filter(incident=incident, state=Answer.OPEN).update(state=Answer.DISMISSED)
    _count(incident, into)
    record(IncidentMerged(incident.pk, into.pk, incident.title, into.title), by=by)
    return merging


@transaction.atomic
def undo_merge(incident: Incident, *, by: Agent) -> Incident:
    """Set the incident apart again, with the customers and tickets that it brought.

    :raises CannotMerge: it is no part of another.
    """
    by.must(Can.RUN_INCIDENTS)
    merging = Merging.objects.filter(incident=incident, undone_at=None).first()
    if merging is None:
        raise CannotMerge(_("This incident is no part of another."))
    locked = lock_incidents(incident.pk, merging.into_id)
    incident, into = locked[incident.pk], locked[merging.into_id]
    done = {"undone_at": timezone.now(), "undone_by": by}
    if not Merging.objects.filter(pk=merging.pk, undone_at=None).update(**done):
        return incident
    _move_back(merging)
    incident.state, incident.merged_into = State(merging.was), None
    incident.save(update_fields=["state", "merged_into"])
    _count(incident, into)
    record(IncidentSetApart(incident.pk, into.pk, incident.title, into.title), by=by)
    return incident


def _check(incident: Incident, into: Incident) -> None:
    if incident == into:
        raise CannotMerge(_("An incident cannot be part of itself."))
    for one in (incident, into):
        if one.state == State.MERGED:
            sentence = _("“%(title)s” is part of another incident already.")
            raise CannotMerge(sentence % {"title": one.title})
    if into.state != State.OPEN:
        raise CannotMerge(_("Choose an incident that goes on."))


def _move(incident: Incident, into: Incident) -> dict[str, list[int]]:
    """Move customers and tickets; return the keys of what was moved.

    A customer whom both affect is the other's already: only their tickets move.
    """
    theirs = list(Affected.objects.filter(incident=incident, removed_at=None).order_by("pk"))
    known = {_who(one): one for one in Affected.objects.filter(incident=into)}
    moved = [one.pk for one in theirs if _who(one) not in known]
    doubles = {one.pk: known[_who(one)] for one in theirs if _who(one) in known}
    Affected.objects.filter(pk__in=moved).update(incident=into)
    kept = [one.pk for one in doubles.values()]
    Affected.objects.filter(pk__in=kept).update(removed_at=None)
    tickets = list(Attached.objects.filter(incident=incident, detached_at=None).order_by("pk"))
    for attached in tickets:
        attached.incident = into
        attached.affected = doubles.get(attached.affected_id, attached.affected)
    Attached.objects.bulk_update(tickets, ["incident", "affected"], batch_size=1000)
    return {"affected": moved, "attached": [one.pk for one in tickets]}


def _who(affected: Affected) -> tuple[int | None, int | None]:
    return affected.company_id, affected.contact_id


def _move_back(merging: Merging) -> None:
    incident = merging.incident_id
    back = Affected.objects.filter(pk__in=merging.moved["affected"], incident=merging.into_id)
    back.update(incident=incident)
    theirs = Attached.objects.filter(pk__in=merging.moved["attached"], incident=merging.into_id)
    tickets = list(theirs.select_related("affected"))
    own = {_who(one): one for one in Affected.objects.filter(incident=incident)}
    for attached in tickets:
        attached.incident_id = incident
        attached.affected = own[_who(attached.affected)]
    Attached.objects.bulk_update(tickets, ["incident", "affected"], batch_size=1000)


def _count(*incidents: Incident) -> None:
    for incident in incidents:
        count_affected(incident.pk)
