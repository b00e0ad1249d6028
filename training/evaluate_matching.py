"""The part of the report that tells how well texts are held against a catalogue.

Two measures. Simulated: catalogues of 30 to 90 articles made of concepts that
neither the space nor the judge of their fold saw, near misses always among
them, asked in all languages; half of the requests have nothing that fits. Shared: the
three catalogues of forty with their queries, which the space never saw, each
judged by a judge that learnt from the simulated ones and the other two. And desks:
requests against the nearest of 1 to 4,000 tickets, judged by what was learnt from
the other folds; where the one that tells the same is not among the nearest, nothing fits.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from training.ask_shared import ask_shared
from training.learn_order import learn_judge, learn_judge_of_messages
from training.read_needs import LANGS
from training.simulate_catalogues import Asked
from training.telling_apart import area
from training.train_matching import (
    Material,
    Simulated,
    eye_of,
    learn_space,
    read_material,
    simulate_folds,
)
from whydesk.understanding.judging import Judge

_BINS = (0, 0.1, 0.2, 0.35, 0.5, 0.7, 1.01)


@dataclass(frozen=True)
class Answered:
    """What came of one request: the rank of a right entry (-1 where none is), the first score."""

    rank: int
    score: float
    lang: str
    entry_lang: str
    form: str


def report() -> str:
    """Return the section of the report."""
    material = read_material()
    found = simulate_folds(material)
    folds = found.catalogues
    simulated = [answer for number in range(len(folds)) for answer in _of_fold(folds, number)]
    desks = [answer for number in range(len(folds)) for answer in _of_desks(found, number)]
    rows = range(len(material.needs.concepts))
    real = ask_shared(eye_of(material, learn_space(material, rows), rows))
    shared = [answer for lang in LANGS for answer in _of_catalogue(folds, real, lang)]
    return "\n".join(
        [
            _head(material),
            *_section("Simulated", simulated),
            *_section("Shared", shared),
            *_section("Desks", desks),
        ]
    )


def _of_catalogue(
    folds: Sequence[Sequence[Asked]], real: Mapping[str, Sequence[Asked]], lang: str
) -> list[Answered]:
    """Answer the queries of one catalogue by what was learnt without it."""
    others = [asked for other in LANGS if other != lang for asked in real[other]]
    judge = learn_judge([asked for fold in folds for asked in fold], others)
    return [_answer(judge, asked) for asked in real[lang]]


def _head(material: Material) -> str:
    return (
        "## Matching\n\n"
        f"Learnt from {len(material.needs.concepts)} concepts and {len(material.glossary)} phrases "
        "of the glossary. Simulated catalogues have 30 to 90 entries of concepts that were never "
        "seen, near misses among them; the shared ones have forty each, and are judged by what was "
        "learnt without them. In desks a request meets the twelve nearest of 1 to 4,000 tickets. "
        "AUC tells requests for which something fits from those for which nothing does, by the "
        "score of the first match."
    )


def _of_fold(folds: Sequence[Sequence[Asked]], number: int) -> list[Answered]:
    judge = learn_judge(
        [asked for other, fold in enumerate(folds) if other != number for asked in fold], []
    )
    return [_answer(judge, asked) for asked in folds[number]]


def _of_desks(found: Simulated, number: int) -> list[Answered]:
    others = [other for other in range(len(found.desks)) if other != number]
    order = learn_judge([each for other in others for each in found.catalogues[other]], []).order
    judge = learn_judge_of_messages(
        order, [each for other in others for each in found.desks[other]]
    )
    return [_answer(judge, asked) for asked in found.desks[number]]


def _answer(judge: Judge, asked: Asked) -> Answered:
    standing = judge.standing(asked.features)
    best = asked.best(standing)
    score = float(judge.certainty(asked.features, standing, best[:1], asked.told)[0])
    rank = int(np.flatnonzero(best == asked.meant)[0]) if asked.meant >= 0 else -1
    return Answered(rank, score, asked.lang, asked.entry_lang, asked.form)


def _section(title: str, answers: Sequence[Answered]) -> list[str]:
    lines = ["", f"### {title}", "", "| | requests | recall@1 | recall@5 | AUC |", "|-|-|-|-|-|"]
    lines.append(_row("all", answers))
    for lang in LANGS:
        lines.append(_row(f"asked in {lang}", [each for each in answers if each.lang == lang]))
    for form in sorted({each.form for each in answers} - {"query"}):
        lines.append(_row(form, [each for each in answers if each.form == form]))
    across = [each for each in answers if each.lang != each.entry_lang]
    if across:
        lines.append(_row("in another language than the entries", across))
    lines += ["", "| score | requests | the first is right |", "|-|-|-|"]
    for low, high in pairwise(_BINS):
        inside = [each for each in answers if low <= each.score < high]
        if inside:
            right = np.mean([each.rank == 0 for each in inside])
            lines.append(f"| {low:.2f}–{min(high, 1):.2f} | {len(inside)} | {right:.2f} |")
    return lines


def _row(name: str, answers: Sequence[Answered]) -> str:
    ranks = np.array([each.rank for each in answers])
    scores = np.array([each.score for each in answers])
    there = ranks >= 0
    first, five = (ranks[there] == 0).mean(), (ranks[there] < 5).mean()
    told = area(scores[there], scores[~there])
    return f"| {name} | {len(answers)} | {first:.3f} | {five:.3f} | {told:.3f} |"


if __name__ == "__main__":
    print(report())
