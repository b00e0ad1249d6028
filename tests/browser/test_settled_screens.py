"""The settled screens in a real browser: reachable, readable, and they do what they say."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import IN_MORE_LANGUAGES, NARROW, Visit, barriers
from tests.mailroom.sink import Sink, smtp_sink
from tests.web.customers import write
from tests.world import World
from whydesk.mailroom.models import Mailbox
from whydesk.people.models import Agent
from whydesk.tickets.models import Ticket
from whydesk.web import form

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@contextmanager
def sink_beside() -> Iterator[Sink]:
    """Run the server from another thread: this one has the event loop of the browser's driver."""
    server = smtp_sink()
    with ThreadPoolExecutor(1) as thread:
        yield thread.submit(server.__enter__).result()
        thread.submit(server.__exit__, None, None, None).result()


def furnish(world: World, language: str) -> None:
    """Let the reader have a long name and a language, and a customer a ticket of many words."""
    world.ada.language = language
    world.ada.name = "Maximiliana Konstantinovna Vorontsova-Dashkova von Hohenlohe"
    world.ada.save()
    write(world, world.anna, subject="We want the desk to answer by itself what it knows already")


def screens(world: World) -> list[str]:
    return [
        "/me",
        "/me/notices",
        "/notices/",
        "/people/on-call",
        "/people",
        f"/people/{world.vera.pk}",
        "/teams",
        f"/teams/{world.first_line.pk}",
        "/mailboxes",
        f"/mailboxes/{world.support.pk}",
        "/letters/",
        "/settings",
        "/settings/hours",
        "/settings/hours/desk?day=2026-12-25",
        "/settings/promises",
        "/settings/promises/new",
        "/settings/stops",
        "/promises/broken",
        "/companies/",
        f"/companies/{world.anna.company_id}/",
        f"/contacts/{world.anna.pk}/",
    ]


@pytest.mark.parametrize(("language", "width", "dark"), [("en", 1440, False), NARROW])
def test_no_screen_has_barriers_or_is_wider_than_its_window(
    at_desk: Visit, world: World, language: str, width: int, dark: bool
):
    furnish(world, language)
    page = at_desk("/me", agent=world.ada, width=width, dark=dark)
    found = {}
    for address in screens(world):
        page.goto(address)
        found[address] = (barriers(page), page.evaluate("document.documentElement.scrollWidth"))
    assert found == {address: ([], width) for address in screens(world)}


def test_a_page_that_is_not_there_bars_nobody_either(visit: Visit, world: World):
    page = visit("/nowhere", agent=world.ada, width=390)
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 390


@pytest.mark.parametrize("language", ["en", *IN_MORE_LANGUAGES])
def test_a_customer_writes_by_the_form(
    visit: Visit, world: World, language: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(form, "QUICKEST", timedelta(seconds=-1))
    page = visit("/ask/", language=language, width=390)
    expect(page.locator("html")).to_have_attribute("lang", language)
    assert barriers(page) == []
    page.locator("[name=name]").fill("Olga Moroz")
    page.locator("[name=email]").fill("olga@moroz.example")
    page.locator("[name=subject]").fill("Report")
    page.locator("[name=text]").fill("It does not come.")
    page.locator("form button.button-main").click()
    expect(page).to_have_url(f"/ask/?sent=1&lang={language}")
    assert barriers(page) == []
    assert Ticket.objects.get().contact.name == "Olga Moroz"


def test_an_admin_tries_a_connection_and_keeps_the_mailbox(visit: Visit, world: World):
    world.ada.language = "pt-br"
    world.ada.save()
    page = visit("/mailboxes/new", agent=world.ada)
    page.locator("[name=address]").fill("billing@desk.example")
    page.locator("[name=name]").fill("Billing")
    page.locator("summary.section-title").nth(1).click()
    with sink_beside() as sink:
        page.locator("[name=smtp-host]").fill("127.0.0.1")
        page.locator("[name=smtp-port]").fill(str(sink.port))
        page.locator("[name=smtp-security]").select_option("none")
        page.locator("button[formaction$='/checks/smtp']").click()
        expect(page.locator("#smtp-outcome .notice-good")).to_be_visible()
    assert barriers(page) == []
    page.locator("form.form button.button-main").click()
    expect(page).to_have_url("/mailboxes")
    assert Mailbox.objects.get(address="billing@desk.example").smtp.host == "127.0.0.1"


def test_dark_is_one_click_away_and_remembered(at_desk: Visit, world: World):
    page = at_desk("/me", agent=world.sam)
    page.locator("details:has(form[action='/sign-out']) > summary").click()
    with page.expect_response("**/me/appearance") as answer:
        page.locator("button[name=theme][value=dark]").click()
    assert answer.value.status == 204
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert Agent.objects.get(pk=world.sam.pk).theme == "dark"


def test_a_role_is_given_in_two_clicks(at_desk: Visit, world: World):
    page = at_desk("/people", agent=world.ada)
    page.locator(f"a[href='/people/{world.sam.pk}']").click()
    page.locator("[name=role]").select_option("lead")
    page.locator("form.form button.button-main").click()
    expect(page).to_have_url("/people")
    assert Agent.objects.get(pk=world.sam.pk).role == "lead"
