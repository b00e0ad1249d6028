"""Declaring an incident over, and seeing that it is not."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from whydesk.history.recording import record
from whydesk.incidents.audience import languages_read
from whydesk.incidents.choices import About, State
from whydesk.incidents.events import IncidentEnded, IncidentReopened
from whydesk.incidents.informing import checked_texts, demand_languages, write_update
from whydesk.incidents.locks import lock_incident, lock_open
from whydesk.incidents.models import Ending, Incident
from whydesk.incidents.models.incidents import LONGEST
from whydesk.incidents.words import choose, demand, tidy
from whydesk.people.actors import Can
from whydesk.people.models import Agent


@transaction.atomic
def end_incident(
    incident: Incident,
    *,
    back: str,
    lost: str,
    remains: str = "",
    texts: Mapping[str, str],
    instead: str = "",
    by: Agent,
) -> Ending:
    """Declare it over, with a last word to everybody whom it affected.

    Two questions are answered before: is everything fully back, and was
    anything lost? No news is promised any more.

    :raises IncidentRefused: a question is not answered, or a language is missing.
    """
    by.must(Can.RUN_INCIDENTS)
    incident = lock_open(incident)
    ending = Ending(
        incident=incident,
        back=choose(back, Ending.Back.values),
        remains=tidy(remains, LONGEST, _("What is not back")),
        lost=demand(
            tidy(lost, LONGEST, _("What was lost")),
            _("Say whether anything was lost; “nothing” is an answer."),
        ),
        by=by,
    )
    if ending.back == Ending.Back.PARTLY:
        demand(ending.remains, _("Say what is not back yet."))
    said = checked_texts(texts)
    demand_languages(said, languages_read(incident), instead)
    ending.save()
    incident.state, incident.over_at = State.OVER, timezone.now()
    incident.next_news_at = incident.estimate_at = None
    incident.save(update_fields=["state", "over_at", "next_news_at", "estimate_at"])
    write_update(incident, said, about=About.OVER, instead=instead, by=by)
    record(IncidentEnded(incident.pk, incident.title), by=by)
    return ending


@transaction.atomic
def reopen_incident(incident: Incident, *, by: Agent) -> Incident:
    """Say that it is not over after all; what was told stays told."""
    by.must(Can.RUN_INCIDENTS)
    incident = lock_incident(incident)
    if incident.state == State.OPEN:
        return incident
    incident.state, incident.over_at = State.OPEN, None
    incident.save(update_fields=["state", "over_at"])
    endings = Ending.objects.filter(incident=incident, undone_at=None)
    endings.update(undone_at=timezone.now(), undone_by=by)
    record(IncidentReopened(incident.pk, incident.title), by=by)
    return incident
