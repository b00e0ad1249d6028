from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.notices.happening import CALM, assigned
from tests.web.customers import write
from tests.world import World
from whydesk.history.models import Entry
from whydesk.notices.models import Notice, Way
from whydesk.notices.telling import tell
from whydesk.notices.tokens import acknowledging_token
from whydesk.tickets.models import Ticket


def told(world: World, *tickets: int, within_minutes: int = 0) -> list[Notice]:
    return [
        tell(
            [world.vera.pk],
            topic=CALM,
            event=assigned(world, world.vera, ticket=ticket),
            chain=[world.sam.pk] if within_minutes else [],
            within_minutes=within_minutes,
        )[0]
        for ticket in tickets
    ]


@pytest.fixture
def sam(world: World, client: Client) -> Client:
    client.force_login(world.sam)
    return client


@pytest.fixture
def vera(world: World, client: Client) -> Client:
    client.force_login(world.vera)
    return client


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_long(
    world: World, vera: Client, count: int, django_assert_num_queries
):
    told(world, *range(1, count + 1))
    # session, reader, notices, where they did not arrive, subjects, failing ways, parked mail
    with django_assert_num_queries(7):
        page = vera.get(reverse("notices"))
    assert page.context["unseen_count"] == count
    assert len(page.context["told"]) == count


def test_the_bell_costs_no_question_of_its_own(
    world: World, vera: Client, django_assert_num_queries
):
    told(world, 1, 2)
    with django_assert_num_queries(2):
        page = vera.get(reverse("bell")).content.decode()
    assert '<span class="rail-dot">2' in page


def test_a_row_leads_to_the_ticket_and_names_its_subject(world: World, vera: Client):
    ticket = write(world, world.anna, subject="Invoices").ticket
    told(world, ticket.pk)
    [row] = vera.get(reverse("notices")).context["told"]
    assert (row.url, row.subject) == (reverse("ticket", args=[ticket.pk]), "Invoices")


def test_the_subject_of_a_ticket_that_is_not_theirs_is_not_shown(world: World, client: Client):
    ticket = Ticket.objects.get(pk=write(world, world.anna, subject="Secret plans").ticket_id)
    tell([world.gus.pk], topic=CALM, event=assigned(world, world.gus, ticket=ticket.pk))
    client.force_login(world.gus)
    assert "Secret plans" not in client.get(reverse("notices")).content.decode()


def test_one_is_seen_then_those_of_a_ticket_then_all(world: World, vera: Client):
    first, _second, third = told(world, 1, 2, 3)
    foreign = tell([world.sam.pk], topic=CALM, event=assigned(world, world.sam))[0]
    left = [3]
    for said in ({"notice": first.pk}, {"ticket": third.noun_id}, {}):
        vera.post(reverse("notices_seen"), said)
        left.append(Notice.objects.filter(agent=world.vera, seen_at=None).count())
    assert left == [3, 2, 1, 0]
    foreign.refresh_from_db()
    assert foreign.seen_at is None


def test_pages_go_by_key(world: World, vera: Client):
    told(world, *range(1, 34))
    first = vera.get(reverse("notices")).context
    older = vera.get(first["older_url"]).context
    assert [len(first["told"]), len(older["told"])] == [30, 3]
    assert (older["newer_url"], older["older_url"]) == (reverse("notices"), "")


def test_the_link_in_a_message_asks_and_only_the_button_says_yes(world: World, client: Client):
    [notice] = told(world, 7, within_minutes=10)
    url = reverse("acknowledgement", args=[acknowledging_token(notice)])
    page = client.get(url).content.decode()
    assert "#7: Ada King" in page
    notice.refresh_from_db()
    assert notice.acknowledged_at is None
    assert client.post(url, follow=True).status_code == 200
    notice.refresh_from_db()
    assert (bool(notice.acknowledged_at), notice.passes_on_at) == (True, None)
    entry = Entry.objects.get(event="notice.acknowledged")
    assert (entry.actor_name, entry.data["ticket_id"]) == ("Vera Orlova", 7)


def test_the_link_is_over_after_three_days_and_no_other_opens(world: World, client: Client):
    [notice] = told(world, 7, within_minutes=10)
    url = reverse("acknowledgement", args=[acknowledging_token(notice)])
    with time_machine.travel(timezone.now() + timedelta(days=3, minutes=1)):
        assert client.post(url).status_code == 404
    assert client.post(f"{url}x").status_code == 404
    assert Notice.objects.get().acknowledged_at is None


def test_nobody_takes_care_of_what_another_was_told(world: World, sam: Client):
    [notice] = told(world, 7, within_minutes=10)
    place = reverse("notice_acknowledgement", args=[notice.pk])
    assert sam.post(place).status_code == 404


def test_a_failing_way_is_shown_with_its_reason(world: World, sam: Client):
    Way.objects.create(
        agent=world.sam,
        kind=Way.Kind.MESSENGER,
        name="Telegram",
        failures=3,
        failing_since=timezone.now(),
        error="The messenger could not be reached.",
    )
    for name in ("notices", "being_told"):
        page = sam.get(reverse(name)).content.decode()
        assert "The messenger could not be reached." in page
        assert "Try it" in page
