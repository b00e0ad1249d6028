"""Mail that carries a way into the desk."""

import re
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from django.test import Client

from tests.world import World
from whydesk.mailroom.models import Delivery, Mailbox
from whydesk.people.inviting import invite_person, withdraw_invitation
from whydesk.web.jobs import mail_invitation, mail_password_link


def mail_to(email: str) -> tuple[EmailMessage, str]:
    """Return the one mail to the address, and the path of the link in it."""
    delivery = Delivery.objects.get(recipients=[email])
    mail = message_from_bytes(bytes(delivery.raw), policy=policy.default)
    assert isinstance(mail, EmailMessage)
    plain = mail.get_body(["plain"])
    assert plain is not None
    (path,) = re.findall(r"^http://localhost:8000(/\S+)\s*$", plain.get_content(), re.MULTILINE)
    return mail, path


def test_the_link_in_the_invitation_lets_the_person_in(world: World, client: Client):
    invitation = invite_person(email="olga@desk.example", role="agent", language="en", by=world.ada)
    mail_invitation(invitation.pk)
    mail, path = mail_to("olga@desk.example")
    assert mail["Subject"] == "Ada King invites you to the desk"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert client.get(path).status_code == 200


def test_an_invitation_taken_back_is_not_mailed(world: World):
    invitation = invite_person(email="olga@desk.example", role="agent", language="en", by=world.ada)
    key = invitation.pk
    withdraw_invitation(invitation, by=world.ada)
    mail_invitation(key)
    assert not Delivery.objects.exists()


def test_the_link_to_a_new_password_opens(world: World, client: Client):
    mail_password_link("sam@desk.example")
    _mail, path = mail_to("sam@desk.example")
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("email", ["nobody@desk.example", "bruno@desk.example"])
def test_nobody_else_gets_a_link(world: World, email: str):
    world.bruno.is_active = False
    world.bruno.save()
    mail_password_link(email)
    assert not Delivery.objects.exists()


def test_a_desk_without_a_mailbox_sends_nothing_and_breaks_nothing(world: World):
    Mailbox.objects.all().delete()
    mail_password_link("sam@desk.example")
    assert not Delivery.objects.exists()
