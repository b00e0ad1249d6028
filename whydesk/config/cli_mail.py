"""Commands about mail. `mail read` is quick: it knows neither Django nor a database."""

import json
import sys
from collections.abc import Iterator

import click


@click.group()
def mail() -> None:
    """Read a mail, or hand one in."""


@mail.command()
@click.option("--jsonl", is_flag=True, help='Lines {"id", "raw_base64"} in, a line each out.')
def read(jsonl: bool) -> None:
    """Read a mail from standard input and print it as one JSON object.

    \b
    from_address, from_name, to, cc, subject, message_id, in_reply_to, references,
    date, is_auto_reply, is_bounce, body_text, reply_text, html,
    attachments[{filename, content_type, size}]

    reply_text is the new text without quotes and signature. No database is
    needed. With --jsonl a thousand mails cost one start: each line is answered
    by a line with the same id, at once.
    """
    from whydesk.config.environment import read_settings
    from whydesk.mail.reader import Reader, read_lines

    limits = read_settings()
    seconds, megabytes = limits["WHYDESK_READ_SECONDS"], limits["WHYDESK_READ_MEMORY_MB"]
    with Reader(cpu_seconds=seconds, memory=megabytes * 1024 * 1024) as reader:
        if jsonl:
            for answer in read_lines(_lines(), reader):
                _print(answer)
        else:
            found = reader.read(sys.stdin.buffer.read())
            _print(json.dumps(found.to_json(), ensure_ascii=False))


def _lines() -> Iterator[str]:
    for line in sys.stdin.buffer:
        yield line.decode(errors="replace")


def _print(line: str) -> None:
    """Print UTF-8 whatever the terminal's language."""
    click.echo(line.encode(errors="replace"))


COMMANDS: tuple[click.Command, ...] = (mail,)
