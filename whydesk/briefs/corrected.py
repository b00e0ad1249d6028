"""A brief, as it is stored, with what an agent said against it."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

from django.utils.translation import gettext_lazy as _

from whydesk.briefs.models import Correction
from whydesk.tickets.choices import Kind, Temperature
from whydesk.understanding.brief import ROLES, SLOTS, STORY, Brief

# What an agent may say of a part: somebody said it, or nobody did.
SAID, UNSAID = "said", "unsaid"

_What = Correction.What


class WrongCorrection(ValueError):
    """A correction that means nothing."""


def correct_brief(brief: Mapping[str, Any], what: str, where: str, to: str) -> dict[str, Any]:
    """Return the brief with one thing in it as an agent says it is.

    :raises WrongCorrection: there is no such thing in it, or it cannot be that.
    """
    if what == _What.KIND and to in Kind.values:
        # Which parts there are and where is known without the text.
        set_right = Brief.from_dict("", brief).of_kind(to, brief.get("known", ()))
        return {**brief, **set_right.to_dict(), "certainty": 1.0}
    if what == _What.TEMPERATURE and to in map(str, Temperature.values):
        return {**brief, "temperature": int(to)}
    if what == _What.BLOCKING and to in ("yes", "no"):
        return {**brief, "blocking": to == "yes"}
    if what == _What.ROLE and to in ROLES:
        return {**brief, "sentences": _with_role(brief["sentences"], where, to)}
    if what == _What.PART and to in (SAID, UNSAID) and where in SLOTS + STORY:
        return {**brief, **_with_part(brief, where, to)}
    raise WrongCorrection(_("This correction means nothing here."))


def with_corrections(
    brief: Mapping[str, Any], corrections: Iterable[Correction]
) -> dict[str, Any] | None:
    """Return the brief with all that agents said of it, None where they said nothing.

    What a newer reading has no place for, such as a sentence cut otherwise, is passed over.
    """
    corrected: dict[str, Any] | None = None
    for correction in corrections:
        with suppress(WrongCorrection):
            said = corrected or brief
            corrected = correct_brief(said, correction.what, correction.where, str(correction.to))
    return corrected


def value_in(brief: Mapping[str, Any], what: str, where: str) -> object:
    """Return what the brief says where the correction is about to be made."""
    if what == _What.ROLE:
        return next((one[2] for one in brief["sentences"] if _begins(one, where)), None)
    if what == _What.PART:
        place = {**(brief["slots"] or {}), **(brief["story"] or {})}.get(where)
        return place or brief.get("in_subject", {}).get(where)
    return brief.get(what)


def _with_role(sentences: list[list[Any]], where: str, to: str) -> list[list[Any]]:
    if not any(_begins(one, where) for one in sentences):
        raise WrongCorrection(_("The message has no sentence there."))
    return [
        [start, end, to, 1.0]
        if _begins([start], where) and role != to
        else [start, end, role, sure]
        for start, end, role, sure in sentences
    ]


def _begins(sentence: list[Any], where: str) -> bool:
    return str(sentence[0]) == where


def _with_part(brief: Mapping[str, Any], where: str, to: str) -> dict[str, Any]:
    """Take the part's words away, or note that it is known although no words show it."""
    group = "slots" if where in SLOTS else "story"
    parts = {**(brief[group] or {}), where: None}
    known = (
        {*brief.get("known", ())} | {where} if to == SAID else {*brief.get("known", ())} - {where}
    )
    in_subject = brief.get("in_subject", {})
    ask = [part for part in brief["ask"] if part != where]
    return {
        group: parts,
        "in_subject": {part: words for part, words in in_subject.items() if part != where},
        "known": sorted(known),
        "ask": ask if to == SAID else [*ask, where],
        "question": brief["question"] if brief["ask"][:1] == ask[:1] else "",
    }
