"""The draft of an answer by a language model: what it is told, and what is taken of its words."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from whydesk.understanding.masking import Masked, mask
from whydesk.understanding.second_opinion import mask_again

# What was said last counts most; of one text the beginning tells what it is about.
_MOST_SAID, _LONGEST_SAID = 8, 3_000
_MOST_HELP, _LONGEST_HELP = 5, 1_500
_LONGEST_ANSWER, _LONGEST_SUBJECT = 4_000, 200
_LANGUAGES = {"ru": "Russian", "pt": "Brazilian Portuguese", "en": "English"}
_MARK = re.compile(r"\[[A-Z]+_\d+\]")

_TASK = """You draft what a support desk answers its customer. A person reads and changes it \
before it is sent. Write in %(language)s, warm and plain, at most 120 words, without subject and \
signature.
In this order: a word of regret where something went wrong, whoever is to blame; what solves it, \
in steps where there are steps; the one question given below, if there is one, else what else you \
can do for them; a word of thanks.
Use only what stands in the conversation and in the notes on what helped before. Where they hold \
no solution, say that somebody is looking into it. Promise nothing: no date, no change of the \
product, no money. Never blame them. Marks such as [NAME_1] stand for what was taken out; keep \
them as they are, and make up none. Answer with the text of the mail and nothing else."""


@dataclass(frozen=True)
class Said:
    """A message of the thread: the customer's, or ours."""

    is_ours: bool
    text: str


def ask_for_answer(
    thread: Sequence[Said],
    *,
    language: str,
    subject: str = "",
    addressee: str = "",
    question: str = "",
    help_known: Sequence[str] = (),
    names: Iterable[str] = (),
) -> tuple[list[dict[str, str]], Masked]:
    """Return the chat messages to send, with everything personal masked, and the mask.

    `addressee` is how the customer is called; `help_known` are answers and
    articles that helped others, best first; `question` is the one thing to ask
    for, where something is missing.
    """
    said = [f"{_who(one)}: {one.text[:_LONGEST_SAID]}" for one in thread[-_MOST_SAID:]]
    notes = [" ".join(each.split())[:_LONGEST_HELP] for each in help_known[:_MOST_HELP]]
    above = " ".join(subject.split())[:_LONGEST_SUBJECT]
    masked = mask("\n".join([addressee, above, *said, *notes, question]), names=[addressee, *names])
    told = "\n\n".join(
        [
            f"Address the customer as {mask_again(masked, addressee)}." if addressee else "",
            f"Subject: {mask_again(masked, above)}" if above else "",
            "The conversation, the newest last:",
            *(mask_again(masked, one) for one in said),
            "Notes on what helped before:"
            if notes
            else "There are no notes on what helped before.",
            *(f"{n}. {mask_again(masked, note)}" for n, note in enumerate(notes, 1)),
            f"The question to ask: {mask_again(masked, question)}" if question else "Ask nothing.",
        ]
    ).strip()
    task = _TASK % {"language": _LANGUAGES.get(language[:2], "the customer's language")}
    return [{"role": "system", "content": task}, {"role": "user", "content": told}], masked


def answer_in(said: str, masked: Masked) -> str:
    """Return the draft with what was taken out put back; empty where it cannot be used.

    A mark that stands for nothing was made up, and what surrounds it too.

    >>> answer_in("Dear [NAME_1], it works.", Masked("", {"[NAME_1]": "Ana"}))
    'Dear Ana, it works.'
    """
    text = masked.unmask(said.strip())
    return "" if len(text) > _LONGEST_ANSWER or _MARK.search(text) else text


def _who(one: Said) -> str:
    return "We" if one.is_ours else "The customer"
