"""Holding incidents while they change, always in the same order."""

from django.utils.translation import gettext as _

from whydesk.incidents.choices import State
from whydesk.incidents.models import Incident
from whydesk.incidents.refusals import NotOpen


def lock_incidents(*ids: int) -> dict[int, Incident]:
    """Keep others from changing these incidents meanwhile; the smallest number comes first."""
    found = Incident.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk")
    return {incident.pk: incident for incident in found}


def lock_incident(incident: Incident) -> Incident:
    """Read the incident anew and lock it.

    :raises NotOpen: it is part of another by now.
    """
    locked = lock_incidents(incident.pk)[incident.pk]
    if locked.merged_into is not None:
        sentence = _("This incident is part of “%(title)s” now. Go on there.")
        raise NotOpen(sentence % {"title": locked.merged_into.title})
    return locked


def lock_open(incident: Incident) -> Incident:
    """Lock the incident.

    :raises NotOpen: it is over, or part of another.
    """
    locked = lock_incident(incident)
    if locked.state != State.OPEN:
        raise NotOpen(_("This incident is over. Open it again first."))
    return locked
