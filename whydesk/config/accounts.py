"""As whom the embedded database runs: PostgreSQL refuses to be root."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from whydesk.config.trouble import DatabaseTrouble

NAME = "whydesk"


@dataclass(frozen=True)
class Account:
    """A user of the machine; `is_other` when it is not the one who runs Whydesk."""

    uid: int
    gid: int
    is_other: bool

    @property
    def as_process(self) -> dict[str, Any]:
        """What subprocess needs to run something as this user."""
        if not self.is_other:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def own(self, place: Path) -> None:
        """Give the folder to this user."""
        if self.is_other:
            os.chown(place, self.uid, self.gid)


def database_account(folder: Path) -> Account:
    """Return who owns the data: we do, or for root a user without rights."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), is_other=False)
    if folder.exists() and folder.stat().st_uid != 0:
        found = folder.stat()
        return Account(found.st_uid, found.st_gid, is_other=True)
    user = _named_account()
    return Account(user.pw_uid, user.pw_gid, is_other=True)


def _named_account() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(NAME)
    except KeyError:
        add = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", NAME]
    try:
        subprocess.run(add, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise DatabaseTrouble(
            f"PostgreSQL does not run as root, and no user {NAME} could be made for it. "
            "Run Whydesk as another user, or set DATABASE_URL."
        ) from error
    return pwd.getpwnam(NAME)


def let_through(place: Path) -> None:
    """Let other users pass through the folders above, which still hides their contents."""
    for folder in place.resolve().parents:
        _allow(folder, 0o001)


def open_tree(tree: Path) -> None:
    """Let other users read and run the database's programs."""
    let_through(tree)
    if (tree / "bin" / "postgres").stat().st_mode & 0o005 == 0o005:
        return
    for folder, _, files in os.walk(tree):
        _allow(Path(folder), 0o005)
        for name in files:
            _allow(Path(folder) / name, 0o005)


def _allow(place: Path, bits: int) -> None:
    mode = place.stat().st_mode
    if mode & bits != bits:
        place.chmod(mode | bits)
