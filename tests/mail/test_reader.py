"""The child that reads: its limits, its death, its successor."""

import base64
import json
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from whydesk.mail.incoming import read_mail
from whydesk.mail.reader import Reader, UnreadableMail, read_lines

LETTER = b"""From: Ana <ana@example.org>
To: b@example.org
Date: Mon, 5 Feb 2024 12:00:00 +0300
Subject: Hello
Content-Type: multipart/mixed; boundary=B

--B

Hello
--B
Content-Type: image/png; name=a.png
Content-ID: <a@b>

\x00\xff
--B--
"""
BOUNCE = b"""From: MAILER-DAEMON@example.net
Subject: failure notice

<gone@example.net>: 550 5.1.1 unknown
"""
PAGE = b"--B\nContent-Type: text/html\n\n" + b"<p>hello <b>x</b></p>" * 99_000 + b"\n"
HEAVY = b"Content-Type: multipart/mixed; boundary=B\n\n" + PAGE * 6 + b"--B--\n"


@pytest.mark.parametrize("raw", [LETTER, BOUNCE, b"", b"\x00\xff"])
def test_a_mail_read_in_the_child_is_the_same(raw: bytes) -> None:
    with Reader() as reader:
        assert reader.read(raw) == read_mail(raw)


def test_too_much_computing_parks_this_mail_only() -> None:
    with Reader(cpu_seconds=0.2) as reader:
        with pytest.raises(UnreadableMail) as refusal:
            reader.read(HEAVY)
        assert reader.read(LETTER).subject == "Hello"
    assert str(refusal.value) == "Reading it took more than 0.2 s of computing time."


def test_too_much_memory_parks_the_mail() -> None:
    with Reader(memory=1024**2) as reader, pytest.raises(UnreadableMail):
        reader.read(HEAVY)


def test_too_long_a_wait_parks_this_mail_only() -> None:
    with Reader(wall_seconds=0.001) as reader, pytest.raises(UnreadableMail) as refusal:
        reader.read(HEAVY)
    assert str(refusal.value) == "Reading it was stopped: it took more than 0.001 s."


def test_a_child_that_was_killed_while_idle_is_replaced() -> None:
    with Reader() as reader:
        reader.read(LETTER)
        child = reader._child
        assert child is not None
        os.kill(child.pid, signal.SIGKILL)
        child.wait()
        assert reader.read(LETTER).subject == "Hello"


def test_a_closed_reader_reads_again() -> None:
    with Reader() as reader:
        reader.read(LETTER)
        reader.close()
        assert reader._child is None
        assert reader.read(LETTER).subject == "Hello"


def test_threads_share_a_reader() -> None:
    mails = [b"Subject: %d\n\n" % number for number in range(50)]
    with Reader() as reader, ThreadPoolExecutor(4) as pool:
        subjects = [mail.subject for mail in pool.map(reader.read, mails)]
    assert subjects == [str(number) for number in range(50)]


def test_the_child_knows_nothing_of_django() -> None:
    code = (
        "import sys, whydesk.mail.reader as r; r.read_mail(b'x');"
        "print(sorted(n for n in sys.modules if n.split('.')[0] in ('django', 'psycopg', 'nh3')))"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True)
    assert done.stdout == "[]\n"


def test_each_line_gets_a_line_and_broken_ones_an_error() -> None:
    good = {"id": 3, "raw_base64": base64.b64encode(LETTER).decode()}
    lines = ["nonsense\n", "[]\n", '{"id": 1}\n', '{"id": 2, "raw_base64": "#"}\n', "\n"]
    answers = [json.loads(line) for line in read_lines([*lines, json.dumps(good)])]
    assert answers == [
        {"id": None, "error": "The line is not JSON."},
        {"id": None, "error": "The line is not a JSON object."},
        {"id": 1, "error": "raw_base64 is missing or is not base64."},
        {"id": 2, "error": "raw_base64 is missing or is not base64."},
        {"id": 3, **read_mail(LETTER).to_json()},
    ]
