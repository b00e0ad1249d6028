"""Commands that run the desk."""

import click

supervised = click.option("--supervised", is_flag=True, hidden=True)


@click.command()
@click.option("--demo", is_flag=True, help="Fill an empty desk with the demo company.")
def start(demo: bool) -> None:
    """Open the desk: database, web, worker and mail gate, until Ctrl+C.

    The first start prints a link that makes the first admin, or with --demo
    the logins of the demo company. Everything is kept in WHYDESK_DATA.
    """
    from whydesk.config.starting import start_everything

    start_everything(with_demo=demo)


@click.command()
@supervised
def web(supervised: bool) -> None:
    """Serve the screens only (WHYDESK_HTTP)."""
    from whydesk.config.serving import end_with_supervisor, run_web

    if supervised:
        end_with_supervisor()
    run_web()


@click.command()
@supervised
def worker(supervised: bool) -> None:
    """Do jobs only: read mail, send mail, react to what happens."""
    from whydesk.config.serving import end_with_supervisor, run_worker

    if supervised:
        end_with_supervisor()
    run_worker()


@click.command()
@supervised
def mailgate(supervised: bool) -> None:
    """Take mail only: SMTP and LMTP (WHYDESK_SMTP, WHYDESK_LMTP) and every IMAP account."""
    from whydesk.config.serving import end_with_supervisor, run_mailgate

    if supervised:
        end_with_supervisor()
    run_mailgate()


@click.command()
@click.option("--announce", is_flag=True, hidden=True)
@click.option("--demo", is_flag=True, hidden=True)
def migrate(announce: bool, demo: bool) -> None:
    """Bring the database up to date.

    `whydesk start` does this by itself. With several machines run it once
    after an upgrade, before web, worker and mailgate start.
    """
    from whydesk.config.opening import desk_opened
    from whydesk.config.welcoming import welcome

    with desk_opened():
        if announce:
            click.echo(welcome(with_demo=demo))
        else:
            click.echo("The database is up to date.")


COMMANDS = (start, web, worker, mailgate, migrate)
