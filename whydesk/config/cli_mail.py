"""Commands about mail. `mail read` is quick: it knows neither Django nor a database."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from whydesk.config.sentences import sentence_for


class NotTaken(click.ClickException):
    """What is no mail; the code is that of sysexits.h, which mail servers go by."""

    exit_code = 65


class TryLater(click.ClickException):
    """A mail that its server must keep for now."""

    exit_code = 75


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


@mail.command()
@click.option("--from", "sender", default="", help="The envelope's sender, where it is known.")
@click.argument("recipients", nargs=-1)
def deliver(sender: str, recipients: tuple[str, ...]) -> None:
    """Take one mail from standard input, as a mail server's pipe hands it over.

    RECIPIENTS are the envelope's, where they are known; else the mail itself
    says which mailbox it is for. It ends with 0 once the mail is committed,
    75 when it should be tried again later, and 65 when it is not a mail.
    """
    raw = sys.stdin.buffer.read()
    try:
        _deliver(raw, sender, recipients)
    except click.ClickException:
        raise
    except Exception as error:
        # Whatever it is, the mail server must keep the mail.
        raise TryLater(sentence_for(error)) from error


def _deliver(raw: bytes, sender: str, recipients: tuple[str, ...]) -> None:
    from whydesk.config.opening import desk_opened

    with desk_opened():
        from whydesk.gate.piping import NotAMail
        from whydesk.gate.piping import deliver as take

        try:
            take(raw, recipients, envelope_from=sender)
        except NotAMail as reason:
            raise NotTaken(str(reason)) from reason


@click.group(name="import")
def take_over() -> None:
    """Take over what another desk or mail program has kept."""


@take_over.command(name="mail")
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option("--mailbox", "address", default="", help="The mailbox of the desk that it came to.")
def import_mail(path: Path, address: str) -> None:
    """Take over an mbox, a Maildir, or a folder of .eml files.

    It may be stopped and started again: what was taken over before adds
    nothing. Without --mailbox each mail says which mailbox it is for.
    """
    from whydesk.config.opening import desk_opened

    with desk_opened():
        from whydesk.config.taking_over import mailbox_of, told_while_importing

        told = told_while_importing(path, mailbox_of(address))
    click.echo(told)


@take_over.command(name="capabilities")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def import_capabilities(folder: Path) -> None:
    """Take over articles on what the product can do: a folder of Markdown files.

    \b
    The head of a file, between lines of ---, may say:
    slug, title, purpose, tags, language, public (yes or no)

    What it leaves out is taken from the file: reports.ru.md is the Russian
    article of reports. Imported again, only what has changed is written.
    """
    from whydesk.config.opening import desk_opened

    with desk_opened():
        from whydesk.wishes.importing import import_capabilities as take

        done = take(folder)
    for name, reason in done.refused.items():
        click.echo(f"{name}: {reason}", err=True)
    click.echo(f"Articles: {done.articles}")
    if done.refused:
        raise click.exceptions.Exit(1)


COMMANDS: tuple[click.Command, ...] = (mail, take_over)
