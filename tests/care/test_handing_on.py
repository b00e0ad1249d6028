"""Who goes on leave gives on what they owe customers, and is given nothing new."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.care.matters import care_of, happened, ticket_of
from tests.world import World, make_agent
from whydesk.care.aftercaring import start_aftercare
from whydesk.care.handing_on import hand_on_all_of
from whydesk.care.jobs import hand_on_steps
from whydesk.care.models import Aftercare, Step
from whydesk.care.owners import leads, owner_for, watcher_for
from whydesk.care.refusals import CareRefused
from whydesk.care.stepping import give_step, open_steps
from whydesk.notices.models import Notice
from whydesk.people.actors import DESK, Role
from whydesk.people.going_away import come_back, go_away
from whydesk.people.models import Agent
from whydesk.tickets.models import Ticket
from whydesk.tickets.sorting import assign_ticket


def leaves(agent: Agent) -> Agent:
    return go_away(agent, until=timezone.now() + timedelta(days=10), by=agent)


@pytest.fixture
def lena(world: World) -> Agent:
    return make_agent("Lena Lead", Role.LEAD)


def test_steps_and_aftercare_go_to_a_lead_who_is_told(world: World, lena: Agent):
    care = care_of(world)
    aftercare = start_aftercare(care.company, story="Mail stood still", by=world.vera)
    leaves(world.vera)
    hand_on_steps(world.vera.pk)
    assert set(care.steps.values_list("owner", flat=True)) == {lena.pk}
    assert Aftercare.objects.get(pk=aftercare.pk).owner == lena
    assert happened(care.ticket)[1:] == ["care.handed_on"] * 4
    assert happened(care.ticket, "company")[-1] == "aftercare.handed_on"
    assert set(Notice.objects.values_list("agent", "topic")) == {(lena.pk, "care.steps")}


def test_whoever_has_the_ticket_meanwhile_has_the_steps(world: World, lena: Agent):
    care = care_of(world)
    assign_ticket(care.ticket, to=world.bruno, by=world.ada)
    leaves(world.vera)
    assert hand_on_all_of(world.vera) == 4
    assert set(care.steps.values_list("owner", flat=True)) == {world.bruno.pk}


def test_what_is_done_stays_with_who_did_it(world: World, lena: Agent):
    care = care_of(world)
    start_aftercare(care.company, story="Mail stood still", ticket=care.ticket, by=world.vera)
    leaves(world.vera)
    hand_on_all_of(world.vera)
    owners = care.steps.order_by("number").values_list("owner", flat=True)
    assert list(owners) == [lena.pk, lena.pk, lena.pk, world.vera.pk]


def test_who_was_back_before_the_job_ran_keeps_everything(world: World, lena: Agent):
    care = care_of(world)
    leaves(world.vera)
    come_back(world.vera, by=world.vera)
    hand_on_steps(world.vera.pk)
    assert set(care.steps.values_list("owner", flat=True)) == {world.vera.pk}


def test_where_everybody_is_away_it_stays_where_it_is(world: World):
    care = care_of(world)
    leaves(world.ada)
    leaves(world.vera)
    assert hand_on_all_of(Agent.objects.get(pk=world.vera.pk)) == 0
    assert set(care.steps.values_list("owner", flat=True)) == {world.vera.pk}


def test_an_account_that_is_closed_keeps_nothing_though_others_are_away(world: World):
    care = care_of(world)
    leaves(world.ada)
    Agent.objects.filter(pk=world.vera.pk).update(is_active=False)
    hand_on_steps(world.vera.pk)
    assert set(care.steps.values_list("owner", flat=True)) == {world.ada.pk}


def test_new_steps_and_companies_come_to_somebody_who_is_here(world: World, lena: Agent):
    ticket = ticket_of(world)
    assign_ticket(ticket, to=world.sam, by=world.ada)
    leaves(world.sam)
    ticket = Ticket.objects.select_related("assignee").get(pk=ticket.pk)
    open_steps(ticket, by=DESK, reason="It burns")
    assert set(Step.objects.values_list("owner", flat=True)) == {lena.pk}
    assert watcher_for(ticket, by=DESK) == lena


def test_nobody_who_is_away_takes_a_step(world: World):
    step = care_of(world).steps.get(number=1)
    bruno = leaves(world.bruno)
    with pytest.raises(CareRefused, match=r"^Bruno Dias is away\. Mark them as back first\.$"):
        give_step(step, to=bruno, by=bruno)
    come_back(bruno, by=bruno)
    assert give_step(step, to=Agent.objects.get(pk=bruno.pk), by=bruno).owner == bruno


def test_a_lead_who_is_here_comes_first_and_one_who_is_away_before_nobody(
    world: World, lena: Agent
):
    lev = make_agent("Lev Second", Role.LEAD)
    world.first_line.members.add(lena)
    ticket = ticket_of(world)
    assert owner_for(ticket, by=DESK) == lena
    leaves(lena)
    assert (owner_for(ticket, by=DESK), leads()) == (lev, [lev.pk])
    leaves(lev)
    assert (owner_for(ticket, by=DESK), leads()) == (world.ada, [world.ada.pk])
    leaves(world.ada)
    assert (owner_for(ticket, by=DESK), leads()) == (lena, [lena.pk, lev.pk])
