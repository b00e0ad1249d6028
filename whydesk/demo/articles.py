"""Read what the demo company's product can do, from Markdown files with a head."""

from dataclasses import dataclass

from whydesk.demo.cast import COMPANY
from whydesk.demo.moments import StoryUnreadable
from whydesk.wishes.front_matter import read_page

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
    """Read one article: its head says everything but how it is done."""
    page = read_page(text)
    if set(page.fields) != set(HEAD):
        raise StoryUnreadable(f"{place}: an article begins with {', '.join(HEAD)}.")
    return Text(
        slug=page.word("slug"),
        language=page.word("language"),
        title=page.word("title"),
        purpose=page.word("purpose"),
        tags=tuple(page.words("tags")),
        is_public=page.word("public") == "yes",
        how=page.text,
    )
