"""A desk of its own for a measurement: a data folder, free ports, real processes."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.error import HTTPError, URLError

from bench.processes import family

COMMAND = Path(sys.executable).with_name("whydesk")


@dataclass
class Desk:
    """A running desk."""

    process: subprocess.Popen[bytes]
    data: Path
    url: str
    smtp_port: int

    @property
    def pids(self) -> list[int]:
        """The supervisor, web, worker and gate, and the database with its backends."""
        postmaster = int((self.data / "postgres" / "postmaster.pid").read_text().split()[0])
        found = [*family(self.process.pid), *family(postmaster)]
        return list({process.pid for process in found})


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def choose_environment(data: Path) -> dict[str, str]:
    """Return settings for a desk that disturbs no other."""
    http, smtp = free_port(), free_port()
    return {
        "WHYDESK_DATA": str(data),
        "WHYDESK_HTTP": f"127.0.0.1:{http}",
        "WHYDESK_URL": f"http://127.0.0.1:{http}",
        "WHYDESK_SMTP": f"127.0.0.1:{smtp}",
        "WHYDESK_LOG": "WARNING",
    }


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """Give a folder that the database's own user may enter."""
    with TemporaryDirectory(prefix="whydesk-bench-", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o755)
        yield Path(name)


@contextmanager
def running_desk(settings: dict[str, str], *arguments: str) -> Iterator[Desk]:
    """Start a desk, wait for its first page, and stop it at the end."""
    process = subprocess.Popen(
        [COMMAND, "start", *arguments],
        env=os.environ | settings,
        stdout=subprocess.DEVNULL,
    )
    desk = Desk(
        process,
        Path(settings["WHYDESK_DATA"]),
        settings["WHYDESK_URL"],
        int(settings["WHYDESK_SMTP"].rpartition(":")[2]),
    )
    try:
        wait_for_page(f"{desk.url}/health")
        yield desk
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)


def wait_for_page(url: str, *, seconds: float = 90) -> None:
    """Ask until the page answers with success."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                if answer.status == 200:
                    return
        except (URLError, HTTPError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise TimeoutError(f"{url} did not answer within {seconds} s.")
