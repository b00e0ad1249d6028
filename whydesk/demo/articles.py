"""Read what the demo company's product can do, from Markdown files with a head."""

from collections.abc import Iterator
from dataclasses import dataclass

from whydesk.demo.cast import COMPANY
from whydesk.demo.moments import StoryUnreadable

HEAD = ("slug", "language", "title", "purpose", "tags", "public")


@dataclass(frozen=True)
class Text:
    """A capability told in one language."""

    slug: str
    language: str
    title: str
    purpose: str
    tags: tuple[str, ...]
    is_public: bool
    how: str


def read_articles() -> list[Text]:
    """Read every article, in the order of names."""
    folder = sorted((COMPANY / "capabilities").iterdir(), key=lambda file: file.name)
    return [parse_article(file.read_text(encoding="utf-8"), file.name) for file in folder]


def parse_article(text: str, place: str) -> Text:
    """Read one article: `name: value` between two lines of dashes, then how it is done."""
    before, dashes, rest = text.partition("---\n")
    head, more, how = rest.partition("\n---\n")
    facts = dict(_facts(head, place))
    if before or not dashes or not more or set(facts) != set(HEAD):
        raise StoryUnreadable(f"{place}: an article begins with {', '.join(HEAD)}.")
    return Text(
        slug=facts["slug"],
        language=facts["language"],
        title=facts["title"],
        purpose=facts["purpose"],
        tags=tuple(tag.strip() for tag in facts["tags"].split(",")),
        is_public=facts["public"] == "yes",
        how=how.strip(),
    )


def _facts(head: str, place: str) -> Iterator[tuple[str, str]]:
    for row in head.splitlines():
        name, colon, value = row.partition(":")
        if not colon:
            raise StoryUnreadable(f"{place}: “{row}” is no fact.")
        yield name.strip(), value.strip()
