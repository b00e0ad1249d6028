"""Goodwill in a real browser: two keys give, and a sentence goes into the answer."""

from decimal import Decimal

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit, barriers
from tests.browser.desk import press
from tests.web.customers import write
from tests.world import World, make_agent
from whydesk.goodwill.giving import give_gesture
from whydesk.goodwill.models import Gesture
from whydesk.people.actors import Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SENTENCE = "For the trouble this caused you, we are sending you something small."


def test_two_keys_give_and_one_more_says_it(at_desk: Visit, world: World):
    ticket = write(world, world.mary, subject="The invoices were lost").ticket
    page = at_desk(f"/tickets/{ticket.pk}", agent=world.sam)
    press(page, "m")
    expect(page.locator(".goodwill-form [name=amount]")).to_be_focused()
    assert barriers(page) == []
    page.keyboard.press("Enter")
    say = page.locator(".goodwill-done [data-insert]")
    expect(say).to_be_focused()
    assert [(str(one), one.state) for one in Gesture.objects.all()] == [
        (f"20 USD on #{ticket.pk}", "given")
    ]
    assert barriers(page) == []
    page.keyboard.press("Enter")
    expect(page.locator("[data-composer] [name=text]")).to_have_value(SENTENCE)


def test_the_screens_of_goodwill_bar_nobody(at_desk: Visit, world: World):
    lead = make_agent("Lena Lead", Role.LEAD)
    waiting = give_gesture(
        write(world, world.anna).ticket,
        kind="refund",
        amount=Decimal(90),
        currency="USD",
        reason="Two days without mail",
        by=world.vera,
    )
    for address in (
        "/goodwill/",
        "/goodwill/waiting",
        "/goodwill/figures",
        "/goodwill/bounds",
        f"/goodwill/{waiting.pk}/",
    ):
        page = at_desk(address, agent=lead, width=390, dark=True)
        assert (address, barriers(page)) == (address, [])
        page.close()
