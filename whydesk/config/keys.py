"""The secret key: made at the first start and kept in the data folder."""

import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def key_file(environment: Mapping[str, Any]) -> Path:
    place: Path = environment["WHYDESK_DATA"] / "secret-key"
    return place


def has_key(environment: Mapping[str, Any]) -> bool:
    return bool(environment["WHYDESK_SECRET_KEY"]) or key_file(environment).exists()


def read_key(environment: Mapping[str, Any]) -> str:
    """Return the desk's key; where none is kept yet, one that nobody will know again."""
    try:
        return environment["WHYDESK_SECRET_KEY"] or key_file(environment).read_text()
    except FileNotFoundError:
        return secrets.token_urlsafe(48)


def keep_key(environment: Mapping[str, Any]) -> None:
    """Make the desk's key, where it has none."""
    if has_key(environment):
        return
    place = key_file(environment)
    new = place.with_name(f"{place.name}.{secrets.token_hex(4)}")
    new.touch(mode=0o600)
    new.write_text(secrets.token_urlsafe(48))
    try:
        # Unlike a rename, a link does not replace what another process was quicker to make.
        place.hardlink_to(new)
    except FileExistsError:
        pass
    finally:
        new.unlink()
