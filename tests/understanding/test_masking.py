"""What leaves the desk tells nobody who somebody is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whydesk.understanding.masking import mask


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Write to ana.duarte+x@firm.com.br today", "Write to [MAIL_1] today"),
        ("Звоните +7 (912) 345-67-89, это срочно", "Звоните [NUMBER_1], это срочно"),
        ("Cartão 4111 1111 1111 1111 recusado", "Cartão [NUMBER_1] recusado"),
        ("see https://x.example/a?token=1 and more", "see [LINK_1] and more"),
        ("мой пароль: Qwerty12!", "мой [SECRET_1]"),
        ("chave abcdef", "[SECRET_1]"),
        ("key is 9f86d081884c7d659a2feaa0c55ad015", "key is [KEY_1]"),
        ("host 10.0.0.12 is down", "host [ADDRESS_1] is down"),
        ("Olá, sou Ana da Padaria Central", "Olá, sou [NAME_2] da [NAME_1]"),
        ("error 502 since 11:58 on v2.4.1", "error 502 since 11:58 on v2.4.1"),
        ("a@b.example wrote, and a@b.example again", "[MAIL_1] wrote, and [MAIL_1] again"),
    ],
)
def test_what_is_personal_is_taken_out(text: str, masked: str):
    found = mask(text, names=["Ana Duarte", "Padaria Central"])
    assert found.text == masked
    assert found.unmask(found.text) == text


@given(st.text(), st.lists(st.text(max_size=30), max_size=3))
def test_any_text_can_be_masked(text: str, names: list[str]):
    mask(text, names=names)


@pytest.mark.parametrize("piece", ["a1", "1 ", "a@", "a-", "пароль ", "http://", "1.1."])
def test_a_long_text_is_masked_in_one_pass(piece: str):
    text = piece * (200_000 // len(piece))
    assert "secret@firm.example" not in mask(f"{text} secret@firm.example").text
