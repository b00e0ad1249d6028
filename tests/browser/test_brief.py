"""What the desk understood, in a real browser: facts before feelings, and what to ask."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import IN_MORE_LANGUAGES, Visit, barriers
from tests.web.customers import write
from tests.world import World
from whydesk.briefs.reading import read_waiting
from whydesk.customers.models import Contact
from whydesk.tickets.models import Ticket

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FACT = "The export of contacts to Excel gives an empty file."
FEELING = "This is a disgrace and I have had it with you!!!"
SPEAKERS = {"en": "sam", "ru": "vera", "pt-br": "bruno"}


def told(contact: Contact, world: World, text: str, subject: str) -> Ticket:
    """Return a ticket that the desk has read itself."""
    ticket = write(world, contact, subject=subject, text=text).ticket
    assert read_waiting() == 1
    return ticket


@pytest.fixture
def ticket(world: World) -> Ticket:
    return told(world.mary, world, f"{FACT} {FEELING}", "HELP")


def test_a_specialist_reads_the_facts_and_unfolds_the_rest(
    visit: Visit, world: World, ticket: Ticket
):
    page = visit(f"/tickets/{ticket.pk}", agent=world.sam)
    thread = page.locator("#thread")
    expect(thread.get_by_text(FACT)).to_be_visible()
    expect(thread.get_by_text(FEELING)).to_be_hidden()
    assert barriers(page) == []
    thread.get_by_label("Show what they feel").check()
    expect(thread.get_by_text(FEELING)).to_be_visible()


def test_an_agent_sees_all_of_it(visit: Visit, world: World, ticket: Ticket):
    page = visit(f"/tickets/{ticket.pk}", agent=world.bruno)
    expect(page.locator("#thread").get_by_text(FEELING)).to_be_visible()


@pytest.mark.parametrize("language", ["en", *IN_MORE_LANGUAGES])
def test_the_first_question_is_one_key_away(
    visit: Visit, world: World, ticket: Ticket, language: str
):
    agent = getattr(world, SPEAKERS[language])
    page = visit(f"/tickets/{ticket.pk}", agent=agent)
    question = page.locator(".brief-question p").inner_text()
    assert question.endswith("?")
    page.keyboard.press("q")
    expect(page.locator("[name=text]")).to_have_value(question)
    assert barriers(page) == []


def test_a_wrong_kind_is_set_right_with_two_clicks(visit: Visit, world: World, ticket: Ticket):
    page = visit(f"/tickets/{ticket.pk}", agent=world.ada)
    menu = page.locator(".brief-marks details").first
    menu.locator("summary").click()
    menu.get_by_role("button", name="Billing").click()
    expect(menu.locator("summary")).to_contain_text("Billing")
    ticket.refresh_from_db()
    assert ticket.kind == "billing"
