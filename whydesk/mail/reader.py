"""Reading mail in a child process, so that a poisoned mail harms nothing but itself.

`python -m whydesk.mail.reader` is the child: frames of raw mail on standard
input, answers on standard output. It imports nothing but `whydesk.mail`.
"""

from __future__ import annotations

import base64
import binascii
import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from threading import Lock, Timer
from types import TracebackType
from typing import IO, Any

from whydesk.mail.frames import read_answer, read_frame, write_frame, write_mail
from whydesk.mail.incoming import read_mail
from whydesk.mail.values import IncomingMail

CPU_SECONDS = 10
WALL_SECONDS = 60
MEMORY = 1024**3
# A mail stands in memory as it came, decoded, and once more on its way through.
MEMORY_FOR_EACH_BYTE = 6


class UnreadableMail(Exception):
    """A mail that could not be read; the text says why, for the person who looks after it."""


class Reader:
    """A child process that reads mails one after the other; safe to share between threads.

    It is started by the first mail and again after one that killed it. `close`
    ends an idle child; the next mail starts another.
    """

    def __init__(
        self,
        *,
        cpu_seconds: float = CPU_SECONDS,
        memory: int = MEMORY,
        wall_seconds: float = WALL_SECONDS,
    ) -> None:
        self._limits = (cpu_seconds, memory)
        self._wall_seconds = wall_seconds
        self._child: subprocess.Popen[bytes] | None = None
        self._lock = Lock()

    def __enter__(self) -> Reader:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def read(self, raw: bytes) -> IncomingMail:
        """Read one mail in the child.

        :raises UnreadableMail: the child died, or needed too much time or memory.
        """
        with self._lock:
            child = self._running_child()
            watch = Timer(self._wall_seconds, child.kill)
            watch.start()
            try:
                answer = _ask(child, raw)
            except BaseException:
                self._end(child)
                raise
            finally:
                watch.cancel()
            if isinstance(answer, IncomingMail):
                return answer
            code = self._end(child)
            raise UnreadableMail(answer or self._reason(code))

    def close(self) -> None:
        """End the child, if there is one."""
        with self._lock:
            if self._child is not None:
                self._end(self._child)

    def _running_child(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._child.poll() is not None:
            self._child = _start(*self._limits)
        return self._child

    def _end(self, child: subprocess.Popen[bytes]) -> int:
        self._child = None
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                _close(pipe)
        try:
            return child.wait(timeout=2)
        except subprocess.TimeoutExpired:
            child.kill()
            return child.wait()

    def _reason(self, code: int) -> str:
        if code == -signal.SIGPROF:
            return f"Reading it took more than {self._limits[0]:g} s of computing time."
        if code == -signal.SIGKILL:
            return f"Reading it was stopped: it took more than {self._wall_seconds:g} s."
        return f"The reader stopped in the middle of it (exit code {code})."


def _start(cpu_seconds: float, memory: int) -> subprocess.Popen[bytes]:
    root = str(Path(__file__).parents[2])
    path = os.pathsep.join(filter(None, (root, os.environ.get("PYTHONPATH"))))
    return subprocess.Popen(
        [sys.executable, "-m", "whydesk.mail.reader", str(cpu_seconds), str(memory)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": path},
    )


def _ask(child: subprocess.Popen[bytes], raw: bytes) -> IncomingMail | str | None:
    assert child.stdin is not None
    assert child.stdout is not None
    try:
        write_frame(child.stdin, raw)
        child.stdin.flush()
        return read_answer(child.stdout)
    except (BrokenPipeError, ConnectionResetError):
        return None


def _close(pipe: Any) -> None:
    try:
        pipe.close()
    except OSError:
        return


def read_lines(lines: Iterable[str], reader: Reader | None = None) -> Iterator[str]:
    """Answer each line `{"id", "raw_base64"}` with a line of JSON, broken ones with an error."""
    own = reader or Reader()
    try:
        for line in lines:
            if line.strip():
                yield json.dumps(_read_line(line, own), ensure_ascii=False)
    finally:
        if reader is None:
            own.close()


def _read_line(line: str, reader: Reader) -> dict[str, Any]:
    try:
        asked = json.loads(line)
    except (ValueError, RecursionError):
        return {"id": None, "error": "The line is not JSON."}
    if not isinstance(asked, dict):
        return {"id": None, "error": "The line is not a JSON object."}
    name = asked.get("id")
    try:
        raw = base64.b64decode(asked["raw_base64"], validate=True)
        return {"id": name, **reader.read(raw).to_json()}
    except (KeyError, TypeError, ValueError, binascii.Error):
        return {"id": name, "error": "raw_base64 is missing or is not base64."}
    except UnreadableMail as problem:
        return {"id": name, "error": str(problem)}


def serve(mails: IO[bytes], answers: IO[bytes], cpu_seconds: float, memory: int) -> None:
    """Be the child: read mails until there are no more."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while (raw := read_frame(mails)) is not None:
        _renew_limits(cpu_seconds, memory + MEMORY_FOR_EACH_BYTE * len(raw))
        try:
            mail = read_mail(raw)
        except MemoryError:
            _refuse(answers, f"Reading it needs more than {memory // 1024**2} MB of memory.")
            return
        except Exception as error:  # the edge: whatever is wrong with one mail stays with it
            _refuse(answers, f"It could not be read: {type(error).__name__}: {error}"[:300])
            continue
        write_mail(answers, mail)


def _refuse(answers: IO[bytes], reason: str) -> None:
    write_frame(answers, json.dumps({"error": reason}).encode())
    answers.flush()


def _renew_limits(cpu_seconds: float, memory: int) -> None:
    """Give this mail its own share of time, and what memory the interpreter has besides."""
    # It counts what is computed, and ends the process; a limit on the process knows whole seconds.
    signal.setitimer(signal.ITIMER_PROF, cpu_seconds)
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (memory, hard))


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer, float(sys.argv[1]), int(sys.argv[2]))
