"""Messages are read by the reader, whatever stands in them."""

import os
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.killing import kill
from tests.tickets.letters import put_in, write_mail
from tests.web.customers import write
from tests.world import World
from whydesk.briefs.jobs import read_messages
from whydesk.briefs.models import Likeness, Question, Reading
from whydesk.briefs.queries import briefs_of
from whydesk.briefs.readers import reader
from whydesk.briefs.reading import MAX_TRIES, is_waiting, read_waiting
from whydesk.briefs.ticket_brief import Part
from whydesk.history.models import Entry
from whydesk.tickets.opening import MAX_TOGETHER
from whydesk.tickets.receiving import note_call
from whydesk.tickets.replying import send_reply
from whydesk.understanding.apart import ReaderGone, socket_for
from whydesk.understanding.version import VERSION

WRONG = "The export fails with error 502 since Monday for all three of us."


def test_a_message_is_read_and_its_ticket_shows_it(world: World):
    message = write(world, world.mary, text=f"Hello. {WRONG}")
    assert read_waiting() == 1
    assert read_waiting() == 0
    reading = Reading.objects.get(message=message)
    assert (reading.version, reading.reader) == (VERSION, "desk")
    message.ticket.refresh_from_db()
    assert message.ticket.kind in ("bug", "outage")
    assert message.ticket.snippet == WRONG.removesuffix(".")
    assert Entry.objects.get(event="message.read").data["message_id"] == message.pk
    assert Likeness.objects.filter(ticket=message.ticket).exists()


def test_what_the_subject_tells_is_not_asked_for_in_the_whole_thread(world: World):
    subject, text = "Error 502 when I save a template", "It happens on Tuesdays."
    first = write(world, world.mary, subject=subject, text=text)
    write(world, world.mary, ticket=first.ticket, text="And on Fridays.")
    read_waiting()
    briefs = [reading.brief or {} for reading in Reading.objects.order_by("pk")]
    assert briefs[0]["kind"] == "bug"
    assert all("got" not in brief["ask"] for brief in briefs)
    told = briefs_of([first.ticket_id])[first.ticket_id]
    assert Part("got", first.pk, subject) in told.known
    assert "got" not in told.gaps


def test_what_we_wrote_down_of_a_call_is_not_put_to_them_as_their_words(world: World):
    words = "The export gives a blank page"
    written = write(world, world.mary, subject="Export", text=words)
    noted = note_call(contact=world.mary, subject="Export", text=words, by=world.sam)
    read_waiting()
    briefs = briefs_of([written.ticket_id, noted.ticket_id])
    questions = [briefs[message.ticket_id].question for message in (written, noted)]
    assert all(questions)
    assert [words in question for question in questions] == [True, False]


def test_a_flood_of_mail_is_opened_before_it_is_read(world: World):
    message = write(world, world.mary)
    letters = [put_in(write_mail(str(n))) for n in range(MAX_TOGETHER)]
    read_messages(message_ids=[message.pk])
    assert is_waiting([message.pk])
    letters[0].delete()
    read_messages(message_ids=[message.pk])
    assert not is_waiting([message.pk])


def test_what_a_machine_or_we_ourselves_said_is_not_read(world: World):
    message = write(world, world.mary)
    write(world, world.mary, ticket=message.ticket, automatic="out_of_office")
    send_reply(message.ticket, text="Soon", by=world.sam)
    assert list(Reading.objects.values_list("message", flat=True)) == [message.pk]


def test_a_question_that_was_asked_is_not_asked_again(world: World):
    message = write(world, world.mary, text="The export fails.")
    read_waiting()
    brief = briefs_of([message.ticket_id])[message.ticket_id]
    Question.objects.create(ticket=message.ticket, message=message, part=brief.asks_for)
    write(world, world.mary, ticket=message.ticket, text="It still fails.")
    read_waiting()
    again = briefs_of([message.ticket_id])[message.ticket_id]
    assert brief.asks_for != ""
    assert again.asks_for != brief.asks_for


@pytest.mark.parametrize(
    "text",
    ["", "\u200b" * 5000, "🙂" * 3000, "a" * 300_000, "?!" * 20_000, "مرحبا " * 500, "=\n" * 9000],
)
def test_whatever_stands_in_a_message_it_is_read_and_so_is_the_next(world: World, text: str):
    write(world, world.mary, text=text)
    write(world, world.anna, text="Отчёт не открывается")
    read_waiting()
    assert Reading.objects.filter(version=VERSION, brief__isnull=False).count() == 2


@pytest.fixture
def deadly(settings, tmp_path: Path) -> Iterator[None]:
    """A reader that dies of the word poison, at the place of the real one."""
    settings.ENVIRONMENT = settings.ENVIRONMENT | {"WHYDESK_DATA": tmp_path}
    reader.cache_clear()
    path = socket_for(str(tmp_path))
    real = socket_for(os.environ["WHYDESK_DATA"])
    door = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    door.bind(str(path))
    door.listen(8)
    threading.Thread(target=_answer, args=[door, real], daemon=True).start()
    yield
    door.close()
    path.unlink()
    reader.cache_clear()


def _answer(door: socket.socket, real: Path) -> None:
    """Hand everything on to the real reader but poison, of which this one hangs up."""
    from whydesk.understanding.apart import _connect

    while True:
        try:
            caller, _address = door.accept()
        except OSError:
            return
        with caller, caller.makefile("rwb") as stream, _connect(real) as behind:
            for line in stream:
                if b"poison" in line:
                    break
                behind.write(line)
                behind.flush()
                stream.write(behind.readline())
                stream.flush()


@pytest.mark.usefixtures("deadly")
def test_a_message_that_kills_the_reader_is_left_unread_and_harms_no_other(world: World):
    first = write(world, world.mary, text="The report is empty.")
    poison = write(world, world.anna, text="poison")
    last = write(world, world.joao, text="O relatório não abre.")
    for _ in range(MAX_TRIES):
        with pytest.raises(ReaderGone):
            read_waiting()
    read_waiting()
    read = Reading.objects.filter(brief__isnull=False).order_by("pk")
    assert list(read.values_list("message", flat=True)) == [first.pk, last.pk]
    left = Reading.objects.get(message=poison)
    assert (left.version, left.tries, left.brief) == (VERSION, MAX_TRIES, None)


def test_a_reader_that_was_killed_is_there_for_the_next_message(world: World):
    write(world, world.mary, text="The report is empty.")
    read_waiting()
    _kill_reader()
    write(world, world.anna, text="Отчёт не открывается")
    assert read_waiting() == 1
    assert Reading.objects.filter(brief__isnull=False).count() == 2


def _kill_reader() -> None:
    path = os.fsencode(socket_for(os.environ["WHYDESK_DATA"]))
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and path in (entry / "cmdline").read_bytes().split(b"\0"):
            kill(int(entry.name))
