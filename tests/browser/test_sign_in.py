"""Coming into the desk in a real browser, in three languages."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import IN_MORE_LANGUAGES, Visit, barriers
from tests.world import PASSWORD, World
from whydesk.people.actors import Role
from whydesk.people.inviting import invite_person
from whydesk.people.models import Agent
from whydesk.people.tokens import welcome_token
from whydesk.web.links import joining_link

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def path_of(link: str) -> str:
    return "/" + link.split("/", 3)[3]


@pytest.mark.parametrize("language", ["en", *IN_MORE_LANGUAGES])
def test_an_agent_signs_in_and_out_by_keyboard(visit: Visit, world: World, language: str):
    page = visit("/sign-in?next=/me", language=language)
    expect(page.locator("html")).to_have_attribute("lang", language)
    assert barriers(page) == []
    page.locator("[name=email]").fill("vera@desk.example")
    page.locator("[name=password]").fill("wrong")
    page.keyboard.press("Enter")
    expect(page.locator(".notice")).to_be_visible()
    expect(page.locator("[name=email]")).to_have_value("vera@desk.example")
    assert barriers(page) == []
    page.locator("[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url("/me")
    # From here on the desk speaks the agent's own language.
    expect(page.locator("html")).to_have_attribute("lang", "ru")
    page.locator("details:has(form[action='/sign-out']) > summary").click()
    page.locator("form[action='/sign-out'] button").click()
    expect(page).to_have_url("/sign-in")


@pytest.mark.parametrize("language", ["pt-br", "ru"])
def test_the_invited_joins_where_the_browser_is(visit: Visit, world: World, language: str):
    invitation = invite_person(
        email="olga@desk.example", role=Role.AGENT, language=language, by=world.ada
    )
    page = visit(path_of(joining_link(invitation)), width=390, time_zone="Asia/Tomsk", dark=True)
    expect(page.locator("html")).to_have_attribute("lang", language)
    expect(page.locator("[name=time_zone]")).to_have_value("Asia/Tomsk")
    assert barriers(page) == []
    page.locator("[name=name]").fill("Olga Moroz")
    page.locator("[name=password]").fill("seven quiet herons")
    page.locator("form button.button-main").click()
    expect(page).not_to_have_url(path_of(joining_link(invitation)))
    olga = Agent.objects.get(email="olga@desk.example")
    assert (olga.name, olga.language, olga.time_zone) == ("Olga Moroz", language, "Asia/Tomsk")


def test_the_first_admin_opens_the_desk(visit: Visit):
    page = visit(f"/welcome/{welcome_token()}", language="ru", time_zone="Europe/Minsk")
    assert barriers(page) == []
    page.locator("[name=name]").fill("Olga Moroz")
    page.locator("[name=email]").fill("olga@desk.example")
    page.locator("[name=password]").fill("seven quiet herons")
    page.locator("form button.button-main").click()
    expect(page.locator("nav.rail")).to_be_visible()
    olga = Agent.objects.get()
    assert (olga.role, olga.language, olga.time_zone) == ("admin", "ru", "Europe/Minsk")
