"""Texts against a catalogue, in any of the desk's languages: which entry is meant, if any."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from whydesk.understanding.encoder import Floats
from whydesk.understanding.judging import Judge
from whydesk.understanding.lexicon import read_lexicon
from whydesk.understanding.likeness import Eye, Reading, Rows, Strangers
from whydesk.understanding.space import space, terms
from whydesk.understanding.weights import learnt

# From which certainty on something is said to fit, and to fit perhaps: an entry of a catalogue,
# and a message among many, where to call two the same that are not costs more than to be silent.
_OF_ENTRIES, _OF_MESSAGES = (0.4, 0.15), (0.75, 0.4)
# Fewer than these are judged beside matters of other people: with nobody beside it, whatever is
# there stands out.
FEWEST = 12
_OF_OTHERS = (
    ("en", "The lift in block C stops between floors and the button does not light."),
    ("en", "Let us choose how many puffs of fog the stage machine gives in a scene."),
    ("en", "How do I tell the beehive scale which hive is the empty one?"),
    ("en", "The parking barrier opened for a lorry that was not on the list."),
    ("ru", "Поливалка в теплице включается ночью, хотя стоит на семь утра."),
    ("ru", "Добавьте в карту озера глубины и места, где клюёт."),
    ("ru", "Как настроить камертон на другой строй?"),
    ("ru", "Турникет в бассейне пропускает по браслету только в одну сторону."),
    ("pt", "A catraca do estádio não lê o ingresso dobrado."),
    ("pt", "Quero que a balança da feira some as caixas de fruta por barraca."),
    ("pt", "Como troco o nome do cachorro na carteira de vacinas?"),
    ("pt", "O forno da olaria avisa a temperatura com uma hora de atraso."),
)
# The certainty of so many of the best is worked out, whatever is asked for.
_WEIGHED = 10


@dataclass(frozen=True)
class Entry:
    """Something that can be meant: a wish, a capability, an article.

    Aliases are what customers called it: their words meet it as well as its own.
    """

    id: str
    lang: str
    title: str
    text: str
    aliases: Sequence[str] = ()

    def faces(self) -> list[tuple[str, str]]:
        """Return the texts that it can be met through, and their languages if known."""
        own = "\n".join(part for part in (self.title, self.text) if part.strip())
        return [(own, self.lang), *((alias, "") for alias in self.aliases)]


@dataclass(frozen=True)
class Prepared:
    """An entry with what was read of it."""

    id: str
    faces: tuple[Reading, ...]


@dataclass(frozen=True)
class Match:
    """An entry that may be meant; the reason is the two sentences that met.

    The score is the likelihood that just this entry is meant, 0 to 1; the fit
    is fits, perhaps or nothing.
    """

    id: str
    score: float
    fit: str
    reason: tuple[str, str]


@dataclass(frozen=True)
class Matches:
    """What was found, best first."""

    found: list[Match]

    @property
    def fits(self) -> list[str]:
        """Return the ids that fit; none when nothing does."""
        return [match.id for match in self.found if match.fit == "fits"]


@cache
def _eye() -> Eye:
    arrays = learnt("matching")
    strangers = Strangers(arrays["strange_entries"], arrays["strange_requests"])
    return Eye(space(), read_lexicon(), terms(), strangers)


@cache
def _judge() -> Judge:
    return Judge.learnt(learnt("matching"), "judge")


@cache
def _judge_of_messages() -> Judge:
    return Judge.learnt(learnt("matching"), "messages")


def prepare(entries: Iterable[Entry], eye: Eye | None = None) -> list[Prepared]:
    """Read entries, all at once."""
    eye = eye or _eye()
    entries = list(entries)
    faces = [entry.faces() for entry in entries]
    readings = iter(
        eye.read(
            [text for each in faces for text, _ in each],
            [_ours(lang) for each in faces for _, lang in each],
        )
    )
    return [
        Prepared(entry.id, tuple(next(readings) for _ in each))
        for entry, each in zip(entries, faces, strict=True)
    ]


def prepare_others(eye: Eye | None = None) -> list[Prepared]:
    """Read the matters of other people that a few entries are judged beside."""
    return prepare((Entry("", lang, "", text) for lang, text in _OF_OTHERS), eye)


@cache
def _others() -> list[Prepared]:
    return prepare_others()


def rerank(text: str, candidates: Sequence[Prepared], top: int = 5) -> Matches:
    """Return the best of a few candidates that an index of vectors found."""
    return Catalogue(prepared=candidates).match(text, top)


def same_matter(text: str, nearest: Sequence[Prepared], top: int = 5) -> Matches:
    """Return which of the messages nearest to one tell of the same matter.

    Of many messages some lie near whatever is told: to be the nearest says less
    than in a catalogue, where each entry is another matter.
    """
    return Catalogue(prepared=nearest, judge=_judge_of_messages(), cuts=_OF_MESSAGES).match(
        text, top
    )


class Catalogue:
    """Entries that texts are held against."""

    def __init__(
        self,
        entries: Iterable[Entry] = (),
        *,
        prepared: Iterable[Prepared] = (),
        eye: Eye | None = None,
        judge: Judge | None = None,
        cuts: tuple[float, float] = _OF_ENTRIES,
    ):
        self._eye, self._judge = eye or _eye(), judge or _judge()
        self._fits, self._perhaps = cuts
        self._prepared = [*prepared, *prepare(entries, self._eye)]
        self._rows: Rows | None = None

    def __len__(self) -> int:
        return len(self._prepared)

    def add(self, entry: Entry) -> None:
        """Add one entry, in the place of the one with its id if there is one."""
        self._prepared = [each for each in self._prepared if each.id != entry.id]
        self._prepared += prepare([entry], self._eye)
        self._rows = None

    def match(self, text: str, top: int = 5) -> Matches:
        """Return the entries that a text may mean, best first."""
        return self.match_all([text], top)[0]

    def match_all(self, texts: Sequence[str], top: int = 5) -> list[Matches]:
        """Return what each text may mean; faster than one after the other."""
        if not self._prepared:
            return [Matches([]) for _ in texts]
        return [self._match(reading, top) for reading in self._eye.read(texts)]

    def _match(self, request: Reading, top: int) -> Matches:
        rows = self._laid_out()
        features = rows.features(request)
        face_of, features = self._best_faces(features)
        standing = self._judge.standing(features)
        # Where nothing is told there is nothing to mean, though two such texts lie near each other.
        can_be_meant = self._tells & request.terms.tells
        own = np.where(can_be_meant, standing[: len(self._prepared)], -np.inf)
        best = np.argsort(-own, kind="stable")[: max(top, _WEIGHED)]
        scores = self._judge.certainty(features, standing, best, request.told())
        # The order is the judge's word; a later entry is never the more certain one.
        scores = np.minimum.accumulate(scores) * can_be_meant[best]
        return Matches(
            [
                Match(
                    self._prepared[entry].id,
                    round(float(score), 4),
                    self._fit(float(score)),
                    self._reason(rows, int(face_of[entry]), request),
                )
                for entry, score in zip(best[:top], scores[:top], strict=True)
            ]
        )

    def _laid_out(self) -> Rows:
        if self._rows is None:
            beside = _others()[: max(0, FEWEST - len(self._prepared))]
            laid = [*self._prepared, *beside]
            self._faces = [face for each in laid for face in each.faces]
            self._starts = np.cumsum([0, *(len(each.faces) for each in laid)])
            self._tells = np.array(
                [any(face.terms.tells for face in each.faces) for each in self._prepared]
            )
            self._rows = Rows(self._faces, self._eye.strangers)
        return self._rows

    def _best_faces(self, features: Floats) -> tuple[np.ndarray, Floats]:
        """Return for each entry the face that stands best, and its features."""
        standing = self._judge.standing(features)
        pairs = zip(self._starts[:-1], self._starts[1:], strict=True)
        chosen = np.array([first + int(standing[first:last].argmax()) for first, last in pairs])
        return chosen, features[chosen]

    def _fit(self, score: float) -> str:
        if score >= self._fits:
            return "fits"
        return "perhaps" if score >= self._perhaps else "nothing"

    def _reason(self, rows: Rows, face: int, request: Reading) -> tuple[str, str]:
        of_request, of_entry = rows.meeting(face, request)
        return request.sentences[of_request], self._faces[face].sentences[of_entry]


def _ours(lang: str) -> str:
    return {"pt": "pt-br"}.get(lang, lang)
