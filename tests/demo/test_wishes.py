from collections import Counter
from datetime import timedelta

import pytest

from whydesk.demo.articles import read_articles
from whydesk.demo.cast import Cast, read_cast
from whydesk.demo.moments import StoryUnreadable
from whydesk.demo.stories import Story, read_stories
from whydesk.demo.wishes import Wanted, parse_days, parse_wishes, read_wishes
from whydesk.people.actors import ROLES, Can
from whydesk.wishes.choices import Effort, Fit, Outcome, Weight, Workaround

EXAMPLE = """A remark.

=== Two ovens
want: two at once
so that: bread is ready
merged: -3w mon 15:00 pavel
into: One oven
because: It is the same oven.

+++ Cold bread
by: nora
around: bad
said: It is cold.
does the job: no, Is it warm now?

### marta -2w tue 08:40
Ask the baker.

*** paid -2w
by: ingrid
reason: Ovens cost money.
price: 25.50 EUR
worth: for | Warm bread.

*** never 3h ago
by: pavel
reason: No more ovens.

--- next
by: pavel
prepared: The baker called.
"""


@pytest.fixture(scope="module")
def wishes() -> list[Wanted]:
    return read_wishes()


@pytest.fixture(scope="module")
def stories() -> dict[str, Story]:
    return {story.subject: story for story in read_stories()}


@pytest.fixture(scope="module")
def cast() -> Cast:
    return read_cast()


def the_example(old: str = "", new: str = "") -> Wanted:
    (wanted,) = parse_wishes(EXAMPLE.replace(old, new, 1), "en", "example")
    return wanted


def test_a_wish_has_voices_comments_and_decisions() -> None:
    wanted = the_example()
    assert (wanted.title, wanted.language, wanted["so that"]) == (
        *("Two ovens", "en", "bread is ready"),
    )
    [voice] = wanted.voices
    assert (voice.ticket, voice.by, voice["said"]) == ("Cold bread", "nora", "It is cold.")
    assert voice.asked == {"does_the_job": ("no", "Is it warm now?")}
    assert [(one.by, one.text) for one in wanted.remarks] == [("marta", "Ask the baker.")]
    assert [(one.outcome, one.review, one.by) for one in wanted.rulings] == [
        ("paid", 2, "ingrid"),
        ("never", 0, "pavel"),
    ]
    assert wanted.next["prepared"] == "The baker called."


def test_a_decision_has_its_price_and_what_was_answered() -> None:
    paid, never = the_example().rulings
    assert [str(part) for part in paid.price] == ["25.50", "EUR"]
    assert paid.answers == {"worth": {"mark": "for", "text": "Warm bread."}}
    assert never.at is not None
    assert (never.at.ago, never.price, never.answers) == (timedelta(hours=3), (None, ""), {})


def test_a_merged_wish_says_by_whom_and_why() -> None:
    merged = the_example().merged
    assert merged is not None
    assert (merged.by, merged.at.weeks, merged.text) == ("pavel", 3, "It is the same oven.")


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("want: two", "wish: two", "“wish: two at once” is no fact here"),
        ("+++ Cold bread", "### nora -2w tue 08:40", "nobody wants it"),
        ("paid -2w", "paid soon", "“soon” is no moment"),
        ("said: It is cold.", "It is cold.", "“It is cold.” is no fact here"),
    ],
)
def test_what_is_wrong_is_named_with_the_wish(old: str, new: str, reason: str) -> None:
    with pytest.raises(StoryUnreadable) as error:
        the_example(old, new)
    assert str(error.value).startswith("example: Two ovens: ")
    assert reason in str(error.value)


def test_days_are_counted_from_today() -> None:
    days = [parse_days(text, "").days for text in ("today", "+12d", "-3d")]
    assert days == [0, 12, -3]
    with pytest.raises(StoryUnreadable):
        parse_days("12", "")


def test_there_are_enough_wishes_in_three_languages(wishes: list[Wanted]) -> None:
    counts = Counter(wanted.language for wanted in wishes)
    assert set(counts) == {"ru", "pt-br", "en"}
    assert (min(counts.values()) >= 10, sum(counts.values()) >= 35) == (True, True)
    assert len({wanted.title for wanted in wishes}) == len(wishes)


def test_every_outcome_was_decided_and_some_wishes_wait(wishes: list[Wanted]) -> None:
    last = {one.rulings[-1].outcome if one.rulings else "" for one in wishes if not one.merged}
    assert last == {*Outcome.values, ""}


def test_facts_are_of_those_that_there_are(wishes: list[Wanted]) -> None:
    voices = [voice for wanted in wishes for voice in wanted.voices]
    assert {wanted["effort"] for wanted in wishes} == {"", *Effort.values}
    assert {wanted["fit"] for wanted in wishes} == {"", *Fit.values}
    assert {voice["around"] for voice in voices} == {"", *Workaround.values}
    assert {voice["weight"] for voice in voices} <= {"", *Weight.values}
    assert {voice["tell"] for voice in voices} == {"", "call"}


def test_a_customer_said_it_in_their_ticket(
    wishes: list[Wanted], stories: dict[str, Story]
) -> None:
    unsaid = []
    for wanted in wishes:
        for voice in wanted.voices:
            heard = [one for one in stories[voice.ticket].lines if one.kind in ("incoming", "call")]
            if not voice["said"] or not any(voice["said"] in line.text for line in heard):
                unsaid.append((wanted.place, voice.ticket))
    assert unsaid == []


def test_what_customers_were_asked_or_told_stands_in_an_answer(
    wishes: list[Wanted], stories: dict[str, Story]
) -> None:
    words = [
        (voice.ticket, said)
        for wanted in wishes
        for voice in wanted.voices
        for said in (voice["told"], *(asked for _answer, asked in voice.asked.values()))
        if said
    ]
    answers = {
        ticket: [line.text for line in stories[ticket].lines if line.kind == "reply"]
        for ticket, _said in words
    }
    assert [one for one in words if not any(one[1] in text for text in answers[one[0]])] == []
    assert len(words) > 10


def test_one_company_wants_a_wish_once(
    wishes: list[Wanted], stories: dict[str, Story], cast: Cast
) -> None:
    families: dict[str, list[str]] = {}
    for wanted in wishes:
        people = [cast.by_address[stories[one.ticket].sender] for one in wanted.voices]
        firms = [person.firm.name for person in people if person.firm]
        families.setdefault(wanted["into"] or wanted.title, []).extend(firms)
    assert [title for title, firms in families.items() if len(firms) != len(set(firms))] == []
    assert len(families["Cor própria para cada status"]) == 7


def test_two_wishes_were_found_to_be_another(wishes: list[Wanted]) -> None:
    titles = {wanted.title for wanted in wishes}
    into = [wanted["into"] for wanted in wishes if wanted.merged]
    assert (len(into), set(into) - titles) == (2, set())


def test_whoever_notes_or_decides_may(wishes: list[Wanted], cast: Cast) -> None:
    def may(handle: str, can: Can) -> bool:
        return can in ROLES[cast.by_handle[handle].role]

    noted = {voice.by for wanted in wishes for voice in wanted.voices}
    decided = {ruling.by for wanted in wishes for ruling in wanted.rulings}
    assert [handle for handle in noted if not may(handle, Can.SHAPE_WISHES)] == []
    assert [handle for handle in decided if not may(handle, Can.DECIDE_WISHES)] == []


def test_a_decision_says_what_its_outcome_needs(wishes: list[Wanted]) -> None:
    slugs = {one.slug for one in read_articles()}
    for wanted in wishes:
        for ruling in wanted.rulings:
            amount, _currency = ruling.price
            needed = {
                "not_now": bool(ruling["ask again"]),
                "paid": bool(amount),
                "scheduled": bool(ruling["by when"] and ruling["means"] and ruling["owner"]),
                "exists": ruling["capability"] in slugs,
            }
            assert ruling["reason"], wanted.place
            assert needed.get(ruling.outcome, True), wanted.place


def test_a_wish_waits_for_its_reason_in_one_place_only(wishes: list[Wanted]) -> None:
    without = [wanted.title for wanted in wishes if not wanted["so that"]]
    assert without == ["Кассовый чек прямо из заявки"]
