"""How people have chosen to be told, and what holds where they have not."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from whydesk.notices.models import Choice, OnCall, QuietHours, Way
from whydesk.notices.timing import Quiet, end_of_quiet, next_hour, next_morning
from whydesk.notices.topics import MAIL, SCREEN, Topic
from whydesk.people.models import Agent


@dataclass(frozen=True)
class Preferences:
    """What one person wants: read once, asked of each notice."""

    agent: Agent
    ways: Sequence[Way] = ()
    chosen: Mapping[str, Collection[str]] = field(default_factory=dict)
    quiet: Quiet | None = None
    is_on_call: bool = False

    def keys_for(self, topic: Topic) -> set[str]:
        """Return the keys of the ways for the topic: as chosen, or as is sensible."""
        keys = set(self.chosen.get(topic.name, self._by_default(topic)))
        return keys | {SCREEN} if topic.is_urgent else keys

    def _by_default(self, topic: Topic) -> set[str]:
        every = {MAIL, *(way.key for way in self.ways)} if topic.is_urgent else set()
        return {*topic.ways, *every}

    def moment_for(self, way: Way, topic: Topic, now: datetime) -> datetime:
        """Return when a notice that comes up now is sent by the way."""
        at = now if topic.is_urgent else self._gathered_at(way, now)
        return self.held_until(topic, at)

    def held_until(self, topic: Topic, at: datetime) -> datetime:
        """Return the end of the quiet hours that the moment lies in, or the moment.

        What is urgent reaches whoever is on call, and nobody else.
        """
        if topic.is_urgent and self.is_on_call:
            return at
        return end_of_quiet(at, ZoneInfo(self.agent.time_zone), self.quiet)

    def _gathered_at(self, way: Way, now: datetime) -> datetime:
        if way.pace == Way.Pace.HOURLY:
            return next_hour(now)
        if way.pace == Way.Pace.MORNING:
            return next_morning(now, ZoneInfo(self.agent.time_zone))
        return now


def preferences_of(agents: Collection[Agent], now: datetime) -> dict[int, Preferences]:
    """Read what each of the people wants, in four questions for all of them."""
    ways: dict[int, list[Way]] = defaultdict(list)
    for way in Way.objects.filter(agent__in=agents).order_by("pk"):
        ways[way.agent_id].append(way)
    chosen: dict[int, dict[str, list[str]]] = defaultdict(dict)
    for choice in Choice.objects.filter(agent__in=agents):
        chosen[choice.agent_id][choice.topic] = choice.ways
    quiet = {
        row.agent_id: Quiet(row.since, row.until)
        for row in QuietHours.objects.filter(agent__in=agents)
    }
    shifts = OnCall.objects.filter(agent__in=agents, since__lte=now, until__gt=now)
    on_call = set(shifts.values_list("agent", flat=True))
    return {
        agent.pk: Preferences(
            *(agent, ways[agent.pk], chosen[agent.pk], quiet.get(agent.pk), agent.pk in on_call)
        )
        for agent in agents
    }
