"""A desk of its own for a measurement: a data folder, free ports, real processes."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from bench.processes import family
from tests.config.desks import Desk, Running, wait_for

ROOT = Path(__file__).parent.parent


@contextmanager
def new_desk() -> Iterator[Desk]:
    """Give a desk in a folder that the database's own user may enter."""
    with TemporaryDirectory(prefix="whydesk-bench-", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o755)
        yield Desk(Path(name) / "desk", {"WHYDESK_LOG": "WARNING"})


def fill(desk: Desk, tickets: int, *how: str) -> dict[str, Any]:
    """Fill the desk, whose database runs meanwhile for this alone."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.fill", str(tickets), *how],
        env=desk.environment,
        check=True,
        stdout=subprocess.PIPE,
        cwd=ROOT,
    )
    return dict(json.loads(done.stdout))


def pids_of(running: Running) -> list[int]:
    """Return the supervisor, web, worker and gate, and the database with its backends."""
    postmaster = running.desk.data / "postgres" / "postmaster.pid"
    roots = [running.process.pid, int(postmaster.read_text().split()[0])]
    return list({process.pid for root in roots for process in family(root)})


def wait_for_page(running: Running) -> None:
    """Ask until the first page answers with success."""
    wait_for(lambda: _answers(f"{running.desk.environment['WHYDESK_URL']}/sign-in"))


def wait_for_rest(running: Running) -> None:
    """Wait until the process that reads has gone, some minutes after all is read."""
    end = time.monotonic() + 600
    while any(b"understanding.apart" in _command(pid) for pid in pids_of(running)):
        if time.monotonic() > end:
            raise TimeoutError("The desk still reads after ten minutes.")
        time.sleep(1)


def _command(pid: int) -> bytes:
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    return b""


def _answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=5) as answer:
            return bool(answer.status == 200)
    except (URLError, ConnectionError, TimeoutError):
        return False
