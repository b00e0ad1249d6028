"""The shipped coach, held to replies that training never saw. A floor may only rise."""

import pytest

from training.read_corpus import is_held_back, read_replies
from whydesk.understanding.coach import LABELS, coach_replies
from whydesk.understanding.coach_features import Reply

HELD_BACK = [reply for reply in read_replies() if is_held_back(reply.scenario)]


def _f1(said, truth):
    hits = sum(one and other for one, other in zip(said, truth, strict=True))
    return 2 * hits / max(1, sum(said) + sum(truth))


@pytest.fixture(scope="module")
def scores():
    read = coach_replies([Reply(each.text, each.customer, each.situation) for each in HELD_BACK])
    found = {}
    for language in ("all", "ru", "pt", "en"):
        chosen = [place for place, r in enumerate(HELD_BACK) if language in ("all", r.lang)]
        for label in LABELS:
            said = [read[place].labels[label] for place in chosen]
            found[language, label] = _f1(said, [label in HELD_BACK[p].labels for p in chosen])
        macro = sum(found[language, label] for label in LABELS) / len(LABELS)
        found[language, "macro"] = macro
    return found


@pytest.mark.parametrize(
    ("language", "floor"), [("all", 0.84), ("ru", 0.84), ("pt", 0.84), ("en", 0.86)]
)
def test_labels_are_found_in_every_language(scores, language, floor):
    assert scores[language, "macro"] >= floor


@pytest.mark.parametrize(
    ("label", "floor"),
    [
        ("apology", 0.9),
        ("solution", 0.89),
        ("offers_more_help", 0.75),
        ("thanks", 0.98),
        ("promises_unreviewed", 0.65),
        ("gives_decision_date", 0.95),
        ("gives_deadline", 0.82),
        ("explains_cause", 0.78),
        ("workaround", 0.79),
        ("compensation", 0.91),
        ("blames_customer", 0.75),
        ("cold", 0.92),
    ],
)
def test_each_label_is_found(scores, label, floor):
    assert scores["all", label] >= floor
