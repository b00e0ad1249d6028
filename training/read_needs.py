"""The concepts, glossary and catalogues that matching learns from, read once by the encoder."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from training.read_corpus import (
    CORPUS,
    Concept,
    is_held_back,
    read_concepts,
    read_messages,
    read_replies,
)
from whydesk.understanding.embedding import token_sums
from whydesk.understanding.encoder import Floats
from whydesk.understanding.lexicon import Lexicon, View, kin_of, stems_of
from whydesk.understanding.likeness import Eye, Reading, Weighed, read_words, sentences_of
from whydesk.understanding.space import Terms

LANGS = ("ru", "pt", "en")
FORMS = ("article", "ask", "rant")
CELLS = tuple((lang, form) for lang in LANGS for form in FORMS)
OURS = {"ru": "ru", "pt": "pt-br", "en": "en"}
_SELDOM = 2


@dataclass(frozen=True)
class Needs:
    """Concepts in order; near[i] are the places of those that only look like i."""

    concepts: list[Concept]
    near: list[set[int]]
    groups: list[int]


def read_needs(*, held_back: bool = False) -> Needs:
    """Return the whole concepts, those of the tests or all others, with their near misses."""
    everything = [each for each in _with_their_own_names(read_concepts()) if len(each.texts) == 9]
    group_of = _groups(everything)
    chosen = [each for each in everything if is_held_back(group_of[each.id]) == held_back]
    place = {each.id: row for row, each in enumerate(chosen)}
    near: list[set[int]] = [set() for _ in chosen]
    for row, each in enumerate(chosen):
        for other in each.near:
            if other in place:
                near[row].add(place[other])
                near[place[other]].add(row)
    names = {name: number for number, name in enumerate(sorted(set(group_of.values())))}
    return Needs(chosen, near, [names[group_of[each.id]] for each in chosen])


def _with_their_own_names(concepts: list[Concept]) -> list[Concept]:
    """Tell apart concepts of two authors that bear the same number."""
    seen: Counter[str] = Counter()
    renamed = []
    for each in concepts:
        seen[each.id] += 1
        mark = "'" * (seen[each.id] - 1)
        near = tuple(name + mark for name in each.near)
        renamed.append(Concept(each.id + mark, each.domain, near, each.texts))
    return renamed


def _groups(concepts: list[Concept]) -> dict[str, str]:
    """Name the group of each concept: near misses stand on the same side of every split."""
    leader = {each.id: each.id for each in concepts}

    def lead(name: str) -> str:
        while leader[name] != name:
            name = leader[name]
        return name

    for each in concepts:
        for other in each.near:
            if other in leader:
                first, second = sorted((lead(each.id), lead(other)))
                leader[second] = first
    return {name: lead(name) for name in leader}


def split_groups(groups: Sequence[int], folds: int, seed: int) -> list[list[int]]:
    """Return the rows of each fold; a group is never split."""
    members: dict[int, list[int]] = {}
    for row, group in enumerate(groups):
        members.setdefault(group, []).append(row)
    order = list(members.values())
    np.random.default_rng(seed).shuffle(order)  # type: ignore[arg-type]
    order.sort(key=len, reverse=True)
    parts: list[list[int]] = [[] for _ in range(folds)]
    for rows in order:
        min(parts, key=len).extend(rows)
    return [sorted(part) for part in parts]


@dataclass(frozen=True)
class Told:
    """Texts with what the encoder and the lexicon said of them; placed by any eye."""

    pieces: list[tuple[str, ...]]
    words: list[tuple[tuple[View, ...], Weighed]]
    sums: Floats
    counts: Floats

    def seen_by(self, eye: Eye) -> list[Reading]:
        return eye.place(self.pieces, self.words, self.sums, self.counts)

    def wholes(self) -> tuple[Floats, Floats]:
        starts = np.cumsum([0, *(len(each) for each in self.pieces)])[:-1]
        return np.add.reduceat(self.sums, starts), np.add.reduceat(self.counts, starts)

    def only_wholes(self, concepts: Sequence[int], cells: int) -> tuple[Floats, Floats]:
        """Return the wholes of some concepts, whose texts stand in rows of `cells`."""
        rows = np.array([concept * cells + cell for concept in concepts for cell in range(cells)])
        sums, counts = self.wholes()
        return sums[rows], counts[rows]


def tell(texts: Sequence[str], langs: Sequence[str], lexicon: Lexicon, terms: Terms) -> Told:
    """Read texts with the encoder and the lexicon."""
    pieces = [sentences_of(text) for text in texts]
    words = [
        read_words(text, OURS[lang], lexicon, terms)
        for text, lang in zip(texts, langs, strict=True)
    ]
    return Told(pieces, words, *token_sums(list(chain.from_iterable(pieces))))


def read_glossary() -> list[tuple[str, str, str]]:
    """Return (notion, language, phrase) for each phrase of the glossary, in its order."""
    found = []
    for line in (CORPUS / "glossary.txt").read_text(encoding="utf-8").splitlines():
        notion, *columns = (part.strip() for part in line.split("|"))
        for column in columns:
            lang, _, phrases = column.partition(" ")
            found += [
                (notion, OURS[lang], phrase.strip())
                for phrase in phrases.split(",")
                if lang in OURS and phrase.strip()
            ]
    return found


def learn_rarity(glossary: Iterable[tuple[str, str, str]]) -> dict[str, float]:
    """Return how much each word, kin and notion tells, 0 to 1, from all the texts we have.

    What stands in fewer than three texts is left out: it counts as new.
    """
    texts = [
        (text, OURS[lang])
        for each in read_needs().concepts
        for (lang, _), text in each.texts.items()
    ]
    texts += [(each.text, OURS[each.lang]) for each in (*read_messages(), *read_replies())]
    plain = Lexicon({}, glossary)
    seen: Counter[str] = Counter()
    for text, lang in texts:
        stems = list(stems_of(text, lang))
        seen.update({*stems, *kin_of(text), *(f"={name}" for name in plain.notions_in(stems))})
    most = math.log(len(texts) / len(LANGS) + 1)
    return {
        key: max(0.0, 1 - math.log(count + 0.5) / most)
        for key, count in sorted(seen.items())
        if count > _SELDOM
    }
