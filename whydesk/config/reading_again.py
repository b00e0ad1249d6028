"""`whydesk understand --again`, with a bar that moves."""

import sys

import click

from whydesk.briefs.rereading import read_again


def told_while_reading(*, everything: bool) -> str:
    """Read the desk's messages once more and return what became of it."""
    with click.progressbar(length=0, label="Reading", file=sys.stderr) as bar:

        def show(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        count = read_again(whatever_version=everything, on_progress=show)
    return f"Messages read: {count}."
