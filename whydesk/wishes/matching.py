"""What a customer's words may mean: capabilities that exist, and wishes in any state."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pgvector.django import MaxInnerProduct

from whydesk.briefs.readers import reader
from whydesk.wishes.models import Face
from whydesk.wishes.stories import Story

# So many faces are the nearest, and so many of those whose they are looked at closely.
_NEAREST = 40
_LOOKED_AT = 10
_FACES_EACH = 3
MOST = 5


@dataclass(frozen=True)
class Meeting:
    """A wish or a capability that may be meant, and the two sentences that met.

    `fit` is fits, perhaps or nothing; `score` is how likely it is meant, 0 to 1.
    """

    noun: str
    pk: int
    fit: str
    met: tuple[str, str]
    score: float = 0.0

    @property
    def is_there(self) -> bool:
        """Say whether the product does it already."""
        return self.noun == "capability"


def suggest(story: Story, *, language: str = "", most: int = MOST) -> list[Meeting]:
    """Return what the story may mean, best first, in whatever language it was written.

    What reaches the goal already comes first, whatever was asked for on the way to it.
    """
    parts = [part.strip() for part in (story.want, story.so_that, story.when) if part.strip()]
    goal = story.so_that.strip() or story.want.strip()
    found = meet("\n".join(parts), most=most)
    if not goal or parts == [goal]:
        return found
    reaches = [one for one in meet(goal, most=most) if one.is_there and one.fit == "fits"]
    known = {one.pk for one in reaches}
    others = [one for one in found if not (one.is_there and one.pk in known)]
    return [*reaches, *others][:most]


def meet(text: str, *, most: int = MOST) -> list[Meeting]:
    """Return what a text may mean, best first; nothing where nothing fits.

    The index of vectors names candidates; the reader decides between them.
    """
    if not text.strip():
        return []
    [vector] = reader().ask("vectors", texts=[text])
    nearest = Face.objects.order_by(MaxInnerProduct("vector", vector)).defer("vector")[:_NEAREST]
    entries = _entries(list(nearest))
    if not entries:
        return []
    found = reader().ask("rerank", text=text, entries=entries, top=most)
    return [_meeting(one) for one in found if one["fit"] != "nothing"]


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


def _meeting(found: dict[str, Any]) -> Meeting:
    noun, _space, key = found["id"].partition(" ")
    ours, theirs = found["reason"]
    return Meeting(noun, int(key), found["fit"], (ours, theirs), found["score"])
