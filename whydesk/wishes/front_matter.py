"""A Markdown file with a head: fields between two lines of three hyphens, then the text."""

import re
from dataclasses import dataclass, field

_HEAD = re.compile(r"\A\ufeff?---[ \t]*\n(.*?)\n---[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"^([\w-]+)[ \t]*:[ \t]*(.*)$")
_ITEM = re.compile(r"^[ \t]+-[ \t]+(.*)$|^-[ \t]+(.*)$")
_TITLE = re.compile(r"\A\s*#[ \t]+(.+?)[ \t#]*(?:\n|\Z)")


@dataclass(frozen=True)
class Page:
    """A file as read: its fields, each a text or a list, and what follows them."""

    fields: dict[str, str | list[str]] = field(default_factory=dict)
    text: str = ""

    def word(self, name: str) -> str:
        value = self.fields.get(name, "")
        return value if isinstance(value, str) else ", ".join(value)

    def words(self, name: str) -> list[str]:
        """Return a list, also where it was written in one line with commas."""
        value = self.fields.get(name, [])
        return value if isinstance(value, list) else [one.strip() for one in value.split(",")]


def read_page(text: str) -> Page:
    """Read a Markdown file; without a head, its first heading is the title.

    Of YAML it takes what such files use: plain and quoted texts, and lists.

    >>> read_page("---\\ntitle: Colours\\ntags: [status, list]\\n---\\nPress C.").fields
    {'title': 'Colours', 'tags': ['status', 'list']}
    >>> read_page("# Colours\\n\\nPress C.").word("title")
    'Colours'
    """
    text = text.replace("\r\n", "\n")
    head = _HEAD.match(text)
    fields = _fields(head[1]) if head else {}
    body = text[head.end() :] if head else text
    title = _TITLE.match(body)
    if title and "title" not in fields:
        fields["title"] = title[1]
        body = body[title.end() :]
    return Page(fields, body.strip())


def _fields(head: str) -> dict[str, str | list[str]]:
    found: dict[str, str | list[str]] = {}
    name = ""
    for line in head.split("\n"):
        item, named = _ITEM.match(line), _FIELD.match(line)
        if item and name:
            before = found.get(name)
            kept = before if isinstance(before, list) else []
            found[name] = [*kept, _plain(item[1] or item[2] or "")]
        elif named:
            name = named[1].lower()
            found[name] = _value(named[2].strip())
    return found


def _value(text: str) -> str | list[str]:
    if text.startswith("[") and text.endswith("]"):
        return [_plain(one) for one in text[1:-1].split(",") if one.strip()]
    return _plain(text)


def _plain(text: str) -> str:
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        return text[1:-1]
    return text
