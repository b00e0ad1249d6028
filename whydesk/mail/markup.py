"""HTML made harmless for the parsers before they see it.

Both parsers used here (lexbor, html5ever) take quadratic time on deep nesting
and on tags with very many attributes: 100,000 nested divs cost each of them
about a minute. One linear pass takes such tags out; what people send has none.
"""

from __future__ import annotations

import re
from collections import Counter

MAX_HTML = 2 * 1024 * 1024
MAX_OPEN = 200
MAX_TAG = 2048
MAX_ATTRIBUTES = 1000
MAX_REFERENCES = 1000

_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]{0,40})[^>]*>?")
_ATTRIBUTE = re.compile(r"[\s/\"'][^\s=/>\"']")
# Elements that close by themselves, so that an open one says nothing of depth.
_CLOSING_THEMSELVES = """
    area base br col embed hr img input link meta param source track wbr p li
    td th tr dt dd option optgroup thead tbody tfoot colgroup html head body
"""
_SELF_CLOSING = frozenset(_CLOSING_THEMSELVES.split())
# Elements with parsing rules of their own that no reader of mail needs.
_REMOVED = frozenset({"svg", "math", "template", "frameset", "noscript", "plaintext", "xmp"})


def tame(html: str) -> str:
    """Cut HTML to size and take out tags nested or laden beyond all reason."""
    html = html[:MAX_HTML]
    open_tags: Counter[str] = Counter()
    depth = 0

    def keep(match: re.Match[str]) -> str:
        nonlocal depth
        name = match[2].lower()
        if name in _REMOVED or _is_laden(match):
            return ""
        if name in _SELF_CLOSING:
            return match[0]
        if match[1]:
            if not open_tags[name]:
                return match[0] if depth < MAX_OPEN else ""
            open_tags[name] -= 1
            depth -= 1
            return match[0] if depth < MAX_OPEN else ""
        open_tags[name] += 1
        depth += 1
        return match[0] if depth <= MAX_OPEN else ""

    return _with_breaks(_TAG.sub(keep, html))


def _with_breaks(html: str) -> str:
    """Break up text of more than `MAX_REFERENCES` "&" in a row, quadratic for html5ever."""
    if html.count("&") <= MAX_REFERENCES:
        return html
    runs = html.split("<")
    for place, run in enumerate(runs):
        if run.count("&") > MAX_REFERENCES:
            tag, end, text = run.rpartition(">") if place else ("", "", run)
            pieces = text.split("&")
            step = MAX_REFERENCES
            groups = ["&".join(pieces[at : at + step]) for at in range(0, len(pieces), step)]
            runs[place] = tag + end + "<wbr>&".join(groups)
    return "<".join(runs)


def _is_laden(match: re.Match[str]) -> bool:
    tag = match[0]
    if len(tag) < MAX_TAG or "base64," in tag[:MAX_TAG]:
        return False
    return len(_ATTRIBUTE.findall(tag)) > MAX_ATTRIBUTES or tag.count("&") > MAX_REFERENCES
