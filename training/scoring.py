"""How well briefs agree with what people labelled, as the figures of the report."""

from collections.abc import Callable, Iterable, Sequence

from training.read_corpus import KINDS, ROLES, SLOTS, STORY, Message
from whydesk.understanding.brief import Brief
from whydesk.understanding.reading import read_messages

Pair = tuple[Message, Brief]
DEFECTS = ("bug", "outage")


def score(messages: Sequence[Message], briefs: Sequence[Brief]) -> dict[str, float]:
    """Return every figure by name; a figure without examples is left out.

    Roles are compared character by character, so that another cut of the
    sentences costs only what it gets wrong.
    """
    pairs = list(zip(messages, briefs, strict=True))
    found = {"kind": _macro(KINDS, [(m.kind, b.kind) for m, b in pairs])}
    found |= _roles(pairs)
    near = [abs(m.temperature - b.temperature) <= 1 for m, b in pairs]
    found["temperature within one"] = sum(near) / max(1, len(near))
    found["angry"] = _f1(pairs, lambda m: m.temperature >= 2, lambda b: b.temperature >= 2)
    for flag in ("blocking", "leaving", "public_threat"):
        found[flag] = _f1(pairs, lambda m, f=flag: getattr(m, f), lambda b, f=flag: getattr(b, f))
    found |= _parts(pairs)
    asked = [
        (m, b) for m, b in pairs if m.ask and b.ask and (m.kind in DEFECTS or m.kind == "wish")
    ]
    if asked:
        found["first question"] = sum(b.ask[0] in m.ask for m, b in asked) / len(asked)
    return found


def read_as_met(messages: Sequence[Message]) -> list[Brief]:
    """Return what the shipped weights read of messages, of replies as of replies."""
    briefs: dict[str, Brief] = {}
    for are_replies in (False, True):
        such = [each for each in messages if each.is_reply == are_replies]
        read = read_messages([each.text for each in such], are_replies=are_replies)
        briefs |= {each.id: brief for each, brief in zip(such, read, strict=True)}
    return [briefs[each.id] for each in messages]


def score_by_language(
    messages: Sequence[Message], briefs: Sequence[Brief]
) -> dict[str, dict[str, float]]:
    """Return the figures for all texts and for each language."""
    found = {"all": score(messages, briefs)}
    for lang in ("ru", "pt", "en"):
        chosen = [(m, b) for m, b in zip(messages, briefs, strict=True) if m.lang == lang]
        found[lang] = score([m for m, _ in chosen], [b for _, b in chosen])
    return found


def role_pairs(message: Message, brief: Brief) -> Iterable[tuple[str, str, int]]:
    """Yield (labelled role, read role, characters) for each stretch where both are one."""
    read = [""] * len(message.text)
    for said in brief.sentences:
        read[said.span.start : said.span.end] = [said.role] * (said.span.end - said.span.start)
    end = 0
    for sentence in message.sentences:
        start = message.text.index(sentence.text, end)
        end = start + len(sentence.text)
        for role in ROLES:
            count = read[start:end].count(role)
            if count:
                yield sentence.role, role, count


def confusions(messages: Sequence[Message], briefs: Sequence[Brief]) -> dict[tuple[str, str], int]:
    """Return how often which kind was taken for which other."""
    found: dict[tuple[str, str], int] = {}
    for message, brief in zip(messages, briefs, strict=True):
        pair = message.kind, brief.kind
        found[pair] = found.get(pair, 0) + 1
    return found


def _roles(pairs: Sequence[Pair]) -> dict[str, float]:
    table: dict[tuple[str, str], int] = {}
    for message, brief in pairs:
        if message.kind == "spam":
            continue
        for true, read, count in role_pairs(message, brief):
            table[true, read] = table.get((true, read), 0) + count
    found, f1s = {}, []
    for role in ROLES:
        hits = table.get((role, role), 0)
        true = sum(count for (one, _), count in table.items() if one == role)
        read = sum(count for (_, one), count in table.items() if one == role)
        f1s.append(2 * hits / max(1, true + read))
        if role in ("fact", "request"):
            found[f"recall of {role}"] = hits / max(1, true)
    return {"roles": sum(f1s) / len(f1s), **found}


def _parts(pairs: Sequence[Pair]) -> dict[str, float]:
    """Score parts where the kind was read right in what it has parts for."""
    found = {}
    for names, kinds in ((SLOTS, DEFECTS), (STORY, ("wish",))):
        known = [(m, b) for m, b in pairs if m.kind in kinds and b.kind in kinds]
        for name in names:
            found[name] = _f1(
                known, lambda m, n=name: n in m.parts, lambda b, n=name: b.words(n) is not None
            )
    return found


def _f1(
    pairs: Sequence[Pair], true: Callable[[Message], bool], read: Callable[[Brief], bool]
) -> float:
    hits = sum(true(m) and read(b) for m, b in pairs)
    total = sum(true(m) for m, _ in pairs) + sum(read(b) for _, b in pairs)
    return 2 * hits / max(1, total)


def _macro(names: Sequence[str], pairs: Sequence[tuple[str, str]]) -> float:
    f1s = []
    for name in names:
        hits = sum(true == read == name for true, read in pairs)
        total = sum(true == name for true, _ in pairs) + sum(read == name for _, read in pairs)
        if total:
            f1s.append(2 * hits / total)
    return sum(f1s) / max(1, len(f1s))
