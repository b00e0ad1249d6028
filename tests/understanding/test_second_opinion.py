"""How far a language model is believed."""

import json
from typing import Any

import pytest

from tests.briefs.readings import make_brief
from whydesk.understanding.brief import Brief
from whydesk.understanding.second_opinion import ask_for_opinion, with_opinion

TEXT = "Since Monday ana@firm.example gets error 502. I am furious."


def opinion(answer: object, *, brief: Brief | None = None) -> Brief | None:
    brief = brief or make_brief(TEXT, kind="bug")
    _messages, masked = ask_for_opinion(brief)
    return with_opinion(brief, masked, answer if isinstance(answer, str) else json.dumps(answer))


def said(**fields: Any) -> dict[str, Any]:
    return {"kind": "outage", "roles": ["fact"], **fields}


def test_nothing_personal_is_asked_about():
    messages, _masked = ask_for_opinion(make_brief(f"{TEXT} I am Ana"), names=["Ana Duarte"])
    asked = json.dumps(messages)
    assert "ana@firm.example" not in asked
    assert "I am [NAME_1]" in asked


def test_the_subject_is_told_and_masked():
    subject = "Ana Duarte, +44 20 7946 0958: no login since Tuesday"
    messages, _masked = ask_for_opinion(make_brief(TEXT), subject=subject, names=["Ana Duarte"])
    told = messages[1]["content"].splitlines()[1]
    assert told.startswith("Subject: [NAME_1]")
    assert told.endswith(": no login since Tuesday")
    assert "7946" not in told


def test_a_note_of_ours_is_told_to_be_one():
    notes = [
        ask_for_opinion(make_brief(TEXT, is_retold=is_retold))[0][1]["content"]
        for is_retold in (True, False)
    ]
    assert ["note of ours" in note for note in notes] == [True, False]


def test_what_the_subject_tells_is_not_asked_for():
    brief = make_brief(TEXT, kind="bug", in_subject={"scope": "all of us"})
    better = opinion(said(parts={"since": "Since Monday"}, ask=["scope", "did"]), brief=brief)
    assert better is not None
    assert (better.ask, better.words("scope")) == (("did",), "all of us")
    wish = opinion(said(kind="wish"), brief=brief)
    assert wish is not None
    assert wish.in_subject == {}


def test_parts_are_taken_where_their_words_stand_in_the_text():
    brief = opinion(
        said(parts={"since": "Since Monday", "got": "[MAIL_1] gets error 502", "did": "clicked"})
    )
    assert brief is not None
    assert brief.words("since") == "Since Monday"
    assert brief.words("got") == "ana@firm.example gets error 502"
    assert brief.words("did") is None


def test_a_question_is_put_for_a_part_that_is_missing():
    answer = said(
        parts={"since": "Since Monday"}, ask=["since", "scope"], question="Who else, [MAIL_1]?"
    )
    brief = opinion(answer)
    assert brief is not None
    assert (brief.ask, brief.question) == (("scope",), "Who else, ana@firm.example?")


@pytest.mark.parametrize(
    "answer",
    ["", "I cannot help", "{", "[]", '{"kind": "poem"}', '{"kind": 7}', "null", '{"kind": []}'],
)
def test_what_is_no_answer_changes_nothing(answer: str):
    assert opinion(answer) is None


def test_what_makes_no_sense_in_an_answer_leaves_what_was_read():
    brief = opinion(
        said(temperature=9, blocking="yes", roles=["poem"], parts=[1], ask="did", question=5)
    )
    before = make_brief(TEXT, kind="bug")
    assert brief is not None
    assert (brief.temperature, brief.blocking) == (before.temperature, before.blocking)
    assert (brief.sentences, brief.ask, brief.question) == (before.sentences, (), "")


def test_an_answer_may_stand_in_other_words():
    assert opinion('Here you are:\n```json\n{"kind": "wish"}\n```') is not None
