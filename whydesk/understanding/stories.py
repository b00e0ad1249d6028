"""Is it a good job story? A situation and no role, work and no screen, a goal and no echo."""

import re
from collections.abc import Sequence
from enum import StrEnum

import numpy as np
import snowballstemmer

from whydesk.understanding.embedding import embed

_ECHO = 0.82
_SAME_WORDS = 0.6
_FEWEST_LETTERS = 4
_WORD = re.compile(r"[^\W\d_]+")
_ALGORITHMS = {"ru": "russian", "pt": "portuguese", "en": "english"}

_ROLE = re.compile(
    r"^\W*(?:as (?:an?|the)\s|being an?\s|(?:я\s|мы\s)?как\s(?!только)(?!правило)"
    r"|будучи\s|como (?!quando)(?:um\s|uma\s)?|sou\s|eu sou\s|i am an?\s|i'm an?\s"
    r"|я\s+[—–-]?\s*\w+\W*$)",
    re.IGNORECASE,
)
_SITUATION = re.compile(
    r"\b(?:when|whenever|while|after|before|if|every|each|during|once|until|on \w+days?"
    r"|когда|если|пока|после|перед|кажд\w{1,4}|при|во время|как только|раз в|по \w{1,8}(?:ам|ям)"
    r"|quando|enquanto|depois|antes|se|toda? vez|tod[oa]s? (?:o|a|os|as)?|durante|cada|ao \w+r)\b",
    re.IGNORECASE,
)
_SCREEN = re.compile(
    r"\b(?:button|checkbox|drop-?down|menu|field|column|tab|pop-?up|icon|tooltip|filter|toggle"
    r"|api|endpoint|webhook|method|plug-?in|widget|dark (?:mode|theme)|colou?r"
    r"|кнопк\w{1,3}|галочк\w{1,3}|чекбокс\w{0,3}|меню|пол[ея]|колонк\w{1,3}|столб\w{1,4}|вкладк\w{1,3}"
    r"|иконк\w{1,3}|окошк\w{1,3}|фильтр\w{0,3}|переключател\w{1,3}|апи|метод\w{0,3}|вебхук\w{0,3}"
    r"|плагин\w{0,3}|виджет\w{0,3}|цвет\w{0,3}|тёмн\w{1,3} тем\w"
    r"|bot[ãa]o|bot[õo]es|caixinha|menu|campo|coluna|aba|[íi]cone|filtro|m[ée]todo|plugin|cor"
    r"|modo escuro|tema escuro|janelinha)\b",
    re.IGNORECASE,
)
_WORK = re.compile(
    r"\b(?:see|find|know|send|compare|check|plan|tell|watch|move|share|print|pay|book|keep|avoid"
    r"|вид\w{2,5}|найти|находить|знать|узна\w{2,4}|отправ\w{2,6}|сравн\w{2,6}|провер\w{2,5}|план\w{3,8}"
    r"|следить|печата\w{2,3}|плат\w{2,4}|получа\w{2,3}|переда\w{2,4}|хранить|не забы\w{2,5}"
    r"|ver|achar|encontrar|saber|mandar|enviar|comparar|conferir|planejar|acompanhar|imprimir"
    r"|pagar|receber|evitar|guardar|reservar|avisar)\b",
    re.IGNORECASE,
)
_EMPTY_GOAL = re.compile(
    r"^\W*(?:so (?:that )?|для того,? |чтобы? |para (?:que )?|pra (?:que )?)?"
    r"(?:(?:it|this) (?:is|would be|will be)|бы|было|стало|это|будет|fosse|ficar|fique|seja|it's)?"
    r"\s*(?:much |more |гораздо |намного |mais |bem )?"
    r"(?:convenient|easier|better|nice(?:r)?|useful|handy|удобн\w{1,3}|лучше|проще|красив\w{1,3}"
    r"|легче|pr[áa]tic[oa]|melhor|f[áa]cil|mais f[áa]cil|bonit[oa]|conveniente)\W*$",
    re.IGNORECASE,
)


class Flaw(StrEnum):
    """What a story lacks; the value is permanent."""

    WHEN_MISSING = "when_missing"
    WHEN_IS_ROLE = "when_is_role"
    WANT_MISSING = "want_missing"
    WANT_IS_SCREEN = "want_is_screen"
    SO_THAT_MISSING = "so_that_missing"
    SO_THAT_IS_WANT = "so_that_is_want"
    SO_THAT_IS_EMPTY = "so_that_is_empty"


def check_story(when: str, want: str, so_that: str, *, language: str = "en") -> tuple[Flaw, ...]:
    """Return what is wrong with a story, in the order of its parts; empty when it is good.

    >>> check_story("As a manager", "a button", "")
    (<Flaw.WHEN_IS_ROLE: 'when_is_role'>, <Flaw.WANT_IS_SCREEN: 'want_is_screen'>, \
<Flaw.SO_THAT_MISSING: 'so_that_missing'>)
    """
    found = [check_when(when), check_want(want), check_so_that(so_that, want, language=language)]
    return tuple(flaw for flaw in found if flaw)


def check_when(when: str) -> Flaw | None:
    """Find a missing situation, or somebody's role in its place."""
    if not _says_something(when):
        return Flaw.WHEN_MISSING
    if _ROLE.search(when[:200]) and not _SITUATION.search(when[:600]):
        return Flaw.WHEN_IS_ROLE
    return None


def check_want(want: str) -> Flaw | None:
    """Find a missing wish, or a piece of our screen in the place of the work."""
    if not _says_something(want):
        return Flaw.WANT_MISSING
    if _SCREEN.search(want[:600]) and not _WORK.search(want[:600]):
        return Flaw.WANT_IS_SCREEN
    return None


def check_so_that(so_that: str, want: str, *, language: str = "en") -> Flaw | None:
    """Find a missing goal, one that says nothing, or the wish said again."""
    if not _says_something(so_that):
        return Flaw.SO_THAT_MISSING
    if _EMPTY_GOAL.search(so_that[:200]):
        return Flaw.SO_THAT_IS_EMPTY
    if _says_something(want) and _is_echo(so_that, want, language):
        return Flaw.SO_THAT_IS_WANT
    return None


def _says_something(text: str) -> bool:
    return sum(map(str.isalpha, text[:600])) >= _FEWEST_LETTERS


def _is_echo(goal: str, want: str, language: str) -> bool:
    """Tell whether a goal is the wish again, in its words or in others."""
    said, wanted = _stems(goal, language), _stems(want, language)
    if said and len(said & wanted) / len(said) >= _SAME_WORDS:
        return True
    one, other = embed([goal[:600], want[:600]])
    return bool(np.dot(one, other) > _ECHO)


def _stems(text: str, language: str) -> set[str]:
    """Return the stems of the words that carry meaning: the longer ones."""
    words: Sequence[str] = _WORD.findall(text[:600].lower())
    stemmer = snowballstemmer.stemmer(_ALGORITHMS.get(language[:2], "english"))
    return {stem for word in words if len(word) > 3 and (stem := stemmer.stemWord(word))}
