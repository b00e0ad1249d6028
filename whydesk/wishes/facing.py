"""Wishes and capabilities get the faces by which customers' words meet them."""

from collections.abc import Iterable

from django.db import transaction

from whydesk.briefs.likening import matter_of, openings_of
from whydesk.briefs.readers import reader
from whydesk.wishes.models import Capability, Face, Voice, Wish

# A long text is met by its beginning as well as by all of it.
_LONGEST = 1_500
# What customers called it lately says enough of how they call it.
_MOST_VOICES = 40
# So many texts are read in one piece of work, so that nobody waits long for the reader.
_AT_ONCE = 16


def face_wish(wish_id: int) -> None:
    """Bring the faces of a wish up to date: its story, and what its voices said.

    A wish that went into another one is met through that one.
    """
    wish = Wish.objects.get(pk=wish_id)
    texts: dict[str, tuple[str, bool]] = {}
    if wish.merged_into_id is None:
        own = _joined(wish.title, wish.when, wish.want, wish.so_that)
        texts[own] = (wish.language, True)
        voices = Voice.objects.filter(root=wish).exclude(said="").order_by("-heard_at", "-pk")
        for said, language in voices.values_list("said", "language")[:_MOST_VOICES]:
            texts.setdefault(said[:_LONGEST], (language, False))
        for merged in wish.merged.all():
            story = _joined(merged.title, merged.when, merged.want, merged.so_that)
            texts.setdefault(story, (merged.language, False))
    _face(Face(wish=wish), texts)


def face_capability(capability_id: int) -> None:
    """Bring the faces of a capability up to date: its articles, and what it answered."""
    capability = Capability.objects.prefetch_related("articles").get(pk=capability_id)
    texts = {
        _joined(article.title, article.purpose, article.how): (article.language, True)
        for article in capability.articles.all()
    }
    asked = capability.faces.filter(is_own=False).values_list("text", "language")
    texts |= {text: (language, False) for text, language in asked}
    _face(Face(capability=capability), texts)


def face_question(capability_id: int, ticket_id: int) -> None:
    """Let the capability be met by what was asked where it was the answer."""
    reading = openings_of([ticket_id]).get(ticket_id)
    if reading is None:
        return
    capability = Capability.objects.get(pk=capability_id)
    text, language = matter_of(reading)[:_LONGEST], reading.message.language
    if not capability.faces.filter(text=text).exists():
        [vector] = reader().ask("vectors", texts=[text])
        capability.faces.create(text=text, language=language, is_own=False, vector=vector)


def face_the_faceless(most: int = 200) -> int:
    """Give faces to those that came without an event, as with a demo or a restored backup."""
    wishes = Wish.objects.filter(faces=None, merged_into=None).order_by("pk")
    capabilities = Capability.objects.filter(faces=None).order_by("pk")
    keys = list(wishes.values_list("pk", flat=True)[:most])
    for key in keys:
        face_wish(key)
    others = list(capabilities.values_list("pk", flat=True)[:most])
    for key in others:
        face_capability(key)
    return len(keys) + len(others)


def _joined(*parts: str) -> str:
    return "\n".join(part for part in parts if part.strip())[:_LONGEST]


def _face(like: Face, texts: dict[str, tuple[str, bool]]) -> None:
    """Keep the faces with these texts, make those that are missing, remove the others."""
    held = Face.objects.filter(wish=like.wish, capability=like.capability)
    new = [text for text in texts if text not in set(held.values_list("text", flat=True))]
    vectors = [vector for part in _parts(new) for vector in reader().ask("vectors", texts=part)]
    with transaction.atomic():
        held.exclude(text__in=texts).delete()
        Face.objects.bulk_create(
            Face(
                wish=like.wish,
                capability=like.capability,
                text=text,
                language=texts[text][0],
                is_own=texts[text][1],
                vector=vector,
            )
            for text, vector in zip(new, vectors, strict=True)
        )


def _parts(texts: list[str]) -> Iterable[list[str]]:
    return (texts[start : start + _AT_ONCE] for start in range(0, len(texts), _AT_ONCE))
