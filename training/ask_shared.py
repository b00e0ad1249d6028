"""The shared catalogues and their queries, as requests a judge can learn from."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from training.read_corpus import read_shared
from training.read_needs import LANGS, OURS
from training.simulate_catalogues import Asked
from whydesk.understanding.likeness import Eye, Reading, Rows


def ask_shared(eye: Eye) -> dict[str, list[Asked]]:
    """Return the requests of each catalogue, by its language; the meant entry stands first.

    Where two entries are meant the second is taken out.
    """
    asked: dict[str, list[Asked]] = {}
    for lang in LANGS:
        entries = [each for each in read_shared("catalog") if each["id"].startswith(lang)]
        queries = [each for each in read_shared("queries") if each["id"].startswith(lang)]
        texts = [f"{each['title']}\n{each['text']}" for each in entries]
        rows = Rows(eye.read(texts, [OURS[lang]] * len(texts)), eye.strangers)
        names = [each["id"] for each in entries]
        readings = eye.read([each["text"] for each in queries])
        asked[lang] = [
            _ask(
                rows.features(reading),
                [names.index(name) for name in each["gold"]],
                each["lang"],
                reading,
            )
            for each, reading in zip(queries, readings, strict=True)
        ]
    return asked


def without_what_they_mean(asked: Sequence[Asked]) -> list[Asked]:
    """Return every third request for which something fits, with that gone from the catalogue."""
    fitting = [each for each in asked if each.meant >= 0]
    return [replace(each, features=each.features[1:], meant=-1) for each in fitting[::3]]


def _ask(features: np.ndarray, gold: list[int], lang: str, request: Reading) -> Asked:
    others = [place for place in range(len(features)) if place not in gold]
    meant = 0 if gold else -1
    return Asked(features[gold[:1] + others], meant, lang, lang, "query", -1, request.told())
