"""What is typed is kept: the newest of it, for each agent and ticket."""

import pytest

from tests.tickets.test_replying import make_ticket
from tests.world import World
from whydesk.people.actors import NotAllowed
from whydesk.tickets.drafting import FilesTooLarge, add_upload, remove_upload, save_draft
from whydesk.tickets.files import open_file
from whydesk.tickets.models import Draft, Ticket, Upload
from whydesk.tickets.replying import new_sheet, send_reply, write_note


@pytest.fixture
def ticket(world: World) -> Ticket:
    return make_ticket(world)


def kept() -> list[tuple[str, str, str]]:
    return list(Draft.objects.order_by("pk").values_list("kind", "text", "cc"))


def test_a_draft_is_one_for_each_agent_and_ticket(world: World, ticket: Ticket):
    save_draft(ticket, kind="reply", text="Здра", cc="", by=world.vera)
    save_draft(ticket, kind="note", text="Здравствуйте", cc="a@b.example", by=world.vera)
    save_draft(ticket, kind="reply", text="Olá", cc="", by=world.bruno)
    assert kept() == [("note", "Здравствуйте", "a@b.example"), ("reply", "Olá", "")]


def test_a_late_save_puts_nothing_old_over_the_new(world: World, ticket: Ticket):
    for sequence, text in [(1, "a"), (3, "abc"), (2, "ab")]:
        save_draft(ticket, kind="reply", text=text, sheet="one", sequence=sequence, by=world.vera)
    assert kept() == [("reply", "abc", "")]


def test_another_screen_begins_to_count_anew(world: World, ticket: Ticket):
    save_draft(ticket, kind="reply", text="desk", sheet="one", sequence=9, by=world.vera)
    save_draft(ticket, kind="reply", text="phone", sheet="two", sequence=1, by=world.vera)
    assert kept() == [("reply", "phone", "")]


@pytest.mark.parametrize("verb", [send_reply, write_note])
def test_a_save_that_arrives_after_sending_brings_nothing_back(
    world: World, ticket: Ticket, verb: object
):
    assert callable(verb)
    sheet = new_sheet()
    save_draft(ticket, kind="reply", text="Здра", sheet=sheet, sequence=1, by=world.vera)
    verb(ticket, text="Здравствуйте", sheet=sheet, by=world.vera)
    late = save_draft(ticket, kind="reply", text="Здрав", sheet=sheet, sequence=2, by=world.vera)
    assert (late, kept()) == (None, [])


def test_what_cannot_be_stored_is_left_out(world: World, ticket: Ticket):
    save_draft(ticket, kind="reply", text="a\x00b", cc="\x00", by=world.vera)
    assert kept() == [("reply", "ab", "")]


def test_who_may_only_write_notes_drafts_no_reply(world: World, ticket: Ticket):
    world.bruno.role = "product"
    with pytest.raises(NotAllowed):
        save_draft(ticket, kind="reply", text="x", by=world.bruno)
    assert save_draft(ticket, kind="note", text="x", by=world.bruno)


def upload(ticket: Ticket, world: World, **fields: object) -> Upload:
    return add_upload(
        ticket,
        **{  # type: ignore[arg-type]
            "filename": "a.txt",
            "content_type": "text/plain",
            "content": b"abc",
            "by": world.vera,
            **fields,
        },
    )


def test_a_file_waits_in_the_draft(world: World, ticket: Ticket):
    file = upload(ticket, world)
    assert (file.draft.agent, file.filename, file.size) == (world.vera, "a.txt", 3)
    with open_file(file.digest) as stored:
        assert stored.read() == b"abc"


def test_files_keep_the_text_and_the_text_keeps_the_files(world: World, ticket: Ticket):
    save_draft(ticket, kind="reply", text="Вот", by=world.vera)
    upload(ticket, world)
    save_draft(ticket, kind="reply", text="Вот отчёт", by=world.vera)
    assert (kept(), Upload.objects.count()) == ([("reply", "Вот отчёт", "")], 1)


@pytest.mark.parametrize(
    ("given", "name", "content_type"),
    [
        ("C:\\fakepath\\отчёт.pdf", "отчёт.pdf", "application/pdf"),
        ("../../etc/passwd", "passwd", "application/pdf"),
        ("a\r\nb.txt", "a  b.txt", "application/pdf"),
        ("x" * 300 + ".pdf", "x" * 251 + ".pdf", "application/pdf"),
        ("", "file", "application/pdf"),
        ("..", "file", "application/pdf"),
    ],
)
def test_a_file_gets_a_name_that_harms_nobody(
    world: World, ticket: Ticket, given: str, name: str, content_type: str
):
    file = upload(ticket, world, filename=given, content_type=content_type)
    assert (file.filename, file.content_type) == (name, content_type)


def test_a_type_that_is_none_is_not_believed(world: World, ticket: Ticket):
    file = upload(ticket, world, content_type="text/html\r\nX: y")
    assert file.content_type == "application/octet-stream"


def test_files_that_no_mail_carries_are_refused(world: World, ticket: Ticket):
    upload(ticket, world, content=b"x" * 10 * 1024 * 1024)
    with pytest.raises(FilesTooLarge, match="18 MB together"):
        upload(ticket, world, content=b"y" * 9 * 1024 * 1024)
    assert Upload.objects.count() == 1


def test_a_file_is_removed_by_whoever_put_it_there(world: World, ticket: Ticket):
    file = upload(ticket, world)
    remove_upload(file, by=world.bruno)
    assert Upload.objects.count() == 1
    remove_upload(file, by=world.vera)
    assert Upload.objects.count() == 0
