"""A day at the desk in a real browser: by mouse, by keyboard and without a script."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import IN_MORE_LANGUAGES, Visit, barriers
from tests.browser.desk import press, until_listening
from tests.web.customers import write
from tests.world import PASSWORD, World
from whydesk.tickets.models import Draft, Ticket
from whydesk.tickets.replying import write_note

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SPEAKERS = {"en": "sam", "ru": "vera", "pt-br": "bruno"}
HTML = '<p id="theirs">Look</p><img alt="far" data-src="https://far.example/a.png">'


@pytest.fixture
def tickets(world: World) -> list[Ticket]:
    """Three tickets, the longest waiting first."""
    return [
        write(world, contact, subject=subject, text=text, hours_ago=hours).ticket
        for contact, subject, text, hours in (
            (world.anna, "Отчёт", "Итог не такой, как раньше.", 9),
            (world.joao, "Mensagens", "Nenhuma mensagem sai.", 5),
            (world.mary, "Invoices", "Where are our invoices?", 1),
        )
    ]


def here(page: Page) -> str:
    return page.locator("[data-row].here [data-row-link]").inner_text()


@pytest.mark.parametrize("language", ["en", *IN_MORE_LANGUAGES])
def test_a_customer_gets_an_answer(
    at_desk: Visit, world: World, tickets: list[Ticket], language: str
):
    page = at_desk("/")
    page.locator("[name=email]").fill(f"{SPEAKERS[language]}@desk.example")
    page.locator("[name=password]").fill(PASSWORD)
    press(page, "Enter")
    expect(page).to_have_url("/inbox/mine")
    expect(page.locator("html")).to_have_attribute("lang", language)
    page.locator("a.queue[href='/inbox/open']").click()
    expect(page.locator("[data-row]")).to_have_count(3)
    assert barriers(page) == []
    page.locator("[data-row-link]", has_text="Mensagens").click()
    expect(page.locator(".message")).to_have_count(1)
    assert barriers(page) == []
    page.locator("[name=text]").fill("**Desculpe.** Já vemos.")
    expect(page.locator("[data-send]:visible")).to_contain_text("João")
    assert barriers(page) == []
    page.locator("[data-send]:visible").click()
    expect(page.locator(".message-reply .words strong")).to_have_text("Desculpe.")
    press(page, "/")
    page.locator("[name=q]").fill("mensagem")
    expect(page.locator("mark").first).to_have_text(re.compile("mensage", re.IGNORECASE))
    assert barriers(page) == []


def test_one_works_by_keyboard(at_desk: Visit, world: World, tickets: list[Ticket]):
    page = at_desk("/inbox/open", agent=world.sam)
    expect(page.locator("[data-row].here")).to_have_count(1)
    press(page, "j")
    assert here(page) == "Mensagens"
    expect(page.locator("#preview .words")).to_contain_text("Nenhuma mensagem sai.")
    press(page, "k")
    assert here(page) == "Отчёт"
    press(page, "x")
    expect(page.locator("[name=ticket]:checked")).to_have_count(1)
    press(page, "j")
    press(page, "Enter")
    expect(page).to_have_url(f"/tickets/{tickets[1].pk}")
    press(page, "n")
    expect(page.locator("[name=kind][value=note]")).to_be_checked()
    press(page, "Escape")
    press(page, "r")
    expect(page.locator("[name=text]")).to_be_focused()
    page.keyboard.type("jke")
    expect(page.locator("[name=text]")).to_have_value("jke")
    press(page, "Escape")
    press(page, "a")
    expect(page.locator("details.menu[open]")).to_have_count(1)
    press(page, "Enter")
    expect(page.locator("summary[data-key=a]")).to_contain_text("Sam Stone")
    press(page, "?")
    expect(page.locator("#keys")).to_be_visible()
    press(page, "Escape")
    press(page, "e")
    expect(page).to_have_url("/inbox/open")
    expect(page.locator(".toast")).to_contain_text(f"#{tickets[1].pk}")
    expect(page.locator("[data-row]")).to_have_count(2)
    page.locator(".toast button").click()
    expect(page).to_have_url(f"/tickets/{tickets[1].pk}")
    tickets[1].refresh_from_db()
    assert tickets[1].status == "open"


def test_new_mail_announces_itself_and_does_not_push(
    at_desk: Visit, world: World, tickets: list[Ticket]
):
    page = at_desk("/inbox/open", agent=world.sam)
    until_listening()
    before = page.locator("[data-row-link]").all_inner_texts()
    write(world, world.mary, subject="Just now", hours_ago=0)
    expect(page.locator("[data-news]")).to_have_text("1 new")
    assert page.locator("[data-row-link]").all_inner_texts() == before
    expect(page.locator("a.queue[href='/inbox/open'] .count")).to_have_text("4")
    page.locator("[data-news]").click()
    expect(page.locator("[data-row]")).to_have_count(4)
    expect(page.locator("[data-row-link]").last).to_have_text("Just now")


def test_what_a_colleague_says_shows_when_it_is_asked_for(
    at_desk: Visit, world: World, tickets: list[Ticket]
):
    page = at_desk(f"/tickets/{tickets[0].pk}", agent=world.sam)
    page.locator("[name=text]").fill("Half a sente")
    until_listening()
    write_note(tickets[0], text="I know this one", by=world.ada)
    page.locator("[data-news]").click()
    expect(page.locator(".message-note .words")).to_have_text("I know this one")
    expect(page.locator("[name=text]")).to_have_value("Half a sente")


def test_what_is_typed_survives_the_browser(at_desk: Visit, world: World, tickets: list[Ticket]):
    page = at_desk(f"/tickets/{tickets[0].pk}", agent=world.sam)
    page.locator("[name=text]").fill("Half a sentence")
    expect(page.locator("[data-draft-state]")).to_have_text(re.compile("Saved"))
    assert Draft.objects.get().text == "Half a sentence"
    page.locator("[name=text]").fill("Half a sentence and the rest")
    page.goto("/inbox/open")
    page.goto(f"/tickets/{tickets[0].pk}")
    expect(page.locator("[name=text]")).to_have_value("Half a sentence and the rest")


def test_what_the_desk_did_not_get_is_kept_in_the_window_and_sent_by_the_next_page(
    at_desk: Visit, world: World, tickets: list[Ticket]
):
    page = at_desk(f"/tickets/{tickets[0].pk}", agent=world.sam)
    unreachable = "void (window.fetch = () => Promise.reject(new TypeError('unreachable')))"
    page.evaluate(unreachable)
    page.locator("[name=text]").fill("Half a sen")
    page.goto(f"/tickets/{tickets[0].pk}")
    expect(page.locator("[name=text]")).to_have_value("Half a sen")
    page.evaluate(unreachable)
    page.locator("[name=text]").fill("Half a sentence")
    with page.expect_response("**/draft"):
        page.goto("/inbox/open")
    assert Draft.objects.get().text == "Half a sentence"


def test_a_file_is_attached_previewed_and_sent(at_desk: Visit, world: World, tickets: list[Ticket]):
    page = at_desk(f"/tickets/{tickets[0].pk}", agent=world.sam)
    page.locator("[name=text]").fill("See *this*")
    file = {"name": "план.txt", "mimeType": "text/plain", "buffer": b"plan"}
    page.locator("[data-attach]").set_input_files(file)
    expect(page.locator("#uploads .file")).to_contain_text("план.txt")
    page.locator("button[name=preview]").click()
    expect(page.locator("#sheet-preview em")).to_have_text("this")
    page.locator("[data-send]:visible").click()
    expect(page.locator(".message-reply .file")).to_contain_text("план.txt")
    with page.expect_download() as download:
        page.locator(".message-reply a.file").click()
    assert download.value.path().read_bytes() == b"plan"


def test_everything_works_without_a_script(at_desk: Visit, world: World, tickets: list[Ticket]):
    page = at_desk("/inbox/open", agent=world.sam, script=False)
    page.locator("[data-row-link]", has_text="Invoices").click()
    page.locator("[name=text]").fill("Here they are.")
    page.locator("button[name=preview]").click()
    expect(page.locator("#sheet-preview")).to_contain_text("Here they are.")
    page.locator("[data-send]:visible").click()
    expect(page.locator(".message-reply .words")).to_have_text("Here they are.")
    page.locator("button[name=status][value=closed]").click()
    expect(page.locator(".toast")).to_contain_text(f"#{tickets[2].pk}")
    tickets[2].refresh_from_db()
    assert tickets[2].status == "closed"


def test_a_strangers_letter_stands_behind_glass(at_desk: Visit, world: World):
    ticket = write(world, world.anna, html=HTML).ticket
    page = at_desk(f"/tickets/{ticket.pk}", agent=world.sam)
    page.locator(".sent-as summary").click()
    letter = page.frame_locator("iframe.letter")
    expect(letter.locator("#theirs")).to_have_text("Look")
    expect(letter.locator("img[src]")).to_have_count(0)
    page.context.route("https://far.example/**", lambda far: far.fulfill(content_type="image/gif"))
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    letter.locator("a[href='?pictures=1']").click()
    expect(letter.locator("img[src]")).to_have_count(1)
    assert "https://far.example/a.png" in asked


@pytest.mark.parametrize("width", [390, pytest.param(1024, marks=pytest.mark.long)])
def test_the_desk_fits_a_narrow_screen(
    at_desk: Visit, world: World, tickets: list[Ticket], width: int
):
    for address in ("/inbox/open", f"/tickets/{tickets[0].pk}", "/search?q=invoices", "/calls"):
        page = at_desk(address, agent=world.sam, width=width)
        over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert (address, over) == (address, 0)
        assert (address, barriers(page)) == (address, [])
