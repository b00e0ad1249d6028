"""Read a customer's message: facts apart from feelings, what is missing, what to ask."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from whydesk.understanding.asking import put_question
from whydesk.understanding.brief import (
    MOST_QUESTIONS,
    PARTS_OF,
    SLOTS,
    STORY,
    Brief,
    Parts,
    Sentence,
    Span,
)
from whydesk.understanding.change import settle_change
from whydesk.understanding.deciding import (
    DEFECTS,
    decide_ask,
    decide_kind,
    decide_parts,
    decide_sentences,
    decide_temperature,
    has_flag,
    is_worth_asking_about,
)
from whydesk.understanding.embedding import is_shouted
from whydesk.understanding.headed import NOTHING, BySubject, below_subject, put_under
from whydesk.understanding.language import detect_language, load_languages
from whydesk.understanding.likelihood import Cut, Likelihood, likelihoods
from whydesk.understanding.purpose import is_purpose, settle_purpose
from whydesk.understanding.sentences import LONGEST_READ, split_sentences
from whydesk.understanding.summary import summarise

_EARLIER_READ = 8
# What an answer to our question may be on its own; else it is of the kind of what it answers.
_ON_THEIR_OWN = ("praise", "billing", "spam", "complaint")

# Capitals in these are anger; a question or a wish in capitals is a key that stuck.
_HEATED = (*DEFECTS, "complaint", "billing")


@dataclass(frozen=True)
class _Context:
    """What the thread says of a message beforehand."""

    language: str | None = None
    kind: str | None = None
    settled: frozenset[str] = frozenset()
    asked: tuple[str, ...] = ()
    by_subject: BySubject = NOTHING
    is_retold: bool = False


_ALONE = _Context()


def read_message(
    text: str,
    *,
    subject: str = "",
    language: str | None = None,
    asked: Sequence[str] = (),
    earlier: Sequence[str] = (),
    known: Collection[str] = (),
    is_retold: bool = False,
) -> Brief:
    """Read one message in the light of its thread.

    `earlier` are the customer's texts before it, `subject` stands above the
    first of all, `asked` are the parts they were already asked for, `known`
    those that the desk knows otherwise. What was asked, told or known is not
    asked for; after two questions nothing is. `is_retold` is a note of ours of
    what the customer said: it is not put to them as their words.
    """
    opening, *replies = [*earlier, text]
    thread = [*_cut([opening]), *_cut(replies[-_EARLIER_READ:], are_replies=True)]
    *before, (_, spans, _) = thread
    headed, count = put_under(subject, thread[0])
    first, *later = _weigh([headed, *thread[1:]])
    first, subject_says = below_subject(first, headed, count)
    *likely_before, likely = first, *later
    if likely is None:
        return _empty(text, language)
    kind = _kind_in_thread(likely, likely_before, asked)
    if is_purpose(text, spans) and _speak_of_a_wish(likely_before):
        kind = "wish"
    names = PARTS_OF.get(kind, ())
    told = {
        name
        for (words, said, _), each in zip(before, likely_before, strict=True)
        if each is not None
        for name, span in _parts(words, said, each, names, asked).items()
        if span
    }
    settled = frozenset({*told, *subject_says.alone, *known})
    by_subject = NOTHING if before else subject_says.of_parts(names)
    context = _Context(language, kind, settled, tuple(asked), by_subject, is_retold)
    return brief_from(text, spans, likely, context)


def read_messages(texts: Sequence[str], *, are_replies: bool = False) -> list[Brief]:
    """Read many messages, each for itself; replies are any but the first of their threads."""
    cut = _cut(texts, are_replies=are_replies)
    return [
        brief_from(text, spans, likely) if likely else _empty(text, None)
        for (text, spans, _), likely in zip(cut, _weigh(cut), strict=True)
    ]


def _cut(texts: Sequence[str], *, are_replies: bool = False) -> list[Cut]:
    # The model of languages is large only while it loads: before the encoder there is room.
    load_languages()
    return [Cut(text, split_sentences(text), are_replies) for text in texts]


def _weigh(cut: Sequence[Cut]) -> list[Likelihood | None]:
    """Return what is likely of each text; of one without a sentence, nothing."""
    found = iter(likelihoods([each for each in cut if each.spans]))
    return [next(found) if each.spans else None for each in cut]


def _kind_in_thread(
    likely: Likelihood, earlier: Sequence[Likelihood | None], asked: Sequence[str]
) -> str:
    """Return the kind of a message; an answer to our question goes on with the matter."""
    kind = decide_kind(likely)[0]
    before = [decide_kind(each)[0] for each in earlier if each is not None]
    matters = [each for each in before if each in (*DEFECTS, "wish")]
    if asked and matters and kind not in _ON_THEIR_OWN:
        fits = (*DEFECTS, "wish") if kind in (*DEFECTS, "wish") else (matters[-1],)
        return decide_kind(likely, fits)[0]
    return kind


def _speak_of_a_wish(likely: Sequence[Likelihood | None]) -> bool:
    return any(each is not None and decide_kind(each)[0] == "wish" for each in likely)


def _parts(
    text: str,
    spans: Sequence[Span],
    likely: Likelihood,
    names: Sequence[str],
    asked: Collection[str],
) -> dict[str, Span | None]:
    found = decide_parts(likely, spans, names, asked)
    return settle_purpose(text, spans, found) if "so_that" in found else found


def brief_from(
    text: str, spans: Sequence[Span], likely: Likelihood, context: _Context = _ALONE
) -> Brief:
    """Decide what is said of a text by what is likely of it, in the light of its thread."""
    kind = context.kind or decide_kind(likely)[0]
    _, certainty, blocking = decide_kind(likely, (kind,))
    parts = _parts(text, spans, likely, PARTS_OF.get(kind, ()), context.asked)
    sentences, parts = settle_change(text, decide_sentences(likely, spans), parts)
    told = {name for name, span in parts.items() if span}
    is_open = len(context.asked) < MOST_QUESTIONS and _has_words(text)
    is_clear = bool(context.asked) or is_worth_asking_about(likely, kind)
    known = {*told, *context.settled, *context.asked}
    ask = decide_ask(likely, kind, known) if is_open and is_clear else ()
    language = context.language or _language(text)
    is_threat = has_flag(likely, "public_threat") and kind not in ("spam", "praise")
    return Brief(
        text=text,
        language=language,
        kind=kind,
        certainty=round(certainty, 4),
        blocking=blocking,
        temperature=decide_temperature(
            likely,
            is_threat=is_threat,
            is_shouted=kind in _HEATED and is_shouted(text[:LONGEST_READ]),
        ),
        leaving=has_flag(likely, "leaving"),
        public_threat=is_threat,
        sentences=sentences,
        slots=parts if kind in DEFECTS else None,
        story=parts if kind == "wish" else None,
        ask=ask,
        question=put_question(
            language,
            ask[0],
            text,
            {**_words(text, sentences, parts), **context.by_subject.told},
            is_retold=context.is_retold,
        )
        if ask
        else "",
        summary=summarise(text, kind, sentences, parts),
        in_subject=context.by_subject.alone,
        otherwise=_otherwise(text, spans, likely, kind, context),
        is_retold=context.is_retold,
    )


def _otherwise(
    text: str, spans: Sequence[Span], likely: Likelihood, kind: str, context: _Context
) -> dict[str, Parts]:
    """Return what the text would tell and leave out, were it a defect or a wish after all."""
    found = {}
    for family, names, other in (("slots", SLOTS, "bug"), ("story", STORY, "wish")):
        if names != PARTS_OF.get(kind, ()):
            said = _parts(text, spans, likely, names, context.asked)
            told = {name for name, span in said.items() if span}
            known = {*told, *context.settled, *context.asked}
            found[family] = Parts(said, decide_ask(likely, other, known))
    return found


def _words(
    text: str, sentences: Sequence[Sentence], parts: Mapping[str, Span | None]
) -> dict[str, str | None]:
    requests = [each.span.of(text) for each in sentences if each.role == "request"]
    words = {name: span.of(text) if span else None for name, span in parts.items()}
    return {**words, "request": requests[0] if requests else None}


def _empty(text: str, language: str | None) -> Brief:
    """Return the brief of a text without a word: nothing is said, nothing is asked."""
    no_parts: Mapping[str, Span | None] | None = None
    return Brief(
        text=text,
        language=language or _language(text),
        kind="question",
        certainty=0.0,
        blocking=False,
        temperature=0,
        leaving=False,
        public_threat=False,
        sentences=(),
        slots=no_parts,
        story=no_parts,
        ask=(),
        question="",
        summary="",
    )


def _has_words(text: str) -> bool:
    return any(map(str.isalpha, text[:LONGEST_READ]))


def _language(text: str) -> str:
    return (detect_language(text) or "en").split("-")[0]
