import re
from collections import Counter

import pytest

from whydesk.demo.articles import Text, parse_article, read_articles
from whydesk.demo.moments import StoryUnreadable
from whydesk.demo.stories import read_stories

LANGUAGES = {"ru", "pt-br", "en"}
EXAMPLE = """---
slug: undo
language: en
title: Undo
purpose: Mistakes come back.
tags: data, mistakes
public: no
---

Press **Undo**.
"""


@pytest.fixture(scope="module")
def articles() -> list[Text]:
    return read_articles()


def test_an_article_has_a_head_and_how_it_is_done() -> None:
    assert parse_article(EXAMPLE, "example") == Text(
        slug="undo",
        language="en",
        title="Undo",
        purpose="Mistakes come back.",
        tags=("data", "mistakes"),
        is_public=False,
        how="Press **Undo**.",
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [("title: Undo\n", ""), ("public: no\n---", "public: no"), ("tags:", "tag:"), ("---\ns", "s")],
)
def test_a_head_that_lacks_something_is_refused(old: str, new: str) -> None:
    with pytest.raises(StoryUnreadable) as error:
        parse_article(EXAMPLE.replace(old, new, 1), "example")
    assert str(error.value).startswith("example: ")


def test_every_capability_is_told_in_three_languages(articles: list[Text]) -> None:
    told: dict[str, set[str]] = {}
    for one in articles:
        told.setdefault(one.slug, set()).add(one.language)
    assert len(told) >= 24
    assert [slug for slug, languages in told.items() if languages != LANGUAGES] == []


def test_no_article_is_empty_or_told_twice(articles: list[Text]) -> None:
    for part in ("title", "purpose", "how"):
        texts = Counter((one.language, getattr(one, part)) for one in articles)
        assert max(texts.values()) == 1
    assert [one.slug for one in articles if min(len(one.purpose), len(one.how)) < 40] == []


def test_an_article_is_written_in_its_language(articles: list[Text]) -> None:
    cyrillic = {one.language for one in articles if re.search("[а-я]{3}", one.title + one.purpose)}
    assert cyrillic == {"ru"}


def test_its_languages_agree_on_tags_and_on_who_may_read_it(articles: list[Text]) -> None:
    assert len({(one.slug, one.tags, one.is_public) for one in articles}) == len(articles) / 3
    assert {one.is_public for one in articles} == {True, False}


def test_the_head_can_be_read_as_yaml(articles: list[Text]) -> None:
    values = [value for one in articles for value in (one.title, one.purpose, *one.tags)]
    assert [value for value in values if ": " in value or value[0] in "&*!|>%@`'\"[{#-?"] == []


def test_tickets_were_answered_with_articles_that_exist(articles: list[Text]) -> None:
    slugs = {one.slug for one in articles}
    answered = Counter(story.article for story in read_stories() if story.article)
    assert set(answered) - slugs == set()
    assert answered["response-times"] == 2
    assert len(answered) > 20
