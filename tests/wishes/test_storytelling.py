"""A wish is written down with its reason and its first voice."""

import pytest

from tests.web.customers import write
from tests.wishes.people import STORY, make_product, wish_of
from tests.world import World
from whydesk.history.events import sentence_of
from whydesk.history.timelines import entries_about
from whydesk.people.actors import NotAllowed
from whydesk.wishes.models import Voice, Wish
from whydesk.wishes.refusals import StoryIncomplete, StoryTooLong, WrongChoice
from whydesk.wishes.stories import Story
from whydesk.wishes.storytelling import (
    begin_wish,
    change_story,
    comment,
    note_effort,
    note_fit,
    note_tracker,
)


def told(noun: str, key: int) -> list[str]:
    entries = reversed(entries_about(noun, key))
    return [f"{one.actor_name} {sentence_of(one.event, one.data)}" for one in entries]


def test_a_new_wish_has_its_story_and_its_first_voice(world: World):
    wish = wish_of(world)
    voice = Voice.objects.get()
    assert (wish.when, wish.want, wish.so_that) == (STORY.when, STORY.want, STORY.so_that)
    assert (wish.state, wish.companies, wish.tickets, wish.kinds) == ("open", 1, 1, {"trial": 1})
    assert (voice.wish, voice.root, voice.contact, voice.company) == (
        *(wish, wish),
        *(world.joao, world.joao.company),
    )
    assert (voice.said, voice.language, voice.agent) == (
        "Can the colour be changed?",
        "pt-br",
        world.vera,
    )


def test_wish_and_voice_stand_in_every_timeline(world: World):
    wish = wish_of(world)
    voice = Voice.objects.get()
    noted = "Vera Orlova noted that they want “Colour of the status”"
    began = "Vera Orlova wrote down the wish “Colour of the status”"
    assert told("wish", wish.pk) == [began, noted]
    assert told("ticket", voice.ticket_id)[-2:] == [began, noted]
    assert told("contact", world.joao.pk)[-1] == noted
    assert told("company", world.joao.company_id)[-1] == noted
    assert told("company", world.anna.company_id) == []


@pytest.mark.parametrize(
    ("title", "story"),
    [
        ("", STORY),
        ("  \n ", STORY),
        ("Colours", Story()),
        ("Colours", Story(when="in the morning", so_that="I smile")),
    ],
)
def test_an_empty_story_is_no_wish(world: World, title: str, story: Story):
    message = write(world, world.mary)
    with pytest.raises(StoryIncomplete):
        begin_wish(message, title=title, story=story, by=world.vera)
    assert (Wish.objects.count(), Voice.objects.count()) == (0, 0)


def test_a_story_of_20_000_characters_is_refused_and_nothing_is_cut(world: World):
    message = write(world, world.mary, text="x" * 20_000)
    with pytest.raises(StoryTooLong, match="I WANT has 20000 characters"):
        begin_wish(message, title="Colours", story=Story(want="x" * 20_000), by=world.vera)
    with pytest.raises(StoryTooLong, match="What the customer said has 20000 characters"):
        begin_wish(message, title="Colours", story=STORY, said="x" * 20_000, by=world.vera)
    assert Wish.objects.count() == 0


def test_a_story_of_2_000_characters_each_is_kept_whole(world: World):
    story = Story("ж" * 2000, "ã" * 2000, "x" * 2000)
    wish = wish_of(world, story=story)
    assert (wish.when, wish.want, wish.so_that) == (story.when, story.want, story.so_that)


def test_a_wish_without_a_goal_is_kept_and_not_whole(world: World):
    wish = wish_of(world, story=Story(want="colours"))
    assert (wish.is_whole, wish_of(world, world.mary, title="Other").is_whole) == (False, True)


def test_a_better_story_leaves_what_the_customer_said(world: World):
    wish = wish_of(world)
    better = Story("When I scan the list", "see what waits", "nobody waits too long")
    changed = change_story(wish, title=" See  what waits ", story=better, by=world.bruno)
    assert (changed.title, changed.when) == ("See what waits", "When I scan the list")
    assert Voice.objects.get().want == STORY.want
    assert told("wish", wish.pk)[-1] == "Bruno Dias changed the wish “See what waits”"


def test_the_same_story_again_is_no_change(world: World):
    wish = wish_of(world)
    before = told("wish", wish.pk)
    change_story(wish, title=wish.title, story=STORY, by=world.vera)
    assert told("wish", wish.pk) == before


def test_product_notes_effort_and_fit(world: World):
    wish, paula = wish_of(world), make_product()
    note_effort(wish, effort="l", by=paula)
    noted = note_fit(wish, fit="good", by=paula)
    assert (noted.effort, noted.fit) == ("l", "good")
    with pytest.raises(WrongChoice):
        note_effort(wish, effort="enormous", by=paula)
    with pytest.raises(NotAllowed):
        note_fit(wish, fit="poor", by=world.vera)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "tracker", "ftp://tracker.example/1"])
def test_a_link_to_the_tracker_is_an_address(world: World, url: str):
    wish = wish_of(world)
    with pytest.raises(WrongChoice, match="whole address"):
        note_tracker(wish, url=url, by=world.vera)
    kept = note_tracker(wish, url="https://tracker.example/DESK-1", by=world.vera)
    assert kept.tracker_url == "https://tracker.example/DESK-1"


def test_a_comment_is_said_by_somebody_and_says_something(world: World):
    wish, paula = wish_of(world), make_product()
    with pytest.raises(StoryIncomplete):
        comment(wish, text=" ", by=paula)
    comment(wish, text="The theme could do it.", by=paula)
    assert list(wish.comments.values_list("agent__name", "text")) == [
        ("Paula Product", "The theme could do it.")
    ]


def test_a_guest_writes_down_no_wishes(world: World):
    with pytest.raises(NotAllowed):
        begin_wish(write(world, world.mary), title="Colours", story=STORY, by=world.gus)
    assert Wish.objects.count() == 0
