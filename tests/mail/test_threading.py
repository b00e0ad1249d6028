"""Which message a mail answers."""

import pytest

from whydesk.mail.incoming import read_mail
from whydesk.mail.threading import find_reply_token, make_reply_address, our_ids, read_id, read_ids

SECRET = "a secret of this desk"


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("", ()),
        ("<>", ()),
        ("< >", ()),
        ("<a@x> <b@x>", ("a@x", "b@x")),
        ("<a@x>,<b@x>;<a@x>", ("a@x", "b@x")),
        ("a@x b@x", ("a@x", "b@x")),
        ("<a@\n x>", ("a@x",)),
        ("Your message of Monday <a@x>", ("a@x",)),
        ("<" + "a" * 600 + "@x>", ()),
    ],
)
def test_ids_are_read_leniently(text: str, ids: tuple[str, ...]) -> None:
    assert read_ids(text) == ids


def test_of_a_huge_list_the_root_and_the_nearest_are_kept() -> None:
    ids = read_ids(" ".join(f"<{number}@x>" for number in range(5000)))
    assert (len(ids), ids[0], ids[-1]) == (200, "0@x", "4999@x")


def test_an_id_without_a_domain_is_an_id() -> None:
    assert (read_id("<31>"), read_id("31"), read_id("<>")) == ("31", "31", "")


def test_our_ids_come_nearest_first_and_strangers_not_at_all() -> None:
    raw = (
        b"In-Reply-To: <3@desk.example>\n"
        b"References: <1@desk.example> <x@other.example> <2@desk.example> <3@DESK.example>\n\n"
    )
    mail = read_mail(raw)
    assert our_ids(mail, "desk.example") == (
        "3@desk.example",
        "3@DESK.example",
        "2@desk.example",
        "1@desk.example",
    )
    assert our_ids(read_mail(b"In-Reply-To: <>\n\n"), "desk.example") == ()
    assert our_ids(read_mail(b"In-Reply-To: <a@evildesk.example>\n\n"), "desk.example") == ()


def test_a_reply_address_leads_back_to_its_ticket() -> None:
    address = make_reply_address("support@example.com", 31, SECRET)
    assert address.startswith("support+t31.")
    assert find_reply_token(["b@example.org", address.upper()], SECRET) == 31
    assert make_reply_address(address, 31, SECRET) == address


@pytest.mark.parametrize("change", ["t32.", "t031.", "t31.a"])
def test_a_forged_reply_address_opens_nothing(change: str) -> None:
    address = make_reply_address("support@example.com", 31, SECRET).replace("t31.", change)
    assert find_reply_token([address], SECRET) is None


def test_another_secret_opens_nothing() -> None:
    address = make_reply_address("support@example.com", 31, SECRET)
    assert find_reply_token([address, "", "+t31.@x"], "another") is None
