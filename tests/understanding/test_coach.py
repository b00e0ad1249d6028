import json
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from whydesk.understanding.brief import Span
from whydesk.understanding.coach import LABELS, Coaching, coach_replies, coach_reply
from whydesk.understanding.coach_features import Reply
from whydesk.understanding.coach_remarks import Remark, remarks

CASES = Path(__file__).parent / "cases" / "coach.jsonl"
EXAMPLES = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda each: f"{each['lang']}: {each['text']}")
def test_a_reply_holds_what_it_says_and_nothing_else(example):
    found = coach_reply(example["text"], situation=example["situation"]).labels

    assert [label for label in example["has"] if not found[label]] == []
    assert [label for label in example["lacks"] if found[label]] == []


def test_the_sentence_that_carries_a_label_is_marked():
    text = "Bom dia, Rita. Peço mil desculpas pela demora. O novo cartão chega até sexta-feira."
    found = coach_reply(text, situation="incident")

    assert found.spans["apology"].of(text) == "Peço mil desculpas pela demora."
    assert found.spans["gives_deadline"].of(text) == "O novo cartão chega até sexta-feira."
    assert found.spans["compensation"] is None


def test_what_is_there_is_more_likely_than_not():
    found = coach_reply("Спасибо вам большое за терпение и подробное письмо.")

    assert {label for label in LABELS if found.certainty[label] > 0.5} == {
        label for label in LABELS if found.labels[label]
    }
    assert found.labels["thanks"]


def test_an_empty_reply_holds_nothing():
    found = coach_reply(" \n\t ")

    assert not any(found.labels.values())
    assert set(found.spans.values()) == {None}
    assert list(found.to_json()["labels"]) == list(LABELS)


def test_many_at_once_are_read_as_each_alone():
    replies = [Reply(each["text"], situation=each["situation"]) for each in EXAMPLES]
    replies.insert(3, Reply(""))
    alone = [coach_reply(reply.text, situation=reply.situation) for reply in replies]

    together = coach_replies(replies)

    assert [each.labels for each in together] == [each.labels for each in alone]
    assert [each.spans for each in together] == [each.spans for each in alone]


def test_a_language_that_is_known_is_not_guessed():
    assert coach_reply("Ok", language="pt-br") == coach_reply("Ok", language="pt")


@pytest.mark.parametrize(
    "text",
    [
        "word " * 200_000,
        "a" * 1_000_000,
        "🙂" * 250_000,
        "QUJD" * 250_000,
        "\u200b" * 500_000,
        "שלום " * 200_000,
        "." * 1_000_000,
        "1:2:3-4/" * 125_000,
        ("Sorry. " * 140_000),
        "x\x00y\ud800z",
        "until " * 150_000,
        "\n" * 1_000_000,
    ],
    ids=lambda text: repr(text[:8]),
)
def test_whatever_is_pasted_is_read_within_a_second(text):
    coach_reply("warm")
    before = time.process_time()

    coach_reply(text)

    assert time.process_time() - before < 1


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=400), st.text(max_size=60))
def test_any_text_is_read_and_its_spans_lie_inside(text, customer):
    found = coach_reply(text, customer=customer, situation="refusal")

    assert list(found.labels) == list(LABELS)
    for span in found.spans.values():
        assert span is None or text[span.start : span.end].strip()


def _coaching(*labels, **spans):
    return Coaching(
        {label: label in labels for label in LABELS},
        {label: float(label in labels) for label in LABELS},
        {label: spans.get(label) for label in LABELS},
    )


def test_what_should_not_be_said_comes_first():
    where = Span(3, 9)
    reply = _coaching("promises_unreviewed", "apology", "cold", promises_unreviewed=where)

    assert remarks(reply, situation="wish", temperature=0) == (
        Remark("promises_unreviewed", where),
        Remark("cold"),
        Remark("no_solution"),
    )


def test_a_good_answer_needs_no_remark():
    reply = _coaching("apology", "solution", "offers_more_help", "thanks", "gives_deadline")

    assert remarks(reply, situation="incident", temperature=3) == ()


def test_an_incident_wants_an_apology_and_a_time():
    reply = _coaching("solution", "offers_more_help", "thanks")

    assert remarks(reply, situation="incident", temperature=0) == (
        Remark("no_apology"),
        Remark("no_deadline"),
    )


def test_a_calm_question_needs_no_apology():
    reply = _coaching("solution", "offers_more_help")

    assert remarks(reply, situation="normal", temperature=0) == (Remark("no_thanks"),)
    assert remarks(reply, situation="normal", temperature=1)[0] == Remark("no_apology")


def test_a_wish_is_answered_by_the_day_of_its_decision():
    reply = _coaching("thanks", "offers_more_help", "gives_decision_date")

    assert remarks(reply, situation="wish", temperature=0) == ()


def test_a_wish_left_open_wants_that_day():
    reply = _coaching("thanks", "offers_more_help")

    assert remarks(reply, situation="wish", temperature=0) == (
        Remark("no_solution"),
        Remark("no_decision_date"),
    )


def test_what_exists_already_needs_no_day():
    reply = _coaching("thanks", "offers_more_help", "solution")

    assert remarks(reply, situation="wish", temperature=0) == ()


def test_a_workaround_is_an_answer_while_it_burns():
    reply = _coaching("apology", "workaround", "gives_deadline", "offers_more_help", "thanks")

    assert remarks(reply, situation="incident", temperature=3) == ()


def test_good_news_has_nothing_to_regret_and_may_promise():
    reply = _coaching("promises_unreviewed", "gives_deadline", "thanks")

    assert remarks(reply, situation="granted", temperature=3) == ()


def test_good_news_says_what_it_is():
    assert remarks(_coaching(), situation="granted", temperature=3) == (
        Remark("no_solution"),
        Remark("no_thanks"),
    )


def test_a_no_has_regret_its_reason_and_thanks_and_no_false_hope():
    where = Span(0, 5)
    assert remarks(_coaching(), situation="refusal", temperature=0) == (
        Remark("no_apology"),
        Remark("no_reason"),
        Remark("no_thanks"),
    )
    hopeful = _coaching(
        *("apology", "explains_cause", "thanks", "promises_unreviewed"), promises_unreviewed=where
    )
    assert remarks(hopeful, situation="refusal", temperature=0) == (
        Remark("promises_unreviewed", where),
    )
