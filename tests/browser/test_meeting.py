"""The meeting in a real browser: held by the keyboard alone, and without scripts."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit, barriers
from tests.browser.desk import press
from tests.wishes.people import firm, somebody, wish_of
from tests.world import World
from whydesk.wishes.models import AgendaItem, Decision, Review
from whydesk.wishes.planning import plan_review
from whydesk.wishes.reviewing import make_agenda, start

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def review(world: World) -> Review:
    """Plan a review of two wishes, the richer first."""
    for title, revenue in (("Colours", "900"), ("A bell", "10")):
        wish_of(world, somebody(firm(title, revenue)), title)
    planned = plan_review()
    assert planned is not None
    make_agenda(planned)
    return planned


def test_a_review_is_held_by_the_keyboard_alone(at_desk: Visit, world: World, review: Review):
    page = at_desk("/reviews/", agent=world.ada)
    press(page, "m")
    page.wait_for_url("**/meeting", timeout=30_000)
    expect(page.locator(".meeting-title")).to_contain_text("Colours")
    expect(page.locator("[data-timer=item]")).to_contain_text("0:0")
    press(page, "4", "a")
    expect(page.locator("#question-hard [value=against]")).to_be_checked()
    press(page, "Enter")
    page.keyboard.type("Two weeks")
    press(page, "Enter", "5", "f")
    expect(page.locator("#question-pays [data-kept]")).to_have_text("Kept")
    press(page, "ArrowRight")
    expect(page.locator(".meeting-title")).to_contain_text("A bell")
    press(page, "k")
    expect(page.locator("#text-hard")).to_have_value("Two weeks")
    press(page, "o", "Space", "Tab")
    page.keyboard.type("It has to stay quiet.")
    press(page, "Control+Enter")
    expect(page.locator(".meeting-title")).to_contain_text("A bell")
    press(page, "p", "Control+Enter")
    expect(page.locator(".meeting-became")).to_contain_text("It can still be decided.")
    press(page, "e")
    expect(page).to_have_url(f"/reviews/{review.pk}/")
    colours, bell = AgendaItem.objects.order_by("position")
    assert colours.answers == {
        "hard": {"text": "Two weeks", "mark": "against"},
        "pays": {"text": "", "mark": "for"},
    }
    assert (Decision.objects.get().outcome, bell.postponed_to is not None) == ("never", True)


def test_half_a_decision_waits_while_one_looks_at_another_wish(
    at_desk: Visit, world: World, review: Review
):
    start(review, by=world.ada)
    page = at_desk(f"/reviews/{review.pk}/meeting", agent=world.ada)
    page.locator("[name=outcome][value=not_now]").check()
    page.locator("[name=reason]").fill("After the summer")
    page.locator("[rel=next]").click()
    expect(page.locator(".meeting-title")).to_contain_text("A bell")
    expect(page.locator("[name=outcome]:checked")).to_have_count(0)
    page.locator("[rel=prev]").click()
    expect(page.locator("[name=reason]")).to_have_value("After the summer")
    expect(page.locator("[name=ask_again_on]")).to_be_visible()
    expect(page.locator("[name=price]")).to_be_hidden()


def test_a_review_is_held_without_scripts(at_desk: Visit, world: World, review: Review):
    page = at_desk("/reviews/", agent=world.ada, script=False)
    page.get_by_role("button", name="Start the meeting").click()
    page.locator("#text-pays").fill("Ninety a month")
    page.locator("#question-pays [value=for]").check()
    page.locator("#question-pays .meeting-keep").click()
    expect(page.locator("#text-pays")).to_have_value("Ninety a month")
    page.locator("[name=outcome][value=shipped]").check()
    page.locator(".decide [data-decide]").click()
    expect(page.locator(".meeting-title")).to_contain_text("A bell")
    page.locator(".meeting-off [data-decide]").click()
    page.get_by_role("button", name="End the review").click()
    expect(page.locator(".became-item")).to_have_count(2)


@pytest.mark.parametrize(
    ("width", "dark"), [(1440, False), pytest.param(390, True, marks=pytest.mark.long)]
)
def test_nothing_is_in_the_way_of_other_senses_or_hands(
    at_desk: Visit, world: World, review: Review, width: int, dark: bool
):
    world.ada.language = "ru"
    world.ada.save()
    page = at_desk("/reviews/", agent=world.ada, width=width, dark=dark)
    found = {"/reviews/": (barriers(page), page.evaluate("document.documentElement.scrollWidth"))}
    start(review, by=world.ada)
    wish_id = review.items.values_list("wish", flat=True)[0]
    for place in (
        f"/reviews/{review.pk}/meeting",
        f"/reviews/{review.pk}/",
        "/reviews/calendar",
        f"/wishes/{wish_id}/decision",
    ):
        page.goto(place)
        found[place] = (barriers(page), page.evaluate("document.documentElement.scrollWidth"))
    assert found == dict.fromkeys(found, ([], width))
