"""`whydesk import mail`, with a bar that moves."""

import sys
from pathlib import Path

import click

from whydesk.config.trouble import Trouble
from whydesk.gate.importing import Imported, import_mail
from whydesk.mailroom.models import Mailbox


def mailbox_of(address: str) -> Mailbox | None:
    """Return the mailbox of the address; none when no address was given."""
    if not address:
        return None
    found = Mailbox.objects.filter(address=address.strip().lower()).first()
    if found is None:
        known = ", ".join(Mailbox.objects.values_list("address", flat=True)) or "none yet"
        raise Trouble(f"There is no mailbox {address}. The desk's mailboxes: {known}.")
    return found


def told_while_importing(path: Path, mailbox: Mailbox | None) -> str:
    """Take the mail over and return what became of it."""
    with click.progressbar(length=0, label="Taking over", file=sys.stderr) as bar:

        def show(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        imported = import_mail(path, mailbox=mailbox, on_progress=show)
    return _sum_up(imported)


def _sum_up(imported: Imported) -> str:
    lines = [f"New mails: {imported.new}. Known before: {imported.known}."]
    if imported.unreadable:
        lines.append(f"Not taken over: {len(imported.unreadable)}.")
        lines += [f"  {one.name}: {one.reason}" for one in imported.unreadable]
    lines.append("The desk reads them now, if it runs; else after whydesk start.")
    return "\n".join(lines)
