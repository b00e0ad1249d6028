"""One question for what is missing, fitted to what the customer has said."""

import re
from collections.abc import Mapping
from zlib import crc32

from whydesk.understanding.questions import QUESTIONS
from whydesk.understanding.summary import past_the_cry

_LONGEST_QUOTE = 70
_SHORTEST_QUOTE = 8
_QUOTED = re.compile(r"[«“\"]([^«»“”\"\n]{3,60})[»”\"]")
# What stands before words that a program showed; a button, a filter and a name stand in quotes too.
_SHOWING = (
    r"says? said saying shows? showing gives? gave marked reads? answers? answering throws? gets? "
    r"getting told me on with been message error code status",
    r"diz dizendo devolve retorna volta vem fala falando mostra mostrando aparece responde d[áa] "
    r"dando deu com em como erro mensagem aviso tela fica status c[óo]digo repetindo",
    r"пиш[её]т пишут писал[аи]? говорит отвечает показывает выда[её]т просит ругается ор[её]т "
    r"ошибк(?:а|и|у|ой) сообщени[ея] табло надпись стоит висит на видят вижу получа[ею]т "
    r"там код экране статус горит крутится",
)
_SHOWN = re.compile(
    r"(?:^|[,:;.!?(–—-]|(?<!click )(?<!tap )(?<!press )\b(?:"
    + "|".join(" ".join(_SHOWING).split())
    + r"))\s*$",
    re.IGNORECASE,
)
_CODE = re.compile(
    r"\b(?:error|erro|ошибк[аиу])\s+(?:code\s+|código\s+|код\s+)?#?\w{0,3}\d{2,6}", re.I
)
_CLAUSE_END = re.compile(r"[,;:(–—]|\s-\s|\.\s")
# Of what is set against each other only one side is the trouble, and which is not known.
_SET_AGAINST = re.compile(
    r"[,;–—] ?(?:а|но|зато|but|while|whereas|mas|enquanto|porém) ", re.IGNORECASE
)
_EDGES = ' \t\n.,;:!?…-–—"«»“”()'


def put_question(
    language: str,
    part: str,
    text: str,
    words: Mapping[str, str | None],
    *,
    is_retold: bool = False,
) -> str:
    """Return the question for one missing part, in the customer's language.

    `words` are the customer's own for the parts they told of: an error they
    quoted or a short clause of theirs is taken up, so that the question
    belongs to their message and to no form. Of what they told one of us, who
    wrote it down, only the error is theirs. The same message always gets the
    same question.
    """
    questions = QUESTIONS.get(language, QUESTIONS["en"])[part]
    told = (words.get("want") or "") if part in ("when", "so_that") else (words.get("got") or "")
    if part == "want":
        told = words.get("request") or ""
    error, quote = _error_in(told), _quotable(told)
    if questions.about_error and error:
        return _choose(questions.about_error, text).format(error=error)
    if quote and not is_retold:
        return _choose(questions.after_words, text).format(words=quote)
    return _choose(questions.plain, text)


def _choose(variants: tuple[str, ...], text: str) -> str:
    return variants[crc32(text[:2_000].encode(errors="replace")) % len(variants)]


def _error_in(told: str) -> str:
    """Return what the program said, where that is certain: of two quotations one may be right."""
    quoted = list(_QUOTED.finditer(told))
    if len(quoted) == 1 and _SHOWN.search(told[: quoted[0].start()]):
        return _plain(quoted[0][1])
    code = _CODE.search(told)
    return _plain(code[0]) if code else ""


def _quotable(told: str) -> str:
    """Return a clause that can be quoted in passing, or nothing."""
    told = past_the_cry(told.strip(_EDGES))
    if len(told) > _LONGEST_QUOTE:
        if _SET_AGAINST.search(told):
            return ""
        end = _CLAUSE_END.search(told, _SHORTEST_QUOTE * 2, _LONGEST_QUOTE)
        told = told[: end.start()].strip(_EDGES) if end else ""
    is_quotable = len(told) >= _SHORTEST_QUOTE and not set('"«»“”\n{}') & set(told)
    return _plain(told) if is_quotable else ""


def _plain(words: str) -> str:
    """Take the shouting out of a quotation, as one does when one repeats it."""
    words = words.strip(_EDGES)
    letters = [letter for letter in words if letter.isalpha()]
    is_shouted = len(letters) > 8 and sum(map(str.isupper, letters)) > 0.7 * len(letters)
    return words.lower() if is_shouted else words
