"""What a customer's words may mean."""

from typing import Any

from tests.briefs.readings import have_read
from tests.web.customers import write
from tests.wishes.people import wish_of
from tests.world import World
from whydesk.wishes.facing import (
    face_capability,
    face_question,
    face_the_faceless,
    face_wish,
)
from whydesk.wishes.matching import meet, suggest
from whydesk.wishes.models import Article, Capability, Face, Wish
from whydesk.wishes.stories import Story


def capability(slug: str, title: str, how: str, language: str = "en") -> Capability:
    made = Capability.objects.create(slug=slug)
    Article.objects.create(capability=made, language=language, title=title, how=how)
    face_capability(made.pk)
    return made


def wish(world: World, title: str, want: str, **fields: Any) -> Wish:
    made = wish_of(world, title=title, story=Story("", want, ""), said=want, **fields)
    face_wish(made.pk)
    return made


def found(text: str) -> list[tuple[str, int]]:
    return [(one.noun, one.pk) for one in meet(text)]


def test_a_wish_is_met_in_another_language_with_the_sentences_that_met(world: World):
    colours = wish(world, "Colours of statuses", "Choose the colour of each ticket status")
    wish(world, "Excel", "Export contacts to Excel")
    [first, *_others] = suggest(Story(want="mudar a cor dos status dos chamados"), language="pt")
    assert (first.noun, first.pk) == ("wish", colours.pk)
    assert first.met[0] == "mudar a cor dos status dos chamados"


def test_what_exists_is_met_as_well(world: World):
    report = capability(
        "response-times",
        "Report on response times",
        "Shows how long each line takes to answer tickets, by week and team.",
    )
    wish(world, "Excel", "Export contacts to Excel")
    asked = "следить за временем ответа второй линии"
    assert found(asked)[:1] == [("capability", report.pk)]


def test_what_it_was_once_called_meets_it_again(world: World):
    merging = capability("merge", "Merging tickets", "Join two tickets into one thread.")
    words = "glue the five letters of one gentleman together"
    message = write(world, world.mary, text=words)
    have_read(message)
    face_question(merging.pk, message.ticket_id)
    assert found("glue the letters of one gentleman together") == [("capability", merging.pk)]
    face_capability(merging.pk)
    assert Face.objects.filter(capability=merging, is_own=False).count() == 1


def test_a_changed_story_is_met_by_its_new_words_only(world: World):
    made = wish(world, "Excel", "Export contacts to Excel")
    Wish.objects.filter(pk=made.pk).update(want="Export contacts to a calendar")
    face_wish(made.pk)
    own = Face.objects.filter(wish=made, is_own=True)
    assert [face.text.split("\n")[-1] for face in own] == ["Export contacts to a calendar"]


def test_what_came_without_an_event_gets_its_face(world: World):
    wish_of(world)
    made = Capability.objects.create(slug="a")
    Article.objects.create(capability=made, language="en", title="A", how="B")
    assert face_the_faceless() == 2
    assert face_the_faceless() == 0


def test_nothing_said_means_nothing(world: World):
    wish(world, "Excel", "Export contacts to Excel")
    assert meet("  ") == []


def test_what_reaches_the_goal_stands_before_what_was_asked_for_on_the_way(world: World):
    asked_for = capability("api", "Tickets by API", "The method tickets gives each ticket.")
    reaches = capability(
        "times",
        "Отчёт «Сроки ответа»",
        "Видно, за какое время отвечает группа или один человек.",
        "ru",
    )
    story = Story(
        when="When we fetch tickets by API, their times are missing",
        want="a method of the API that gives the times of tickets",
        so_that="to watch how fast our second line responds",
    )
    assert [one.pk for one in suggest(story)] == [reaches.pk, asked_for.pk]
