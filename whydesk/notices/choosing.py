"""Choosing how one is told: by which ways, of what, and when not."""

from collections.abc import Collection, Mapping
from datetime import time

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from whydesk.history.recording import record
from whydesk.notices.events import ChoicesKept, WayAdded, WayRemoved
from whydesk.notices.messenger import service_at
from whydesk.notices.models import Choice, QuietHours, Way
from whydesk.notices.preferences import preferences_of
from whydesk.notices.telling import mail_way_of
from whydesk.notices.topics import MAIL, SCREEN, TOPICS
from whydesk.people.models import Agent

MOST_WAYS = 10


class TooManyWays(ValueError):
    """More ways than anybody reads."""


class WrongHours(ValueError):
    """Quiet hours that begin or end nowhere."""


@transaction.atomic
def add_way(agent: Agent, *, url: str, name: str = "") -> Way:
    """Let somebody be told by a messenger; what is urgent comes that way from now on.

    :raises WrongAddress: no messenger has this address.
    :raises TooManyWays: there are ten already.
    """
    url = url.strip()
    service = service_at(url)
    if agent.ways.filter(kind=Way.Kind.MESSENGER).count() >= MOST_WAYS:
        raise TooManyWays(_("These are as many as anybody reads. Remove one first."))
    name = " ".join(name.split())[:100] or service[:100]
    way = Way.objects.create(agent=agent, kind=Way.Kind.MESSENGER, name=name, url=url)
    record(WayAdded(agent.pk, way.pk, name), by=agent)
    return way


@transaction.atomic
def remove_way(way: Way, *, by: Agent) -> None:
    """Let go of the messenger, with what was still to be sent there."""
    event = WayRemoved(by.pk, way.pk, way.name)
    way.delete()
    record(event, by=by)


@transaction.atomic
def keep_choices(
    agent: Agent, *, topics: Mapping[str, Collection[str]], paces: Mapping[str, str]
) -> None:
    """Keep by which ways somebody hears of each topic, and how each way is gathered.

    Both go by the keys of the ways; what is unknown is left out.
    """
    changed = []
    if MAIL in paces:
        mail_way_of(agent)
    ways = {way.key: way for way in agent.ways.select_for_update()}
    for key, pace in paces.items():
        if key in ways and ways[key].pace != pace and pace in Way.Pace.values:
            ways[key].pace = pace
            ways[key].save(update_fields=["pace"])
            changed.append(ways[key].name)
    changed += _keep_topics(agent, topics)
    if changed:
        record(ChoicesKept(agent.pk, sorted(changed)), by=agent)


def _keep_topics(agent: Agent, topics: Mapping[str, Collection[str]]) -> list[str]:
    """Keep what differs from what holds: who chooses nothing follows what is sensible."""
    wants = preferences_of([agent], timezone.now())[agent.pk]
    known = {SCREEN, MAIL, *(way.key for way in wants.ways)}
    changed = []
    for name in sorted(topics.keys() & TOPICS.keys()):
        chosen = known.intersection(topics[name])
        if chosen != known & wants.keys_for(TOPICS[name]):
            fields = {"ways": sorted(chosen)}
            Choice.objects.update_or_create(agent=agent, topic=name, defaults=fields)
            changed.append(name)
    return changed


@transaction.atomic
def keep_quiet_hours(agent: Agent, *, since: time | None, until: time | None) -> None:
    """Leave somebody alone between these times of each day; without them, never.

    :raises WrongHours: only one of the two is said, or both are the same.
    """
    if (since is None) != (until is None) or (since is not None and since == until):
        raise WrongHours(_("Quiet hours need a beginning and another time as their end."))
    had = QuietHours.objects.filter(agent=agent).first()
    if since is None or until is None:
        if had:
            had.delete()
    elif had is None or (had.since, had.until) != (since, until):
        fields = {"since": since, "until": until}
        QuietHours.objects.update_or_create(agent=agent, defaults=fields)
    else:
        return
    if had or since:
        record(ChoicesKept(agent.pk, ["quiet hours"]), by=agent)
