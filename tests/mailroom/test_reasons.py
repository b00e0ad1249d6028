"""Why a mail has not left, as a person reads it."""

from whydesk.mail.refusals import (
    NOT_NOW,
)
from whydesk.mailroom.reasons import explain


def test_the_servers_words_follow_ours():
    assert explain(f"{NOT_NOW}\n451 disk full") == f"{NOT_NOW} 451 disk full"
    assert explain("550 no such user") == "550 no such user"
    assert explain("") == ""
