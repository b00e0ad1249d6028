"""What agents type, as HTML for mail and screen and as plain text that reads well alone."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

import nh3
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

_TAGS = {
    *("a", "blockquote", "br", "code", "em", "hr", "p", "pre", "s", "strong"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "li", "ol", "ul"),
    *("table", "tbody", "td", "th", "thead", "tr"),
}
_ATTRIBUTES = {"a": {"href"}, "ol": {"start"}}
_SCHEMES = {"http", "https", "mailto", "tel"}
_BARE = re.compile(r"https?://[^\s<>\"]{1,2000}")
_MARKS = {"strong": "*", "em": "_"}


def to_html(text: str) -> str:
    """Render Markdown as harmless HTML; HTML in it is shown as typed.

    A new line stays a new line, as people who write mail expect. A picture
    that lies elsewhere becomes a link: nobody is watched while reading.
    """
    return _sanitise(_MARKDOWN.render(text))


def lines_to_html(text: str) -> str:
    """Show plain text line by line, its addresses as links."""
    parts, end = [], 0
    for match in _BARE.finditer(text):
        address = _trimmed(match[0])
        shown = html.escape(address)
        parts += [html.escape(text[end : match.start()]), f'<a href="{shown}">{shown}</a>']
        end = match.start() + len(address)
    return _sanitise("".join([*parts, html.escape(text[end:])]).replace("\n", "<br>\n"))


def to_plain(text: str) -> str:
    """Render Markdown as text: lists and quotes keep their marks, links show where they lead."""
    root = SyntaxTreeNode(_MARKDOWN.parse(text))
    return _blocks(root.children)


def _sanitise(markup: str) -> str:
    return nh3.clean(
        markup,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes=_SCHEMES,
        link_rel="noopener noreferrer",
    )


def _blocks(nodes: Sequence[SyntaxTreeNode], *, tight: bool = False) -> str:
    return ("\n" if tight else "\n\n").join(_block(node) for node in nodes)


def _block(node: SyntaxTreeNode) -> str:
    match node.type:
        case "paragraph" | "heading" | "th" | "td":
            return "".join(map(_inline, node.children))
        case "bullet_list" | "ordered_list":
            return _list(node)
        case "blockquote":
            return _prefixed("> ", _blocks(node.children))
        case "fence" | "code_block":
            return _prefixed("    ", node.content.rstrip("\n"))
        case "thead" | "tbody" | "table":
            return "\n".join(map(_block, node.children))
        case "tr":
            return " | ".join(map(_block, node.children))
        case _:
            return "* * *"


def _list(node: SyntaxTreeNode) -> str:
    is_numbered = node.type == "ordered_list"
    first = int(node.attrs.get("start", 1)) if is_numbered else 0
    tight = all(child.hidden for item in node.children for child in item.children[:1])
    items = []
    for number, item in enumerate(node.children, first):
        mark = f"{number}. " if is_numbered else "- "
        text = _blocks(item.children, tight=tight)
        items.append(mark + _prefixed(" " * len(mark), text).lstrip(" "))
    return ("\n" if tight else "\n\n").join(items)


def _prefixed(prefix: str, text: str) -> str:
    return "\n".join((prefix + line).rstrip() for line in text.split("\n"))


def _inline(node: SyntaxTreeNode) -> str:
    inner = "".join(map(_inline, node.children))
    match node.type:
        case "text" | "code_inline" | "text_special":
            return node.content
        case "softbreak" | "hardbreak":
            return "\n"
        case "link":
            return _link(inner, str(node.attrs.get("href", "")))
        case "image":
            return _link(node.content, str(node.attrs.get("src", "")))
        case other:
            mark = _MARKS.get(other, "")
            return f"{mark}{inner}{mark}"


def _link(text: str, address: str) -> str:
    is_shown = address.removeprefix("mailto:") == text or not text
    return address.removeprefix("mailto:") if is_shown else f"{text} <{address}>"


def _trimmed(address: str) -> str:
    """Leave the stop that ends a sentence, and a bracket opened before, out of an address."""
    address = address.rstrip(".,:;!?'*_")
    return (
        address[:-1].rstrip(".,:;!?") if address.endswith(")") and "(" not in address else address
    )


def _link_bare_addresses(state: StateCore) -> None:
    for block in state.tokens:
        if block.type == "inline" and block.children:
            block.children = _linked(block.children)


def _linked(tokens: list[Token]) -> list[Token]:
    linked: list[Token] = []
    depth = 0
    for token in tokens:
        depth += {"link_open": 1, "link_close": -1}.get(token.type, 0)
        linked += [token] if depth or token.type != "text" else _cut_at_addresses(token)
    return linked


def _cut_at_addresses(token: Token) -> list[Token]:
    pieces: list[Token] = []
    end = 0
    for match in _BARE.finditer(token.content):
        address = _trimmed(match[0])
        pieces += [_text(token.content[end : match.start()]), *_anchor(address)]
        end = match.start() + len(address)
    return [*pieces, _text(token.content[end:])]


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


def _anchor(address: str) -> list[Token]:
    opening = Token("link_open", "a", 1, attrs={"href": address})
    return [opening, _text(address), Token("link_close", "a", -1)]


def _show_picture_as_link(
    renderer: object, tokens: Sequence[Token], index: int, options: object, env: object
) -> str:
    address = html.escape(str(tokens[index].attrs.get("src", "")))
    return f'<a href="{address}">{html.escape(tokens[index].content) or address}</a>'


def _make() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False, "breaks": True})
    markdown.enable(["table", "strikethrough"])
    markdown.core.ruler.push("bare_addresses", _link_bare_addresses)
    markdown.add_render_rule("image", _show_picture_as_link)
    return markdown


_MARKDOWN = _make()
