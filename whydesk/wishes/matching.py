"""What a customer's words may mean: capabilities that exist, and wishes in any state."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pgvector.django import MaxInnerProduct

from whydesk.briefs.model import has_model
from whydesk.briefs.readers import reader
from whydesk.wishes.models import Face, Judgement
from whydesk.wishes.stories import Story

# So many faces are the nearest, and so many of those whose they are looked at closely.
_NEAREST = 40
_LOOKED_AT = 10
_FACES_EACH = 3
MOST = 5
# What may be said of what is shown, the best first.
_SHOWN = (Judgement.Fit.FITS.value, Judgement.Fit.PERHAPS.value)

Judged = Mapping[str, str]


@dataclass(frozen=True)
class Meeting:
    """A wish or a capability that may be meant, and the two sentences that met.

    `fit` is fits or perhaps; `score` is how likely it is meant, 0 to 1, as the desk reads it.
    """

    noun: str
    pk: int
    fit: str
    met: tuple[str, str]
    score: float = 0.0
    is_by_model: bool = False

    @property
    def is_there(self) -> bool:
        """Say whether the product does it already."""
        return self.noun == "capability"


def suggest(
    story: Story, *, language: str = "", most: int = MOST, judged: Judged | None = None
) -> list[Meeting]:
    """Return what the story may mean, best first, in whatever language it was written.

    What reaches the goal already comes first, whatever was asked for on the way to it.
    """
    parts = [part.strip() for part in (story.want, story.so_that, story.when) if part.strip()]
    goal = story.so_that.strip() or story.want.strip()
    found = meet("\n".join(parts), most=most, judged=judged)
    if not goal or parts == [goal]:
        return found
    reaches = [
        one
        for one in meet(goal, most=most, judged=judged)
        if one.is_there and one.fit == Judgement.Fit.FITS
    ]
    known = {one.pk for one in reaches}
    others = [one for one in found if not (one.is_there and one.pk in known)]
    return [*reaches, *others][:most]


def meet(text: str, *, most: int = MOST, judged: Judged | None = None) -> list[Meeting]:
    """Return what a text may mean, best first; nothing where nothing fits.

    The index of vectors names candidates; the reader decides between them, and
    the language model where it was asked: `judged` is what it said of some.
    """
    entries = near(text)
    if not entries:
        return []
    found = reader().ask("rerank", text=text, entries=entries, top=len(entries))
    met = [_meeting(one, judged or {}) for one in found]
    fitting = [one for one in met if one.fit in _SHOWN]
    return sorted(fitting, key=lambda one: _SHOWN.index(one.fit))[:most]


def near(text: str) -> list[dict[str, object]]:
    """Return the wishes and capabilities with faces nearest to a text, for the reader."""
    if not text.strip():
        return []
    [vector] = reader().ask("vectors", texts=[text])
    nearest = Face.objects.order_by(MaxInnerProduct("vector", vector)).defer("vector")[:_NEAREST]
    return _entries(list(nearest))


def judged_on(ticket_id: int) -> Judged:
    """Return what the language model said that the ticket means, by "noun key".

    Where none is set up any more, its word counts no more either.
    """
    if not has_model():
        return {}
    said = Judgement.objects.filter(ticket=ticket_id).values_list("wish", "capability", "fit")
    return {
        f"wish {wish}" if wish else f"capability {capability}": fit
        for wish, capability, fit in said
    }


def _entries(faces: Sequence[Face]) -> list[dict[str, object]]:
    """Gather the faces of each wish and capability, the nearest of them first."""
    gathered: dict[str, list[Face]] = {}
    for face in faces:
        name = f"wish {face.wish_id}" if face.wish_id else f"capability {face.capability_id}"
        gathered.setdefault(name, []).append(face)
    return [
        {
            "id": name,
            "lang": each[0].language,
            "title": "",
            "text": each[0].text,
            "aliases": [face.text for face in each[1:_FACES_EACH]],
        }
        for name, each in list(gathered.items())[:_LOOKED_AT]
    ]


def _meeting(found: dict[str, Any], judged: Judged) -> Meeting:
    noun, _space, key = found["id"].partition(" ")
    ours, theirs = found["reason"]
    fit = judged.get(found["id"], found["fit"])
    return Meeting(noun, int(key), fit, (ours, theirs), found["score"], found["id"] in judged)
