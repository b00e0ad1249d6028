"""Desks of their own for the tests: other folders, other ports, other processes."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from tests.embedded import RUN, made_once
from whydesk.config.archives import run, way_to
from whydesk.config.database import embedded_url, start_embedded

PATIENCE = 180
T = TypeVar("T")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(look: Callable[[], T]) -> T:
    """Wait until the look finds something, and return it."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if found := look():
            return found
        time.sleep(0.1)
    raise AssertionError("It did not happen.")


@dataclass
class Desk:
    """A desk in a folder of its own, run as a person would run it."""

    data: Path
    settings: dict[str, str] = field(default_factory=dict)
    http: int = field(default_factory=free_port)
    smtp: int = field(default_factory=free_port)
    python: str = sys.executable

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        return {
            **kept,
            "WHYDESK_DATA": str(self.data),
            "WHYDESK_HTTP": f"127.0.0.1:{self.http}",
            "WHYDESK_SMTP": f"127.0.0.1:{self.smtp}",
            "WHYDESK_URL": f"http://localhost:{self.http}",
            **self.settings,
        }

    def run(self, *arguments: str, given: str = "") -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [self.python, "-m", "whydesk", *arguments],
            input=given,
            env=self.environment,
            cwd=self.data.parent,
            capture_output=True,
            text=True,
            check=False,
            timeout=PATIENCE,
        )

    def sql(self, order: str) -> str:
        """Ask the desk's database, which may be stopped."""
        url = self.settings.get("DATABASE_URL")
        if url:
            return self._ask(url, order)
        server = start_embedded(self.data)
        try:
            return self._ask(embedded_url(self.data), order)
        finally:
            server.stop()

    def _ask(self, url: str, order: str) -> str:
        command = ["--no-psqlrc", "--tuples-only", "--no-align", "--command", order]
        return run("psql", command, way_to(url)).strip()

    def copy(self, data: Path, settings: dict[str, str] | None = None) -> "Desk":
        """Return a stopped desk that is the same, in a folder of its own."""
        subprocess.run(["cp", "-a", self.data, data], check=True)
        return Desk(data, settings or {})

    def make_admin(self, name: str = "Ada") -> None:
        result = self.run(
            "createadmin",
            f"--name={name}",
            f"--email={name.lower()}@desk.example",
            "--password=correct horse battery",
        )
        assert result.returncode == 0, result.stderr

    @contextmanager
    def started(self, *arguments: str) -> Iterator["Running"]:
        """Have the desk run meanwhile."""
        with (self.data.parent / f"{self.data.name}.out").open("w+") as out:
            process = subprocess.Popen(
                [self.python, "-m", "whydesk", "start", *arguments],
                env=self.environment,
                cwd=self.data.parent,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
            )
            running = Running(self, process, Path(out.name))
            try:
                wait_for(lambda: "is open at" in running.told or process.poll() is not None)
                assert "is open at" in running.told, running.told
                yield running
            finally:
                running.stop()


def settled_desk() -> Desk:
    """Return a stopped desk with an admin, laid once for all; copy it instead of changing it."""
    desk = Desk(RUN / "settled" / "desk")
    with made_once("settled") as is_to_make:
        if is_to_make:
            desk.data.parent.mkdir(mode=0o755)
            desk.make_admin()
    return desk


@dataclass
class Running:
    desk: Desk
    process: "subprocess.Popen[bytes]"
    out: Path

    @property
    def told(self) -> str:
        return self.out.read_text()

    def pid_of(self, program: str) -> int:
        """Return the process of web, worker or mailgate; 0 when there is none."""
        return self.pids().get(program, 0)

    def pids(self) -> dict[str, int]:
        found = {}
        for place in Path("/proc").glob("[0-9]*/cmdline"):
            try:
                words = place.read_bytes().decode().split("\0")
                environment = place.with_name("environ").read_bytes().decode()
            except (FileNotFoundError, ProcessLookupError, PermissionError):
                continue
            if "--supervised" in words and f"WHYDESK_DATA={self.desk.data}\0" in environment:
                found[words[words.index("whydesk") + 1]] = int(place.parent.name)
        return found

    def stop(self) -> str:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(PATIENCE)
        return self.told
