"""Learning from corrections."""

import random
from dataclasses import replace

from tests.briefs.readings import make_brief
from whydesk.understanding.brief import Parts, Span
from whydesk.understanding.own_heads import FEWEST, Example, learn_head, with_own_heads

GOODS = ["invoice", "receipt", "charge", "bill", "payment", "card", "refund", "subscription"]
ACTS = ["where can I find", "please send me", "I did not get", "what is", "I want to change"]
MATTERS = ["the login page", "my calendar", "the export", "a report", "the phone app", "a filter"]


def examples(count: int, *, shipped_is_right: bool) -> list[Example]:
    """Messages about money, which the shipped reading takes for questions, and others."""
    chance = random.Random(7)
    made = []
    for number in range(count):
        about_money = number % 2 == 0
        what = f"{chance.choice(GOODS)} of {chance.choice(GOODS)}" if about_money else ""
        text = f"{chance.choice(ACTS)} {what or chance.choice(MATTERS)} number {number}"
        true = "billing" if about_money else "question"
        made.append(Example(text, true if shipped_is_right else "question", true))
    return made


def learn_to_call_it(kind: str) -> str:
    """Return the weights of a head that every message was put right to this kind for."""
    learnt = learn_head(
        "kind", [replace(each, true=kind) for each in examples(60, shipped_is_right=False)]
    )
    assert learnt is not None
    return learnt.weights


def test_what_is_always_corrected_the_same_way_is_learnt():
    learnt = learn_head("kind", examples(120, shipped_is_right=False))
    assert learnt is not None
    assert learnt.wins
    brief = make_brief("I did not get the receipt of my card", kind="question")
    again = with_own_heads(brief, {"kind": learnt.weights})
    assert (again.kind, again.slots, again.story) == ("billing", None, None)


def test_a_kind_learnt_brings_the_parts_that_were_read_beside_it():
    heads = {"kind": learn_to_call_it("wish")}
    text = "I open a filter number 8, and every file is there"
    when = Span(0, 15)
    beside = {"story": Parts({"when": when, "want": None, "so_that": None}, ("want", "so_that"))}
    brief = make_brief(text, kind="question", otherwise=beside, certainty=0.9)
    again = with_own_heads(brief, heads)
    assert (again.kind, again.certainty, again.words("when")) == ("wish", 0.5, "I open a filter")
    assert (again.ask, again.slots) == (("want", "so_that"), None)


def test_where_the_shipped_reading_is_right_nothing_is_learnt():
    learnt = learn_head("kind", examples(120, shipped_is_right=True))
    assert learnt is not None
    assert not learnt.wins


def test_few_examples_teach_nothing():
    assert learn_head("kind", examples(FEWEST - 1, shipped_is_right=False)) is None


def test_the_same_examples_teach_the_same_in_any_order():
    said = examples(60, shipped_is_right=False)
    assert learn_head("kind", said) == learn_head("kind", said[::-1])


def test_a_head_for_roles_changes_roles_only():
    said = [
        Example(f"you ruined my day {n}" if n % 2 else f"the file has {n} rows", "fact", role)
        for n in range(60)
        for role in ["feeling" if n % 2 else "fact"]
    ]
    learnt = learn_head("role", said)
    assert learnt is not None
    again = with_own_heads(make_brief("you ruined my day"), {"role": learnt.weights})
    assert ([each.role for each in again.sentences], again.kind) == (["feeling"], "bug")
