"""The page of a ticket."""

import re

import pytest
from django.test import Client

from tests.web.customers import write
from tests.world import World
from whydesk.customers.models import Contact
from whydesk.mailroom.models import Delivery
from whydesk.tickets.models import Message
from whydesk.tickets.receiving import ReceivedFile, note_call
from whydesk.tickets.replying import send_reply, write_note
from whydesk.tickets.sorting import assign_ticket

SAID = re.compile(r'id="(message-\d+)"')
PREVIEW = {"HX-Request": "true", "HX-Target": "aside#preview"}


@pytest.fixture
def sam(world: World, client: Client) -> Client:
    client.force_login(world.sam)
    return client


def page_of(client: Client, message: Message, query: str = "", **headers: str) -> str:
    response = client.get(f"/tickets/{message.ticket_id}{query}", headers=headers)
    assert response.status_code == 200
    return response.content.decode()


def test_the_thread_stands_in_the_order_in_which_it_was_said(world: World, sam: Client):
    first = write(world, world.anna, hours_ago=5)
    second = write(world, world.anna, ticket=first.ticket, hours_ago=3)
    late = write(world, world.anna, ticket=first.ticket, hours_ago=4)
    note = write_note(first.ticket, text="Look at this", by=world.sam)
    said = [f"message-{message.pk}" for message in (first, late, second, note)]
    assert SAID.findall(page_of(sam, first)) == said


@pytest.mark.parametrize("count", [1, 3])
def test_a_thread_costs_the_same_queries_however_long(
    world: World, sam: Client, count: int, django_assert_num_queries
):
    first = write(world, world.anna, files=[ReceivedFile("a.txt", "text/plain", b"a")])
    for _number in range(count - 1):
        write(world, world.anna, ticket=first.ticket, body_text="More", html="<p>More</p>")
    write(world, world.anna, subject="Another")
    page_of(sam, first)
    # Session, reader, ticket; messages, files, what was read in them;
    # addresses, draft, participants; others, entries. How much mail is parked is kept for a moment.
    with django_assert_num_queries(11):
        page_of(sam, first)


def test_who_could_take_a_ticket_is_asked_for_when_the_menu_opens(world: World, sam: Client):
    message = write(world, world.anna)
    assert "Bruno Dias" not in page_of(sam, message)
    holders = sam.get(f"/tickets/{message.ticket_id}/assignment").content.decode()
    assert (holders.count("Bruno Dias"), holders.count("First line")) == (1, 1)
    # Without scripts the link in the menu leads to the page with the menu open.
    assert page_of(sam, message, "?menu=holders").count("Bruno Dias") == 1


def test_a_strangers_html_is_not_in_the_page(world: World, sam: Client):
    message = write(world, world.anna, text="<b>bold</b>", html="<p>theirs</p>")
    page = page_of(sam, message)
    assert "<b>bold</b>" not in page
    assert "&lt;b&gt;bold&lt;/b&gt;" in page
    assert "<p>theirs</p>" not in page
    assert f'src="/messages/{message.pk}/html"' in page


def test_an_address_in_a_text_is_a_link_that_tells_nothing(world: World, sam: Client):
    message = write(world, world.anna, text='See https://x.example/?a="><script>')
    page = page_of(sam, message)
    assert "<script>" not in page
    assert 'rel="nofollow noopener noreferrer"' in page


def test_our_own_reply_is_shown_as_it_was_laid_out(world: World, sam: Client):
    message = write(world, world.anna)
    send_reply(message.ticket, text="**Sorry.** <i>Soon</i>", by=world.sam)
    page = page_of(sam, message)
    assert "<strong>Sorry.</strong> &lt;i&gt;Soon&lt;/i&gt;" in page


def test_what_may_not_be_seen_is_not_found(world: World, client: Client):
    message = write(world, world.anna)
    client.force_login(world.gus)
    assert client.get(f"/tickets/{message.ticket_id}").status_code == 404
    assign_ticket(message.ticket, to=world.gus, by=world.sam)
    assert client.get(f"/tickets/{message.ticket_id}").status_code == 200


def test_a_long_thread_begins_with_its_newest_part(world: World, sam: Client):
    first = write(world, world.anna, hours_ago=99)
    for number in range(44):
        write(world, world.anna, ticket=first.ticket, hours_ago=90 - number)
    assert len(SAID.findall(page_of(sam, first))) == 40
    assert f"/tickets/{first.ticket_id}?whole=1" in page_of(sam, first)
    assert len(SAID.findall(page_of(sam, first, "?whole=1"))) == 45


def test_the_side_names_company_contact_and_their_other_tickets(world: World, sam: Client):
    message = write(world, world.anna)
    colleague = Contact.objects.create(name="Oleg", company=world.anna.company)
    write(world, colleague, subject="Of a colleague")
    write(world, world.mary, subject="Of a stranger")
    page = page_of(sam, message)
    assert "Ромашка" in page
    assert "anna@romashka.example" in page
    assert "Of a colleague" in page
    assert "Of a stranger" not in page


def test_the_timeline_is_told_in_the_readers_language(world: World, client: Client):
    message = write(world, world.anna)
    assign_ticket(message.ticket, to=world.sam, by=world.ada)
    client.force_login(world.sam)
    context = client.get(f"/tickets/{message.ticket_id}").context
    told = [(entry.sentence, entry.actor_name) for entry in context["entries"]]
    assert told == [("gave this to Sam Stone", "Ada King"), ("wrote", "Анна Белова")]


def test_a_preview_shows_the_newest_beside_the_list(world: World, sam: Client):
    first = write(world, world.anna, hours_ago=9)
    for hours in (8, 7, 6):
        write(world, world.anna, ticket=first.ticket, hours_ago=hours)
    part = page_of(sam, first, "?preview=1", **PREVIEW)
    assert "<html" not in part
    assert len(SAID.findall(part)) == 3


def test_a_preview_asked_for_by_hand_is_the_page(world: World, sam: Client):
    message = write(world, world.anna)
    assert "<html" in page_of(sam, message, "?preview=1")


def test_automatic_mail_stands_folded_with_what_it_is_about(world: World, sam: Client):
    message = write(world, world.anna)
    reply = send_reply(message.ticket, text="Soon", by=world.sam)
    write(
        world,
        world.anna,
        ticket=message.ticket,
        text="Away",
        automatic="out_of_office",
        about=reply,
    )
    page = page_of(sam, message)
    assert '<details class="folded"' in page
    assert f'href="#message-{reply.pk}"' in page


@pytest.mark.parametrize(
    ("state", "acts"),
    [
        ("sent", []),
        ("queued", []),
        ("failed", ["tries"]),
        ("bounced", ["tries"]),
        ("unclear", ["tries", "arrival"]),
    ],
)
def test_a_mail_that_did_not_arrive_says_what_to_do(
    world: World, sam: Client, state: str, acts: list[str]
):
    message = write(world, world.anna)
    reply = send_reply(message.ticket, text="Soon", by=world.sam)
    Delivery.objects.filter(pk=reply.delivery_id).update(state=state, error="550 full")
    page = page_of(sam, message)
    assert re.findall(rf"/deliveries/{reply.delivery_id}/(\w+)", page) == acts


def test_a_noted_call_is_named_as_one(world: World, sam: Client):
    call = note_call(contact=world.mary, subject="Phone", text="Angry", by=world.sam)
    assert '<article class="message message-call"' in page_of(sam, call)


def test_the_button_names_who_will_read_it(world: World, sam: Client):
    assert "Send to Анна" in page_of(sam, write(world, world.anna))


def test_the_way_back_is_the_list_one_came_from(world: World, sam: Client):
    message = write(world, world.anna)
    sam.get("/inbox/open?kind=customer")
    back = sam.get(f"/tickets/{message.ticket_id}").context["back_url"]
    assert back == "/inbox/open?kind=customer"


@pytest.mark.parametrize("planted", ["https://evil.example/", "//evil.example", "/me"])
def test_the_way_back_leads_only_to_a_list(world: World, sam: Client, planted: str):
    message = write(world, world.anna)
    sam.cookies["list"] = planted
    assert sam.get(f"/tickets/{message.ticket_id}").context["back_url"] == "/inbox"
