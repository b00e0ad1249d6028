"""What the desk understood, in a real browser: facts before feelings, and what was asked before."""

import pytest
from playwright.sync_api import expect

from tests.briefs.readings import have_read
from tests.browser.conftest import IN_MORE_LANGUAGES, NARROW, Visit, barriers
from tests.language_model import Model
from tests.web.customers import write
from tests.world import World
from whydesk.briefs.comparing import compare_with_nearest
from whydesk.briefs.models import Reading
from whydesk.briefs.reading import read_waiting
from whydesk.customers.models import Contact
from whydesk.tickets.models import Ticket
from whydesk.tickets.replying import send_reply

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


@pytest.mark.parametrize(("width", "has_words"), [(1440, False), (1024, True), (390, True)])
def test_a_row_leaves_the_room_to_what_they_ask(
    visit: Visit, world: World, ticket: Ticket, width: int, has_words: bool
):
    marks = {"kind": "outage", "temperature": 3, "is_blocking": True, "tags": ["export", "money"]}
    Ticket.objects.filter(pk=ticket.pk).update(**marks)
    page = visit("/inbox/open", agent=world.vera, width=width)
    ask, row = page.locator(".row-ask"), page.locator("[data-row]")
    expect(ask).to_contain_text("gives an empty file")
    shares = [page.evaluate("one => one.clientWidth", one.element_handle()) for one in (ask, row)]
    assert shares[0] > shares[1] / 2
    blocking = row.locator(".badge-burn")
    expect(blocking).to_be_in_viewport()
    words = blocking.locator(".badge-words").bounding_box()
    around = blocking.bounding_box()
    assert words
    assert around
    assert (words["width"] < around["width"]) == has_words
    assert barriers(page) == []


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


@pytest.mark.parametrize(
    ("language", "width", "is_dark"), [("en", 1440, False), NARROW], ids=["wide", "narrow"]
)
def test_a_kind_that_is_a_guess_says_so_until_somebody_agrees(
    visit: Visit, world: World, language: str, width: int, is_dark: bool
):
    message = write(world, world.mary, subject="Lamp", text="The lamp again.")
    have_read(message, kind="outage", certainty=0.41)
    world.ada.language = language
    world.ada.save()
    page = visit(f"/tickets/{message.ticket_id}", agent=world.ada, width=width, dark=is_dark)
    if width < 1024:
        page.locator(".ticket-head [popovertarget=side]").click()
    guess = page.locator(".brief-guess")
    expect(guess).to_be_visible()
    assert barriers(page) == []
    menu = page.locator(".brief-marks details").first
    menu.locator("summary").click()
    menu.locator("button[aria-pressed=true]").click()
    expect(guess).to_have_count(0)
    assert Reading.objects.get(message=message).said["certainty"] == 1


def test_of_a_kind_set_right_the_next_question_is_there_at_once(visit: Visit, world: World):
    ticket = told(world.mary, world, "Thank you for the new screen, it is lovely.", "New screen")
    page = visit(f"/tickets/{ticket.pk}", agent=world.ada)
    expect(page.locator(".brief-question")).to_have_count(0)
    menu = page.locator(".brief-marks details").first
    menu.locator("summary").click()
    menu.get_by_role("button", name="Bug").click()
    question = page.locator(".brief-question p")
    expect(question).to_be_visible()
    said = question.inner_text()
    assert barriers(page) == []
    page.keyboard.press("q")
    expect(page.locator("[name=text]")).to_have_value(said)


@pytest.mark.parametrize(
    ("language", "width", "is_dark"), [("en", 1440, False), NARROW], ids=["wide", "narrow"]
)
def test_what_was_answered_before_stands_beside_the_thread(
    visit: Visit,
    world: World,
    ticket: Ticket,
    model: Model,
    language: str,
    width: int,
    is_dark: bool,
):
    send_reply(ticket, text="Choose fewer than 5,000 rows.", by=world.sam)
    subject = "Re: " + "Exportação-dos-contatos-para-Excel-" * 4
    words = "Quando exporto os contatos para o Excel, o arquivo vem vazio."
    asked = told(world.joao, world, words, subject)
    model.answer = '{"same": [0], "perhaps": []}'
    assert compare_with_nearest(asked)
    world.ada.language = language
    world.ada.save()
    page = visit(f"/tickets/{asked.pk}", agent=world.ada, width=width, dark=is_dark)
    if width < 1024:
        page.locator(".ticket-head [popovertarget=side]").click()
    similar = page.locator(".similar-one")
    expect(similar).to_have_count(1)
    expect(similar.locator(".similar-met")).to_have_text(FACT)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    over = """part => [...part.querySelectorAll("*")].filter(
        each => each.getBoundingClientRect().right > part.getBoundingClientRect().right + 1
    ).map(each => each.className)"""
    assert page.locator("#similar").evaluate(over) == []
    assert barriers(page) == []
    similar.locator("summary").click()
    similar.locator("[data-insert]").click()
    expect(page.locator("[name=text]")).to_have_value("Choose fewer than 5,000 rows.")


@pytest.mark.parametrize(
    ("language", "width", "is_dark"), [("en", 1440, False), NARROW], ids=["wide", "narrow"]
)
def test_a_draft_by_the_language_model_is_one_key_away(
    visit: Visit,
    world: World,
    ticket: Ticket,
    model: Model,
    language: str,
    width: int,
    is_dark: bool,
):
    model.answer, model.seconds = "Dear [NAME_1], choose fewer rows.", 0.5
    world.ada.language = language
    world.ada.save()
    page = visit(f"/tickets/{ticket.pk}", agent=world.ada, width=width, dark=is_dark)
    waits, text = page.locator("#proposal-waits"), page.locator("[name=text]")
    expect(waits).to_be_hidden()
    page.keyboard.press("d")
    expect(waits).to_be_visible()
    expect(text).to_have_value("Dear Mary, choose fewer rows.")
    expect(waits).to_be_hidden()
    expect(page.locator("#proposal .proposal")).to_be_visible()
    assert barriers(page) == []
