"""Commands about mail."""

import click

COMMANDS: tuple[click.Command, ...] = ()
