"""From what is likely to what is said of a message."""

from collections.abc import Collection, Sequence

import numpy as np

from whydesk.understanding.brief import KINDS, ROLES, SLOTS, STORY, Sentence, Span
from whydesk.understanding.encoder import Floats
from whydesk.understanding.likelihood import FLAGS, PARTS, Likelihood

DEFECTS = ("bug", "outage")
_CAN_BLOCK = ("outage", "billing", "question", "complaint")
# How much what blocks says of which defect it is, beside the kinds themselves.
_SAY_OF_BLOCKING = 0.25
_MOST_ASKED = 3
# A report taken for praise waits longest of all; this sure, a third fewer are, and kinds are
# as often right as before.
_SURE_PRAISE = 0.55
# A neighbour that tells of the same part goes into its words, and so on.
_GOES_ON = 0.5
# A guess is not asked about: of ten wrong questions two stay away for each right one of a hundred.
_SURE_ENOUGH_TO_ASK = 0.45
# Below this a second or a third question would be asked for the sake of asking.
_WORTH_ASKING = -0.4


def decide_kind(likely: Likelihood, among: Collection[str] = KINDS) -> tuple[str, float, bool]:
    """Return the kind, how sure it is, and whether the main work is blocked.

    The two are decided together: a defect that blocks the main work is an
    outage, and no bug is one; an outage of what others can do without blocks nobody.
    """
    blocked = float(_sigmoid(likely.flags[FLAGS.index("blocking")]))
    kinds = {kind: float(p) for kind, p in zip(KINDS, likely.kinds, strict=True)}
    defect = kinds["bug"] + kinds["outage"]
    outage = kinds["outage"] + _SAY_OF_BLOCKING * (defect * blocked - kinds["outage"])
    kinds |= {"outage": outage, "bug": defect - outage}
    sure = [kind for kind in among if kind != "praise" or kinds[kind] >= _SURE_PRAISE]
    kind = max(sure or among, key=kinds.__getitem__)
    return kind, kinds[kind], blocked > 0.5 and kind in _CAN_BLOCK


def decide_temperature(likely: Likelihood, *, is_threat: bool, is_shouted: bool = False) -> int:
    """Return 0 calm to 3 furious; a threat is 3 in any words, and what is shouted is angry."""
    if is_threat:
        return 3
    steps = likely.flags[FLAGS.index("irritated") : FLAGS.index("furious") + 1]
    found = int((np.minimum.accumulate(steps) > 0).sum())
    return max(found, 2) if is_shouted else found


def has_flag(likely: Likelihood, flag: str) -> bool:
    """Tell whether a flag is more likely than not, by its own threshold."""
    return bool(likely.flags[FLAGS.index(flag)] > 0)


def decide_sentences(likely: Likelihood, spans: Sequence[Span]) -> tuple[Sentence, ...]:
    """Return each sentence with its role; what may be a fact or a request is one."""
    found = []
    for span, roles in zip(spans, likely.roles, strict=True):
        best = int(roles.argmax())
        found.append(Sentence(span, ROLES[best], round(float(roles[best]), 4)))
    return tuple(found)


def decide_parts(
    likely: Likelihood, spans: Sequence[Span], names: Sequence[str], asked: Collection[str]
) -> dict[str, Span | None]:
    """Return the place of each part in the text, None where it is missing.

    What was asked for is likely to be in the answer, so that less is enough.
    """
    found: dict[str, Span | None] = {}
    for name in names:
        column = PARTS.index(name)
        needed = -1.5 if name in asked else 0.0
        is_there = likely.parts[column] > needed
        found[name] = _place(likely.sentence_parts[:, column], spans) if is_there else None
    return found


def _place(tells: Floats, spans: Sequence[Span]) -> Span:
    """Return the sentence that tells most of a part, with neighbours that go on telling it."""
    first = last = int(tells.argmax())
    while first > 0 and tells[first - 1] > _GOES_ON:
        first -= 1
    while last + 1 < len(spans) and tells[last + 1] > _GOES_ON:
        last += 1
    return Span(spans[first].start, spans[last].end)


def is_worth_asking_about(likely: Likelihood, kind: str) -> bool:
    """Tell whether a message is surely enough a defect, or a wish, to ask what it leaves out."""
    kinds = dict(zip(KINDS, likely.kinds, strict=True))
    chance = sum(kinds[one] for one in DEFECTS) if kind in DEFECTS else kinds[kind]
    return bool(chance >= _SURE_ENOUGH_TO_ASK)


def decide_ask(likely: Likelihood, kind: str, known: Collection[str]) -> tuple[str, ...]:
    """Return what is missing and worth asking for, best first."""
    if kind == "wish":
        return tuple(part for part in STORY if part not in known)
    if kind not in DEFECTS:
        return ()
    worth = dict(zip(SLOTS, likely.ask, strict=True))
    told = dict(zip(PARTS, likely.parts, strict=True))
    # What may stand there after all helps less: an answer is worth what it is worth if missing.
    helps = {slot: _sigmoid(worth[slot]) * _sigmoid(-told[slot]) for slot in SLOTS}
    missing = sorted((slot for slot in SLOTS if slot not in known), key=lambda slot: -helps[slot])
    return tuple(
        slot
        for place, slot in enumerate(missing[:_MOST_ASKED])
        if place == 0 or worth[slot] > _WORTH_ASKING
    )


def _sigmoid(logit: float) -> float:
    return float(1 / (1 + np.exp(-logit)))
