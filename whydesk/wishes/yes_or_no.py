"""A short answer to a short question, where it is plain."""

import re

_YES = r"yes|yep|yeah|sure|it does|да|ага|конечно|угу|sim|claro|com certeza|ainda é|ainda importa"
_NO = r"no|nope|not any ?more|нет|не надо|уже не|não|nao|já não|ja nao"
_BUT = re.compile(r"\b(?:but|but also|however|но|однако|mas|porém)\b|\?", re.IGNORECASE)
# What is longer than a line or two says more than yes or no.
_LONGEST = 160
_GREETING = re.compile(
    r"^(?:hi|hello|hey|dear|good \w+|здравствуйте|добрый день|привет|olá|ola|oi|bom dia|boa tarde)"
    r"[^.,!\n]{0,30}[.,!\n]\s*",
    re.IGNORECASE,
)
_BEGINS_YES = re.compile(rf"(?:{_YES})\b", re.IGNORECASE)
_BEGINS_NO = re.compile(rf"(?:{_NO})\b", re.IGNORECASE)


def read_answer(text: str) -> bool | None:
    """Return whether the text says yes or no, or None where a person has to read it.

    >>> read_answer("Hello, yes please")
    True
    >>> read_answer("Нет, спасибо")
    False
    >>> read_answer("Yes, but only on the phone")
    >>> read_answer("Когда это будет готово")
    """
    text = _GREETING.sub("", text.strip(), count=1).strip()
    if not text or len(text) > _LONGEST or _BUT.search(text):
        return None
    if _BEGINS_NO.match(text):
        return False
    return True if _BEGINS_YES.match(text) else None
