"""Read an agent's reply before it is sent and say what is in it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whydesk.understanding.brief import Span
from whydesk.understanding.coach_features import (
    LONGEST_READ,
    SITUATIONS,
    Reply,
    Seen,
    see_sentences,
    see_wholes,
    sentences_of,
    starts_of,
)
from whydesk.understanding.coach_network import read_replies
from whydesk.understanding.encoder import Floats
from whydesk.understanding.weights import learnt

LABELS = (
    "apology",
    "solution",
    "offers_more_help",
    "thanks",
    "promises_unreviewed",
    "gives_decision_date",
    "gives_deadline",
    "explains_cause",
    "workaround",
    "compensation",
    "blames_customer",
    "cold",
)
_AT_ONCE = 64
# Regret that lays the feeling on the customer is no apology (training/corpus/LABELS.md).
_ON_THEM = re.compile(
    r"\b(?:sorry|regret|apologi[sz]e)(?: that| if)? you(?: may)? (?:feel|felt|think|see it)\b"
    r"|\b(?:жаль|извините|сожале\w+),? (?:что|если) вам (?:так )?(?:показалось|кажется)\b"
    r"|\b(?:lament|desculp|sint)\w+(?: muito)? (?:se|que) (?:você|vc|o senhor|a senhora)"
    r"(?: se)? (?:sent|ach|pens)\w+",
    re.IGNORECASE,
)
_NO_APOLOGY = -3.0


@dataclass(frozen=True, slots=True)
class Coaching:
    """What a reply holds; each span is the sentence that carries the label."""

    labels: Mapping[str, bool]
    certainty: Mapping[str, float]
    spans: Mapping[str, Span | None]

    def to_json(self) -> dict[str, Any]:
        """Return the line of `whydesk coach`, without its id."""
        return {"labels": dict(self.labels)}


def coach_reply(
    text: str, *, customer: str = "", situation: str = "normal", language: str | None = None
) -> Coaching:
    """Return what is in a reply, by its text alone.

    situation is normal, wish, incident or refusal. Only the first 60 sentences
    and 6,000 characters are read.
    """
    return coach_replies([Reply(text, customer, situation, language)])[0]


def coach_replies(replies: Sequence[Reply]) -> list[Coaching]:
    """Return what is in each of many replies."""
    found: list[Coaching] = []
    for first in range(0, len(replies), _AT_ONCE):
        found += _coach_some(replies[first : first + _AT_ONCE])
    return found


def _coach_some(replies: Sequence[Reply]) -> list[Coaching]:
    spans = [sentences_of(reply.text) for reply in replies]
    said = [
        [each.of(reply.text) for each in those] for reply, those in zip(replies, spans, strict=True)
    ]
    spoken = [place for place, texts in enumerate(said) if texts]
    found = [_SILENCE] * len(replies)
    if spoken:
        chosen = [replies[place] for place in spoken]
        views = look_at(chosen, [said[place] for place in spoken])
        for place, logits, of_sentences in zip(spoken, *judge(chosen, views), strict=True):
            _take_back_regret(logits, of_sentences, said[place])
            found[place] = _coaching(logits, of_sentences, spans[place])
    return found


@dataclass(frozen=True)
class Views:
    """Some replies as the heads take them; `ends` are those of their sentences."""

    sentences: Seen
    wholes: Seen
    counts: tuple[int, ...]

    @property
    def starts(self) -> NDArray[np.int64]:
        return starts_of(self.counts)


def look_at(replies: Sequence[Reply], said: Sequence[Sequence[str]]) -> Views:
    """Return what is seen of replies and their sentences, at least one in each."""
    sentences = see_sentences(replies, said)
    counts = tuple(len(texts) for texts in said)
    return Views(sentences, see_wholes(replies, sentences, counts), counts)


def judge(replies: Sequence[Reply], views: Views) -> tuple[Floats, list[Floats]]:
    """Return the logit of each label of each reply, and those of its sentences."""
    weights = learnt("coach")
    sentences = score(weights, "sentence", views.sentences)
    wholes = score(weights, "whole", views.wholes)
    told, read = read_by_network(weights, views)
    rows = gather(replies, views.counts, sentences, (*wholes, read))
    logits = rows @ weights["join"][:-1] + weights["join"][-1]
    ends = np.cumsum(views.counts)[:-1]
    return logits, np.split((sentences[0] + sentences[1]) / 2 + told, ends)


def read_by_network(weights: Mapping[str, Floats], views: Views) -> tuple[Floats, Floats]:
    """Return the logits of sentences and replies, the mean of what the networks say."""
    each = [
        read_replies(_layers(weights, f"network{number}."), views.sentences, views.starts)
        for number in range(int(weights["networks"]))
    ]
    told, read = (np.mean(logits, axis=0) for logits in zip(*each, strict=True))
    return told, read


def _layers(weights: Mapping[str, Floats], name: str) -> dict[str, Floats]:
    return {key.removeprefix(name): each for key, each in weights.items() if key.startswith(name)}


def score(weights: Mapping[str, Floats], name: str, seen: Seen) -> tuple[Floats, Floats]:
    """Return the logits of each label, by meaning and by letters."""
    meant = np.concatenate([seen.vectors, seen.signs], axis=1)
    by_meaning = meant @ weights[f"{name}.meaning"][:-1] + weights[f"{name}.meaning"][-1]
    letters, signs = weights[f"{name}.letters"], weights[f"{name}.signs"]
    by_letters = seen.signs @ signs[:-1] + signs[-1]
    for row, (places, values) in enumerate(seen.letters):
        by_letters[row] += values @ letters[places]
    return by_meaning, by_letters


def gather(
    replies: Sequence[Reply],
    counts: Sequence[int],
    sentences: tuple[Floats, Floats],
    wholes: tuple[Floats, ...],
) -> Floats:
    """Return what is known of each reply as a row: its sentences, the whole, the ticket."""
    starts = starts_of(counts)
    both = (sentences[0] + sentences[1]) / 2
    none = np.add.reduceat(-np.logaddexp(0, both), starts)
    ticket = [[reply.situation == each for each in SITUATIONS] for reply in replies]
    lengths = [
        [np.log(count), np.log(min(len(reply.text), LONGEST_READ)) / 3]
        for count, reply in zip(counts, replies, strict=True)
    ]
    columns = [
        *(np.maximum.reduceat(each, starts) for each in (*sentences, both)),
        np.log(np.clip(1 - np.exp(none), 1e-3, 1)),
        *wholes,
        np.array(ticket, dtype=np.float32),
        np.array(lengths, dtype=np.float32),
    ]
    return np.concatenate(columns, axis=1).astype(np.float32)


def _take_back_regret(logits: Floats, of_sentences: Floats, said: Sequence[str]) -> None:
    """Let an apology go that no other sentence makes."""
    apology = LABELS.index("apology")
    others = [
        float(of_sentences[place, apology])
        for place, sentence in enumerate(said)
        if not _ON_THEM.search(sentence)
    ]
    if len(others) < len(said) and max(others, default=0.0) <= 0:
        logits[apology] = min(float(logits[apology]), _NO_APOLOGY)


_SILENCE = Coaching(
    dict.fromkeys(LABELS, False), dict.fromkeys(LABELS, 0.0), dict.fromkeys(LABELS, None)
)


def _coaching(logits: Floats, of_sentences: Floats, spans: Sequence[Span]) -> Coaching:
    certainty = 1 / (1 + np.exp(-logits.astype(np.float64)))
    carrying = of_sentences.argmax(axis=0)
    is_there = dict(zip(LABELS, (logits > 0).tolist(), strict=True))
    return Coaching(
        labels=is_there,
        certainty=dict(zip(LABELS, certainty.round(4).tolist(), strict=True)),
        spans={
            label: spans[carrying[place]] if is_there[label] else None
            for place, label in enumerate(LABELS)
        },
    )
