from datetime import time

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.notices.telegram import ADDRESS, TOKEN, telegram
from tests.world import World
from whydesk.history.models import Entry
from whydesk.notices.models import Choice, OnCall, QuietHours, Way
from whydesk.notices.topics import ASSIGNED, CUSTOMER_WROTE, TOPICS


@pytest.fixture
def sam(world: World, client: Client) -> Client:
    client.force_login(world.sam)
    return client


def test_a_messenger_is_added_kept_encrypted_and_never_shown_again(world: World, sam: Client):
    sam.post(reverse("ways"), {"url": f"  {ADDRESS} "})
    way = Way.objects.get()
    assert (way.agent, way.name, way.url) == (world.sam, "Telegram", ADDRESS)
    with connection.cursor() as cursor:
        cursor.execute("SELECT url FROM notices_way")
        assert TOKEN not in cursor.fetchone()[0]
    page = sam.get(reverse("being_told")).content.decode()
    assert "tgram://…" in page
    assert TOKEN not in page
    assert TOKEN not in str(list(Entry.objects.values_list("data", flat=True)))


@pytest.mark.parametrize("url", ["bogus://x", "https://example.org", "syslog://", "tgram://", ""])
def test_what_is_no_messenger_is_refused_and_not_shown_again(sam: Client, url: str):
    page = sam.post(reverse("ways"), {"url": url})
    assert page.status_code == 200
    assert page.context["way_form"].errors["url"]
    assert not Way.objects.exists()


def test_choices_paces_and_quiet_hours_are_kept_together(world: World, sam: Client):
    way = Way.objects.create(agent=world.sam, kind=Way.Kind.MESSENGER, name="Telegram")
    defaults = {f"topic-{topic.name}": list(topic.ways) for topic in TOPICS.values()}
    said = {
        **defaults,
        "topics": list(TOPICS),
        f"topic-{ASSIGNED.name}": ["screen", str(way.pk), "99999"],
        f"topic-{CUSTOMER_WROTE.name}": [],
        f"pace-{way.pk}": "morning",
        "pace-mail": "hourly",
        "since": "22:00",
        "until": "07:30",
    }
    assert sam.post(reverse("being_told"), said).status_code == 303
    kept = {one.topic: one.ways for one in Choice.objects.filter(agent=world.sam)}
    urgent = {topic.name for topic in TOPICS.values() if topic.is_urgent}
    assert {name: ways for name, ways in kept.items() if name not in urgent} == {
        ASSIGNED.name: sorted(["screen", str(way.pk)]),
        CUSTOMER_WROTE.name: [],
    }
    assert {one.key: one.pace for one in world.sam.ways.all()} == {
        "mail": "hourly",
        str(way.pk): "morning",
    }
    hours = QuietHours.objects.get()
    assert (hours.agent, hours.since, hours.until) == (world.sam, time(22), time(7, 30))


def test_quiet_hours_need_both_ends(sam: Client):
    page = sam.post(reverse("being_told"), {"since": "22:00", "until": ""})
    assert page.context["form"].errors["until"]
    assert not QuietHours.objects.exists()


def test_trying_a_way_sends_a_message_at_once(world: World, sam: Client, settings):
    way = Way.objects.create(agent=world.sam, kind=Way.Kind.MESSENGER, name="Telegram", url=ADDRESS)
    place = reverse("way_tries", args=[way.pk])
    with telegram() as server:
        there = {"WHYDESK_TELEGRAM_URL": server.url}
        settings.ENVIRONMENT = {**settings.ENVIRONMENT, **there}
        page = sam.post(place, follow=True)
        assert [str(said) for said in page.context["messages"]] == ["Telegram took the message."]
        assert len(server.texts) == 1
        server.refuses = (403, "Forbidden: bot was blocked by the user")
        page = sam.post(place, follow=True)
    assert "bot was blocked by the user" in page.content.decode()


def test_trying_mail_queues_one(world: World, sam: Client):
    page = sam.post(reverse("way_tries", args=["mail"]), follow=True)
    [said] = [str(said) for said in page.context["messages"]]
    assert said == "A mail to sam@desk.example is on its way."


def test_the_ways_of_others_are_not_there(world: World, sam: Client):
    way = Way.objects.create(agent=world.vera, kind=Way.Kind.MESSENGER, name="Hers", url=ADDRESS)
    for name in ("way_tries", "way_removal"):
        assert sam.post(reverse(name, args=[way.pk])).status_code == 404
    assert Way.objects.filter(pk=way.pk).exists()


def test_whoever_runs_the_desk_puts_people_on_call_and_off_again(world: World, client: Client):
    client.force_login(world.ada)
    year = timezone.now().year + 1
    said = {
        "agent": world.sam.pk,
        "since": f"{year}-07-01T18:00",
        "until": f"{year}-07-02T08:00",
    }
    assert client.post(reverse("on_call"), {**said, "until": said["since"]}).status_code == 200
    assert client.post(reverse("on_call"), said).status_code == 303
    row = OnCall.objects.get()
    # Typed in Lisbon, an hour ahead of UTC in summer.
    assert (row.agent, row.since.hour) == (world.sam, 17)
    client.post(reverse("on_call_removal", args=[row.pk]))
    assert not OnCall.objects.exists()


def test_who_may_not_invite_puts_nobody_on_call(world: World, sam: Client):
    now = timezone.now()
    row = OnCall.objects.create(agent=world.vera, since=now, until=now.replace(year=now.year + 1))
    assert sam.get(reverse("on_call")).status_code == 403
    assert sam.post(reverse("on_call"), {}).status_code == 403
    assert sam.post(reverse("on_call_removal", args=[row.pk])).status_code == 403
