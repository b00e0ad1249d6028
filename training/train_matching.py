"""Train the weights of matching: the space, the lexicon, the order and the certainty."""

import gzip
import json
import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from training.ask_shared import ask_shared
from training.heads import packed
from training.learn_order import learn_judge, learn_judge_of_messages
from training.learn_space import Layers, Learner, pooled
from training.read_corpus import read_messages
from training.read_needs import (
    CELLS,
    Needs,
    Told,
    learn_rarity,
    read_glossary,
    read_needs,
    split_groups,
    tell,
)
from training.simulate_catalogues import Asked, simulate
from training.simulate_desks import simulate_desks
from whydesk.understanding.embedding import token_sums
from whydesk.understanding.encoder import Floats, encoder
from whydesk.understanding.judging import Judge
from whydesk.understanding.lexicon import Lexicon
from whydesk.understanding.likeness import Eye, Strangers
from whydesk.understanding.space import Space, Terms
from whydesk.understanding.weights import FOLDER

FOLDS = 3
WIDTH = 256
_LAYERS = ("d0", "d1", "d2", "d3", "p1", "p3")
_STEPS, _RATE, _DROP, _HEAT = 240, 1e-4, 0.1, 0.07
_WORD_STEPS, _WORD_RATE, _WORD_WIDTH, _WORDS_AT_ONCE = 400, 2e-4, 96, 320
_NOTIONS_AT_ONCE, _NOTIONS_COUNT = 300, 0.5
_STRANGERS = 400
# Enough for the largest desk in one language out of three.
_MESSAGES = 6_000


@dataclass(frozen=True)
class Material:
    """All that matching is learnt from, read once."""

    needs: Needs
    told: Told
    glossary: list[tuple[str, str, str]]
    phrases: Floats
    lexicon: Lexicon
    rarity: dict[str, float]
    word_layers: Layers


def read_material() -> Material:
    needs, glossary = read_needs(), read_glossary()
    rarity = learn_rarity(glossary)
    lexicon = Lexicon(rarity, glossary)
    phrases = pooled(token_sums([phrase for _, _, phrase in glossary]))
    word_layers = learn_words(glossary, phrases)
    texts = [each.texts[cell] for each in needs.concepts for cell in CELLS]
    langs = [lang for _ in needs.concepts for lang, _ in CELLS]
    told = tell(texts, langs, lexicon, Terms(Space(word_layers)))
    return Material(needs, told, glossary, phrases, lexicon, rarity, word_layers)


def learn_words(glossary: Sequence[tuple[str, str, str]], phrases: Floats) -> Layers:
    """Return the layers that place single words, learnt from the glossary alone."""
    learner = Learner(_start(), seed=0, rate=_WORD_RATE, drop=_DROP)
    notions = _notions(glossary)
    for _ in range(_WORD_STEPS):
        learner.learn([(*_two_of_each(learner, notions, phrases, _WORDS_AT_ONCE), _HEAT, 1.0)])
    return _turned(learner.layers, Space(learner.layers).unit(phrases), _WORD_WIDTH)


def _start() -> Layers:
    return {name: np.asarray(getattr(encoder()._w, name)) for name in _LAYERS}


def _two_of_each(
    learner: Learner, notions: list[np.ndarray], phrases: Floats, count: int
) -> tuple[Floats, Floats]:
    """Return two phrases of each of some notions."""
    chosen = learner.chance.permutation(len(notions))[:count]
    both = np.array([learner.chance.choice(notions[at], 2, replace=False) for at in chosen])
    return phrases[both[:, 0]], phrases[both[:, 1]]


def _turned(layers: Layers, points: Floats, width: int) -> Layers:
    """Add the turn that keeps most of the points in few numbers."""
    _, _, turn = np.linalg.svd(points.astype(np.float64), full_matrices=False)
    return {**layers, "turn": turn[:width].T.astype(np.float32)}


def learn_space(material: Material, rows: Sequence[int], seed: int = 0) -> Layers:
    """Return the layers of the space, learnt from some of the concepts and the glossary."""
    learner = Learner(_start(), seed=seed, rate=_RATE, drop=_DROP)
    points = pooled(material.told.wholes()).reshape(-1, len(CELLS), 512)[list(rows)]
    notions = _notions(material.glossary)
    every = np.arange(len(points))
    for _ in range(_STEPS):
        two = np.argsort(learner.chance.random((len(points), len(CELLS))), axis=1)
        phrases = _two_of_each(learner, notions, material.phrases, _NOTIONS_AT_ONCE)
        learner.learn(
            [
                (points[every, two[:, 0]], points[every, two[:, 1]], _HEAT, 1.0),
                (*phrases, _HEAT, _NOTIONS_COUNT),
            ]
        )
    placed = Space(learner.layers).place(*material.told.only_wholes(rows, len(CELLS)))
    return _turned(learner.layers, placed, WIDTH)


def _notions(glossary: Sequence[tuple[str, str, str]]) -> list[np.ndarray]:
    places: dict[str, list[int]] = {}
    for place, (notion, _, _) in enumerate(glossary):
        places.setdefault(notion, []).append(place)
    return [np.array(each) for each in places.values() if len(each) > 1]


def eye_of(material: Material, layers: Layers, rows: Sequence[int]) -> Eye:
    """Return an eye whose strangers are texts of the concepts that its space was learnt from."""
    seen = Space(layers)
    points = seen.place(*material.told.only_wholes(rows, len(CELLS)))
    forms = np.array([form for _ in rows for _, form in CELLS])
    chance = np.random.default_rng(0)
    entries, requests = points[forms == "article"], points[forms != "article"]
    return Eye(
        seen,
        material.lexicon,
        Terms(Space(material.word_layers)),
        Strangers(
            entries[chance.permutation(len(entries))[:_STRANGERS]],
            requests[chance.permutation(len(requests))[:_STRANGERS]],
        ),
    )


@dataclass(frozen=True)
class Simulated:
    """Requests to catalogues and to desks of concepts that the space of their fold never saw."""

    catalogues: list[list[Asked]]
    desks: list[list[Asked]]


def simulate_folds(material: Material, times: int = 2) -> Simulated:
    """Return what is asked in each fold."""
    messages, langs = _messages(material)
    found = Simulated([], [])
    for number, (held, eye) in enumerate(_folds(material)):
        readings = material.told.seen_by(eye)
        found.catalogues.append(
            simulate(material.needs, held, readings, eye.strangers, times=times, seed=number)
        )
        found.desks.append(
            simulate_desks(held, readings, messages.seen_by(eye), langs, eye, seed=number)
        )
    return found


def _folds(material: Material) -> Iterator[tuple[list[int], Eye]]:
    """Yield the concepts of each fold and an eye that never saw them."""
    for held in split_groups(material.needs.groups, FOLDS, seed=0):
        rows = sorted(set(range(len(material.needs.concepts))) - set(held))
        yield held, eye_of(material, learn_space(material, rows), rows)


def _messages(material: Material) -> tuple[Told, list[str]]:
    """Return some messages of the corpus and their languages: the strangers of a desk."""
    every = [each for each in read_messages() if each.kind not in ("spam", "praise")]
    chosen = np.random.default_rng(0).permutation(len(every))[:_MESSAGES]
    langs = [every[at].lang for at in chosen]
    texts = [every[at].text for at in chosen]
    return tell(texts, langs, material.lexicon, Terms(Space(material.word_layers))), langs


def save(layers: Layers, eye: Eye, judge: Judge, of_messages: Judge, material: Material) -> None:
    """Write the weights: the same bytes for the same corpora."""
    arrays = {f"space_{name}": packed(each) for name, each in layers.items()}
    arrays |= {f"term_{name}": packed(each) for name, each in material.word_layers.items()}
    arrays |= {
        "strange_entries": packed(eye.strangers.entries),
        "strange_requests": packed(eye.strangers.requests),
        "order": judge.order,
        **_certainty("judge", judge),
        **_certainty("messages", of_messages),
    }
    FOLDER.mkdir(exist_ok=True)
    np.savez_compressed(FOLDER / "matching.npz", **dict(sorted(arrays.items())))
    words = {
        "rarity": {key: round(value, 3) for key, value in material.rarity.items()},
        "notions": material.glossary,
    }
    text = json.dumps(words, ensure_ascii=False, separators=(",", ":"))
    with (FOLDER / "lexicon.json.gz").open("wb") as file:
        file.write(gzip.compress(text.encode(), mtime=0))


def _certainty(name: str, judge: Judge) -> Layers:
    return {
        name: np.append(judge.weights, np.float32(judge.bias)),
        f"{name}_mean": judge.mean,
        f"{name}_spread": judge.spread,
    }


def main() -> None:
    material = read_material()
    rows = range(len(material.needs.concepts))
    layers = learn_space(material, rows)
    eye = eye_of(material, layers, rows)
    simulated = simulate_folds(material)
    real = [each for catalogue in ask_shared(eye).values() for each in catalogue]
    judge = learn_judge([each for fold in simulated.catalogues for each in fold], real)
    of_messages = learn_judge_of_messages(
        judge.order, [each for fold in simulated.desks for each in fold]
    )
    save(layers, eye, judge, of_messages, material)


if __name__ == "__main__":
    main()
