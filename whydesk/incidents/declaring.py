"""Saying that something of ours fails for many, and correcting what is said of it."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from whydesk.history.recording import record
from whydesk.incidents.attaching import attach
from whydesk.incidents.choices import Severity
from whydesk.incidents.events import (
    IncidentChanged,
    IncidentDeclared,
    IncidentHidden,
    IncidentShown,
)
from whydesk.incidents.locks import lock_incident, lock_open
from whydesk.incidents.models import Incident, Suggestion, Wording
from whydesk.incidents.models.incidents import LONGEST
from whydesk.incidents.promising import promised
from whydesk.incidents.refusals import Incomplete, WrongMoment
from whydesk.incidents.suggesting import take_suggestion
from whydesk.incidents.words import by_language, choose, demand, tidy_line
from whydesk.people.actors import Actor, Can
from whydesk.people.models import Agent
from whydesk.tickets.models import Ticket

Said = str | Mapping[str, str]


@transaction.atomic
def declare_incident(
    *,
    title: str,
    severity: str,
    since: datetime,
    works: Said = "",
    broken: Said = "",
    tickets: Iterable[Ticket] = (),
    public_title: Said = "",
    next_news_at: datetime | None = None,
    estimate_at: datetime | None = None,
    is_public: bool = False,
    suggestion: Suggestion | None = None,
    by: Actor,
) -> Incident:
    """Say that something fails for many customers, those of the tickets among them.

    What works and what does not is for customers, in as many languages as it
    is written in. The public sees nothing unless told so.

    :raises IncidentRefused: something is missing, or one of the tickets is of another incident.
    """
    by.must(Can.RUN_INCIDENTS)
    incident = Incident.objects.create(
        title=_title(title),
        severity=choose(severity, Severity.values),
        since=_past(since),
        next_news_at=promised(next_news_at),
        estimate_at=estimate_at,
        declared_by=by if isinstance(by, Agent) else None,
    )
    _word(incident, public_title, works, broken)
    record(IncidentDeclared(incident.pk, incident.title, incident.severity), by=by)
    attach(incident, list(tickets), by=by)
    if suggestion is not None:
        take_suggestion(suggestion, incident, by=by)
    if is_public:
        show_incident(incident, by=by)
    incident.refresh_from_db()
    return incident


@transaction.atomic
def change_incident(
    incident: Incident,
    *,
    title: str,
    severity: str,
    since: datetime,
    public_title: Said = "",
    works: Said = "",
    broken: Said = "",
    by: Actor,
) -> Incident:
    """Correct what is said of an incident."""
    by.must(Can.RUN_INCIDENTS)
    incident = lock_incident(incident)
    new = {
        "title": _title(title),
        "severity": choose(severity, Severity.values),
        "since": _past(since),
    }
    changed = [name for name, value in new.items() if getattr(incident, name) != value]
    for name in changed:
        setattr(incident, name, new[name])
    changed += _word(incident, public_title, works, broken)
    if incident.is_public:
        _demand_public(incident)
    if changed:
        incident.save()
        record(IncidentChanged(incident.pk, changed), by=by)
    return incident


@transaction.atomic
def estimate(incident: Incident, *, at: datetime | None, by: Actor) -> Incident:
    """Note when it will be over, as far as we can tell; this is no promise."""
    by.must(Can.RUN_INCIDENTS)
    incident = lock_open(incident)
    if incident.estimate_at != at:
        incident.estimate_at = at
        incident.save(update_fields=["estimate_at"])
        record(IncidentChanged(incident.pk, ["estimate_at"]), by=by)
    return incident


@transaction.atomic
def show_incident(incident: Incident, *, by: Actor) -> Incident:
    """Put the incident on the public status page.

    :raises Incomplete: it has no name for customers in any language.
    """
    by.must(Can.RUN_INCIDENTS)
    incident = lock_incident(incident)
    if incident.is_public:
        return incident
    _demand_public(incident)
    incident.is_public = True
    incident.save(update_fields=["is_public"])
    record(IncidentShown(incident.pk), by=by)
    return incident


@transaction.atomic
def hide_incident(incident: Incident, *, by: Actor) -> Incident:
    """Take the incident, and everything said on it, off the public status page."""
    by.must(Can.RUN_INCIDENTS)
    incident = lock_incident(incident)
    if incident.is_public:
        incident.is_public = False
        incident.save(update_fields=["is_public"])
        record(IncidentHidden(incident.pk), by=by)
    return incident


def _title(title: str) -> str:
    return demand(tidy_line(title, 200, _("The name")), _("Give the incident a name."))


def _past(since: datetime) -> datetime:
    """Return the moment; what begins later is no incident yet."""
    if since > timezone.now():
        raise WrongMoment(_("An incident has begun already. Choose a time in the past."))
    return since


def _word(incident: Incident, titles: Said, works: Said, broken: Said) -> list[str]:
    """Keep what customers read, in each language; return the languages in which it changed."""
    said = {
        "title": by_language(titles, 200, _("The name for customers"), is_line=True),
        "works": by_language(works, LONGEST, _("What works")),
        "broken": by_language(broken, LONGEST, _("What does not work")),
    }
    known = {wording.language: wording for wording in incident.wordings.all()}
    return [
        language
        for language, _name in settings.LANGUAGES
        if _changed(incident, language, known.get(language), said)
    ]


def _changed(
    incident: Incident,
    language: str,
    known: Wording | None,
    said: Mapping[str, Mapping[str, str]],
) -> bool:
    new = {name: texts.get(language, "") for name, texts in said.items()}
    if known is None and not any(new.values()):
        return False
    wording = known or Wording(incident=incident, language=language)
    if known and all(getattr(wording, name) == text for name, text in new.items()):
        return False
    for name, text in new.items():
        setattr(wording, name, text)
    wording.save()
    return True


def _demand_public(incident: Incident) -> None:
    """Stop where the public would read a name meant for us."""
    if not any(incident.wordings.values_list("title", flat=True)):
        raise Incomplete(_("Give it a name for customers before the public sees it."))
