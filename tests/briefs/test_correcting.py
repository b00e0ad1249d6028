"""Agents put a reading right."""

import pytest

from tests.briefs.readings import have_read
from tests.web.customers import write
from tests.world import World
from whydesk.briefs.corrected import WrongCorrection
from whydesk.briefs.correcting import NotReadYet, correct_reading
from whydesk.briefs.models import Correction, Reading
from whydesk.briefs.queries import briefs_of
from whydesk.history.models import Entry
from whydesk.people.actors import NotAllowed
from whydesk.understanding.brief import SLOTS, Parts, Span
from whydesk.understanding.questions import QUESTIONS


@pytest.fixture
def reading(world: World) -> Reading:
    message = write(world, world.mary, text="The total is wrong since Monday.")
    return have_read(message, said={"since": "since Monday"}, ask=("did", "scope"), question="How?")


def corrections() -> list[tuple[str, str, object, object]]:
    return list(Correction.objects.values_list("what", "where", "was", "to"))


def test_a_kind_put_right_stands_on_the_ticket_and_in_history(world: World, reading: Reading):
    correct_reading(reading, what="kind", to="outage", by=world.vera)
    reading.refresh_from_db()
    reading.ticket.refresh_from_db()
    assert reading.ticket.kind == "outage"
    assert (reading.brief["kind"], reading.corrected["kind"]) == ("bug", "outage")
    assert corrections() == [("kind", "", "bug", "outage")]
    entry = Entry.objects.get(event="reading.corrected")
    assert (entry.actor_name, entry.data["what"]) == ("Vera Orlova", "kind")


def test_saying_it_again_is_no_second_correction(world: World, reading: Reading):
    for _ in range(2):
        correct_reading(reading, what="temperature", to="2", by=world.vera)
    assert corrections() == [("temperature", "", 0, "2")]


def test_a_kind_with_parts_opens_their_gaps(world: World, reading: Reading):
    correct_reading(reading, what="kind", to="wish", by=world.vera)
    brief = briefs_of([reading.ticket_id])[reading.ticket_id]
    assert brief.gaps == ["so_that", "when", "want"]


def test_a_kind_put_right_brings_the_parts_that_were_read_beside_it(world: World):
    text = "All reports are white since noon, lovely."
    slots = dict.fromkeys(SLOTS) | {"since": Span(22, 32), "got": Span(0, 21)}
    otherwise = {"slots": Parts(slots, ("since", "scope", "did"))}
    reading = have_read(
        write(world, world.mary, text=text), kind="praise", otherwise=otherwise, question="?"
    )
    correct_reading(reading, what="kind", to="outage", by=world.vera)
    brief = briefs_of([reading.ticket_id])[reading.ticket_id]
    assert [(part.name, part.words) for part in brief.known] == [
        ("got", "All reports are white"),
        ("since", "since noon"),
    ]
    assert brief.asks_for == "scope"
    assert "All reports are white" in brief.question
    correct_reading(reading, what="part", where="since", to="unsaid", by=world.vera)
    for kind in ("question", "bug"):
        correct_reading(reading, what="kind", to=kind, by=world.vera)
    again = briefs_of([reading.ticket_id])[reading.ticket_id]
    assert [part.name for part in again.known] == ["got"]
    assert again.gaps[:3] == ["scope", "did", "since"]


def test_of_a_kind_put_right_the_next_question_is_ready(world: World):
    reading = have_read(write(world, world.mary, text="It is white."), kind="praise")
    assert briefs_of([reading.ticket_id])[reading.ticket_id].question == ""
    correct_reading(reading, what="kind", to="bug", by=world.vera)
    brief = briefs_of([reading.ticket_id])[reading.ticket_id]
    assert brief.asks_for == "since"
    assert brief.question in QUESTIONS["en"]["since"].plain
    correct_reading(reading, what="kind", to="praise", by=world.vera)
    assert briefs_of([reading.ticket_id])[reading.ticket_id].question == ""


def test_words_that_do_not_say_it_leave_a_gap(world: World, reading: Reading):
    correct_reading(reading, what="part", where="since", to="unsaid", by=world.vera)
    brief = briefs_of([reading.ticket_id])[reading.ticket_id]
    assert (list(brief.known), brief.gaps[:3]) == ([], ["did", "scope", "since"])


def test_words_of_the_subject_that_do_not_say_it_leave_a_gap(world: World):
    message = write(world, world.mary, text="The total is wrong.")
    reading = have_read(message, said={"got": "wrong"}, in_subject={"since": "Monday"})
    before = briefs_of([reading.ticket_id])[reading.ticket_id]
    correct_reading(reading, what="part", where="since", to="unsaid", by=world.vera)
    after = briefs_of([reading.ticket_id])[reading.ticket_id]
    assert [("since" in [part.name for part in each.known]) for each in (before, after)] == [
        True,
        False,
    ]
    assert after.gaps[0] == "since"
    assert corrections() == [("part", "since", "Monday", "unsaid")]


def test_what_we_know_is_not_asked_any_more(world: World, reading: Reading):
    correct_reading(reading, what="part", where="did", to="said", by=world.vera)
    brief = briefs_of([reading.ticket_id])[reading.ticket_id]
    assert (brief.asks_for, "did" in brief.gaps) == ("scope", False)
    assert brief.question in QUESTIONS["en"]["scope"].plain


def test_a_sentence_changes_its_role_and_none_of_its_letters(world: World, reading: Reading):
    correct_reading(reading, what="role", where="0", to="feeling", by=world.vera)
    reading.refresh_from_db()
    assert reading.corrected["sentences"] == [[0, 32, "feeling", 1.0]]
    assert reading.message.text == "The total is wrong since Monday."


@pytest.mark.parametrize(
    ("what", "where", "to"),
    [
        ("kind", "", "nonsense"),
        ("temperature", "", "4"),
        ("blocking", "", "perhaps"),
        ("role", "7", "fact"),
        ("role", "0", "joke"),
        ("part", "weather", "said"),
        ("nothing", "", ""),
    ],
)
def test_a_correction_that_means_nothing_changes_nothing(
    world: World, reading: Reading, what: str, where: str, to: str
):
    with pytest.raises(WrongCorrection):
        correct_reading(reading, what=what, where=where, to=to, by=world.vera)
    assert corrections() == []


def test_what_is_still_being_read_cannot_be_corrected(world: World):
    waiting = Reading.objects.get(message=write(world, world.mary))
    with pytest.raises(NotReadYet):
        correct_reading(waiting, what="kind", to="bug", by=world.vera)


def test_whoever_has_left_corrects_nothing(world: World, reading: Reading):
    world.vera.is_active = False
    with pytest.raises(NotAllowed):
        correct_reading(reading, what="kind", to="wish", by=world.vera)
    assert corrections() == []
