"""Somebody is away for a while, by their own word or by that of who looks after people."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from tests.world import World, make_agent
from whydesk.history.models import Entry
from whydesk.people.actors import NotAllowed, Role
from whydesk.people.going_away import WrongReturn, come_back, go_away
from whydesk.people.models import Agent
from whydesk.people.queries import in_charge

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
# Midnight in Lisbon, where Vera lives.
BACK = datetime(2026, 12, 3, tzinfo=ZoneInfo("Europe/Lisbon"))


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOW, tick=False):
        yield


def told() -> list[tuple[str, dict[str, object], str]]:
    entries = Entry.objects.order_by("pk")
    return list(entries.values_list("event", "data", "actor_name"))


def test_one_is_away_by_ones_own_word_until_the_moment_has_passed(world: World):
    vera = go_away(world.vera, until=BACK, puts_back=True, by=world.vera)
    assert vera.is_away
    data = {"agent_id": vera.pk, "who": "Vera Orlova", "day": "2026-12-03", "puts_back": True}
    assert told() == [("agent.away", data, "Vera Orlova")]
    with time_machine.travel(BACK - timedelta(seconds=1), tick=False):
        assert vera.is_away
    with time_machine.travel(BACK, tick=False):
        assert not vera.is_away


def test_a_lead_says_it_of_anybody_and_others_only_of_themselves(world: World):
    lead = make_agent("Lena Lead", Role.LEAD)
    assert go_away(world.ada, until=BACK, by=lead).is_away
    with pytest.raises(NotAllowed):
        come_back(world.ada, by=world.vera)
    with pytest.raises(NotAllowed):
        go_away(world.bruno, until=BACK, by=world.vera)
    assert Agent.objects.get(pk=world.bruno.pk).away_until is None


def test_saying_the_same_day_twice_is_said_once(world: World):
    go_away(world.vera, until=BACK, by=world.vera)
    go_away(world.vera, until=BACK, by=world.vera)
    assert len(told()) == 1


@pytest.mark.parametrize(
    "day", [NOW, datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC)]
)
def test_a_day_on_which_nobody_comes_back_is_refused(world: World, day: datetime):
    with pytest.raises(WrongReturn):
        go_away(world.vera, until=day, by=world.vera)
    assert told() == []


def test_who_is_back_early_is_here_at_once(world: World):
    go_away(world.vera, until=BACK, by=world.vera)
    vera = come_back(world.vera, by=world.ada)
    assert (vera.is_away, vera.away_until) == (False, None)
    come_back(vera, by=world.ada)
    data = {"agent_id": vera.pk, "who": "Vera Orlova"}
    assert told()[1:] == [("agent.back", data, "Ada King")]


def test_an_admin_stands_in_for_leads_who_are_away(world: World):
    lena, lev = make_agent("Lena Lead", Role.LEAD), make_agent("Lev Second", Role.LEAD)
    assert in_charge() == [lena, lev]
    go_away(lena, until=BACK, by=lena)
    assert in_charge() == [lev]
    go_away(lev, until=BACK, by=lev)
    assert in_charge() == [world.ada]
    go_away(world.ada, until=BACK, by=world.ada)
    assert in_charge() == [lena, lev]
