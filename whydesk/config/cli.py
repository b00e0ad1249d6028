"""The command line: `whydesk`."""

import os
import sys
from typing import Any

import click

from whydesk import __version__
from whydesk.config import cli_care, cli_mail, cli_reading, cli_running
from whydesk.config.sentences import sentence_for


class Desk(click.Group):
    """Commands whose errors are a sentence."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.Abort, click.exceptions.Exit):
            raise
        except BrokenPipeError:
            # Whoever read our output has gone, as `head` does.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise click.exceptions.Exit(1) from None
        except Exception as error:
            if ctx.params["debug"] or os.environ.get("WHYDESK_LOG", "").upper() == "DEBUG":
                raise
            raise click.ClickException(sentence_for(error)) from error


@click.group(
    cls=Desk,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 96},
)
@click.version_option(__version__, prog_name="whydesk")
@click.option("--debug", is_flag=True, help="Show where an error comes from.")
def main(debug: bool) -> None:
    """Whydesk, a support desk that makes it easy to understand why, decide, and call back.

    `whydesk start` opens a desk in the folder whydesk-data, with nothing to set up before.
    Settings come from the environment; `whydesk settings` lists them.
    """
    if debug:
        os.environ["WHYDESK_LOG"] = "DEBUG"


for group in (cli_running, cli_mail, cli_reading, cli_care):
    for command in group.COMMANDS:
        main.add_command(command)
