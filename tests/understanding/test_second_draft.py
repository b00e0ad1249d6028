"""What a language model is told for a draft, and what is taken of its words."""

import json

import pytest

from whydesk.understanding.masking import Masked
from whydesk.understanding.second_draft import Said, answer_in, ask_for_answer

THREAD = [
    Said(False, "Ana Duarte here, no total since Monday, ana@firm.example"),
    Said(True, "Which report is it?"),
    Said(False, "The one on sales. Call +44 20 7946 0958"),
]


def told(**fields: object) -> str:
    messages, _masked = ask_for_answer(THREAD, language="pt-br", names=["Ana Duarte"], **fields)  # type: ignore[arg-type]
    return json.dumps(messages, ensure_ascii=False)


def test_nothing_personal_is_told():
    words = told(help_known=["Ana was told to reload"], question="Is it Ana alone?")
    for secret in ("Ana", "Duarte", "7946", "firm.example"):
        assert secret not in words
    assert "Brazilian Portuguese" in words


def test_who_is_addressed_is_told_by_a_mark_that_comes_back():
    messages, masked = ask_for_answer(THREAD, language="en", addressee="Bo")
    mark = next(mark for mark, name in masked.stands_for.items() if name == "Bo")
    assert f"Address the customer as {mark}." in messages[1]["content"]
    assert answer_in(f"Dear {mark}, it works.", masked) == "Dear Bo, it works."


def test_who_said_what_is_told_in_order():
    messages, _masked = ask_for_answer(THREAD, language="en")
    said = [line for line in messages[1]["content"].splitlines() if ": " in line]
    assert [line.partition(":")[0] for line in said[:3]] == ["The customer", "We", "The customer"]


def test_what_helped_and_what_to_ask_are_told_where_there_are_such():
    with_both = told(help_known=["Reload the page"], question="Since when?")
    assert "1. Reload the page" in with_both
    assert "The question to ask: Since when?" in with_both
    without = told()
    assert ("There are no notes" in without, "Ask nothing" in without) == (True, True)


def test_a_long_thread_is_told_from_its_end():
    thread = [Said(False, f"message {n} " + "x" * 5_000) for n in range(12)]
    messages, _masked = ask_for_answer(thread, language="en")
    words = messages[1]["content"]
    assert ("message 3 " in words, "message 4 " in words) == (False, True)
    assert len(words) < 30_000


@pytest.mark.parametrize(
    ("said", "text"),
    [
        (" Dear [NAME_1], it works. \n", "Dear Ana, it works."),
        ("Dear [NAME_2], it works.", ""),
        ("Call [NUMBER_1]", ""),
        ("", ""),
        ("x" * 5_000, ""),
    ],
)
def test_a_draft_with_a_mark_that_was_made_up_is_not_used(said: str, text: str):
    assert answer_in(said, Masked("", {"[NAME_1]": "Ana"})) == text
