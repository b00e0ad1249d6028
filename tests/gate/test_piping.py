"""Mail that a mail server pipes in."""

from typing import Any

import pytest

from tests.world import World
from whydesk.gate.piping import NotAMail, deliver
from whydesk.mailroom.models import Letter

MAIL = b"From: mary@home.example\nSubject: Help\n\nIt is broken.\n"


def test_a_mail_is_kept_with_its_envelope(world: World):
    letter = deliver(MAIL, ["support+x7@desk.example"], envelope_from="mary@home.example")
    letter.refresh_from_db()
    assert bytes(letter.raw) == MAIL
    assert letter.mailbox == world.support
    assert (letter.door, letter.envelope_from, letter.envelope_to) == (
        "pipe",
        "mary@home.example",
        ["support+x7@desk.example"],
    )


def test_a_mail_to_no_mailbox_of_ours_is_kept_without_one(world: World):
    assert deliver(MAIL, ["somebody@else.example"]).mailbox is None


def test_the_same_mail_again_is_the_same_letter(world: World):
    assert deliver(MAIL) == deliver(MAIL)
    assert Letter.objects.count() == 1


def test_the_line_that_a_pipe_puts_before_is_none_of_the_mail(world: World):
    piped = b"From mary@home.example  Sat Nov 21 10:00:00 2026\n" + MAIL
    assert deliver(piped) == deliver(MAIL)


@pytest.mark.parametrize("raw", [b"", b"\n \n", b"From x@y Sat Nov 21 10:00:00 2026\n"])
def test_nothing_is_not_a_mail(world: World, raw: bytes):
    with pytest.raises(NotAMail, match="Nothing came through the pipe"):
        deliver(raw)


def test_a_mail_over_the_limit_is_refused(world: World, settings: Any):
    settings.ENVIRONMENT = settings.ENVIRONMENT | {"WHYDESK_MAIL_MAX_MB": 1}
    with pytest.raises(NotAMail, match="larger than the desk takes"):
        deliver(MAIL + b"x" * 1024 * 1024)
    assert Letter.objects.count() == 0
