"""Commands that look after the desk."""

import click


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


COMMANDS: tuple[click.Command, ...] = (createadmin,)
