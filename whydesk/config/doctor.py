"""`whydesk doctor`: what is well, what is not, and what to do about it. It changes nothing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from whydesk.config.keys import has_key, key_file
from whydesk.config.trouble import Trouble


@dataclass(frozen=True)
class Finding:
    """One thing looked at; `advice` is empty where all is well."""

    text: str
    advice: str = ""

    @property
    def is_well(self) -> bool:
        return not self.advice


def examine() -> Iterator[Finding]:
    """Look at everything, as far as the first thing wrong lets us see."""
    from whydesk.config.environment import read_settings
    from whydesk.config.machine import examine_machine

    try:
        environment = read_settings()
    except Trouble as trouble:
        yield Finding("A setting is wrong.", str(trouble))
        return
    is_whole = True
    for finding in examine_machine(environment):
        yield finding
        is_whole = is_whole and finding.is_well
    yield from _examine_database(environment, is_whole)


def _examine_database(environment: Mapping[str, Any], is_whole: bool) -> Iterator[Finding]:
    from whydesk.config.database import embedded_folder
    from whydesk.config.postgres import Postgres

    server = Postgres(embedded_folder(environment["WHYDESK_DATA"]))
    if not environment["DATABASE_URL"] and not server.is_running:
        if is_whole:
            yield Finding("The desk is stopped; what is in the database was not looked at.")
        return
    if not has_key(environment):
        yield Finding(
            "There is no secret key: the next start makes one that opens no password kept before.",
            f"Bring back {key_file(environment)}, if this desk ever had passwords.",
        )
        return
    from whydesk.config.opening import set_up_django

    set_up_django()
    from whydesk.config.desk_health import examine_desk

    yield from examine_desk()
