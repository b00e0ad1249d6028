"""Finding articles by their words, in any form and any of the languages."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import and_

from django.db.models import BooleanField, Func, Q, QuerySet, TextField, Value
from django.db.models.functions import Concat

from whydesk.wishes.models import Article, Capability

MOST_WORDS = 12


@dataclass(frozen=True)
class Told:
    """A capability with its article in the reader's language, or in one that there is."""

    capability: Capability
    article: Article | None
    languages: list[str]

    @property
    def title(self) -> str:
        return self.article.title if self.article else self.capability.slug

    @property
    def purpose(self) -> str:
        return self.article.purpose if self.article else ""


def with_words(capabilities: QuerySet[Capability], words: str) -> QuerySet[Capability]:
    """Keep those of which an article has all of the words, each by its beginning."""
    asked = words.replace("\x00", "").split()[:MOST_WORDS]
    if not asked:
        return capabilities
    articles = Article.objects.filter(reduce(and_, (Q(_holds(word)) for word in asked)))
    return capabilities.filter(pk__in=articles.values("capability"))


def _holds(word: str) -> Func:
    """Return the condition that an article has the word, by the stemmer of its language."""
    text = Concat("title", Value(" "), "purpose", Value(" "), "how", output_field=TextField())
    stemmer = Func("language", function="tickets_stemmer")
    return Func(
        Func(stemmer, text, function="tickets_both"),
        Func(Value(word), Value(True), function="tickets_word_query"),
        template="%(expressions)s",
        arg_joiner=" @@ ",
        output_field=BooleanField(),
    )


def told(capabilities: Iterable[Capability], language: str) -> list[Told]:
    """Tell each in the language; the articles are fetched with them."""
    return [told_in(capability, language) for capability in capabilities]


def told_in(capability: Capability, language: str) -> Told:
    articles = {article.language: article for article in capability.articles.all()}
    article = articles.get(language) or articles.get("en") or next(iter(articles.values()), None)
    return Told(capability, article, sorted(articles))
