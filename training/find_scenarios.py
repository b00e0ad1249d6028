"""Write training/corpus/shared/scenarios.json: which shared texts tell the same story.

The shared corpora name no scenarios, yet some stand in several files and
languages. Texts that lie near each other are held to be one scenario, named
by its first text, so that they never stand on both sides of a split.
"""

import json

import numpy as np

from training.read_corpus import CORPUS, read_shared
from whydesk.understanding.embedding import embed

_NEAR_MESSAGES = 0.6
_NEAR_REPLIES = 0.68


def find_scenarios(ids: list[str], texts: list[str], near: float) -> dict[str, str]:
    """Return the name of the scenario of each text, for those that are not alone."""
    vectors = embed(texts)
    parent = list(range(len(ids)))

    def root(place: int) -> int:
        while parent[place] != place:
            place = parent[place]
        return place

    for one, other in np.argwhere(np.triu(vectors @ vectors.T > near, 1)):
        first, second = sorted((root(one), root(other)))
        parent[second] = first
    return {ids[place]: ids[root(place)] for place in range(len(ids)) if root(place) != place}


def main() -> None:
    messages, replies = read_shared("messages"), read_shared("replies")
    found = find_scenarios(
        [line["id"] for line in messages], [line["text"] for line in messages], _NEAR_MESSAGES
    )
    asked = [line["customer"] for line in replies]
    found |= find_scenarios([line["id"] for line in replies], asked, _NEAR_REPLIES)
    path = CORPUS / "shared" / "scenarios.json"
    path.write_text(json.dumps(found, indent=0, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
