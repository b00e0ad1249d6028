"""Mail from the desk to those who work at it."""

import email

import pytest

from tests.world import World
from whydesk.mailroom.informing import MAILS_AT_ONCE, NoSender, send_to_agent
from whydesk.mailroom.models import Delivery, Mailbox
from whydesk.people.limiting import TooOften


def test_an_invitation_says_that_a_machine_wrote_it(world: World):
    delivery = send_to_agent(
        "new@desk.example", name="Нина", subject="Привет", text="[x](https://x)"
    )
    mail = email.message_from_bytes(bytes(delivery.raw))
    assert (delivery.is_automatic, delivery.recipients) == (True, ["new@desk.example"])
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["From"] == "Desk support <support@desk.example>"


def test_nobody_is_flooded(world: World):
    for _ in range(MAILS_AT_ONCE):
        send_to_agent("new@desk.example", subject="x", text="y")
    with pytest.raises(TooOften):
        send_to_agent("new@desk.example", subject="x", text="y")
    send_to_agent("other@desk.example", subject="x", text="y")
    assert Delivery.objects.count() == MAILS_AT_ONCE + 1


def test_a_desk_without_a_mailbox_says_what_is_missing(db: None):
    assert not Mailbox.objects.exists()
    with pytest.raises(NoSender, match="Add one first"):
        send_to_agent("new@desk.example", subject="x", text="y")
