"""What a language model says of candidates that were found for a text: which of them are meant."""

from collections.abc import Iterable, Sequence

from whydesk.understanding.masking import mask
from whydesk.understanding.second_opinion import mask_again, object_in

# More of a text says nothing new of its matter.
_LONGEST = 1_000
_MOST = 12

_TASK = """You compare what one customer of a support desk writes with a numbered list. Say which \
entries mean the same need or the same trouble, so that what helps with one helps with the other, \
in whatever language each is written. To be of the same topic is not enough: another button, \
another cause or another goal is another matter. Mostly nothing is the same. Answer with one JSON \
object and nothing else: {"same": [numbers], "perhaps": [numbers]}
Marks such as [NAME_1] stand for what was taken out."""


def ask_which_fit(
    text: str, candidates: Sequence[str], *, names: Iterable[str] = ()
) -> list[dict[str, str]]:
    """Return the chat messages to send, with everything personal masked.

    Of the candidates, best first, the first twelve are shown.
    """
    shown = [" ".join(each.split())[:_LONGEST] for each in (text, *candidates[:_MOST])]
    masked = mask("\n".join(shown), names=names)
    written, *entries = (mask_again(masked, each) for each in shown)
    listed = "\n".join(f"{number}. {entry}" for number, entry in enumerate(entries))
    said = f"The customer writes:\n{written}\n\nThe list:\n{listed}"
    return [{"role": "system", "content": _TASK}, {"role": "user", "content": said}]


def fits_in(answer: str, count: int) -> list[str] | None:
    """Return fits, perhaps or nothing for each of `count` candidates; None when it is no answer.

    >>> fits_in('{"same": [1], "perhaps": [0, 9]}', 3)
    ['perhaps', 'fits', 'nothing']
    """
    said = object_in(answer)
    if said is None or not ("same" in said or "perhaps" in said):
        return None
    same, perhaps = (_numbers(said.get(name)) for name in ("same", "perhaps"))
    return [
        "fits" if number in same else "perhaps" if number in perhaps else "nothing"
        for number in range(min(count, _MOST))
    ]


def _numbers(value: object) -> set[int]:
    return {one for one in value if isinstance(one, int)} if isinstance(value, list) else set()
