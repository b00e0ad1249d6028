"""What `whydesk understand` does with the messages of the desk itself."""

import sys
from collections.abc import Iterator
from typing import Any

import click

from whydesk.briefs.rereading import read_again, training_lines


def told_while_reading(*, everything: bool) -> str:
    """Read the desk's messages once more and return what became of it."""
    with click.progressbar(length=0, label="Reading", file=sys.stderr) as bar:

        def show(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        count = read_again(whatever_version=everything, on_progress=show)
    return f"Messages read: {count}."


def corrected_lines() -> Iterator[dict[str, Any]]:
    """Give what agents put right as lines to train with."""
    return training_lines()
