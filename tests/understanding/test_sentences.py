import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whydesk.understanding.sentences import LONGEST_READ, MOST_SENTENCES, split_sentences

CASES = Path(__file__).parent / "cases" / "sentences.txt"


def cases() -> list[tuple[str, list[str]]]:
    found = []
    for block in CASES.read_text(encoding="utf-8").split("\n\n"):
        lines = [line for line in block.splitlines() if line and not line.startswith("#")]
        if lines:
            found.append(
                (json.loads(f'"{lines[0][2:].replace(chr(34), chr(92) + chr(34))}"'), lines[1:])
            )
    return found


def cut(text: str) -> list[str]:
    return [span.of(text) for span in split_sentences(text)]


@pytest.mark.parametrize(("text", "sentences"), cases())
def test_a_text_is_cut_where_people_cut_it(text, sentences):
    assert cut(text) == sentences


@pytest.mark.parametrize(
    "speech",
    [
        "ребята у меня с утра не открывается касса пишет ошибка связи я уже перезагрузила два раза "
        "скажите пожалуйста что делать очередь стоит",
        "gente o sistema caiu aqui na loja desde cedo ninguem consegue vender ja reiniciei o "
        "computador e nada por favor me liguem",
        "hi so the till is down since this morning it says no connection i restarted it twice "
        "please call me back there is a queue",
    ],
)
def test_speech_without_punctuation_is_cut_by_clause(speech):
    assert len(cut(speech)) > 1


def test_no_clause_is_left_a_lonely_word():
    speech = (
        "oi aqui é a Nair do mercadinho a balança tá pesando tudo em libra desde ontem de tarde "
        "quando o rapaz veio trocar a fita eu já desliguei e liguei e continua o freguês reclama "
        "que tá caro me diz o que eu aperto pelo amor de Deus"
    )
    assert min(len(piece.split()) for piece in cut(speech)[1:]) > 1


def test_a_long_sentence_with_commas_is_left_whole():
    text = (
        "À direção: registro que, na coleta do dia 21, a profissional chegou no horário, foi "
        "gentil, porém realizou três punções no mesmo braço de minha esposa, apesar de a "
        "restrição constar no pedido médico, no cadastro e numa pulseira que ela usa."
    )
    assert cut(text) == [text]


def test_a_smile_closes_its_clause():
    assert cut("o app ficou lindo :D ainda não achei onde troco a senha")[0] == (
        "o app ficou lindo :D"
    )


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=400))
def test_the_sentences_joined_give_the_text_back(text):
    assert "".join("".join(cut(text)).split()) == "".join(text.split())


def test_beyond_what_is_read_stands_one_last_sentence():
    text = "One more. " * 20_000
    sentences = cut(text)
    assert len(sentences) == MOST_SENTENCES
    assert "".join("".join(sentences).split()) == "".join(text.split())


def test_a_line_without_an_end_is_cut_only_where_reading_stops():
    text = "a" * (LONGEST_READ * 3)
    assert cut(text) == [text[:LONGEST_READ], text[LONGEST_READ:]]
