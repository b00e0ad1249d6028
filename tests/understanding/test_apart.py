"""Reading in a process of its own."""

import os
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest

from tests.killing import kill
from whydesk.understanding.apart import Reader, ReaderRefused, socket_for


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return socket_for(str(tmp_path))


@pytest.fixture
def reader(path: Path) -> Iterator[Reader]:
    reader = Reader(path)
    yield reader
    reader.close()


def pid_of(path: Path) -> int:
    """Find the process by the socket that stands in its command line."""
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            words = (entry / "cmdline").read_bytes().split(b"\0")
            if os.fsencode(path) in words:
                return int(entry.name)
    raise LookupError(path)


def test_a_message_is_read_there(reader: Reader):
    said = reader.ask("read", text="The export fails with error 502 since Monday.")
    assert (said["language"], said["kind"]) == ("en", "bug")


def test_everyone_asks_the_same_process(path: Path, reader: Reader):
    others = [Reader(path) for _ in range(4)]
    kinds: list[str] = []
    threads = [
        Thread(target=lambda each=each: kinds.append(each.ask("read", text="Thanks!")["kind"]))
        for each in others
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert kinds == ["praise"] * 4
    assert pid_of(path)
    for each in others:
        each.close()


def test_one_that_is_killed_is_started_again(path: Path, reader: Reader):
    reader.ask("read", text="Hello")
    first = pid_of(path)
    kill(first)
    assert reader.ask("read", text="Hello again")["language"] == "en"
    assert pid_of(path) != first


def test_what_cannot_be_done_is_said_and_the_next_is_done(reader: Reader):
    with pytest.raises(ReaderRefused, match="KeyError"):
        reader.ask("dance")
    with pytest.raises(ReaderRefused):
        reader.ask("read", text=7)
    assert reader.ask("read", text="Olá")["language"] == "pt"
