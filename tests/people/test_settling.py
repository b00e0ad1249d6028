"""What people change of themselves and of each other."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.db import connections

from tests.world import PASSWORD, World, make_agent
from whydesk.history.models import Entry
from whydesk.people.actors import DESK, NotAllowed, Role
from whydesk.people.limiting import TooOften
from whydesk.people.models import Agent
from whydesk.people.settling import (
    LastAdmin,
    NotYourself,
    ask_for_password_link,
    change_password,
    change_profile,
    change_role,
    deactivate_agent,
    reactivate_agent,
)


def test_only_what_differs_is_changed_and_written_down(world: World):
    change_profile(world.vera, name="Vera Orlova", theme="dark", time_zone="Asia/Tomsk")
    entry = Entry.objects.latest("pk")
    assert entry.data == {"agent_id": world.vera.pk, "fields": ["theme", "time_zone"]}
    world.vera.refresh_from_db()
    assert (world.vera.theme, world.vera.time_zone) == ("dark", "Asia/Tomsk")


def test_keeping_everything_as_it_was_is_not_an_event(world: World):
    change_profile(world.vera, name="Vera Orlova")
    assert not Entry.objects.exists()


def test_a_weak_password_leaves_the_old_one(world: World):
    with pytest.raises(ValidationError):
        change_password(world.vera, "short")
    world.vera.refresh_from_db()
    assert world.vera.check_password(PASSWORD)


def test_a_role_is_changed_by_who_holds_as_much(world: World):
    lead = make_agent("Lena Lead", Role.LEAD)
    assert change_role(world.vera, role=Role.SPECIALIST, by=lead).role == "specialist"
    with pytest.raises(NotAllowed):
        change_role(world.vera, role=Role.ADMIN, by=lead)
    with pytest.raises(NotAllowed):
        change_role(world.ada, role=Role.AGENT, by=lead)
    with pytest.raises(NotAllowed):
        deactivate_agent(world.ada, by=lead)


def test_nobody_changes_their_own_role(world: World):
    make_agent("Zoe Second", Role.ADMIN)
    with pytest.raises(NotYourself):
        change_role(world.ada, role=Role.LEAD, by=world.ada)
    with pytest.raises(NotYourself):
        deactivate_agent(world.ada, by=world.ada)


def test_the_last_admin_is_not_lost(world: World):
    make_agent("Zoe Second", Role.ADMIN)
    zoe = Agent.objects.get(name="Zoe Second")
    deactivate_agent(zoe, by=world.ada)
    with pytest.raises(LastAdmin):
        change_role(world.ada, role=Role.AGENT, by=DESK)
    with pytest.raises(LastAdmin):
        deactivate_agent(world.ada, by=DESK)
    assert Agent.objects.get(pk=world.ada.pk).is_active


@pytest.mark.django_db(transaction=True)
def test_of_two_admins_who_remove_each_other_one_stays():
    first, second = make_agent("Ada King", Role.ADMIN), make_agent("Zoe Second", Role.ADMIN)

    def remove(pair: tuple[Agent, Agent]) -> None:
        try:
            deactivate_agent(pair[0], by=pair[1])
        except LastAdmin:
            pass
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as both:
        list(both.map(remove, [(first, second), (second, first)]))
    assert Agent.objects.filter(is_active=True).count() == 1


def test_an_account_is_closed_and_opened_again(world: World):
    assert not deactivate_agent(world.vera, by=world.ada).is_active
    assert reactivate_agent(world.vera, by=world.ada).is_active
    assert list(Entry.objects.order_by("pk").values_list("event", flat=True)) == [
        "agent.deactivated",
        "agent.reactivated",
    ]


def test_asking_for_a_link_does_the_same_for_known_and_unknown(world: World):
    ask_for_password_link("Vera@desk.example", network="192.0.2.1")
    ask_for_password_link("nobody@desk.example", network="192.0.2.2")
    assert list(Entry.objects.order_by("pk").values_list("event", "actor_kind")) == [
        ("password.link_asked", "desk"),
        ("password.link_asked", "desk"),
    ]


def test_a_mailbox_is_not_flooded_with_links(world: World):
    for number in range(3):
        ask_for_password_link("vera@desk.example", network=f"192.0.2.{number}")
    with pytest.raises(TooOften):
        ask_for_password_link("vera@desk.example", network="192.0.2.9")
