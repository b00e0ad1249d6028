"""The composer: what is typed is kept, what is sent is sent once."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.web.customers import write
from tests.world import World, make_agent
from whydesk.mailroom.models import Delivery
from whydesk.people.actors import Role
from whydesk.tickets.models import Draft, Message, Ticket, Upload

TYPED = {"kind": "reply", "text": "Sorry. *Here it is.*", "cc": "", "sheet": "s1", "sequence": "1"}
HTMX = {"HX-Request": "true"}


@pytest.fixture
def ticket(world: World) -> Ticket:
    return write(world, world.anna).ticket


@pytest.fixture
def sam(world: World, client: Client) -> Client:
    client.force_login(world.sam)
    return client


def said(ticket: Ticket) -> list[tuple[str, str]]:
    return list(ticket.messages.order_by("pk").values_list("kind", "text"))[1:]


def test_a_reply_goes_to_the_customer_and_shows_in_the_thread(ticket: Ticket, sam: Client):
    response = sam.post(f"/tickets/{ticket.pk}/replies", TYPED)
    reply = ticket.messages.get(kind="reply")
    assert (response.status_code, response["Location"]) == (
        303,
        f"/tickets/{ticket.pk}#message-{reply.pk}",
    )
    assert said(ticket) == [("reply", "Sorry. *Here it is.*")]
    assert Delivery.objects.get().recipients == ["anna@romashka.example"]
    assert Draft.objects.count() == 0


def test_pressing_twice_sends_once(ticket: Ticket, sam: Client):
    first = sam.post(f"/tickets/{ticket.pk}/replies", TYPED)
    second = sam.post(f"/tickets/{ticket.pk}/replies", TYPED)
    assert first["Location"] == second["Location"]
    assert Delivery.objects.count() == 1


def test_send_and_close_goes_on_to_the_list(ticket: Ticket, sam: Client):
    sam.get("/inbox/open")
    response = sam.post(f"/tickets/{ticket.pk}/replies", {**TYPED, "close": "1"})
    ticket.refresh_from_db()
    assert (ticket.status, response["Location"]) == ("closed", "/inbox/open")


def test_a_note_stays_with_the_team(ticket: Ticket, sam: Client):
    response = sam.post(f"/tickets/{ticket.pk}/notes", {**TYPED, "kind": "note"})
    assert response.status_code == 303
    assert said(ticket) == [("note", "Sorry. *Here it is.*")]
    assert Delivery.objects.count() == 0


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"text": "  "}, "text", "Write something first."),
        (
            {"cc": "nobody"},
            "cc",
            "nobody is not an address that mail can be sent to.",
        ),
    ],
)
def test_what_cannot_be_sent_comes_back_with_the_reason(
    ticket: Ticket, sam: Client, typed: dict[str, str], field: str, sentence: str
):
    response = sam.post(f"/tickets/{ticket.pk}/replies", {**TYPED, **typed})
    form = response.context["draft"]
    assert response.status_code == 422
    assert form.errors == {field: [sentence]}
    assert (form["text"].value(), form["cc"].value()) == (
        {**TYPED, **typed}["text"],
        {**TYPED, **typed}["cc"],
    )
    assert Delivery.objects.count() == 0


def test_what_is_typed_is_still_there_on_the_next_visit(ticket: Ticket, sam: Client):
    response = sam.post(f"/tickets/{ticket.pk}/draft", {**TYPED, "cc": "boss@x.example"})
    form = sam.get(f"/tickets/{ticket.pk}").context["draft"]
    assert response.status_code == 204
    assert (form["text"].value(), form["cc"].value()) == ("Sorry. *Here it is.*", "boss@x.example")


def test_a_draft_is_for_nobody_else(world: World, ticket: Ticket, sam: Client):
    sam.post(f"/tickets/{ticket.pk}/draft", TYPED)
    other = Client()
    other.force_login(world.ada)
    assert other.get(f"/tickets/{ticket.pk}").context["draft"]["text"].value() == ""


def test_a_late_save_does_not_bring_back_what_was_sent(ticket: Ticket, sam: Client):
    sam.post(f"/tickets/{ticket.pk}/replies", TYPED)
    sam.post(f"/tickets/{ticket.pk}/draft", TYPED)
    assert sam.get(f"/tickets/{ticket.pk}").context["draft"]["text"].value() == ""


def test_a_file_is_kept_beside_the_text_and_goes_with_it(ticket: Ticket, sam: Client):
    file = SimpleUploadedFile("счёт.pdf", b"%PDF", "application/pdf")
    part = sam.post(
        f"/tickets/{ticket.pk}/draft/files", {**TYPED, "attachments": [file]}, headers=HTMX
    )
    assert [upload.filename for upload in part.context["uploads"]] == ["счёт.pdf"]
    assert "<html" not in part.content.decode()
    sam.post(f"/tickets/{ticket.pk}/replies", TYPED)
    reply = ticket.messages.get(kind="reply")
    assert [file.filename for file in reply.attachments.all()] == ["счёт.pdf"]


def test_a_file_chosen_without_a_script_goes_with_the_reply(ticket: Ticket, sam: Client):
    file = SimpleUploadedFile("a.txt", b"a", "text/plain")
    for _again in range(2):
        file.seek(0)
        sam.post(f"/tickets/{ticket.pk}/replies", {**TYPED, "attachments": [file]})
    reply = ticket.messages.get(kind="reply")
    assert [file.filename for file in reply.attachments.all()] == ["a.txt"]
    assert Upload.objects.count() == 0


def test_a_file_can_be_taken_out_again_and_the_text_stays(ticket: Ticket, sam: Client):
    file = SimpleUploadedFile("a.txt", b"a", "text/plain")
    sam.post(f"/tickets/{ticket.pk}/draft/files", {**TYPED, "attachments": [file]})
    upload = Upload.objects.get()
    response = sam.post(f"/tickets/{ticket.pk}/draft/files/removal", {**TYPED, "upload": upload.pk})
    assert (response.status_code, Upload.objects.count()) == (303, 0)
    assert Draft.objects.get().text == TYPED["text"]


def test_a_file_of_somebody_elses_draft_is_not_found(world: World, ticket: Ticket, sam: Client):
    file = SimpleUploadedFile("a.txt", b"a", "text/plain")
    sam.post(f"/tickets/{ticket.pk}/draft/files", {**TYPED, "attachments": [file]})
    other = Client()
    other.force_login(world.ada)
    response = other.post(
        f"/tickets/{ticket.pk}/draft/files/removal", {**TYPED, "upload": Upload.objects.get().pk}
    )
    assert (response.status_code, Upload.objects.count()) == (404, 1)


def test_files_too_large_are_refused_with_a_reason(ticket: Ticket, sam: Client):
    file = SimpleUploadedFile("big.bin", b"0" * (19 * 1024 * 1024), "application/octet-stream")
    part = sam.post(
        f"/tickets/{ticket.pk}/draft/files", {**TYPED, "attachments": [file]}, headers=HTMX
    )
    assert part.status_code == 422
    assert part.context["refused"] == "The files of one message may have 18 MB together."
    assert Draft.objects.get().text == TYPED["text"]


def test_a_preview_is_what_the_customer_will_read(ticket: Ticket, sam: Client):
    part = sam.post("/markdown", {"text": "**a** <script>"})
    assert part.content.decode() == "<p><strong>a</strong> &lt;script&gt;</p>\n"
    page = sam.post(f"/tickets/{ticket.pk}/replies", {**TYPED, "preview": "1"})
    assert page.context["preview_html"] == "<p>Sorry. <em>Here it is.</em></p>\n"
    assert said(ticket) == []


def test_who_may_only_write_notes_cannot_answer(world: World, ticket: Ticket, client: Client):
    client.force_login(make_agent("Paul Product", Role.PRODUCT))
    page = client.get(f"/tickets/{ticket.pk}").content.decode()
    assert f'action="/tickets/{ticket.pk}/notes"' in page
    assert f'action="/tickets/{ticket.pk}/replies"' not in page
    assert client.post(f"/tickets/{ticket.pk}/draft", TYPED).status_code == 204
    assert client.post(f"/tickets/{ticket.pk}/replies", TYPED).status_code == 403
    assert client.post(f"/tickets/{ticket.pk}/notes", TYPED).status_code == 303
    assert Message.objects.filter(kind="reply").count() == 0
