"""Fill the desk that the environment names with wishes; print what is needed to look at it.

Runs in a process of its own, since Django is set up once in each.
"""

import json
import random
import sys
import time
from typing import TYPE_CHECKING

from whydesk.config.opening import desk_opened

if TYPE_CHECKING:
    from whydesk.people.models import Agent

WISHES, VOICES, CAPABILITIES = 10_000, 100_000, 2_000
_TYPED = 60


def main() -> None:
    with desk_opened():
        json.dump(_fill(), sys.stdout)


def _fill() -> dict[str, object]:
    from bench.wish_loading import load_wishes
    from whydesk.wishes.planning import plan_review
    from whydesk.wishes.reviewing import make_agenda, start

    began = time.perf_counter()
    agent = load_wishes(WISHES, VOICES, CAPABILITIES)
    print(f"Filled in {time.perf_counter() - began:.0f} s", file=sys.stderr)
    review = plan_review(by=agent)
    assert review is not None
    began = time.perf_counter()
    items = make_agenda(review, by=agent)
    seconds = time.perf_counter() - began
    print(f"An agenda of {len(items)} is made in {seconds:.2f} s", file=sys.stderr)
    start(review, by=agent)
    return _seen(agent, review.pk)


def _seen(agent: "Agent", review: int) -> dict[str, object]:
    """Return what is needed to look at the pages."""
    from bench.fill import signed_in
    from whydesk.wishes.models import Wish

    ranked = Wish.objects.order_by("-companies", "pk").values_list("pk", flat=True)
    return {
        "loudest": ranked[0],
        "quiet": ranked[WISHES // 2],
        "review": review,
        "cookie": signed_in(agent),
        "typed": _typed(),
    }


def _typed() -> list[tuple[int, str]]:
    """Return what is typed in the panels of tickets, word by word, in words that are new."""
    from bench.loading import _sentences
    from whydesk.tickets.models import Message

    by_language = _sentences()
    tickets = dict(Message.objects.values_list("language", "ticket"))
    chance, typed = random.Random(11), []
    while len(typed) < _TYPED:
        language = chance.choice(sorted(tickets))
        words = " ".join(chance.sample(by_language[language], 3)).split()
        typed += [(tickets[language], " ".join(words[:end])) for end in (6, 9, 12, 15)]
    return typed


if __name__ == "__main__":
    main()
