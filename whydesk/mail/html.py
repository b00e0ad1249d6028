"""HTML of strangers made safe to show: no script, no form, nothing loaded from outside.

A remote picture's address is moved to `data-src`, so that opening a mail tells
its sender nothing; `with_remote_pictures` moves it back when an agent asks.
Pictures sent along keep `src="cid:…"` for the screen to point at attachments.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import nh3

from whydesk.mail.charsets import clean
from whydesk.mail.markup import tame

_TAGS = """
    a abbr acronym address article aside b bdi bdo big blockquote br caption center cite
    code col colgroup dd del details dfn dir div dl dt em figcaption figure font footer
    h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark menu nav ol p pre q rp rt ruby
    s samp section small span strike strong sub summary sup table tbody td tfoot th thead
    time tr tt u ul var wbr
"""
_STYLES = """
    background-color border border-bottom border-bottom-color border-bottom-style
    border-bottom-width border-collapse border-color border-left border-left-color
    border-left-style border-left-width border-radius border-right border-right-color
    border-right-style border-right-width border-spacing border-style border-top
    border-top-color border-top-style border-top-width border-width clear color
    direction display float font-family font-size font-style font-variant font-weight
    height letter-spacing line-height list-style-type margin margin-bottom margin-left
    margin-right margin-top max-height max-width min-height min-width padding
    padding-bottom padding-left padding-right padding-top table-layout text-align
    text-decoration text-indent text-transform vertical-align white-space width
    word-break word-spacing word-wrap overflow-wrap
"""
_TABLE = {"align", "valign", "bgcolor", "border", "cellpadding", "cellspacing", "width", "height"}
_ATTRIBUTES = {
    "*": {"style", "dir", "lang", "title", "align"},
    "a": {"href", "name"},
    "img": {"src", "alt", "width", "height", "border", "hspace", "vspace"},
    "font": {"color", "face", "size"},
    "table": _TABLE,
    "tr": _TABLE,
    "td": _TABLE | {"colspan", "rowspan", "nowrap"},
    "th": _TABLE | {"colspan", "rowspan", "nowrap"},
    "col": {"span", "width"},
    "colgroup": {"span", "width"},
    "ol": {"start", "type", "reversed"},
    "ul": {"type"},
    "li": {"value", "type"},
    "hr": {"size", "width", "color", "noshade"},
    "time": {"datetime"},
}
_PICTURE_DATA = re.compile(r"data:image/(?:png|jpe?g|gif|webp|bmp)[;,]", re.IGNORECASE)
_PICTURE = re.compile(r"<img [^>]*>")
_REMOTE = re.compile(r' src="(?=https?:)', re.IGNORECASE)
_WAITING = re.compile(r' data-src="(?=https?:)', re.IGNORECASE)
_INVISIBLE = re.compile(
    r' (?:width|height)="[01](?:px)?"|[";](?:max-)?(?:width|height):[01](?:px)?[";]|display:none',
    re.IGNORECASE,
)


@dataclass(frozen=True)
class SafeHtml:
    """HTML to show, and whether it waits for leave to load remote pictures."""

    html: str
    has_remote_pictures: bool


def _keep_value(tag: str, name: str, value: str) -> str | None:
    """Refuse addresses and styles that reach outside; nh3 has checked the schemes."""
    if name == "style":
        return None if "url(" in value.lower() or "\\" in value else value
    lowered = value[:32].lstrip().lower()
    if lowered.startswith("data:"):
        return value if tag == "img" and _PICTURE_DATA.match(value) else None
    return None if name == "href" and lowered.startswith("cid:") else value


_CLEANER = nh3.Cleaner(
    tags=set(_TAGS.split()),
    clean_content_tags={"script", "style", "title", "textarea", "select", "object", "iframe"},
    attributes=_ATTRIBUTES,
    attribute_filter=_keep_value,
    filter_style_properties=set(_STYLES.split()),
    url_schemes={"http", "https", "mailto", "tel", "cid", "data"},
    url_relative="deny",
    link_rel="noopener noreferrer nofollow",
    set_tag_attribute_values={"a": {"target": "_blank"}},
)


def sanitise(html: str) -> SafeHtml:
    """Take out whatever acts, loads or tracks; keep the look as far as that goes."""
    safe = _PICTURE.sub(_hold_back, _CLEANER.clean(tame(clean(html))))
    return SafeHtml(safe, _WAITING.search(safe) is not None)


def with_remote_pictures(html: str) -> str:
    """Let the remote pictures of sanitised HTML load."""
    return _PICTURE.sub(lambda match: _WAITING.sub(' src="', match[0], count=1), html)


def _hold_back(match: re.Match[str]) -> str:
    """Move a remote picture's address aside; drop one that nobody could see."""
    tag = match[0]
    if not _REMOTE.search(tag):
        return tag
    if _INVISIBLE.search(tag):
        return ""
    return _REMOTE.sub(' data-src="', tag, count=1)
