import click


@click.group()
def main() -> None:
    """Whydesk, a support desk that asks why."""
