from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.notices.happening import CALM, URGENT, assigned, choose
from tests.world import World
from whydesk.notices.models import Dispatch, Notice, OnCall, QuietHours, Way
from whydesk.notices.oncall import who_is_on_call
from whydesk.notices.telling import tell
from whydesk.notices.topics import Topic, register
from whydesk.people.models import Agent


def test_a_notice_says_who_did_what_and_is_told_once(world: World):
    event = assigned(world, world.sam)
    for _again in range(2):
        tell([world.sam.pk], topic=CALM, event=event)
    told = Notice.objects.get()
    assert (told.agent, told.noun, told.noun_id, told.who) == (world.sam, "ticket", 7, "Ada King")


def test_what_happens_again_later_is_told_again(world: World):
    for _twice in range(2):
        tell([world.sam.pk], topic=CALM, event=assigned(world, world.sam))
    assert Notice.objects.count() == 2


def test_whoever_has_left_is_told_nothing(world: World):
    Agent.objects.filter(pk=world.sam.pk).update(is_active=False)
    assert tell([world.sam.pk], topic=CALM, event=assigned(world, world.sam)) == []


def test_the_same_for_an_urgent_topic_goes_by_every_way_once(world: World):
    Way.objects.create(agent=world.sam, kind=Way.Kind.MESSENGER, name="Telegram")
    event = assigned(world, world.sam)
    for topic in (CALM, URGENT, URGENT):
        tell([world.sam.pk], topic=topic, event=event)
    assert Notice.objects.get().topic == URGENT.name
    names = Dispatch.objects.order_by("way__name").values_list("way__name", flat=True)
    assert list(names) == ["Telegram", "sam@desk.example"]


def test_nothing_is_told_by_ways_that_were_not_chosen(world: World):
    Way.objects.create(agent=world.sam, kind=Way.Kind.MESSENGER, name="Telegram")
    choose(world.sam, CALM)
    assert tell([world.sam.pk], topic=CALM, event=assigned(world, world.sam)) == []


def test_mail_needs_no_setting_up(world: World):
    choose(world.sam, CALM, "mail")
    tell([world.sam.pk], topic=CALM, event=assigned(world, world.sam))
    dispatch = Dispatch.objects.get()
    assert (dispatch.way.kind, dispatch.notice.is_on_screen) == ("mail", False)


def test_what_is_due_now_has_its_job_in_the_same_transaction(world: World):
    way = Way.objects.create(agent=world.sam, kind=Way.Kind.MESSENGER, name="Telegram")
    choose(world.sam, URGENT, way.key)
    tell([world.sam.pk], topic=URGENT, event=assigned(world, world.sam))
    job = ProcrastinateJob.objects.get(task_name="notices.jobs.send_by_way")
    assert (job.args, job.lock, job.scheduled_at) == ({"way_id": way.pk}, f"way {way.pk}", None)


NIGHT = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)


@pytest.fixture
def sleeper(world: World) -> Way:
    """Sam, in Lisbon, wants to be left alone at night and has a telephone."""
    QuietHours.objects.create(agent=world.sam, since="22:00", until="08:00")
    return Way.objects.create(agent=world.sam, kind=Way.Kind.MESSENGER, name="Telegram")


def due_of(world: World, topic: Topic) -> datetime:
    for one in (CALM, URGENT):
        choose(world.sam, one, *(way.key for way in world.sam.ways.all()))
    tell([world.sam.pk], topic=topic, event=assigned(world, world.sam))
    return Dispatch.objects.get().next_try_at


@pytest.mark.parametrize("topic", [CALM, URGENT])
@time_machine.travel(NIGHT, tick=False)
def test_quiet_hours_hold_back_until_they_end(world: World, sleeper: Way, topic: Topic):
    assert due_of(world, topic) == datetime(2026, 3, 3, 8, tzinfo=UTC)


@time_machine.travel(NIGHT, tick=False)
def test_what_is_urgent_reaches_whoever_is_on_call(world: World, sleeper: Way):
    hour = timedelta(hours=1)
    OnCall.objects.create(agent=world.sam, since=NIGHT - hour, until=NIGHT + hour)
    assert due_of(world, URGENT) == NIGHT
    assert who_is_on_call(NIGHT) == [world.sam]
    assert who_is_on_call(NIGHT + hour) == []


@pytest.mark.parametrize(
    ("pace", "due"),
    [
        ("at_once", datetime(2026, 7, 6, 11, 20, tzinfo=UTC)),
        ("hourly", datetime(2026, 7, 6, 12, tzinfo=UTC)),
        # Nine in Lisbon, where it is summer.
        ("morning", datetime(2026, 7, 7, 8, tzinfo=UTC)),
    ],
)
@time_machine.travel(datetime(2026, 7, 6, 11, 20, tzinfo=UTC), tick=False)
def test_a_way_gathers_as_chosen(world: World, pace: str, due: datetime):
    Way.objects.create(agent=world.sam, kind=Way.Kind.MESSENGER, name="Telegram", pace=pace)
    assert due_of(world, CALM) == due


def test_two_topics_of_one_name_are_refused():
    register(CALM)
    with pytest.raises(TypeError, match="Two topics"):
        register(Topic(CALM.name, "Another"))
