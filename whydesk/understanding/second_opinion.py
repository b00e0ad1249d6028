"""What a language model may add to a brief, and how far it is believed.

The model sees masked sentences with their numbers and what was read offline.
Of its answer only what can be checked is taken: kinds and parts that exist,
words that stand in the text to the letter. Everything else stays as it was.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from whydesk.understanding.brief import KINDS, ROLES, SLOTS, STORY, Brief, Span
from whydesk.understanding.masking import Masked, mask

# A longer message tells its matter in its beginning.
_LONGEST = 12_000
_LONGEST_QUESTION = 300
_LONGEST_SUBJECT = 200

_TASK = """You read messages that customers write to a support desk. Facts are set apart from \
feelings. Answer with one JSON object and nothing else:
{"kind": one of %(kinds)s,
 "blocking": true if they cannot do their main work,
 "temperature": 0 calm, 1 irritated, 2 angry, 3 furious or threatening,
 "leaving": true if they threaten to leave or cancel,
 "public_threat": true if they threaten with reviews, press, court or a regulator,
 "roles": for each numbered sentence one of %(roles)s,
 "parts": for a bug or outage any of %(slots)s, for a wish any of %(story)s, each with the \
customer's own words copied to the letter; leave out what is not said,
 "ask": at most three parts that are missing and would help most, best first,
 "question": one short, kind question for the first of them, in the customer's language}
Marks such as [NAME_1] stand for what was taken out; keep them as they are."""


def ask_for_opinion(
    brief: Brief, *, subject: str = "", names: Iterable[str] = ()
) -> tuple[list[dict[str, str]], Masked]:
    """Return the chat messages to send, with everything personal masked, and the mask."""
    subject = " ".join(subject.split())[:_LONGEST_SUBJECT]
    masked = mask(f"{subject}\n{brief.text[:_LONGEST]}", names=names)
    sentences = [
        f"{number}. {mask_again(masked, sentence.span.of(brief.text))}"
        for number, sentence in enumerate(brief.sentences)
        if sentence.span.end <= _LONGEST
    ]
    task = _TASK % {
        "kinds": ", ".join(KINDS),
        "roles": ", ".join(ROLES),
        "slots": ", ".join(SLOTS),
        "story": ", ".join(STORY),
    }
    above = [f"Language: {brief.language}"]
    above += [f"Subject: {mask_again(masked, subject)}"] if subject else []
    above += ["This is a note of ours of what the customer told us."] if brief.is_retold else []
    said = "\n".join([*above, *sentences])
    return [{"role": "system", "content": task}, {"role": "user", "content": said}], masked


def mask_again(masked: Masked, words: str) -> str:
    """Mask a piece of the text as the whole was."""
    for mark, secret in sorted(masked.stands_for.items(), key=lambda pair: -len(pair[1])):
        words = words.replace(secret, mark)
    return words


def with_opinion(brief: Brief, masked: Masked, answer: str) -> Brief | None:
    """Return the brief with what can be believed of the answer, None when it is no answer."""
    said = object_in(answer)
    if said is None or str(said.get("kind")) not in KINDS:
        return None
    kind = str(said["kind"])
    names = {"bug": SLOTS, "outage": SLOTS, "wish": STORY}.get(kind, ())
    parts = _parts(brief.text, masked, said.get("parts"), names)
    in_subject = {
        part: words for part, words in brief.in_subject.items() if part in names and not parts[part]
    }
    missing = [part for part in names if not parts[part] and part not in in_subject]
    ask = tuple(part for part in _list(said.get("ask")) if part in missing)[:3]
    return replace(
        brief,
        kind=kind,
        certainty=1.0 if kind == brief.kind else 0.6,
        blocking=_flag(said, "blocking", brief.blocking),
        leaving=_flag(said, "leaving", brief.leaving),
        public_threat=_flag(said, "public_threat", brief.public_threat),
        temperature=_temperature(said.get("temperature"), brief.temperature),
        sentences=_roles(brief, _list(said.get("roles"))),
        slots=parts if names == SLOTS else None,
        story=parts if names == STORY else None,
        ask=ask,
        question=_question(masked, said.get("question"), ask),
        in_subject=in_subject,
    )


def object_in(answer: str) -> dict[str, Any] | None:
    """Return the JSON object in an answer, whatever is said around it; None where there is none.

    >>> object_in('Here you are: {"same": [2]}')
    {'same': [2]}
    """
    try:
        said = json.loads(answer[answer.index("{") : answer.rindex("}") + 1])
    except ValueError:
        return None
    return said if isinstance(said, dict) else None


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _flag(said: Mapping[str, Any], name: str, otherwise: bool) -> bool:
    value = said.get(name)
    return value if isinstance(value, bool) else otherwise


def _temperature(value: object, otherwise: int) -> int:
    return value if isinstance(value, int) and 0 <= value <= 3 else otherwise


def _roles(brief: Brief, roles: Sequence[Any]) -> tuple[Any, ...]:
    """Take the roles if there is one for each sentence."""
    if len(roles) != len(brief.sentences) or any(role not in ROLES for role in roles):
        return brief.sentences
    return tuple(
        replace(each, role=role) for each, role in zip(brief.sentences, roles, strict=True)
    )


def _parts(text: str, masked: Masked, said: object, names: Sequence[str]) -> dict[str, Span | None]:
    """Find the words of each part in the text; what does not stand there was not said."""
    found: dict[str, Span | None] = dict.fromkeys(names)
    for name, words in said.items() if isinstance(said, dict) else ():
        if name in found and isinstance(words, str) and words.strip():
            quoted = masked.unmask(words.strip())
            start = text.find(quoted)
            found[name] = Span(start, start + len(quoted)) if start >= 0 else None
    return found


def _question(masked: Masked, value: object, ask: Sequence[str]) -> str:
    if not ask or not isinstance(value, str) or len(value) > _LONGEST_QUESTION:
        return ""
    return masked.unmask(" ".join(value.split()))
