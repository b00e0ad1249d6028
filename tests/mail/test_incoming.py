"""What holds for any bytes, and the mails that are known to hang or kill parsers."""

import base64
import resource

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whydesk.mail.incoming import IncomingMail, Person, read_mail
from whydesk.mail.reader import Reader

HEAD = b"From: a@b.example\nSubject: x\n"
PIECES = st.sampled_from(
    [
        b"From: a@b\n",
        b"Subject: =?utf-8?B?",
        b"=?koi8-r?Q?=CF?=",
        b"Content-Type: multipart/mixed; boundary=B\n",
        b"Content-Type: text/html; charset=utf-7\n",
        b"Content-Transfer-Encoding: base64\n",
        b"\n--B\n",
        b"\n--B--\n",
        b"\n\n",
        b"> quoted\n",
        b"On Mon, 5 Feb 2024 at 12:00, A <a@b> wrote:\n",
        "пн, 5 февр. 2024 г. в 12:00, Анна <a@b>:\n".encode(),
        b"From: a@b\nSent: Monday 12:00\nTo: c@d\nSubject: y\n",
        b"-- \n",
        b"Best regards\n",
        b"words, more words\n",
        b"<blockquote>",
        b"<div class=gmail_quote>",
        b"\x00\xed\xa0\x80\xff",
        b"\r",
    ]
)
ANY_MAIL = st.one_of(
    st.binary(max_size=600),
    st.lists(st.one_of(PIECES, st.binary(max_size=20)), max_size=30).map(b"".join),
)


def _strings(mail: IncomingMail) -> list[str]:
    people = [part for person in (*mail.to, *mail.cc) for part in person]
    files = [part for file in mail.attachments for part in (file.filename, file.content_id)]
    single = [mail.from_address, mail.from_name, mail.reply_to, mail.subject, mail.message_id]
    texts = [mail.body_text, mail.reply_text, mail.html, mail.list_id, mail.in_reply_to]
    return [*single, *texts, *people, *files, *mail.references, *mail.delivered_to]


@settings(max_examples=200, deadline=None)
@given(ANY_MAIL)
def test_anything_is_a_mail_that_can_be_stored(raw: bytes) -> None:
    for text in _strings(read_mail(raw)):
        assert "\x00" not in text
        text.encode("utf-8")


@settings(max_examples=150, deadline=None)
@given(ANY_MAIL)
def test_new_words_are_words_of_the_body(raw: bytes) -> None:
    mail = read_mail(raw)
    words = "".join(mail.body_text.split())
    assert [
        line for line in mail.reply_text.split("\n") if "".join(line.split()) not in words
    ] == []


def test_a_mail_as_json_has_the_promised_keys() -> None:
    raw = b"From: Ana <ana@example.org>\nTo: B <b@example.org>\nMessage-ID: <1@x>\n\nHello"
    assert read_mail(raw).to_json() == {
        "from_address": "ana@example.org",
        "from_name": "Ana",
        "to": ["b@example.org"],
        "cc": [],
        "subject": "",
        "message_id": "1@x",
        "in_reply_to": "",
        "references": [],
        "date": None,
        "is_auto_reply": False,
        "is_bounce": False,
        "body_text": "Hello",
        "reply_text": "Hello",
        "html": "",
        "attachments": [],
    }


def test_ten_thousand_recipients_are_all_read() -> None:
    people = [Person(f"Person, {number}", f"p{number}@example.org") for number in range(10_000)]
    listed = ",\n ".join(f'"{person.name}" <{person.address}>' for person in people)
    assert read_mail(f"From: a@b\nTo: {listed}\n\nx".encode()).to == tuple(people)


def test_a_subject_is_capped() -> None:
    assert len(read_mail(b"Subject: " + b"x" * 200_000 + b"\n\n").subject) == 64 * 1024


def test_parts_are_capped() -> None:
    raw = HEAD + b"Content-Type: multipart/mixed; boundary=B\n\n" + b"--B\n\nhi\n" * 20_000
    mail = read_mail(raw)
    assert len(mail.body_text.split()) == 999
    assert mail.defects == ("Only the first 1000 parts were read.",)


def test_words_below_the_window_of_patterns_are_kept() -> None:
    text = "\n".join(f"line {number}" for number in range(12_000))
    assert read_mail(HEAD + b"\n" + text.encode()).reply_text == text


def test_words_below_a_long_quotation_are_not_searched() -> None:
    text = "New.\n\nOn Mon, 5 Feb 2024 12:00, A <a@b> wrote:\n" + "> old\n" * 12_000
    assert read_mail(HEAD + b"\n" + text.encode()).reply_text == "New."


def test_a_mail_of_fifty_megabytes_gives_its_file_whole() -> None:
    content = bytes(range(256)) * 140_000
    encoded = base64.encodebytes(content)
    head = b"Content-Type: multipart/mixed; boundary=B\n\n--B\n\nhi\n--B\n"
    part = b"Content-Type: application/pdf; name=a.pdf\nContent-Transfer-Encoding: base64\n\n"
    mail = read_mail(HEAD + head + part + encoded + b"--B--\n")
    assert mail.body_text == "hi"
    assert [file.content == content for file in mail.attachments] == [True]


KILLERS = {
    "attributions on one line": b"\n" + b"On Mon, a <a@b> " * 5000,
    "attributions on lines": b"\n" + b"On Mon, 5 Feb 2024 12:00, a <a@b> wrote:\n" * 20_000,
    "half attributions": b"\n" + b"On Mon, a <a@b>\n" * 20_000,
    "blanks": b"\n" + b" " * 500_000,
    "empty lines": b"\n" + b"\n" * 500_000,
    "quote marks": b"\n" + b">" * 500_000,
    "quoted lines": b"\n" + b"> \n" * 200_000,
    "many parts": b"Content-Type: multipart/mixed; boundary=x\n\n" + b"--x\n\nhi\n" * 20_000,
    "many words in a subject": b"Subject: " + b"=?utf-8?q?a?= " * 20_000 + b"\n\n",
    "nested brackets": b"Cc: " + b"(" * 200_000 + b"<" * 200_000 + b"\n\n",
    "nested quotes": b"Cc: " + b'"\\' * 200_000 + b"\n\n",
    "deep parts": b"Content-Type: multipart/mixed; boundary=b\n\n--b\n" * 5000,
    "many fields": b"X-A: b\n" * 200_000,
    "folds": b"X-A: b\n" + b" c\n" * 500_000,
    "references": b"References: " + b"<a@b> " * 100_000 + b"\n\n",
    "references without brackets": b"References: " + b"a" * 300_000 + b"@@@\n\n",
    "parameters": b"Content-Type: text/plain" + b'; a="' * 50_000 + b"\n\n",
    "signs of signatures": b"\n" + b"--\n" * 100_000,
    "drawn lines": b"\n" + b"_______________\n\n" * 50_000,
    "closings": b"\n" + b"Best regards\n" * 50_000,
    "header blocks": b"\n" + b"From: a\n\nTo: b\n\n" * 30_000,
    "deep divs": b"Content-Type: text/html\n\n" + b"<div>" * 100_000,
    "deep quotations": b"Content-Type: text/html\n\n" + b"<blockquote>a" * 50_000,
    "cells": b"Content-Type: text/html\n\n<table><tr>" + b"<td>a" * 200_000,
    "comments": b"Content-Type: text/html\n\n" + b"<!--" * 200_000,
    "ampersands": b"Content-Type: text/html\n\n" + b"&" * 500_000,
    "soft lines": b"Content-Type: text/plain; format=flowed\n\n" + b"abc \n" * 200_000,
    "dashes": b"Content-Type: multipart/mixed; boundary=-\n\n" + b"\n---" * 200_000,
}


@pytest.mark.parametrize("name", KILLERS)
def test_known_killers_are_read_in_little_time(name: str) -> None:
    """Let the child have four seconds of computing; elsewhere these cost up to a minute."""
    with Reader(cpu_seconds=4) as reader:
        assert reader.read(HEAD + KILLERS[name]).from_address == "a@b.example"


def test_reading_leaves_the_limits_of_this_process_alone() -> None:
    before = resource.getrlimit(resource.RLIMIT_AS), resource.getrlimit(resource.RLIMIT_CPU)
    with Reader() as reader:
        reader.read(HEAD)
    after = resource.getrlimit(resource.RLIMIT_AS), resource.getrlimit(resource.RLIMIT_CPU)
    assert after == before
