"""Telling people what happened: one notice for each of them, sent by the ways they chose."""

import hashlib
import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from whydesk.history.events import Event
from whydesk.history.models import Entry
from whydesk.notices.models import Dispatch, Notice, Way
from whydesk.notices.preferences import Preferences, preferences_of
from whydesk.notices.topics import MAIL, SCREEN, TOPICS, Topic
from whydesk.people.actors import DESK
from whydesk.people.models import Agent


@dataclass(frozen=True)
class Said:
    """What a notice says: who did what, to which noun, and the key of it all."""

    event: Event
    who: str
    noun: str
    noun_id: int | None
    key: str


@transaction.atomic
def tell(
    agent_ids: Collection[int],
    *,
    topic: Topic,
    event: Event,
    chain: Sequence[int] = (),
    within_minutes: int = 0,
) -> list[Notice]:
    """Tell these people of the event by the ways that they chose for the topic.

    An event that was recorded before is told with the name of whoever caused
    it. Nobody is told the same twice; somebody told of it for another topic
    too gets it by the ways of both. Unless one of them acknowledges within
    the minutes, the next of the chain is told. Who has left is passed over.
    """
    now = timezone.now()
    first, rest = _who(agent_ids, chain)
    said = said_of(event)
    wants = preferences_of(first, now)
    passes_on_at = now + timedelta(minutes=within_minutes) if rest and within_minutes else None
    notices = []
    for agent in first:
        keys = wants[agent.pk].keys_for(topic)
        if not keys and not within_minutes:
            continue
        notice = _noted(
            *(agent, topic, said, now),
            is_on_screen=SCREEN in keys,
            chain=rest,
            within_minutes=within_minutes,
            passes_on_at=passes_on_at,
        )
        _dispatch(notice, wants[agent.pk], topic, keys, now)
        notices.append(notice)
    return notices


def said_of(event: Event) -> Said:
    """Find the event in history: who caused it, and a key that is the same for each try."""
    subject = next(iter(event.subjects), None)
    noun, noun_id = subject or ("", None)
    if subject and (entry := _entry_of(event, subject)):
        return Said(event, entry.actor_name, noun, noun_id, f"{event.name}:{entry.pk}")
    written = json.dumps(event.data, sort_keys=True).encode()
    key = f"{event.name}:{hashlib.sha256(written).hexdigest()[:32]}"
    return Said(event, DESK.name, noun, noun_id, key)


def _entry_of(event: Event, subject: tuple[str, int]) -> Entry | None:
    about = Entry.objects.filter(subjects__noun=subject[0], subjects__noun_id=subject[1])
    return about.filter(event=event.name, data=event.data).order_by("-pk").first()


def send_soon(ways: Iterable[Way]) -> None:
    """Have what waits on these ways sent, as soon as the transaction is through."""
    for way in ways:
        # Two jobs of one way never run at once, so that neither sends what the other does.
        job = app.configure_task("notices.jobs.send_by_way", queue="outgoing", lock=f"way {way.pk}")
        job.defer(way_id=way.pk)


def _who(agent_ids: Collection[int], chain: Sequence[int]) -> tuple[list[Agent], list[int]]:
    """Return who is told now and who may be told later, of those who still work here."""
    asked = list(dict.fromkeys([*agent_ids, *chain]))
    here = Agent.objects.filter(is_active=True).in_bulk(asked)
    first = [here[key] for key in asked if key in here and key in agent_ids]
    rest = [key for key in asked if key in here and key not in agent_ids]
    if not first and rest:
        return [here[rest[0]]], rest[1:]
    return first, rest


def _noted(
    agent: Agent, topic: Topic, said: Said, now: datetime, *, is_on_screen: bool, **chain: object
) -> Notice:
    """Write the notice, or add to the one there is what this topic wants of it."""
    fields = {
        "topic": topic.name,
        "event": said.event.name,
        "data": said.event.data,
        "who": said.who,
        "noun": said.noun,
        "noun_id": said.noun_id,
        "is_on_screen": is_on_screen,
        "told_at": now,
        **chain,
    }
    notice, is_new = Notice.objects.select_for_update().get_or_create(
        agent=agent, key=said.key, defaults=fields
    )
    if not is_new:
        _join(notice, topic, is_on_screen=is_on_screen, **chain)
    return notice


def _join(notice: Notice, topic: Topic, *, is_on_screen: bool, **chain: object) -> None:
    known = TOPICS.get(notice.topic)
    if topic.is_urgent and not (known and known.is_urgent):
        notice.topic = topic.name
    notice.is_on_screen = notice.is_on_screen or is_on_screen
    if not notice.within_minutes:
        for name, value in chain.items():
            setattr(notice, name, value)
    notice.save()


def _dispatch(
    notice: Notice, wants: Preferences, topic: Topic, keys: set[str], now: datetime
) -> None:
    """Put the notice on its ways, each once, and send what is due."""
    ways = [way for way in wants.ways if way.key in keys]
    if MAIL in keys and not any(way.kind == Way.Kind.MAIL for way in ways):
        ways.append(mail_way_of(notice.agent))
    moments = {way: wants.moment_for(way, topic, now) for way in ways}
    Dispatch.objects.bulk_create(
        (Dispatch(notice=notice, way=way, next_try_at=at) for way, at in moments.items()),
        ignore_conflicts=True,
    )
    send_soon(way for way, at in moments.items() if at <= now)


def mail_way_of(agent: Agent) -> Way:
    """Return the way that everybody has without setting it up."""
    way, _is_new = Way.objects.get_or_create(
        agent=agent, kind=Way.Kind.MAIL, defaults={"name": agent.email[:100]}
    )
    return way
