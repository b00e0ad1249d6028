"""Reading in one process of its own, which everyone on the machine asks.

The encoder and its weights take some 150 MB, so they stand in memory once, and only
while somebody reads: in `python -m whydesk.understanding.apart SOCKET`. Whoever needs it
first starts it; it ends itself when nobody is connected any more. Lines of JSON go
through the socket.
"""

from __future__ import annotations

import fcntl
import io
import json
import os
import socket
import stat
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Any

from whydesk import __version__
from whydesk.understanding.version import VERSION

# How long a process that nobody asks stays, from its start and after the last one has left.
_ALONE_SECONDS = 10.0
# How long a caller may be silent before we hang up.
_IDLE_SECONDS = 180.0
_START_SECONDS = 20.0
# Where all want the machine at once, pages and mail come before what is read in them.
_NICENESS = 10
# Where it cannot be started, nobody waits for it again before so long.
_REST_SECONDS = 30.0


class ReaderGone(ConnectionError):
    """The process that reads died twice over one request."""


class ReaderMissing(ReaderGone):
    """The process that reads could not be started; it is nobody's text that is to blame."""


class ReaderRefused(ValueError):
    """The process could not do what it was asked; the text says why."""


def socket_for(desk: str) -> Path:
    """Return where the reader of a desk listens: a folder of our own, since paths are short there.

    A reader of another version is another one.
    """
    name = sha256(f"{desk} {__version__} {VERSION}".encode()).hexdigest()[:16]
    folder = Path(tempfile.gettempdir()) / f"whydesk-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    # Whoever made it before us could listen in our place.
    is_ours = stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid()
    if not is_ours or found.st_mode & 0o077:
        raise ReaderMissing(f"{folder} is not a folder of this user alone. Remove it.")
    return folder / name


class Reader:
    """A connection to the process that reads; safe to share between threads."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._stream: io.BufferedRWPair | None = None
        self._rests_until = 0.0

    def ask(self, work: str, /, **words: Any) -> Any:
        """Have something done there and return it.

        :raises ReaderRefused: it cannot be done.
        :raises ReaderGone: the process died of it.
        :raises ReaderMissing: it does not start.
        """
        line = json.dumps({"do": work, **words}).encode() + b"\n"
        with self._lock:
            answer = self._send(line) or self._send(line)
        if answer is None:
            raise ReaderGone("The reader stopped in the middle of its work.")
        found = json.loads(answer)
        if "error" in found:
            raise ReaderRefused(found["error"])
        return found["done"]

    def close(self) -> None:
        """Let the process go; it ends when nobody is left."""
        with self._lock:
            self._hang_up()

    def _send(self, line: bytes) -> bytes | None:
        stream = self._stream = self._stream or self._connected()
        try:
            stream.write(line)
            stream.flush()
            answer = stream.readline()
        except OSError:
            answer = b""
        if not answer.endswith(b"\n"):
            self._hang_up()
            return None
        return answer

    def _connected(self) -> io.BufferedRWPair:
        if time.monotonic() < self._rests_until:
            raise ReaderMissing("The reader could not be started a moment ago.")
        try:
            return _connect(self._path)
        except ReaderMissing:
            self._rests_until = time.monotonic() + _REST_SECONDS
            raise

    def _hang_up(self) -> None:
        if self._stream is not None:
            with suppress(OSError):
                self._stream.close()
            self._stream = None


def _connect(path: Path) -> io.BufferedRWPair:
    """Connect to the process, starting it if it is not there.

    :raises ReaderMissing: it ends as soon as it is started, or takes too long.
    """
    deadline, child = time.monotonic() + _START_SECONDS, None
    while True:
        with suppress(OSError):
            return _dial(path)
        if child is not None and child.poll() is not None:
            raise ReaderMissing(f"The reader ended at its start (exit code {child.returncode}).")
        if time.monotonic() > deadline:
            raise ReaderMissing("The reader does not start.")
        child = child or _start(path)
        time.sleep(0.05)


def _dial(path: Path) -> io.BufferedRWPair:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
        line.connect(str(path))
        return line.makefile("rwb")


def _start(path: Path) -> subprocess.Popen[bytes] | None:
    """Start the process unless somebody else is about to: whoever holds the lock serves."""
    with path.with_suffix(".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return None
        package = str(Path(__file__).parents[2])
        paths = os.pathsep.join(filter(None, (package, os.environ.get("PYTHONPATH"))))
        # The lock goes on with the process that inherits it.
        return subprocess.Popen(
            [sys.executable, "-m", "whydesk.understanding.apart", str(path)],
            stdin=subprocess.DEVNULL,
            env=os.environ | {"PYTHONPATH": paths},
            pass_fds=[lock.fileno()],
            start_new_session=True,
        )


# The other side.


def _read(said: Mapping[str, Any]) -> Any:
    from whydesk.understanding.own_heads import with_own_heads
    from whydesk.understanding.reading import read_message

    brief = read_message(
        said["text"],
        subject=said.get("subject", ""),
        language=said.get("language"),
        asked=said.get("asked", ()),
        earlier=said.get("earlier", ()),
        known=said.get("known", ()),
        is_retold=said.get("is_retold", False),
    )
    read = brief.to_dict()
    if not said.get("own"):
        return read
    # What the shipped reading said is kept too: the desk's own heads learn from where it is wrong.
    shipped = {name: read[name] for name in ("kind", "sentences")}
    return {**with_own_heads(brief, said["own"]).to_dict(), "shipped": shipped}


def _learn(said: Mapping[str, Any]) -> Any:
    from whydesk.understanding.own_heads import Example, learn_head

    learnt = learn_head(said["what"], [Example(**each) for each in said["examples"]])
    return {**asdict(learnt), "wins": learnt.wins} if learnt else None


def _vectors(said: Mapping[str, Any]) -> Any:
    from whydesk.understanding.space import space_vectors

    return [[round(float(one), 4) for one in vector] for vector in space_vectors(said["texts"])]


def _rerank(said: Mapping[str, Any]) -> Any:
    from whydesk.understanding.matching import rerank

    return _judged(rerank, said)


def _same_matter(said: Mapping[str, Any]) -> Any:
    from whydesk.understanding.matching import same_matter

    return _judged(same_matter, said)


def _judged(judge: Callable[..., Any], said: Mapping[str, Any]) -> Any:
    from whydesk.understanding.matching import Entry, prepare

    found = judge(said["text"], prepare(Entry(**each) for each in said["entries"]), said["top"])
    return [asdict(match) for match in found.found]


def _check(said: Mapping[str, Any]) -> Any:
    from whydesk.understanding.stories import check_story

    story = (said["when"], said["want"], said["so_that"])
    return list(check_story(*story, language=said["language"]))


def _coach(said: Mapping[str, Any]) -> Any:
    from whydesk.understanding.coach import coach_reply
    from whydesk.understanding.coach_remarks import remarks

    text, situation = said["text"], said["situation"]
    coaching = coach_reply(
        text,
        customer=said.get("customer", ""),
        # Good news answers a wish; what it lacks is another matter.
        situation="wish" if situation == "granted" else situation,
        language=said.get("language"),
    )
    found = remarks(coaching, situation=situation, temperature=said["temperature"])
    return {
        "labels": dict(coaching.labels),
        "remarks": [[one.code, one.span.of(text) if one.span else ""] for one in found],
    }


_WORK: Mapping[str, Callable[[Mapping[str, Any]], Any]] = {
    "read": _read,
    "learn": _learn,
    "coach": _coach,
    "vectors": _vectors,
    "rerank": _rerank,
    "same_matter": _same_matter,
    "check": _check,
}


class Server:
    """Serves whoever connects, one piece of work at a time, until nobody is left."""

    def __init__(self, path: Path) -> None:
        self._working = threading.Lock()
        self._counting = threading.Lock()
        self._callers = 0
        self._left_at = time.monotonic()
        with suppress(FileNotFoundError):
            path.unlink()
        self._door = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._door.bind(str(path))
        self._door.listen(64)
        self._door.settimeout(1.0)

    def run(self) -> None:
        while self._callers or time.monotonic() - self._left_at < _ALONE_SECONDS:
            try:
                caller, _address = self._door.accept()
            except TimeoutError:
                continue
            self._count(1)
            threading.Thread(target=self._serve, args=[caller], daemon=True).start()

    def _serve(self, caller: socket.socket) -> None:
        # Whoever asks nothing for a while lets the memory go, and calls again.
        caller.settimeout(_IDLE_SECONDS)
        with suppress(OSError), caller, caller.makefile("rwb") as stream:
            for line in stream:
                with self._working:
                    answer = _work(line)
                stream.write(json.dumps(answer).encode() + b"\n")
                stream.flush()
        self._count(-1)

    def _count(self, change: int) -> None:
        with self._counting:
            self._left_at = time.monotonic()
            self._callers += change


def _work(line: bytes) -> dict[str, Any]:
    try:
        said = json.loads(line)
        return {"done": _WORK[said["do"]](said)}
    except Exception as error:  # the edge: one request harms no other
        # Its text may hold a customer's words, which no log is to keep.
        return {"error": type(error).__name__}


if __name__ == "__main__":
    os.nice(max(_NICENESS - os.nice(0), 0))
    Server(Path(sys.argv[1])).run()
