"""Setting up mailboxes, and passwords that stay where they belong."""

import pytest
from django.db import connection

from tests.world import World
from whydesk.history.models import Entry
from whydesk.mailroom.models import Delivery, ImapAccount, Mailbox
from whydesk.mailroom.setting_up import (
    AddressTaken,
    MailboxInUse,
    add_mailbox,
    change_mailbox,
    remove_imap_account,
    remove_mailbox,
    set_imap_account,
    set_smtp_account,
)
from whydesk.people.actors import NotAllowed

IMAP = {
    "host": "mail.desk.example",
    "port": 993,
    "security": "tls",
    "username": "support",
    "folder": "INBOX",
    "after": "seen",
    "move_to": "",
}
SMTP = {"host": "mail.desk.example", "port": 587, "security": "starttls", "username": "support"}


def test_an_address_belongs_to_one_mailbox_whatever_its_case(world: World):
    with pytest.raises(AddressTaken):
        add_mailbox(address="Support@desk.example", name="Twin", by=world.ada)
    billing = add_mailbox(address="Billing@desk.example", name="Billing", by=world.ada)
    assert billing.address == "billing@desk.example"


def test_only_who_sets_up_adds_a_mailbox(world: World):
    with pytest.raises(NotAllowed):
        add_mailbox(address="x@desk.example", name="X", by=world.vera)
    assert Mailbox.objects.count() == 2


def test_a_mailbox_is_changed(world: World):
    change_mailbox(
        world.sales,
        address="hello@desk.example",
        name="Hello",
        signature="— the desk",
        language="ru",
        team=world.first_line,
        by=world.ada,
    )
    found = Mailbox.objects.get(pk=world.sales.pk)
    assert (found.address, found.signature, found.team) == (
        "hello@desk.example",
        "— the desk",
        world.first_line,
    )


def test_the_password_is_neither_in_the_history_nor_readable_in_the_database(world: World):
    set_imap_account(world.support, password="s3cret-words", by=world.ada, **IMAP)
    set_smtp_account(world.support, password="s3cret-words", by=world.ada, **SMTP)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT password FROM mailroom_imapaccount UNION ALL "
            "SELECT password FROM mailroom_smtpaccount"
        )
        stored = [row[0] for row in cursor.fetchall()]
    assert ["s3cret-words" in text for text in stored] == [False, False]
    assert not [entry for entry in Entry.objects.all() if "s3cret-words" in str(entry.data)]
    assert ImapAccount.objects.get().password == "s3cret-words"


def test_an_empty_password_keeps_the_one_known(world: World):
    set_imap_account(world.support, password="s3cret-words", by=world.ada, **IMAP)
    set_imap_account(world.support, password="", by=world.ada, **{**IMAP, "port": 143})
    account = ImapAccount.objects.get()
    assert (account.port, account.password) == (143, "s3cret-words")


def test_a_known_password_is_not_carried_to_another_host(world: World):
    set_imap_account(world.support, password="s3cret-words", by=world.ada, **IMAP)
    set_imap_account(world.support, password="", by=world.ada, **{**IMAP, "host": "evil.example"})
    assert ImapAccount.objects.get().password == ""


def test_another_folder_is_read_from_its_beginning_and_the_same_goes_on(world: World):
    set_imap_account(world.support, password="x", by=world.ada, **IMAP)
    ImapAccount.objects.update(uid_validity=7, last_uid=31, error="no answer")
    set_imap_account(world.support, password="y", by=world.ada, **IMAP)
    account = ImapAccount.objects.get()
    assert (account.uid_validity, account.last_uid, account.error) == (7, 31, "")
    set_imap_account(world.support, password="", by=world.ada, **{**IMAP, "folder": "Support"})
    account.refresh_from_db()
    assert (account.uid_validity, account.last_uid) == (0, 0)


def test_an_account_taken_away_takes_its_password_with_it(world: World):
    set_imap_account(world.support, password="x", by=world.ada, **IMAP)
    remove_imap_account(world.support, by=world.ada)
    remove_imap_account(world.support, by=world.ada)
    assert not ImapAccount.objects.exists()
    assert Entry.objects.filter(event="mailbox.imap_removed").count() == 1


def test_a_mailbox_that_mail_was_sent_from_stays(world: World):
    Delivery.objects.create(
        mailbox=world.support, message_id="<1@desk.example>", recipients=["a@b.example"], raw=b"x"
    )
    with pytest.raises(MailboxInUse):
        remove_mailbox(world.support, by=world.ada)
    remove_mailbox(world.sales, by=world.ada)
    assert list(Mailbox.objects.all()) == [world.support]
