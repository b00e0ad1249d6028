"""What a search found, as rows: drawn without templates, since they are most of that page."""

from collections.abc import Iterable
from html import escape
from typing import TYPE_CHECKING

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from whydesk.web.templatetags.look import icon, kind_in, moment

if TYPE_CHECKING:
    from whydesk.web.search import Finding

register = template.Library()

SYMBOLS = {"contact": "person", "company": "people"}


@register.simple_tag
def finding_rows(findings: Iterable["Finding"]) -> SafeString:
    """Draw each finding: what and when, the words around, who and of which company."""
    language = get_language() or ""
    numbered = enumerate(findings, 1)
    return mark_safe("".join(row(number, finding, language) for number, finding in numbered))


def row(number: int, finding: "Finding", language: str) -> str:
    words = shown(finding.words)
    said = f'\n    <p class="finding-words">{words}</p>' if words else ""
    return f"""
  <li class="finding" data-row id="finding-{number}">
    <p class="finding-head">{head(finding)}</p>{said}
    <p class="row-who">{who(finding, language)}</p>
  </li>"""


def head(finding: "Finding") -> str:
    title, symbol = shown(finding.title), SYMBOLS.get(finding.kind)
    status = f'<span class="badge">{escape(finding.status)}</span>' if finding.status else ""
    when = f'<span class="finding-when soft">{moment(finding.at)}</span>' if finding.at else ""
    link = f'<a href="{escape(finding.url)}" data-row-link>{title}</a>'
    return f"{icon(symbol, 'small') if symbol else ''}{link}{status}{when}"


def who(finding: "Finding", language: str) -> str:
    name = f"<span>{escape(finding.who)}</span>" if finding.who else ""
    if not finding.company:
        return name
    kind = kind_in(finding.company.kind, language)
    return f'{name}<span class="cut">{escape(finding.company.name)}</span>{kind}'


def shown(words: str) -> str:
    """Escape what is not marked and so escaped already."""
    return words if isinstance(words, SafeString) else escape(words)
