import numpy as np

from whydesk.understanding.brief import Span
from whydesk.understanding.likelihood import Cut, likelihoods


def cut(*sentences: str) -> Cut:
    spans, text = [], ""
    for sentence in sentences:
        text += " " if text else ""
        spans.append(Span(len(text), len(text) + len(sentence)))
        text += sentence
    return Cut(text, spans)


def test_a_message_is_judged_alike_alone_and_among_others():
    messages = [
        cut("Здравствуйте!", "Отчёт пустой с утра.", "Верните как было"),
        cut("dark mode please"),
        cut("Fui cobrado duas vezes.", "Quero o estorno."),
    ]
    together = likelihoods(messages)
    for message, among in zip(messages, together, strict=True):
        (alone,) = likelihoods([message])
        assert np.allclose(alone.kinds, among.kinds, atol=1e-4)
        assert np.allclose(alone.roles, among.roles, atol=1e-4)
        assert np.allclose(alone.parts, among.parts, atol=1e-3)


def test_probabilities_add_up_to_one():
    (likely,) = likelihoods([cut("The export fails.", "Please fix it.")])
    assert np.isclose(likely.kinds.sum(), 1, atol=1e-5)
    assert np.allclose(likely.roles.sum(axis=1), 1, atol=1e-5)
