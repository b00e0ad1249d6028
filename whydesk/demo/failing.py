"""What failed in the demo company some days ago, what was told, and what was learnt from it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from whydesk.demo.chronicle import Happening
from whydesk.demo.hitting import hit
from whydesk.demo.introducing import Known
from whydesk.demo.news import LASTED, NEWS_WITHIN, TITLE, TOLD, WORDINGS, WRITTEN
from whydesk.demo.scenes import Scene
from whydesk.incidents.choices import About, Severity, State
from whydesk.incidents.events import (
    ActionAdded,
    ActionDone,
    IncidentDeclared,
    IncidentEnded,
    IncidentShown,
    UpdateWritten,
    WriteUpChanged,
    WriteUpPublished,
)
from whydesk.incidents.models import (
    Action,
    Ending,
    Incident,
    Update,
    UpdateText,
    Wording,
    WriteUp,
    WriteUpText,
)
from whydesk.people.models import Agent

AGO, NOTICED = timedelta(days=2, hours=3), timedelta(minutes=12)
WRITTEN_AFTER = timedelta(hours=26)
# What is to be done, by whom, so many days after, and after how many hours it was.
ACTIONS: tuple[tuple[str, str, int, int | None], ...] = (
    ("Send the alarm of the disks to whoever is on call", "denis", 2, 5),
    ("Remove old working files every night", "denis", 5, 27),
    ("Try the alarm once a month", "marta", 30, None),
)


def fail(scenes: Sequence[Scene], known: Known, now: datetime) -> Iterator[Happening]:
    """Save one incident that is over, with those whom it hit and what they are owed still."""
    since, lead = now - AGO, known.agents["marta"]
    incident = Incident.objects.create(
        title=TITLE,
        severity=Severity.PARTLY,
        state=State.OVER,
        since=since,
        over_at=since + LASTED,
        is_public=True,
        declared_by=lead,
        declared_at=since + NOTICED,
    )
    Wording.objects.bulk_create(
        Wording(incident=incident, language=code, title=title, works=works, broken=broken)
        for code, (title, works, broken) in WORDINGS.items()
    )
    declared = IncidentDeclared(incident.pk, TITLE, incident.severity)
    yield Happening(since + NOTICED, declared, lead)
    yield Happening(since + NOTICED, IncidentShown(incident.pk), lead)
    updates = [_update(incident, *told, lead) for told in TOLD]
    for update in updates:
        yield Happening(update.at, UpdateWritten(incident.pk, update.pk, update.about), lead)
    yield from hit(incident, updates, scenes, known, now)
    yield from _ended(incident, lead)
    yield from _learnt(incident, known)


def _update(
    incident: Incident, after: timedelta, about: About, texts: Mapping[str, str], by: Agent
) -> Update:
    at = incident.since + after
    update = Update.objects.create(
        incident=incident,
        about=about,
        next_news_at=at + NEWS_WITHIN if about == About.NEWS else None,
        is_posted=True,
        by=by,
        at=at,
        queued_at=at,
        settled_at=at,
    )
    UpdateText.objects.bulk_create(
        UpdateText(update=update, language=language, text=text) for language, text in texts.items()
    )
    return update


def _ended(incident: Incident, by: Agent) -> Iterator[Happening]:
    at = incident.since + LASTED
    Ending.objects.create(incident=incident, back=Ending.Back.FULLY, lost="Nothing.", by=by, at=at)
    yield Happening(at, IncidentEnded(incident.pk, TITLE), by)


def _learnt(incident: Incident, known: Known) -> Iterator[Happening]:
    lead, over = known.agents["marta"], incident.since + LASTED
    at = over + WRITTEN_AFTER
    written = WriteUp.objects.create(
        incident=incident, changed_at=at, published_at=at, published_by=lead
    )
    for language, (happened, cause, change) in WRITTEN.items():
        WriteUpText.objects.create(
            write_up=written, language=language, happened=happened, cause=cause, change=change
        )
        yield Happening(at, WriteUpChanged(incident.pk, language), lead)
    yield Happening(at, WriteUpPublished(incident.pk, TITLE), lead)
    yield from _done(incident, known)


def _done(incident: Incident, known: Known) -> Iterator[Happening]:
    over = incident.since + LASTED
    for text, who, days, hours in ACTIONS:
        owner = known.agents[who]
        done_at = over + timedelta(hours=hours) if hours else None
        due_on = (over + timedelta(days=days)).date()
        action = Action.objects.create(
            incident=incident, text=text, owner=owner, due_on=due_on, done_at=done_at
        )
        added = ActionAdded(incident.pk, action.pk, owner.name, text)
        yield Happening(over + timedelta(hours=1), added, known.agents["marta"])
        if done_at:
            yield Happening(done_at, ActionDone(incident.pk, action.pk, text), owner)
