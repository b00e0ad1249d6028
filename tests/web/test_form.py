"""The public form: anybody may write, and robots are slowed down."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from tests.world import World
from whydesk.people.limiting import note_attempt
from whydesk.tickets.models import Attachment, Message, Ticket
from whydesk.web import form

QUESTION = {
    "name": "Ольга Ветрова",
    "email": "olga@vetrova.example",
    "subject": "Не приходит отчёт",
    "text": "Я жду отчёт с утра, а его нет.",
}


@pytest.fixture
def stranger(world: World, monkeypatch: pytest.MonkeyPatch) -> Client:
    """Somebody from outside, who types as fast as a test does, without cookies."""
    monkeypatch.setattr(form, "QUICKEST", timedelta(seconds=-1))
    return Client(enforce_csrf_checks=True)


def send(client: Client, address: str = "/ask/", **fields: Any) -> HttpResponse:
    said = {**QUESTION, "stamp": signing.dumps("ask", salt=form.SALT), **fields}
    return client.post(address, said)


def refusal(response: HttpResponse) -> list[str]:
    return response.context["form"].non_field_errors()


def test_what_somebody_writes_becomes_a_ticket(stranger: Client, world: World):
    response = send(stranger, "/ask/sales@desk.example/?lang=ru")
    assert response["Location"] == "/ask/sales@desk.example/?sent=1&lang=ru"
    ticket = Ticket.objects.get()
    assert (ticket.subject, ticket.channel, ticket.mailbox) == (
        "Не приходит отчёт",
        "form",
        world.sales,
    )
    assert ticket.contact.name == "Ольга Ветрова"
    assert "Your message is here" in stranger.get("/ask/?sent=1").content.decode()


def test_files_come_with_it(stranger: Client):
    files = [SimpleUploadedFile(name, name.encode()) for name in ("a.txt", "b.txt")]
    send(stranger, attachments=files)
    assert list(Attachment.objects.values_list("filename", "size")) == [("a.txt", 5), ("b.txt", 5)]


def test_too_many_files_are_refused_beside_their_field(stranger: Client):
    files = [SimpleUploadedFile(f"{number}.txt", b"x") for number in range(11)]
    response = send(stranger, attachments=files)
    assert response.context["form"].errors == {"attachments": ["Send 10 files at most."]}
    assert not Message.objects.exists()


def test_a_huge_request_is_refused_unread(stranger: Client):
    response = stranger.post(
        "/ask/", b"x", content_type="multipart/form-data; boundary=b", CONTENT_LENGTH=10**9
    )
    assert response.status_code == 413


@pytest.mark.parametrize("code", ["en", "ru", "pt-br"])
def test_the_form_speaks_the_language_of_the_browser_or_of_its_address(stranger: Client, code: str):
    by_browser = stranger.get("/ask/", headers={"Accept-Language": code}).content.decode()
    by_address = stranger.get(f"/ask/?lang={code}", headers={"Accept-Language": "en"})
    assert f'<html lang="{code}"' in by_browser
    assert f'<html lang="{code}"' in by_address.content.decode()


def test_a_language_that_is_none_is_passed_over(stranger: Client):
    page = stranger.get("/ask/?lang=../x", headers={"Accept-Language": "ru"}).content.decode()
    assert '<html lang="ru"' in page


def test_a_filled_trap_is_told_to_write_a_mail(stranger: Client):
    response = send(stranger, website="http://spam.example")
    assert refusal(response) == [
        "This looks filled in by a program. Write to support@desk.example by mail instead."
    ]
    assert response.context["form"]["text"].value() == QUESTION["text"]
    assert not Ticket.objects.exists()


@pytest.mark.parametrize(
    "stamp",
    ["", "made:up", pytest.param(signing.dumps("ask", salt="other"), id="of something else")],
)
def test_a_page_without_our_stamp_gets_one(stranger: Client, stamp: str):
    response = send(stranger, stamp=stamp)
    assert not Ticket.objects.exists()
    send(stranger, stamp=response.context["stamp"])
    assert Ticket.objects.count() == 1


def test_quicker_than_anybody_types_is_asked_to_look_again(
    stranger: Client, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(form, "QUICKEST", timedelta(hours=1))
    response = send(stranger)
    assert refusal(response) == [
        "That was very quick. Look over what you wrote, then press the button once more."
    ]
    monkeypatch.setattr(form, "QUICKEST", timedelta(seconds=-1))
    send(stranger, stamp=response.context["stamp"])
    assert Ticket.objects.count() == 1


def test_a_network_that_writes_very_often_waits(stranger: Client):
    for _ in range(form.FREE_TRIES):
        note_attempt(form.ACT, "127.0.0.1")
    response = send(stranger)
    assert refusal(response)[0].startswith("Too many tries. The next one is possible in")
    assert response.context["form"]["text"].value() == QUESTION["text"]
    assert not Ticket.objects.exists()


def test_an_address_that_is_no_mailbox_has_no_form(stranger: Client):
    assert stranger.get("/ask/nobody@desk.example/").status_code == 404


def test_the_same_person_opens_a_new_ticket_each_time(stranger: Client, world: World):
    send(stranger, email="Anna@romashka.example")
    send(stranger, email="anna@romashka.example")
    assert list(Ticket.objects.values_list("contact", flat=True)) == [world.anna.pk] * 2
