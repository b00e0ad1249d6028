"""The four steps open by themselves where they are due."""

from tests.web.customers import write
from tests.world import World
from whydesk.care.handing_on import hand_on_all_of
from whydesk.care.models import Care
from whydesk.care.noticing import open_where_due
from whydesk.care.stepping import close_care
from whydesk.notices.models import Notice
from whydesk.people.models import Team
from whydesk.people.settling import deactivate_agent
from whydesk.tickets.models import Ticket
from whydesk.tickets.replying import send_reply
from whydesk.tickets.sorting import assign_ticket, put_back, route_ticket


def came_back(world: World, contact: str = "joao") -> Ticket:
    """Let a customer write again after our answer."""
    who = getattr(world, contact)
    ticket = write(world, who, text="Messages don't go out!").ticket
    send_reply(ticket, text="Try another browser.", by=world.vera)
    return write(world, who, text="It does not help!", ticket=_fresh(ticket), hours_ago=-1).ticket


def _fresh(ticket: Ticket) -> Ticket:
    return Ticket.objects.get(pk=ticket.pk)


def test_a_prospect_comes_back_and_another_team_is_needed(world: World):
    ticket = came_back(world)
    assert open_where_due([ticket.pk]) == []
    route_ticket(ticket, to=Team.objects.create(name="Delivery"), by=world.vera)
    [care] = open_where_due([ticket.pk])
    assert (care.reason, open_where_due([ticket.pk])) == ("It does not help!", [])
    assert Notice.objects.get().agent == world.vera
    close_care(care, reason="All is well", by=world.vera)
    assert (open_where_due([ticket.pk]), Care.objects.count()) == ([], 1)


def test_an_angry_customer_too_but_no_calm_one(world: World):
    ticket = came_back(world, "anna")
    assign_ticket(ticket, to=world.sam, by=world.vera)
    assert open_where_due([ticket.pk]) == []
    Ticket.objects.filter(pk=ticket.pk).update(temperature=2)
    [care] = open_where_due([ticket.pk])
    assert care.steps.get(number=1).owner == world.sam


def test_nothing_is_due_before_the_first_answer_or_after_thanks(world: World):
    first = write(world, world.joao, text="Messages don't go out!").ticket
    thanks = came_back(world)
    for ticket in (first, thanks):
        assign_ticket(ticket, to=world.sam, by=world.vera)
    Ticket.objects.filter(pk=thanks.pk).update(kind="praise")
    assert open_where_due([first.pk, thanks.pk]) == []


def test_who_leaves_gives_their_steps_to_the_holder_or_a_lead(world: World):
    held, free = came_back(world), came_back(world, "anna")
    for ticket in (held, free):
        assign_ticket(ticket, to=world.sam, by=world.vera)
        Ticket.objects.filter(pk=ticket.pk).update(temperature=3)
    open_where_due([held.pk, free.pk])
    assign_ticket(held, to=world.bruno, by=world.vera)
    put_back(free, by=world.vera)
    Notice.objects.all().delete()
    deactivate_agent(world.sam, by=world.ada)
    world.sam.refresh_from_db()
    assert (hand_on_all_of(world.sam), hand_on_all_of(world.sam)) == (8, 0)
    owners = Care.objects.order_by("ticket").values_list("steps__owner", flat=True).distinct()
    assert set(owners) == {world.bruno.pk, world.ada.pk}
    assert set(Notice.objects.values_list("agent", flat=True)) == {world.bruno.pk, world.ada.pk}
