from datetime import UTC, datetime, timedelta

import time_machine

from tests.notices.happening import URGENT, assigned
from tests.world import World
from whydesk.history.models import Entry
from whydesk.notices.acknowledging import acknowledge
from whydesk.notices.models import Notice
from whydesk.notices.passing_on import pass_on_unanswered
from whydesk.notices.telling import tell
from whydesk.people.models import Agent

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@time_machine.travel(NOON, tick=False)
def begin(world: World) -> Notice:
    """Tell Vera, then Bruno, Sam and Ada, each ten minutes later."""
    chain = [world.bruno.pk, world.sam.pk, world.ada.pk]
    event = assigned(world, world.vera)
    return tell([world.vera.pk], topic=URGENT, event=event, chain=chain, within_minutes=10)[0]


def told_at(minute: int) -> list[str]:
    """Return who has been told by that minute, the job having run in each before."""
    for passed in range(minute + 1):
        with time_machine.travel(NOON + timedelta(minutes=passed), tick=False):
            while pass_on_unanswered(NOON + timedelta(minutes=passed)):
                pass
    return list(Notice.objects.order_by("pk").values_list("agent__name", flat=True))


def test_the_next_is_told_when_nobody_answers_each_once(world: World):
    begin(world)
    assert told_at(9) == ["Vera Orlova"]
    assert told_at(10) == ["Vera Orlova", "Bruno Dias"]
    assert told_at(60) == ["Vera Orlova", "Bruno Dias", "Sam Stone", "Ada King"]
    entry = Entry.objects.filter(event="notice.passed_on").earliest("pk")
    assert (entry.data["was"], entry.data["who"]) == ("Vera Orlova", "Bruno Dias")


def test_whoever_of_them_answers_ends_the_chain(world: World):
    begin(world)
    told_at(10)
    acknowledge(Notice.objects.get(agent=world.vera), by=world.vera)
    assert told_at(60) == ["Vera Orlova", "Bruno Dias"]


def test_who_has_left_is_passed_over(world: World):
    begin(world)
    Agent.objects.filter(pk=world.bruno.pk).update(is_active=False)
    assert told_at(10) == ["Vera Orlova", "Sam Stone"]


def test_if_the_first_has_left_the_chain_begins_with_the_next(world: World):
    Agent.objects.filter(pk=world.vera.pk).update(is_active=False)
    assert begin(world).agent == world.bruno


def leave(*agents: Agent) -> None:
    for agent in agents:
        Agent.objects.filter(pk=agent.pk).update(away_until=NOON + timedelta(days=5))


def test_who_is_away_is_passed_over_though_they_stand_first(world: World):
    leave(world.vera, world.sam)
    assert begin(world).agent == world.bruno
    assert told_at(60) == ["Bruno Dias", "Ada King"]


def test_who_goes_away_while_a_chain_runs_is_passed_over(world: World):
    begin(world)
    leave(world.bruno)
    assert told_at(10) == ["Vera Orlova", "Sam Stone"]


def test_where_nobody_else_is_left_who_is_away_is_told_after_all(world: World):
    leave(world.vera, world.bruno, world.sam, world.ada)
    begin(world)
    assert told_at(10) == ["Vera Orlova", "Bruno Dias"]
