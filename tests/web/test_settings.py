"""The page of everything that can be set."""

import pytest
from django.test import Client

from tests.world import World


@pytest.mark.parametrize("who", ["ada", "sam", "gus"])
def test_each_sees_what_they_may_set_and_every_line_leads_somewhere(
    world: World, client: Client, who: str
):
    client.force_login(getattr(world, who))
    page = client.get("/settings").content.decode()
    main = page[page.index("<main") : page.index("</main")]
    links = [part.partition('"')[0] for part in main.split('<a href="')[1:]]
    assert links
    assert {client.get(link).status_code for link in links} == {200}


def test_only_who_sets_the_desk_up_is_shown_the_mailboxes(world: World, client: Client):
    shown = []
    for who in (world.ada, world.sam):
        client.force_login(who)
        page = client.get("/settings").content.decode()
        shown.append(page[page.index("<main") :].count('href="/mailboxes"'))
    assert shown == [1, 0]
