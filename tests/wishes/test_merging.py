"""Wishes that are one are merged, and set apart again to the last voice."""

import pytest

from tests.wishes.people import (
    STORY,
    at_once,
    decided,
    firm,
    join,
    make_product,
    somebody,
    to_be_told,
    wish_of,
)
from tests.world import World
from whydesk.wishes import jobs
from whydesk.wishes.calling_back import tell
from whydesk.wishes.deciding import decide
from whydesk.wishes.making_callbacks import make_callbacks
from whydesk.wishes.merging import merge_wishes, split_wish, undo_merge
from whydesk.wishes.models import Callback, Decision, Merging, Voice, Wish
from whydesk.wishes.refusals import CannotMerge, StoryIncomplete, WishMoved
from whydesk.wishes.terms import Terms

NEVER = Terms("never", reason="No.")
FIGURES = (
    "companies",
    "revenue",
    "revenues",
    "deal_breakers",
    "tickets",
    "kinds",
    "voices_90_days",
)


def figures(wish: Wish) -> dict[str, object]:
    return Wish.objects.values(*FIGURES).get(pk=wish.pk)


def callbacks() -> list[tuple[str, str]]:
    found = Callback.objects.order_by("voice", "decision")
    return list(found.values_list("decision__outcome", "state"))


def test_voices_count_for_the_wish_that_stays(world: World):
    one, other = wish_of(world), wish_of(world, world.anna, title="Status colours")
    merge_wishes(other, into=one, reason="The same words", by=world.vera)
    assert (figures(one)["companies"], figures(other)["companies"]) == (2, 0)
    voice = Voice.objects.get(contact=world.anna)
    assert (voice.wish, voice.root) == (other, one)


def test_a_company_that_asked_for_both_counts_once(world: World):
    aurora = firm("Aurora", "100.00")
    one = wish_of(world, somebody(aurora))
    other = wish_of(world, somebody(aurora), title="Status colours")
    merge_wishes(other, into=one, by=world.vera)
    assert (figures(one)["companies"], figures(one)["revenues"]) == (1, {"USD": "100.00"})


def test_undone_it_is_as_if_it_had_never_been(world: World):
    one, other = wish_of(world), wish_of(world, world.anna, title="Status colours")
    for number in range(3):
        join(world, one, somebody(firm(f"One {number}", "10.00", kind="vip")))
        join(world, other, somebody(firm(f"Other {number}", "7.00")), weight="deal_breaker")
    before = (figures(one), figures(other))
    roots = dict(Voice.objects.values_list("pk", "root"))
    merge_wishes(other, into=one, by=world.vera)
    assert figures(one)["companies"] == 8
    undo_merge(other, by=world.bruno)
    assert (figures(one), figures(other)) == before
    assert dict(Voice.objects.values_list("pk", "root")) == roots
    merging = Merging.objects.get()
    assert (merging.by, merging.undone_by) == (world.vera, world.bruno)


def test_a_chain_is_taken_apart_link_by_link(world: World):
    one = wish_of(world)
    two = wish_of(world, world.anna, title="Two")
    three = wish_of(world, world.mary, title="Three")
    merge_wishes(three, into=two, by=world.vera)
    merge_wishes(two, into=one, by=world.vera)
    assert figures(one)["companies"] == 3
    undo_merge(three, by=world.vera)
    assert [figures(wish)["companies"] for wish in (one, two, three)] == [2, 0, 1]
    undo_merge(two, by=world.vera)
    assert [figures(wish)["companies"] for wish in (one, two, three)] == [1, 1, 1]


def test_who_joins_a_merged_wish_counts_for_the_whole_and_stays_theirs(world: World):
    one, other = wish_of(world), wish_of(world, world.anna, title="Status colours")
    merge_wishes(other, into=one, by=world.vera)
    voice = join(world, other)
    assert (voice.wish, voice.root, figures(one)["companies"]) == (other, one, 3)
    undo_merge(other, by=world.vera)
    assert (figures(one)["companies"], figures(other)["companies"]) == (1, 2)


def test_who_has_a_voice_in_a_merged_wish_is_heard_again_there(world: World):
    one, other = wish_of(world), wish_of(world, world.anna, title="Status colours")
    merge_wishes(other, into=one, by=world.vera)
    again = join(world, one, world.anna)
    assert (again.wish, again.retellings.count(), Voice.objects.count()) == (other, 1, 2)


def test_a_wish_is_not_merged_into_itself_or_twice(world: World):
    one, other = wish_of(world), wish_of(world, world.anna, title="Status colours")
    with pytest.raises(CannotMerge, match="itself"):
        merge_wishes(one, into=one, by=world.vera)
    merge_wishes(other, into=one, by=world.vera)
    for wish, into in ((other, one), (one, other)):
        with pytest.raises(CannotMerge, match="already"):
            merge_wishes(wish, into=into, by=world.vera)
    with pytest.raises(CannotMerge, match="no part"):
        undo_merge(one, by=world.vera)


def test_a_merged_wish_is_decided_where_it_went(world: World):
    one, other = wish_of(world), wish_of(world, world.anna, title="Status colours")
    merge_wishes(other, into=one, by=world.vera)
    with pytest.raises(WishMoved, match="Colour of the status"):
        decide(other, NEVER, after=None, by=make_product())
    decision = decided(one, NEVER)
    assert len(to_be_told(decision)) == 2


@pytest.mark.django_db(transaction=True)
def test_merging_while_deciding_ends_with_everybody_on_one_list(world: World):
    one, other = wish_of(world), wish_of(world, world.anna, title="Status colours")
    paula = make_product()
    errors = at_once(
        [
            lambda: decide(other, NEVER, after=None, by=paula),
            lambda: merge_wishes(other, into=one, by=world.vera),
        ]
    )
    assert [type(error) for error in errors] in ([], [WishMoved])
    for decision in Decision.objects.all():
        make_callbacks(decision.pk)
    told = [] if errors else [("never", "due")]
    assert callbacks() == told
    assert Voice.objects.filter(root=one).count() == 2


def test_what_was_decided_there_is_told_to_those_merged_in(world: World):
    one, other = wish_of(world), wish_of(world, world.anna, title="Status colours")
    to_be_told(decided(one, NEVER))
    to_be_told(decided(other, Terms("not_now", reason="Later.")))
    merge_wishes(other, into=one, by=world.vera)
    assert callbacks() == [("never", "due"), ("not_now", "overtaken")]
    jobs.tell_those_merged_in(into_id=one.pk)
    assert callbacks() == [("never", "due"), ("never", "due"), ("not_now", "overtaken")]


def test_set_apart_each_is_told_what_was_decided_on_theirs(world: World):
    one, other = wish_of(world), wish_of(world, world.anna, title="Status colours")
    to_be_told(decided(one, NEVER))
    to_be_told(decided(other, Terms("not_now", reason="Later.")))
    merge_wishes(other, into=one, by=world.vera)
    jobs.tell_those_merged_in(into_id=one.pk)
    undo_merge(other, by=world.vera)
    jobs.tell_those_set_apart(wish_id=other.pk)
    assert callbacks() == [("never", "due"), ("never", "overtaken"), ("not_now", "due")]


def test_what_is_decided_already_is_told_although_the_wish_went_into_an_open_one(world: World):
    one, other = wish_of(world), wish_of(world, world.anna, title="Status colours")
    [callback] = to_be_told(decided(other, NEVER))
    merge_wishes(other, into=one, by=world.vera)
    jobs.tell_those_merged_in(into_id=one.pk)
    tell(callback, text="No.", by=world.vera)
    assert callbacks() == [("never", "told")]


def test_a_split_gives_the_chosen_voices_a_wish_of_their_own(world: World):
    wish = wish_of(world)
    anna, mary = join(world, wish, world.anna), join(world, wish, world.mary)
    to_be_told(decided(wish, NEVER))
    part = split_wish(wish, voices=[anna, mary], title="Letters", story=STORY, by=world.vera)
    assert (part.state, part.companies, figures(wish)["companies"]) == ("open", 2, 1)
    assert callbacks() == [("never", "due"), ("never", "overtaken"), ("never", "overtaken")]
    assert list(part.voices.order_by("pk")) == [anna, mary]


def test_a_split_takes_voices_of_this_wish_only(world: World):
    one, other = wish_of(world), wish_of(world, world.anna, title="Status colours")
    foreign = list(other.voices.all())
    with pytest.raises(CannotMerge, match="Choose"):
        split_wish(one, voices=foreign, title="Letters", story=STORY, by=world.vera)
    with pytest.raises(StoryIncomplete):
        split_wish(one, voices=list(one.voices.all()), title=" ", story=STORY, by=world.vera)
    assert Wish.objects.count() == 2


def test_two_voices_of_one_company_do_not_fit_into_a_split(world: World):
    aurora = firm("Aurora")
    one = wish_of(world, somebody(aurora))
    other = wish_of(world, somebody(aurora), title="Status colours")
    merge_wishes(other, into=one, by=world.vera)
    with pytest.raises(CannotMerge, match="one company"):
        split_wish(one, voices=list(Voice.objects.all()), title="X", story=STORY, by=world.vera)
    assert Wish.objects.count() == 2
