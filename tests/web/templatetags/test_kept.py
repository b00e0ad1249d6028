"""Parts that are drawn once."""

from django.template import Context, Engine
from django.utils.translation import override

from tests.world import World
from whydesk.people.actors import Can
from whydesk.people.models import Agent
from whydesk.web.templatetags import kept

RAIL = "{% load kept %}{% kept 'parts/rail.html' user=user here=here can=can parked_count=0 %}"


def rail_for(agent: Agent, *, here: str = "inbox", token: str = "t" * 64, language: str = "en"):
    can = {what.name: agent.may(what) for what in Can}
    page = Engine.get_default().from_string(RAIL)
    with override(language):
        return page.render(Context({"user": agent, "here": here, "can": can, "csrf_token": token}))


def test_each_reader_gets_their_own_rail_however_often_it_is_drawn(world: World):
    for _again in range(2):
        assert rail_for(world.ada).count("/mailboxes") > rail_for(world.sam).count("/mailboxes")
        assert "Sam Stone" in rail_for(world.sam)
        assert "Ada King" in rail_for(world.ada)
        assert "Входящие" in rail_for(world.sam, language="ru")
        assert "Inbox" in rail_for(world.sam)


def test_a_change_of_the_reader_shows_at_once(world: World):
    assert rail_for(world.sam).count('value="dark" aria-pressed="true"') == 0
    world.sam.theme = Agent.Theme.DARK
    assert rail_for(world.sam).count('value="dark" aria-pressed="true"') == 1


def test_every_request_has_its_own_token(world: World):
    first, second = rail_for(world.sam, token="a" * 64), rail_for(world.sam, token="b" * 64)
    assert (first.count("a" * 64), first.count("b" * 64)) == (2, 0)
    assert second == first.replace("a" * 64, "b" * 64)


def test_what_is_kept_is_bounded(world: World, monkeypatch):
    monkeypatch.setattr(kept, "MOST", 3)
    monkeypatch.setattr(kept, "DRAWN", {})
    for number in range(10):
        rail_for(world.sam, here=str(number))
        assert len(kept.DRAWN) <= 3


def test_what_differs_in_a_number_is_drawn_once_and_has_the_number_of_its_page(monkeypatch):
    monkeypatch.setattr(kept, "DRAWN", {})
    page = Engine.get_default().from_string(
        "{% load kept %}{% kept 'parts/ticket_moves.html' ticket=number status='open' %}"
    )
    first, second = (page.render(Context({"number": number})) for number in (7, 8))
    assert (first.count("/tickets/7/"), first.count("/tickets/8/")) == (4, 0)
    assert second == first.replace("/tickets/7/", "/tickets/8/")
    assert len(kept.DRAWN) == 1
