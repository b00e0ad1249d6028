"""The bell in a real browser: it rings by itself, and what was opened is no longer new."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.desk import go
from tests.notices.happening import CALM, assigned
from tests.web.customers import write
from tests.world import World
from whydesk.notices.models import Notice
from whydesk.notices.telling import tell

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_bell_rings_by_itself_and_is_quiet_when_the_ticket_was_opened(
    at_desk: Visit, world: World
):
    tickets = [write(world, world.anna).ticket_id, write(world, world.joao).ticket_id]
    page = at_desk("/inbox/open", agent=world.sam)
    bell = page.locator("#bell .rail-dot")
    expect(bell).to_have_count(0)
    for ticket in tickets:
        tell([world.sam.pk], topic=CALM, event=assigned(world, world.sam, ticket=ticket))
    expect(bell).to_contain_text("2")
    go(page, "gn", "/notices/")
    expect(page.locator(".told-new")).to_have_count(2)
    page.locator(".told-link").first.click()
    expect(page.locator("[data-ticket]")).to_have_count(1)
    expect(bell).to_contain_text("1")
    page.goto(page.url.rpartition("/")[0] + f"/{tickets[0]}")
    expect(bell).to_have_count(0)
    assert not Notice.objects.filter(seen_at=None).exists()
