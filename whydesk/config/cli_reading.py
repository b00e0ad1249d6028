"""Commands that read texts. They know neither Django nor a database."""

import json
import sys
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from whydesk.understanding.matching import Entry

_AT_ONCE = 64


@click.command()
def understand() -> None:
    """Read messages: JSON lines in, JSON lines out.

    \b
    In:  {"id", "text"}
    Out: {"id", "lang", "kind", "blocking", "temperature", "leaving", "public_threat",
          "sentences": [{"text", "role"}], "slots", "story", "ask", "question", "summary"}

    slots are of bugs and outages, story is of wishes; each part holds the
    customer's words or null. A line that cannot be read is answered by a line
    with its error. No database is needed.
    """
    from whydesk.understanding.reading import read_messages

    for lines in _portions(sys.stdin.buffer):
        texts = [line["text"] for line in lines if "error" not in line]
        briefs = iter(read_messages(texts))
        for line in lines:
            if "error" in line:
                print_line(line)
            else:
                print_line({"id": line["id"], **next(briefs).to_json()})


@click.command()
@click.option(
    "--catalog",
    type=click.File("rb"),
    required=True,
    help='JSON lines {"id", "lang", "title", "text"}: what can be meant.',
)
def match(catalog: Any) -> None:
    """Hold texts against a catalogue: JSON lines in, JSON lines out.

    \b
    In:  {"id", "text"}
    Out: {"id", "matches": [{"id", "score"}], "fits": [ids]}

    The five best matches, best first; a score is the likelihood that just this
    entry is meant. fits is empty when nothing in the catalogue fits. A line that
    cannot be read is answered by a line with its error. No database is needed.
    """
    from whydesk.understanding.matching import Catalogue

    entries = Catalogue(_read_entries(catalog))
    for lines in _portions(sys.stdin.buffer):
        texts = [line["text"] for line in lines if "error" not in line]
        matches = iter(entries.match_all(texts))
        for line in lines:
            if "error" not in line:
                found = next(matches)
                scores = [{"id": each.id, "score": each.score} for each in found.found]
                line = {"id": line["id"], "matches": scores, "fits": found.fits}
            print_line(line)


def _read_entries(catalog: Any) -> "Iterator[Entry]":
    from whydesk.understanding.matching import Entry

    for number, line in enumerate(catalog, 1):
        if not line.strip():
            continue
        try:
            read = json.loads(line)
            words = [read.get(key) or "" for key in ("lang", "title", "text")]
            yield Entry(read["id"], *(str(word) for word in words))
        except (ValueError, TypeError, KeyError, AttributeError) as trouble:
            raise click.ClickException(
                f"The catalogue's line {number} is not an entry with an id."
            ) from trouble


def _portions(source: Any) -> Iterator[list[dict[str, Any]]]:
    lines = (line for line in source if line.strip())
    while portion := list(islice(lines, _AT_ONCE)):
        yield [_read_line(line) for line in portion]


def _read_line(line: bytes) -> dict[str, Any]:
    try:
        read = json.loads(line.decode(errors="replace"))
    except ValueError:
        return {"id": None, "error": "not a JSON object"}
    if not isinstance(read, dict) or not isinstance(read.get("text"), str):
        name = read.get("id") if isinstance(read, dict) else None
        return {"id": name, "error": "no text"}
    return {"id": read.get("id"), "text": read["text"]}


def print_line(line: dict[str, Any]) -> None:
    """Print one line of JSON in UTF-8, whatever the terminal's language."""
    text = json.dumps(line, ensure_ascii=False)
    click.echo(text.encode(errors="replace"))


COMMANDS: tuple[click.Command, ...] = (understand, match)
