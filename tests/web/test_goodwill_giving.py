"""Something is given from the ticket: one key opens the form, Enter gives."""

from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from tests.web.customers import write
from tests.wishes.people import firm
from tests.world import World, make_agent
from whydesk.goodwill.bounding import set_budget
from whydesk.goodwill.giving import give_gesture
from whydesk.goodwill.models import Gesture
from whydesk.people.actors import Role
from whydesk.tickets.models import Draft, Ticket

PANEL = {"HX-Request": "true", "HX-Target": "div#gestures"}
SENTENCE = "For the trouble this caused you, we are paying $10.00 back to you."


@pytest.fixture
def vera(world: World, client: Client) -> Client:
    world.vera.language = "en"
    world.vera.save()
    client.force_login(world.vera)
    return client


@pytest.fixture
def ticket(world: World) -> Ticket:
    """Mary's, who writes English and is of no company."""
    return write(world, world.mary).ticket


def typed(**fields: str) -> dict[str, str]:
    given = {"kind": "refund", "amount": "10", "currency": "usd", "reason": "Lost a day"}
    return {**given, "sheet": "a", **fields}


def give(client: Client, ticket: Ticket, *, htmx: bool = True, **fields: str):
    return client.post(
        f"/tickets/{ticket.pk}/gestures", typed(**fields), headers=PANEL if htmx else {}
    )


def test_the_form_opens_filled_in_and_is_given_as_it_stands(world: World, vera: Client):
    world.anna.company = firm("Romashka 2", "730")
    world.anna.save()
    ticket = write(world, world.anna, subject="Export is broken").ticket
    form = vera.get(f"/tickets/{ticket.pk}/goodwill?form=1", headers=PANEL).context["gesture_form"]
    filled = {name: form[name].value() for name in form.fields}
    sheet = filled.pop("sheet")
    reason = ticket.snippet or ticket.subject
    assert filled == {
        "kind": "credit",
        "amount": Decimal("20.00"),
        "currency": "USD",
        "reason": reason,
    }
    vera.post(
        f"/tickets/{ticket.pk}/gestures",
        {name: str(value) for name, value in filled.items()} | {"sheet": sheet},
        headers=PANEL,
    )
    gesture = Gesture.objects.get()
    assert (gesture.amount, gesture.kind, gesture.state, gesture.by) == (
        *(20, "credit", "given"),
        world.vera,
    )


def test_the_amount_is_one_that_a_browser_reads_in_every_language(
    world: World, vera: Client, ticket: Ticket
):
    world.vera.language = "ru"
    world.vera.save()
    page = vera.get(f"/tickets/{ticket.pk}/goodwill?form=1", headers=PANEL).content.decode()
    assert 'type="number" name="amount" value="20.00"' in page


def test_no_more_is_proposed_than_needs_nobody(world: World, vera: Client, ticket: Ticket):
    give_gesture(
        ticket,
        kind="gift",
        amount=Decimal("38.5"),
        currency="USD",
        reason="Late",
        by=world.vera,
    )
    response = vera.get(f"/tickets/{ticket.pk}/goodwill?form=1", headers=PANEL)
    assert response.context["gesture_form"]["amount"].value() == Decimal("11.50")
    assert "Up to $11.50 on this ticket nobody is asked" in response.content.decode()


def test_a_sentence_for_the_answer_is_offered(vera: Client, ticket: Ticket):
    response = give(vera, ticket)
    assert (response.context["done_words"], response.context["gesture_form"]) == (SENTENCE, None)
    assert f'data-insert="{SENTENCE}"' in response.content.decode()


def test_without_scripts_the_sentence_goes_into_the_draft(vera: Client, ticket: Ticket):
    response = give(vera, ticket, htmx=False)
    assert (response.status_code, response["Location"]) == (303, f"/tickets/{ticket.pk}#reply")
    assert Draft.objects.get().text == SENTENCE


def test_without_scripts_the_form_is_a_page(vera: Client, ticket: Ticket):
    response = vera.get(f"/tickets/{ticket.pk}/goodwill")
    assert response.context["gesture_form"]["amount"].value() == 20
    wrong = give(vera, ticket, htmx=False, amount="0")
    assert (wrong.status_code, Gesture.objects.count()) == (422, 0)
    assert wrong.context["gesture_form"]["reason"].value() == "Lost a day"


def test_two_clicks_give_once(vera: Client, ticket: Ticket):
    first, second = give(vera, ticket), give(vera, ticket)
    assert first.context["done"] == second.context["done"] == Gesture.objects.get()
    give(vera, ticket, sheet="b")
    assert Gesture.objects.count() == 2


def test_what_goes_beyond_the_limit_says_that_a_lead_is_asked(vera: Client, ticket: Ticket):
    response = give(vera, ticket, amount="51")
    page = response.content.decode()
    assert (response.context["done_words"], "you will be told" in page) == ("", True)
    assert Gesture.objects.get().state == "waiting"


def test_a_budget_that_is_used_up_says_what_to_do(world: World, vera: Client, ticket: Ticket):
    set_budget(currency="USD", month=timezone.localdate(), amount=Decimal(5), by=world.ada)
    response = give(vera, ticket, reason="They waited all night")
    form = response.context["gesture_form"]
    assert "ask a lead to raise the budget" in form.non_field_errors()[0]
    assert (form["reason"].value(), Gesture.objects.count()) == ("They waited all night", 0)


def test_the_page_of_a_ticket_asks_nothing_more_for_it(
    world: World, vera: Client, ticket: Ticket, django_assert_num_queries
):
    url = f"/tickets/{ticket.pk}/goodwill"
    give(vera, ticket, amount="1")
    with django_assert_num_queries(4):
        vera.get(url, headers=PANEL)
    for sheet in "bcd":
        give(vera, ticket, amount="1", sheet=sheet)
    with django_assert_num_queries(4):
        response = vera.get(url, headers=PANEL)
    assert len(response.context["gestures"]) == 4


def test_product_gives_nothing_and_guests_see_nothing(world: World, client: Client, ticket: Ticket):
    client.force_login(make_agent("Paul Product", Role.PRODUCT))
    assert give(client, ticket).status_code == 403
    assert client.get(f"/tickets/{ticket.pk}/goodwill").status_code == 403
    client.force_login(world.gus)
    assert give(client, ticket).status_code == 404
    assert Gesture.objects.count() == 0
