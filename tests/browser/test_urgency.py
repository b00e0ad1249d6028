"""Urgency in a real browser: from a key to another place in the queue."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit, barriers
from tests.browser.desk import press
from tests.web.customers import write
from tests.world import World
from whydesk.desk.models import Overruling
from whydesk.desk.weighing import weigh
from whydesk.tickets.models import Ticket

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_key_opens_the_reasons_and_an_agent_knows_better(at_desk: Visit, world: World):
    ticket = write(world, world.joao, hours_ago=3).ticket
    weigh([ticket.pk])
    page = at_desk(f"/tickets/{ticket.pk}", agent=world.sam)
    press(page, "p")
    expect(page.locator("#urgency .urgency-shares")).to_contain_text("Trial+5 d")
    assert barriers(page) == []
    page.get_by_label("After others").check()
    page.get_by_label("Why").fill("They are back on Monday")
    page.get_by_role("button", name="Let it stand there").click()
    expect(page.locator(".toast")).to_contain_text("Kept")
    expect(page.locator("summary", has_text="Urgency")).to_contain_text("−4 d 21 h")
    assert Overruling.objects.get().agent == world.sam
    assert Ticket.objects.get().urgency == -5 * 24 * 60


def test_the_example_moves_while_a_lead_types(at_desk: Visit, world: World):
    page = at_desk("/settings/urgency", agent=world.ada)
    first = page.locator(".weights-queue li").first
    expect(first).to_contain_text("On trial")
    page.get_by_label("VIP").fill("700")
    expect(first).to_contain_text("A VIP")
    assert barriers(page) == []
