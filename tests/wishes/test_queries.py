"""What screens show of wishes, in a fixed number of statements."""

import pytest

from tests.wishes.people import decided, firm, join, make_product, somebody, to_be_told, wish_of
from tests.world import World
from whydesk.tickets.queries import WrongFilter
from whydesk.wishes.deciding import decide
from whydesk.wishes.merging import merge_wishes
from whydesk.wishes.models import Wish
from whydesk.wishes.planning import plan_review
from whydesk.wishes.queries import (
    agenda_of,
    loudest_voices,
    voices_of,
    voices_of_ticket,
    wish_page,
    wishes_of,
)
from whydesk.wishes.reviewing import make_agenda, pin
from whydesk.wishes.storytelling import comment
from whydesk.wishes.terms import Terms

NEVER = Terms("never", reason="No.")


def many(world: World, number: int) -> Wish:
    wish = wish_of(world, weight="deal_breaker")
    for one in range(number - 1):
        join(world, wish, somebody(firm(f"Firm {one}", f"{one}.00")))
    return wish


def test_the_page_of_a_wish_shows_what_happened_to_it(world: World, django_assert_num_queries):
    wish = wish_of(world)
    other = wish_of(world, world.anna, title="Status colours")
    merge_wishes(other, into=wish, by=world.vera)
    comment(wish, text="Soon", by=world.vera)
    item = pin(wish, by=world.ada)
    first = decided(wish, NEVER)
    second = decided(wish, Terms("shipped"))
    with django_assert_num_queries(5):
        page = wish_page(wish)
        assert [one.progress.untold for one in page.decisions] == [0, 0]
    assert (page.decisions, page.last_decision) == ([second, first], second)
    assert [merging.wish for merging in page.mergings] == [other]
    assert (page.comments[0].text, page.inquiries, page.agenda_item) == ("Soon", [], item)


@pytest.mark.parametrize("number", [1, 3])
def test_voices_come_last_heard_first_in_two_statements(
    world: World, django_assert_num_queries, number: int
):
    wish = many(world, number)
    join(world, wish, world.joao)
    with django_assert_num_queries(2):
        page = voices_of(wish)
        assert len([(one.company, one.contact.name, one.agent) for one in page.voices]) == number
    assert page.voices[0].contact == world.joao
    assert [one.contact for one in page.voices[0].retellings.all()] == [world.joao]


def test_voices_are_paged_by_key(world: World):
    wish = many(world, 3)
    whole = voices_of(wish).voices
    first = voices_of(wish, size=2)
    rest = voices_of(wish, after=first.next, size=2)
    assert (first.voices + rest.voices, rest.next) == (whole, "")
    with pytest.raises(WrongFilter):
        voices_of(wish, after="yesterday")


def test_the_meeting_sees_the_loudest_voices(world: World, django_assert_num_queries):
    wish, quiet = many(world, 4), wish_of(world, world.mary, title="Sounds")
    with django_assert_num_queries(1):
        loud = loudest_voices(wish, each=2)
        assert [voice.company.name for voice in loud] == ["Firm 2", "Firm 1"]
    assert [voice.contact for voice in loudest_voices(quiet)] == [world.mary]


def test_an_agenda_comes_with_decisions_in_one_statement(world: World, django_assert_num_queries):
    for name in ("One", "Two"):
        pin(wish_of(world, title=name), by=world.ada)
    review = plan_review()
    make_agenda(review)
    one = Wish.objects.get(title="One")
    decide(one, NEVER, after=None, review=review, by=make_product())
    with django_assert_num_queries(1):
        [first, second] = agenda_of(review)
        assert (first.wish, second.wish.title, second.decision) == (one, "Two", None)
        assert (first.decision.outcome, first.decision.by.name) == ("never", "Paula Product")


def test_a_companys_wishes_and_what_fails_it(world: World, django_assert_num_queries):
    wish = wish_of(world, weight="deal_breaker")
    wish_of(world, world.anna, title="Not theirs", weight="deal_breaker")
    decision = decided(wish, NEVER)
    [callback] = to_be_told(decision)
    with django_assert_num_queries(3):
        theirs = wishes_of(world.joao.company)
        told = [list(voice.callbacks.all()) for voice in theirs.voices]
    assert ([voice.root for voice in theirs.voices], told) == ([wish], [[callback]])
    assert [misfit.wish for misfit in theirs.misfits] == [wish]
    assert wishes_of(world.joao).voices == theirs.voices
    assert voices_of_ticket(callback.ticket) == theirs.voices
