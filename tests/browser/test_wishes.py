"""Wishes in a real browser: from a customer's words to the board, and what customers read."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.briefs.readings import have_read
from tests.browser.conftest import NARROW, Visit, barriers
from tests.browser.desk import go, press
from tests.web.customers import write
from tests.wishes.people import capability, decided, firm, join, somebody, wish_of
from tests.world import World
from whydesk.tickets.models import Draft, Message
from whydesk.wishes.choices import Outcome
from whydesk.wishes.facing import face_capability, face_wish
from whydesk.wishes.inquiring import hand_to_success
from whydesk.wishes.merging import merge_wishes
from whydesk.wishes.models import Voice, Wish
from whydesk.wishes.stories import Story
from whydesk.wishes.terms import Terms

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TEXT = "When the month ends I type all invoices over. I want to get them into one table. Thanks"
WHEN, WANT = "When the month ends", "to get them into one table"
# The process that compares texts starts with the first who asks.
PATIENT = 90_000


@pytest.fixture
def message(world: World) -> Message:
    message = write(world, world.mary, text=TEXT)
    have_read(message, kind="wish", said={"when": WHEN, "want": WANT}, summary=WANT)
    return message


@pytest.fixture
def known(world: World) -> Wish:
    """A wish like Mary's, and an article for something else."""
    story = Story(WHEN, "get all invoices into one table", "nobody types them over")
    wish = wish_of(world, title="All invoices of the month in one table", story=story, said="")
    face_wish(wish.pk)
    face_capability(capability("colours", en="Colours of statuses").pk)
    return wish


def opened(page: Page) -> Page:
    press(page, "w")
    expect(page.locator("#wish-form [name=when]")).to_be_focused()
    return page


def test_one_key_leads_from_the_message_to_a_voice_and_its_answer(
    at_desk: Visit, world: World, message: Message, known: Wish
):
    page = opened(at_desk(f"/tickets/{message.ticket_id}", agent=world.sam))
    expect(page.locator("#wish-note-when")).to_contain_text("Their words")
    join_it = page.locator(f"button[formaction='/wishes/{known.pk}/voices']")
    join_it.wait_for(timeout=PATIENT)
    assert barriers(page) == []
    page.locator("[name=so_that]").fill("the tax is filed in an hour")
    expect(page.locator("#wish-note-so_that")).to_contain_text("Told by you", timeout=PATIENT)
    page.locator("[name=workaround][value=bad]").check()
    join_it.click()
    expect(page.locator("[data-composer] [name=text]")).to_have_value(re.compile("Mary"))
    expect(page.locator(".toast")).to_have_count(0)
    assert barriers(page) == []
    voice = Voice.objects.get(contact=world.mary)
    assert (voice.root, voice.weight, voice.so_that) == (
        known,
        "needed",
        "the tax is filed in an hour",
    )


def test_the_panel_closes_where_it_was_opened(at_desk: Visit, world: World, message: Message):
    page = opened(at_desk(f"/tickets/{message.ticket_id}", agent=world.sam))
    press(page, "Escape")
    page.locator("[data-close-panel]").focus()
    press(page, "Escape")
    expect(page.locator("#wish-form")).to_have_count(0)
    expect(page.locator(".wish-opener")).to_be_focused()
    opened(page)


def test_the_question_goes_into_the_answer_that_is_being_written(
    at_desk: Visit, world: World, message: Message
):
    page = at_desk(f"/tickets/{message.ticket_id}", agent=world.sam)
    page.locator("[data-composer] [name=text]").fill("Hello Mary,")
    press(page, "Escape")
    opened(page)
    asked = page.locator(".wish-found [data-insert]").first.get_attribute("data-insert")
    page.locator(".wish-found [data-insert]").first.click()
    expect(page.locator("[data-composer] [name=text]")).to_have_value(f"Hello Mary,\n\n{asked}")


def test_it_all_works_without_scripts(at_desk: Visit, world: World, message: Message, known: Wish):
    page = at_desk(f"/tickets/{message.ticket_id}", agent=world.sam, script=False)
    page.set_default_timeout(PATIENT)
    page.locator(".wish-opener").click()
    page.locator("[name=so_that]").fill("the tax is filed in an hour")
    page.locator("button[name=look]").click()
    page.locator(f"button[formaction='/wishes/{known.pk}/voices']").click()
    expect(page).to_have_url(re.compile(f"/tickets/{message.ticket_id}#reply$"))
    assert "Mary" in Draft.objects.get().text
    expect(page.locator("[data-composer] [name=text]")).to_have_value(re.compile("Mary"))


def screens(world: World, message: Message) -> list[str]:
    """Fill every screen of wishes, and return their addresses."""
    wish = wish_of(world, title="An unusually long title of a wish that goes on " * 3)
    for number in range(3):
        join(world, wish, somebody(firm(f"Harbour & Sons {number}", "1200", kind="vip")))
    decided(wish, Terms(Outcome.NOT_NOW, reason="First the till."))
    merged = wish_of(world, world.anna, "Merged")
    merged = wish_of(world, world.anna, "Merged")
    merge_wishes(merged, into=wish, reason="Both want colours", by=world.vera)
    capability("colours", en="Colours of statuses", ru="Цвета состояний")
    hand_to_success(message, question="What do they do then?", by=world.vera)
    return [
        "/wishes/",
        "/wishes/?state=shipped",
        f"/wishes/{wish.pk}/",
        f"/wishes/{merged.pk}/",
        f"/wishes/{wish.pk}/voices",
        f"/tickets/{message.ticket_id}/wish",
        "/inquiries/",
        "/capabilities/",
        "/capabilities/new",
        "/capabilities/colours/",
        "/help/",
        "/help/colours/",
    ]


@pytest.mark.parametrize(
    ("language", "width", "dark"),
    [("pt-br", 1440, False), NARROW],
)
def test_no_screen_has_barriers_or_is_wider_than_its_window(
    at_desk: Visit, world: World, message: Message, language: str, width: int, dark: bool
):
    world.ada.language = language
    world.ada.save()
    addresses = screens(world, message)
    page = at_desk("/wishes/", agent=world.ada, width=width, dark=dark)
    found = {}
    for address in addresses:
        page.goto(address)
        found[address] = (barriers(page), page.evaluate("document.documentElement.scrollWidth"))
    assert found == {address: ([], width) for address in addresses}


def test_the_board_is_walked_by_keyboard(at_desk: Visit, world: World):
    wish_of(world, somebody(firm("One")), "First")
    second = wish_of(world, somebody(firm("Two")), "Second")
    page = at_desk("/inbox/mine", agent=world.sam)
    go(page, "gw", "/wishes/")
    press(page, "j")
    expect(page.locator("[data-row].here")).to_contain_text("Second")
    press(page, "Enter")
    expect(page).to_have_url(f"/wishes/{second.pk}/")
    press(page, "u")
    expect(page).to_have_url("/wishes/")


def test_ticked_voices_are_asked_for_what_they_want_instead(at_desk: Visit, world: World):
    wish = wish_of(world)
    page = at_desk(f"/wishes/{wish.pk}/", agent=world.sam)
    expect(page.locator("#split-title")).to_be_hidden()
    page.locator("[name=voice]").check()
    page.locator("#split-title").fill("Bigger letters")
    page.locator("#split-want").fill("read from afar")
    page.locator(".voices-split .button").click()
    expect(page.locator("h1")).to_have_text("Bigger letters")


def test_a_customer_finds_help_in_their_language(at_desk: Visit, world: World):
    capability("colours", en="Colours of statuses", ru="Цвета состояний")
    page = at_desk("/help/", language="ru", width=390)
    page.locator("[name=q]").fill("цвет")
    press(page, "Enter")
    page.locator(".help-link").click()
    expect(page.locator("h1")).to_have_text("Цвета состояний")
    expect(page.locator("html")).to_have_attribute("lang", "ru")
