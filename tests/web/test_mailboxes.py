"""Setting up mailboxes over HTTP."""

import socket
from typing import Any

import pytest
from django.test import Client

from tests.mailroom.sink import smtp_sink
from tests.world import World
from whydesk.mailroom.models import ImapAccount, Mailbox, SmtpAccount

OWN = {"address": "billing@desk.example", "name": "Billing", "language": "en"}
IMAP = {
    "imap-host": "mail.desk.example",
    "imap-port": "993",
    "imap-security": "tls",
    "imap-username": "billing",
    "imap-password": "s3cret-words",
    "imap-folder": "INBOX",
    "imap-after": "seen",
}
HTMX = {"HX-Request": "true", "HX-Target": "imap-outcome"}


@pytest.fixture
def ada(world: World, client: Client) -> Client:
    client.force_login(world.ada)
    return client


def smtp(port: int, **fields: Any) -> dict[str, Any]:
    return {"smtp-host": "127.0.0.1", "smtp-port": port, "smtp-security": "none", **fields}


def test_a_mailbox_is_added_with_its_accounts(ada: Client):
    assert ada.post("/mailboxes/new", {**OWN, **IMAP, **smtp(25)})["Location"] == "/mailboxes"
    mailbox = Mailbox.objects.get(address="billing@desk.example")
    assert (mailbox.imap.password, mailbox.smtp.host) == ("s3cret-words", "127.0.0.1")


def test_without_a_host_there_is_no_account(ada: Client):
    ada.post("/mailboxes/new", {**OWN, "imap-port": "993", "smtp-port": "587"})
    assert Mailbox.objects.filter(address="billing@desk.example").exists()
    assert (ImapAccount.objects.count(), SmtpAccount.objects.count()) == (0, 0)


def test_an_emptied_host_takes_the_account_away(ada: Client, world: World):
    address = f"/mailboxes/{world.support.pk}"
    ada.post(address, {**OWN, **IMAP})
    assert ImapAccount.objects.count() == 1
    ada.post(address, {**OWN, **IMAP, "imap-host": ""})
    assert ImapAccount.objects.count() == 0


def test_a_password_is_never_shown_again(ada: Client, world: World):
    address = f"/mailboxes/{world.support.pk}"
    ada.post(address, {**OWN, **IMAP})
    assert "s3cret-words" not in ada.get(address).content.decode()
    wrong = ada.post(address, {**OWN, **IMAP, "address": "no address"})
    assert wrong.status_code == 200
    assert "s3cret-words" not in wrong.content.decode()


def test_a_known_password_has_to_be_typed_again_for_another_host(ada: Client, world: World):
    address = f"/mailboxes/{world.support.pk}"
    ada.post(address, {**OWN, **IMAP})
    again = {**IMAP, "imap-password": "", "imap-port": "143"}
    assert ada.post(address, {**OWN, **again}).status_code == 303
    response = ada.post(address, {**OWN, **again, "imap-host": "evil.example"})
    assert list(response.context["imap_form"].errors) == ["password"]
    assert ImapAccount.objects.get().host == "mail.desk.example"


def test_every_mistake_shows_at_once(ada: Client):
    response = ada.post(
        "/mailboxes/new",
        {"address": "x", **IMAP, "imap-username": "", "imap-after": "move", "smtp-host": "h"},
    )
    context = response.context
    assert sorted(context["form"].errors) == ["address", "language", "name"]
    assert sorted(context["imap_form"].errors) == ["move_to", "username"]
    assert sorted(context["smtp_form"].errors) == ["port", "security"]


def test_an_address_that_is_taken_is_refused_beside_its_field(ada: Client):
    response = ada.post("/mailboxes/new", {**OWN, "address": "Sales@desk.example"})
    assert list(response.context["form"].errors) == ["address"]


def test_a_connection_is_tried_and_nothing_is_kept(ada: Client, world: World):
    with smtp_sink() as sink:
        response = ada.post(
            f"/mailboxes/{world.support.pk}/checks/smtp", smtp(sink.port), headers=HTMX
        )
    assert response.context["outcome"].text == "This works: the server let us in."
    assert response.content.decode().count("<html") == 0
    assert not SmtpAccount.objects.exists()


def test_a_connection_that_fails_says_why_and_keeps_what_was_typed(ada: Client):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    response = ada.post("/mailboxes/new/checks/smtp", {**OWN, **smtp(port)})
    page = response.content.decode()
    assert page.count(f"127.0.0.1 takes no connections on port {port}.") == 1
    assert page.count('value="billing@desk.example"') == 1


def test_there_is_nothing_else_to_try(ada: Client):
    assert ada.post("/mailboxes/new/checks/pop3", OWN).status_code == 404


def test_what_is_wrong_with_an_account_stands_in_the_list(
    ada: Client, world: World, django_assert_num_queries
):
    for mailbox in (world.support, world.sales):
        ImapAccount.objects.create(
            mailbox=mailbox, host="h", username="u", password="p", error="The folder is gone."
        )
    # session, reader, mailboxes, parked mail
    with django_assert_num_queries(4):
        page = ada.get("/mailboxes").content.decode()
    assert page.count("The folder is gone.") == 2


def test_a_mailbox_is_removed(ada: Client, world: World):
    ada.post(f"/mailboxes/{world.sales.pk}/removal")
    assert list(Mailbox.objects.all()) == [world.support]


@pytest.mark.parametrize("address", ["/mailboxes", "/mailboxes/new", "/styleguide/"])
def test_who_does_not_set_up_sees_none_of_it(world: World, client: Client, address: str):
    client.force_login(world.vera)
    assert client.get(address).status_code == 403
    assert client.post("/mailboxes/new", OWN).status_code == 403
    assert client.post("/mailboxes/new/checks/smtp", smtp(25)).status_code == 403
    assert client.post(f"/mailboxes/{world.sales.pk}/removal").status_code == 403
    assert Mailbox.objects.count() == 2


def test_the_styleguide_shows_every_part(ada: Client):
    assert ada.get("/styleguide/").status_code == 200
