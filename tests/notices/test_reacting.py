from datetime import timedelta

from django.utils import timezone

from tests.notices.happening import choose
from tests.web.customers import write
from tests.world import World, make_agent
from whydesk.desk.events import PromiseBroken, PromiseNear
from whydesk.desk.reporting import tell_of_broken, tell_of_near
from whydesk.history.models import Entry
from whydesk.notices.models import Notice
from whydesk.notices.reacting import tell_assignee, tell_author, tell_holders, tell_team
from whydesk.notices.topics import TEAM_TICKET
from whydesk.people.actors import Role
from whydesk.tickets.events import (
    MessageReceived,
    ReplyUndelivered,
    TicketAssigned,
    TicketRouted,
)
from whydesk.tickets.models import Message, Ticket
from whydesk.tickets.replying import send_reply
from whydesk.tickets.sorting import assign_ticket


def told() -> list[tuple[str, str]]:
    rows = Notice.objects.order_by("pk").values_list("agent__name", "topic")
    return list(rows)


def ticket_of(message: Message) -> Ticket:
    return Ticket.objects.get(pk=message.ticket_id)


def received(message: Message) -> MessageReceived:
    entry = Entry.objects.filter(event="message.received", data__message_id=message.pk).get()
    return MessageReceived(**entry.data)


def test_whoever_is_given_a_ticket_is_told_and_who_takes_one_is_not(world: World):
    for ticket, by in ((ticket_of(write(world, world.anna)), world.ada), (None, world.sam)):
        ticket = ticket or ticket_of(write(world, world.joao))
        assign_ticket(ticket, to=world.sam, by=by)
        tell_assignee(TicketAssigned(ticket.pk, world.sam.pk, world.sam.name))
    assert told() == [("Sam Stone", "ticket.assigned")]
    assert Notice.objects.get().who == "Ada King"


def test_whoever_has_the_ticket_hears_when_the_customer_writes_and_not_when_a_machine_does(
    world: World,
):
    ticket = ticket_of(write(world, world.anna))
    assign_ticket(ticket, to=world.sam, by=world.sam)
    second = write(world, world.anna, ticket=ticket, text="Still nothing")
    away = write(world, world.anna, ticket=ticket, text="I am away", automatic="out_of_office")
    tell_holders([received(second), received(away)])
    assert told() == [("Sam Stone", "ticket.customer_wrote")]
    assert Notice.objects.get().who == "Анна Белова"


def test_a_team_hears_of_its_tickets_only_where_it_wants_to(world: World):
    first = received(write(world, world.anna))
    tell_holders([first])
    assert told() == []
    choose(world.vera, TEAM_TICKET, "screen")
    choose(world.sam, TEAM_TICKET, "screen")
    tell_holders([first])
    assert told() == [("Vera Orlova", "ticket.team")]


def test_a_team_hears_of_a_ticket_it_is_given(world: World):
    choose(world.vera, TEAM_TICKET, "screen")
    ticket = ticket_of(write(world, world.anna))
    tell_team(TicketRouted(ticket.pk, world.first_line.pk, "First line"))
    assert told() == [("Vera Orlova", "ticket.team")]


def test_the_author_hears_of_an_answer_that_did_not_arrive(world: World):
    ticket = ticket_of(write(world, world.anna))
    assign_ticket(ticket, to=world.vera, by=world.vera)
    reply = send_reply(ticket, text="Here they are", by=world.sam)
    tell_author(ReplyUndelivered(ticket.pk, reply.pk, "No such mailbox"))
    assert told() == [("Sam Stone", "ticket.undelivered")]


def test_of_promises_those_hear_whom_the_rule_names_and_if_broken_the_leads(world: World):
    lead = make_agent("Lena Lead", Role.LEAD)
    ticket = ticket_of(write(world, world.anna))
    assign_ticket(ticket, to=world.sam, by=world.sam)
    at = timezone.now().isoformat()
    tell_of_near(PromiseNear(ticket.pk, 1, "first_answer", at, [world.vera.pk]))
    long_ago = (timezone.now() - timedelta(days=2)).isoformat()
    tell_of_broken(PromiseBroken(ticket.pk, None, 2, "solution", long_ago))
    tell_of_broken(PromiseBroken(ticket.pk, None, 1, "first_answer", at))
    assert told() == [
        ("Vera Orlova", "promise.near"),
        (world.sam.name, "promise.broken"),
        (lead.name, "promise.broken"),
    ]
