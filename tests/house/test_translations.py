"""Every string is said in every language."""

import ast
import re
from pathlib import Path

import pytest

from tests.house.messages import LANGUAGES, collect, read

_ASKS = {"_", "gettext", "gettext_lazy", "ngettext", "pgettext", "npgettext"}
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]")


def test_there_are_strings():
    assert len(collect()) > 300


def test_no_string_hides_from_translation_inside_another():
    """What stands within an f-string is not found by whoever collects the strings."""
    hidden = [
        f"{path}:{call.lineno}"
        for path in Path("whydesk").rglob("*.py")
        for outer in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(outer, ast.JoinedStr)
        for call in ast.walk(outer)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in _ASKS
        and isinstance(call.args[0], ast.Constant)
    ]
    assert hidden == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_string_is_translated(language: str):
    catalogue = read(language)
    missing = [
        message.id
        for message in collect()
        if message.id and not _is_whole(catalogue.get(message.id, message.context))
    ]
    assert missing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_is_left_of_a_string_that_is_gone(language: str):
    used = {(message.id, message.context) for message in collect()}
    kept = {(message.id, message.context) for message in read(language)}
    assert sorted(map(str, kept - used)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_has_the_same_places_to_fill(language: str):
    wrong = [message.id for message in read(language) if message.id and not _same_places(message)]
    assert wrong == []


def _is_whole(message: object) -> bool:
    if message is None or message.fuzzy:
        return False
    strings = message.string if isinstance(message.string, tuple) else (message.string,)
    return all(strings)


def _same_places(message: object) -> bool:
    """Compare with the plural, since a singular may leave its number out."""
    wanted = message.id[-1] if isinstance(message.id, tuple) else message.id
    strings = message.string if isinstance(message.string, tuple) else (message.string,)
    places = set(_PLACEHOLDER.findall(wanted))
    return all(
        set(_PLACEHOLDER.findall(string)) == places
        or (isinstance(message.id, tuple) and set(_PLACEHOLDER.findall(string)) < places)
        for string in strings
        if string
    )
