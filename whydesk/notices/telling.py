"""Telling people what happened: one notice for each of them, sent by the ways they chose."""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

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

    event: str
    data: dict[str, Any]
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
    the minutes, the next of the chain is told. Who has left is passed over,
    and on a chain so is who is away, as long as anybody else is left.
    """
    first, rest = _who(agent_ids, chain)
    return _tell(said_of(event), first, topic, rest, within_minutes)


@transaction.atomic
def tell_next(notice: Notice) -> list[Notice]:
    """Tell the next of the chain who still works here what nobody has acknowledged."""
    first, rest = _who(notice.chain[:0], notice.chain)
    said = Said(
        *(notice.event, notice.data, notice.who, notice.noun, notice.noun_id, notice.key),
    )
    topic = TOPICS.get(notice.topic) or Topic(notice.topic, notice.topic)
    return _tell(said, first, topic, rest, notice.within_minutes)


def _tell(
    said: Said, agents: Sequence[Agent], topic: Topic, chain: list[int], within_minutes: int
) -> list[Notice]:
    now = timezone.now()
    wants = preferences_of(agents, now)
    asks: dict[str, Any] = {"chain": chain, "within_minutes": within_minutes, "passes_on_at": None}
    if chain and within_minutes:
        asks["passes_on_at"] = now + timedelta(minutes=within_minutes)
    notices = []
    for agent in agents:
        keys = wants[agent.pk].keys_for(topic)
        if not keys and not within_minutes:
            continue
        notice = _noted(agent, topic, said, now, is_on_screen=SCREEN in keys, asks=asks)
        _dispatch(notice, wants[agent.pk], topic, keys, now)
        notices.append(notice)
    return notices


def said_of(event: Event) -> Said:
    """Find the event in history: who caused it, and a key that is the same for each try."""
    noun, noun_id = next(iter(event.subjects), ("", None))
    if entry := entry_of(event):
        key = f"{event.name}:{entry.pk}"
        return Said(event.name, event.data, entry.actor_name, noun, noun_id, key)
    written = json.dumps(event.data, sort_keys=True).encode()
    key = f"{event.name}:{hashlib.sha256(written).hexdigest()[:32]}"
    return Said(event.name, event.data, DESK.name, noun, noun_id, key)


def entry_of(event: Event) -> Entry | None:
    """Find the newest entry that says just this."""
    for noun, noun_id in event.subjects[:1]:
        about = Entry.objects.filter(subjects__noun=noun, subjects__noun_id=noun_id)
        return about.filter(event=event.name, data=event.data).order_by("-pk").first()
    return None


def send_soon(way_ids: Iterable[int]) -> None:
    """Have what waits on these ways sent, as soon as the transaction is through."""
    for way_id in way_ids:
        # Two jobs of one way never run at once, so that neither sends what the other does.
        job = app.configure_task("notices.jobs.send_by_way", queue="outgoing", lock=f"way {way_id}")
        job.defer(way_id=way_id)


def _who(agent_ids: Collection[int], chain: Sequence[int]) -> tuple[list[Agent], list[int]]:
    """Return who is told now and who may be told later, of those who are here."""
    asked = list(dict.fromkeys([*agent_ids, *chain]))
    here = Agent.objects.filter(is_active=True).in_bulk(asked)
    if chain:
        here = {key: agent for key, agent in here.items() if not agent.is_away} or here
    first = [here[key] for key in asked if key in here and key in agent_ids]
    rest = [key for key in asked if key in here and key not in agent_ids]
    if not first and rest:
        return [here[rest[0]]], rest[1:]
    return first, rest


def _noted(
    agent: Agent,
    topic: Topic,
    said: Said,
    now: datetime,
    *,
    is_on_screen: bool,
    asks: Mapping[str, Any],
) -> Notice:
    """Write the notice, or add to the one there is what this topic wants of it."""
    fields = {**vars(said), **asks, "topic": topic.name, "told_at": now}
    del fields["key"]
    notice, is_new = Notice.objects.select_for_update().get_or_create(
        agent=agent, key=said.key, defaults={**fields, "is_on_screen": is_on_screen}
    )
    if not is_new:
        _join(notice, topic, is_on_screen=is_on_screen, asks=asks)
    return notice


def _join(notice: Notice, topic: Topic, *, is_on_screen: bool, asks: Mapping[str, Any]) -> None:
    known = TOPICS.get(notice.topic)
    if topic.is_urgent and not (known and known.is_urgent):
        notice.topic = topic.name
    notice.is_on_screen = notice.is_on_screen or is_on_screen
    if not notice.within_minutes:
        for name, value in asks.items():
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
    send_soon(way.pk for way, at in moments.items() if at <= now)


def mail_way_of(agent: Agent) -> Way:
    """Return the way that everybody has without setting it up."""
    way, _is_new = Way.objects.get_or_create(
        agent=agent, kind=Way.Kind.MAIL, defaults={"name": agent.email[:100]}
    )
    return way
