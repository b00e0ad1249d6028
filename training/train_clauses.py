"""Learn where clauses begin in speech without punctuation.

Taken from the messages whose authors wrote that way, and, with less weight,
from every text of the corpora with its punctuation and capitals taken away.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from scipy.sparse import csr_matrix

from training.heads import train_head
from training.read_corpus import Message, read_concepts, read_replies
from whydesk.understanding.clauses import FEATURES, WORD, gap_features, run_features, runs_on
from whydesk.understanding.sentences import plain_sentences, punctuated

_MARKS = '.,:;!?…«»“”"()'
_SHARE_OF_STRIPPED = 0.2
_FEWEST_WORDS = 9
# Half the clauses found at the price of few that are none.
_LEANING = 0.5

Row = tuple[list[int], bool, float]


def train_clauses(messages: Sequence[Message]) -> dict[str, np.ndarray]:
    """Return the weights of gaps between words, and their bias."""
    rows = [row for message in messages for row in _spoken(message)]
    texts = [[each.text for each in message.sentences] for message in messages]
    texts += [_cut(reply.text) for reply in read_replies()]
    texts += [_cut(text) for concept in read_concepts() for text in concept.texts.values()]
    rows += [row for text in texts for row in _stripped(text)]
    places = [place for found, _, _ in rows for place in found]
    ends = np.cumsum([0, *(len(found) for found, _, _ in rows)])
    table = csr_matrix((np.ones(len(places)), places, ends), shape=(len(rows), FEATURES))
    truth = np.array([begins for _, begins, _ in rows])
    weight = np.array([share for _, _, share in rows])
    head = train_head(table, truth, 0.3, weight)
    return {
        "clauses": head[:-1].astype(np.float16),
        "clauses.bias": np.array(head[-1] + _LEANING, np.float32),
    }


def _spoken(message: Message) -> Iterator[Row]:
    begins, end = set(), 0
    for sentence in message.sentences:
        begins.add(message.text.index(sentence.text, end))
        end = message.text.index(sentence.text, end) + len(sentence.text)
    for start, stop in punctuated(message.text):
        stretch = message.text[start:stop]
        words = list(WORD.finditer(stretch))
        if runs_on(stretch, len(words)):
            yield from _gaps(
                [word.group() for word in words],
                {place for place, word in enumerate(words) if start + word.start() in begins},
                1.0,
            )


def _cut(text: str) -> list[str]:
    return [span.of(text) for span in plain_sentences(text)]


def _stripped(sentences: Sequence[str]) -> Iterator[Row]:
    said: list[str] = []
    begins: set[int] = set()
    for sentence in sentences:
        words = [word.lower().strip(_MARKS) for word in sentence.split()]
        begins.add(len(said))
        said += [word for word in words if word]
    if len(begins) > 1 and len(said) >= _FEWEST_WORDS:
        yield from _gaps(said, begins, _SHARE_OF_STRIPPED)


def _gaps(said: list[str], begins: set[int], share: float) -> Iterator[Row]:
    last = 0
    for gap, fixed in enumerate(gap_features(said), 1):
        yield fixed + run_features(said, last, gap), gap in begins, share
        last = gap if gap in begins else last
