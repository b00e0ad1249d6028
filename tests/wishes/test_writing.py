"""What the product can do is written in articles."""

import pytest

from tests.web.customers import write
from tests.wishes.people import capability
from tests.world import World
from whydesk.history.models import Entry
from whydesk.people.actors import NotAllowed
from whydesk.wishes.joining import answer_with
from whydesk.wishes.models import Article, Capability
from whydesk.wishes.refusals import ArticleRefused, StoryTooLong
from whydesk.wishes.writing import publish, write_article


def test_one_capability_has_an_article_in_each_language(world: World):
    tags = ["Reports ", "sla", "SLA"]
    write_article(slug="Sla-Report", language="en", title="SLA report", tags=tags, by=world.vera)
    write_article(slug="sla-report", language="ru", title="Отчёт по SLA", by=world.vera)
    made = Capability.objects.get()
    assert (made.slug, made.tags, made.is_public) == ("sla-report", ["reports", "sla"], False)
    titles = made.articles.order_by("language").values_list("language", "title")
    assert list(titles) == [("en", "SLA report"), ("ru", "Отчёт по SLA")]


def test_written_again_as_it_is_nothing_happens(world: World):
    for how in ("Press R.", "Press R.", "Press S."):
        write_article(slug="sla", language="en", title="SLA", how=how, tags=["a"], by=world.vera)
    assert Article.objects.get().how == "Press S."
    assert Entry.objects.filter(event="capability.written").count() == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"slug": "two words"},
        {"slug": ""},
        {"slug": "x" * 101},
        {"title": " "},
        {"tags": ["x" * 51]},
    ],
)
def test_an_article_that_cannot_be_found_is_refused(world: World, wrong: dict[str, object]):
    with pytest.raises(ArticleRefused):
        write_article(**{"slug": "sla", "language": "en", "title": "SLA", **wrong}, by=world.vera)
    assert not Capability.objects.exists()


def test_nothing_of_a_long_article_is_cut_off(world: World):
    with pytest.raises(StoryTooLong):
        write_article(slug="x", language="en", title="x", how="x" * 100_001, by=world.vera)


def test_everybody_may_read_what_is_public(world: World):
    made = capability()
    for _ in range(2):
        publish(made, is_public=False, by=world.vera)
    assert not Capability.objects.get().is_public
    assert Entry.objects.filter(event="capability.published").count() == 1


def test_asked_for_what_there_is_counts_once_for_each_ticket(world: World):
    made = capability(en="Colours", ru="Цвета статусов")
    message = write(world, world.anna, text="Хочу цвета")
    drafts = [answer_with(made, message=message, by=agent) for agent in (world.vera, world.sam)]
    answer_with(made, message=write(world, world.mary), by=world.vera)
    made.refresh_from_db()
    assert (made.answered, made.missed) == (2, 2)
    assert drafts[0] == drafts[1]
    assert ("Цвета статусов" in drafts[0], "Press C." in drafts[0]) == (True, True)


def test_a_guest_writes_no_articles(world: World):
    with pytest.raises(NotAllowed):
        write_article(slug="sla", language="en", title="SLA", by=world.gus)
    assert not Capability.objects.exists()
