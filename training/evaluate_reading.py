"""The part of training/REPORT.md on reading messages.

Cross-validated: what network and letters said of messages of scenarios they
never saw (kept by train_reading.py), decided as the desk decides. Then the
shipped weights on the scenarios that are held back for good.
"""

from collections.abc import Sequence

from training.folds import LEFT_OUT, trained_on
from training.read_corpus import KINDS, Message, is_held_back, read_messages
from training.scoring import confusions, read_as_met, score_by_language
from training.train_reading import out_of_fold, overall_heads, train_fold
from training.voices import opinions
from whydesk.understanding.brief import Brief, Span
from whydesk.understanding.clauses import WORD, clause_starts, runs_on
from whydesk.understanding.likelihood import (
    OF_MESSAGE,
    OF_SENTENCE,
    Likelihood,
    leaning,
    softmax,
    weighed,
)
from whydesk.understanding.reading import brief_from
from whydesk.understanding.sentences import punctuated, split_sentences
from whydesk.understanding.weights import learnt

LANGUAGES = ("all", "ru", "pt", "en")


def report() -> str:
    """Return the report as Markdown."""
    messages, briefs = cross_validated()
    held = [message for message in read_messages() if is_held_back(message.scenario)]
    read = read_as_met(held)
    return "\n\n".join(
        [
            "## Reading messages",
            f"Cross-validated by scenario on {len(messages)} messages, sentences as labelled "
            "(what each voice weighs and where to cut was fitted on them, "
            "so this flatters a little).",
            table(score_by_language(messages, briefs)),
            f"Shipped weights on {len(held)} messages of scenarios held back for good, "
            "sentences as the desk cuts them.",
            table(score_by_language(held, read)),
            f"The desk cuts {agreement(held):.3f} of these exactly as they are labelled. "
            "In speech without punctuation {:.2f} of the clauses that it begins are labelled so, "
            "and it begins {:.2f} of those that are.".format(*clauses_found(held)),
            "Kinds, rows as labelled, columns as read:",
            confusion_table(messages, briefs),
            "How often a kind is right, by how sure the reading is:",
            calibration_table(messages, briefs),
        ]
    )


def cross_validated() -> tuple[list[Message], list[Brief]]:
    """Return the messages that a network has not seen, and what it makes of them."""
    learnt_from = trained_on()
    folds = [train_fold(learnt_from, fold) for fold in LEFT_OUT]
    messages, said = out_of_fold(learnt_from, folds, overall_heads(learnt_from))
    joined = {}
    for group, _ in (*OF_SENTENCE, *OF_MESSAGE):
        share = learnt("reading")[f"share.{group}"]
        joined[group] = weighed(share, opinions(said, group))
    joined |= leaning(joined, [message.is_reply for message in messages])
    kinds, roles = softmax(joined["kinds"]), softmax(joined["roles"])
    briefs, first = [], 0
    for place, message in enumerate(messages):
        rows = slice(first, first + len(message.sentences))
        first = rows.stop
        of_message = (joined[group][place] for group in ("flags", "parts", "ask"))
        likely = Likelihood(kinds[place], *of_message, roles[rows], joined["sentence_parts"][rows])
        briefs.append(brief_from(message.text, labelled_spans(message), likely))
    return messages, briefs


def labelled_spans(message: Message) -> list[Span]:
    """Return where the labelled sentences stand."""
    spans, end = [], 0
    for sentence in message.sentences:
        start = message.text.index(sentence.text, end)
        end = start + len(sentence.text)
        spans.append(Span(start, end))
    return spans


def agreement(messages: Sequence[Message]) -> float:
    """Return the share of messages that are cut exactly as they are labelled."""
    same = [split_sentences(message.text) == labelled_spans(message) for message in messages]
    return sum(same) / len(same)


def clauses_found(messages: Sequence[Message]) -> tuple[float, float]:
    """Return how many clauses begun in unpunctuated speech are labelled, and how many of those."""
    begun = true = both = 0
    for message in messages:
        labelled = {span.start for span in labelled_spans(message)}
        for start, stop in punctuated(message.text):
            stretch = message.text[start:stop]
            places = [start + word.start() for word in WORD.finditer(stretch)]
            if runs_on(stretch, len(places)):
                found = {start + place for place in clause_starts(stretch)}
                meant = labelled.intersection(places[1:])
                begun, true, both = begun + len(found), true + len(meant), both + len(found & meant)
    return both / max(1, begun), both / max(1, true)


def table(figures: dict[str, dict[str, float]]) -> str:
    lines = [f"| figure | {' | '.join(LANGUAGES)} |", f"|---{'|---' * len(LANGUAGES)}|"]
    for name in figures["all"]:
        values = " | ".join(f"{figures[lang].get(name, 0):.3f}" for lang in LANGUAGES)
        lines.append(f"| {name} | {values} |")
    return "\n".join(lines)


def confusion_table(messages: Sequence[Message], briefs: Sequence[Brief]) -> str:
    found = confusions(messages, briefs)
    lines = [f"| | {' | '.join(KINDS)} |", f"|---{'|---' * len(KINDS)}|"]
    for true in KINDS:
        counts = " | ".join(str(found.get((true, read), 0)) for read in KINDS)
        lines.append(f"| {true} | {counts} |")
    return "\n".join(lines)


def calibration_table(messages: Sequence[Message], briefs: Sequence[Brief]) -> str:
    lines = ["| certainty | messages | right |", "|---|---|---|"]
    for low in (0.0, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        high = 0.4 if low == 0 else low + 0.1001
        pairs = zip(messages, briefs, strict=True)
        hits = [m.kind == b.kind for m, b in pairs if low <= b.certainty < high]
        if hits:
            lines.append(f"| from {low:.1f} | {len(hits)} | {sum(hits) / len(hits):.2f} |")
    return "\n".join(lines)
