"""Commands that read texts. But for what is about the desk's own, they need no database."""

import json
import sys
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from whydesk.understanding.coach_features import Reply
    from whydesk.understanding.matching import Entry

_AT_ONCE = 64


@click.command()
@click.option("--again", is_flag=True, help="Read the desk's messages once more: what is older.")
@click.option("--everything", is_flag=True, help="With --again: whichever version read them.")
@click.option("--corrections", is_flag=True, help="Write what agents put right, to train with.")
def understand(again: bool, everything: bool, corrections: bool) -> None:
    """Read messages: JSON lines in, JSON lines out.

    \b
    In:  {"id", "text"}
    Out: {"id", "lang", "kind", "blocking", "temperature", "leaving", "public_threat",
          "sentences": [{"text", "role"}], "slots", "story", "ask", "question", "summary"}

    slots are of bugs and outages, story is of wishes; each part holds the
    customer's words or null. A line that cannot be read is answered by a line
    with its error. No database is needed.

    --again and --corrections are about the messages of the desk itself; with
    them nothing is read from the input. Corrections of agents stand.
    """
    if everything and not again:
        raise click.UsageError("--everything goes with --again.")
    if again or corrections:
        _of_the_desk(again=again, everything=everything, corrections=corrections)
    else:
        _read_lines()


def _of_the_desk(*, again: bool, everything: bool, corrections: bool) -> None:
    from whydesk.config.opening import desk_opened

    with desk_opened():
        from whydesk.config.reading_again import corrected_lines, told_while_reading

        if again:
            click.echo(told_while_reading(everything=everything), err=corrections)
        for line in corrected_lines() if corrections else ():
            print_line(line)


def _read_lines() -> None:
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


@click.command()
def coach() -> None:
    """Say what is in replies before they are sent: JSON lines in, JSON lines out.

    \b
    In:  {"id", "customer", "situation", "text"}
    Out: {"id", "labels": {apology, solution, offers_more_help, thanks,
          promises_unreviewed, gives_decision_date, gives_deadline, explains_cause,
          workaround, compensation, blames_customer, cold}}

    situation is normal, wish, incident or refusal. A line that cannot be read is
    answered by a line with its error. No database is needed.
    """
    from whydesk.understanding.coach import coach_replies

    for lines in _portions(sys.stdin.buffer):
        replies = [_reply_of(line) for line in lines if "error" not in line]
        read = iter(coach_replies(replies))
        for line in lines:
            if "error" not in line:
                line = {"id": line["id"], **next(read).to_json()}
            print_line(line)


def _reply_of(line: dict[str, Any]) -> "Reply":
    from whydesk.understanding.coach_features import Reply

    customer, situation = (str(line.get(key) or "") for key in ("customer", "situation"))
    return Reply(line["text"], customer, situation or "normal")


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
    return {key: read.get(key) for key in ("id", "text", "customer", "situation")}


def print_line(line: dict[str, Any]) -> None:
    """Print one line of JSON in UTF-8, whatever the terminal's language."""
    text = json.dumps(line, ensure_ascii=False)
    click.echo(text.encode(errors="replace"))


COMMANDS: tuple[click.Command, ...] = (understand, match, coach)
