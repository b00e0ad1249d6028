"""Commands that look after the desk."""

from pathlib import Path

import click

OK = click.style("ok   ", fg="green")
WRONG = click.style("wrong", fg="red", bold=True)
FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.option("--email", prompt="Email", help="The address to sign in with.")
@click.option("--name", prompt="Name", help="The name that colleagues see.")
@click.password_option(help="At least ten characters; asked for if not given.")
def createadmin(email: str, name: str, password: str) -> None:
    """Make somebody an admin, or give an admin a new password."""
    from whydesk.config.opening import desk_opened

    with desk_opened():
        from whydesk.config.admins import create_admin

        agent = create_admin(email=email, name=name, password=password)
        click.echo(f"{agent.email} may sign in as an admin.")


@click.command()
def demo() -> None:
    """Fill an empty desk with the demo company, or show its logins again."""
    from whydesk.config.opening import desk_opened

    with desk_opened():
        from whydesk.config.welcoming import fill_with_demo

        click.echo(fill_with_demo())


@click.command()
@click.argument("file", type=FILE)
def backup(file: Path) -> None:
    """Write everything into one FILE (.tar or .tar.gz), while the desk runs.

    It holds the database, the attachments and the secret key, so keep it as
    you keep those. Attachments in an S3 bucket are not in it.
    """
    from whydesk.config.opening import desk_opened

    with desk_opened():
        from whydesk.config.archives import attachments_folder
        from whydesk.config.backing_up import back_up

        size = back_up(file.absolute())
        what = "the whole desk" if attachments_folder() else "the desk without its attachments"
    click.echo(f"{file} holds {what} ({size / 1024**2:.1f} MB).")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Lose what is in the desk now.")
def restore(file: Path, replace: bool) -> None:
    """Make this desk what the backup FILE holds. The desk must be stopped.

    Answers that waited to leave when the backup was made may have left since:
    they are shown as “perhaps sent”, for a person to decide.
    """
    from whydesk.config.environment import read_settings
    from whydesk.config.opening import bring_up_to_date, desk_opened
    from whydesk.config.starting import only_one

    with only_one(read_settings()["WHYDESK_DATA"]), desk_opened():
        from whydesk.config.restoring import restore as bring_back

        note = bring_back(file, replace=replace)
        bring_up_to_date()
    if not note["attachments"]:
        click.echo(
            "Its attachments are in the S3 bucket that it had; set WHYDESK_ATTACHMENTS to it."
        )
    click.echo(f"The desk is as it was at {note['made_at']}. Now run: whydesk start")


@click.command()
def doctor() -> None:
    """Look at everything, and say what is wrong and what to do.

    Nothing is changed. The exit code is 1 when something is wrong.
    """
    from whydesk.config.doctor import examine

    is_well = True
    for finding in examine():
        is_well = is_well and finding.is_well
        mark = (
            click.style("ok   ", fg="green") if finding.is_well else click.style("wrong", bold=True)
        )
        click.echo(f"{mark}  {finding.text}")
        if finding.advice:
            click.echo(f"       → {finding.advice}")
    raise SystemExit(0 if is_well else 1)


@click.command()
def settings() -> None:
    """List every setting of the environment with its default."""
    from whydesk.config.environment import SETTINGS

    for setting in SETTINGS:
        click.echo(click.style(f"{setting.name}={setting.default}", bold=True))
        click.echo(click.wrap_text(setting.help, 96, "    ", "    "))


@click.command()
@click.option("--markdown", is_flag=True, help="As the page docs/events.md.")
def events(markdown: bool) -> None:
    """List everything that can happen, with the jobs that react to it."""
    from whydesk.config.opening import set_up_django

    set_up_django()
    from whydesk.config.reference import events_as_markdown, events_as_text

    click.echo(events_as_markdown() if markdown else events_as_text())


@click.command(hidden=True)
def reference() -> None:
    """Print the page docs/cli.md."""
    from whydesk.config.cli import main
    from whydesk.config.reference import commands_as_markdown

    click.echo(commands_as_markdown(main))


COMMANDS: tuple[click.Command, ...] = (
    createadmin,
    demo,
    backup,
    restore,
    doctor,
    settings,
    events,
    reference,
)
