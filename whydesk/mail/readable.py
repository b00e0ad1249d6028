"""HTML as the text a person would have typed: lines, with marks where clients left them.

A quotation becomes lines that begin with ">", as in plain mail, so that one set
of rules finds the new text in both.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from whydesk.mail.charsets import clean
from whydesk.mail.marks import OUTLOOK_LINE, TO_THE_END, Mark, is_quotation, named_mark
from whydesk.mail.markup import tame

MAX_NODES = 200_000


@dataclass
class Readable:
    """Lines of text, and the marks of those that have one."""

    lines: list[str] = field(default_factory=list)
    marks: dict[int, Mark] = field(default_factory=dict)
    is_from_html: bool = False

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


_SPACES = re.compile(r"[ \t\r\n\f]+")
_CELL = " | "
_HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.IGNORECASE)
_UNREAD = "script style head title template object embed applet noembed select -comment"
_SKIPPED = frozenset(_UNREAD.split())
_OWN_LINES = """
    address article aside center dd details div dl dt fieldset figcaption figure footer
    form header main nav section summary table tbody thead tfoot tr body blockquote
    ul ol li pre hr p h1 h2 h3 h4 h5 h6 dir menu
"""
_BLOCKS = frozenset(_OWN_LINES.split())
_SPACED = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6"})


def read_html(html: str) -> Readable:
    """Turn HTML into readable lines."""
    parser = LexborHTMLParser(tame(html))
    page = _Page()
    if parser.body is not None:
        page.walk(parser.body)
    return page.finish()


class _Page:
    """The page being written while the tree is walked (without recursion)."""

    def __init__(self) -> None:
        self.out = Readable(is_from_html=True)
        self.words: list[str] = []
        self.quotes = 0
        self.preformatted = 0
        self.lists: list[int] = []
        self.marks: list[Mark] = []
        self.gap = False
        self.row_has_text = False
        self.bullet = ""

    def walk(self, root: LexborNode) -> None:
        """Visit each node twice, when it opens and when it closes."""
        node: LexborNode | None = root
        closing: list[tuple[LexborNode, str, Mark | None]] = []
        for _ in range(MAX_NODES):
            if node is None:
                break
            tag = node.tag or ""
            if tag == "-text":
                self.write(node.text_content or "")
            elif tag not in _SKIPPED:
                attributes = node.attributes if tag not in ("br", "b", "tr", "i") else {}
                if not _HIDDEN.search(attributes.get("style") or ""):
                    mark = self.open(tag, attributes)
                    if node.child is not None:
                        closing.append((node, tag, mark))
                        node = node.child
                        continue
                    self.close(node, tag, mark)
            while node is not None and node.next is None:
                if not closing:
                    return
                node, tag, mark = closing.pop()
                self.close(node, tag, mark)
            node = node.next if node is not None else None

    def open(self, tag: str, attributes: dict[str, str | None]) -> Mark | None:
        if tag == "br":
            self.end_line()
            return None
        if tag == "img":
            self.write_picture(attributes)
            return None
        if tag in ("td", "th"):
            self.open_cell()
        elif tag in _BLOCKS:
            self.open_block(tag, attributes)
        return self.open_mark(tag, attributes)

    def open_block(self, tag: str, attributes: dict[str, str | None]) -> None:
        self.break_line()
        if tag == "tr":
            self.row_has_text = False
        elif tag in _SPACED and "mso" not in (attributes.get("class") or "").lower():
            self.gap = True
        elif tag == "hr":
            self.write("—" * 3)
            self.break_line()
        elif tag == "pre":
            self.preformatted += 1
        elif tag in ("ul", "ol"):
            self.lists.append(0 if tag == "ol" else -1)
        elif tag == "li":
            self.bullet = self.next_bullet()

    def next_bullet(self) -> str:
        if not self.lists or self.lists[-1] < 0:
            return "  " * max(0, len(self.lists) - 1) + "- "
        self.lists[-1] += 1
        return "  " * (len(self.lists) - 1) + f"{self.lists[-1]}. "

    def open_cell(self) -> None:
        if self.row_has_text and self.words and self.words[-1] != _CELL:
            self.words.append(_CELL)

    def open_mark(self, tag: str, attributes: dict[str, str | None]) -> Mark | None:
        names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
        mark: Mark | None = None
        if tag == "blockquote" and is_quotation(attributes):
            self.quotes += 1
        elif len(names) > 1:
            mark = named_mark(names)
            if mark is Mark.QUOTED and TO_THE_END.search(names):
                self.marks.insert(0, mark)
                return None
        if mark is None and OUTLOOK_LINE.search((attributes.get("style") or "").replace(" ", "")):
            self.marks.insert(0, Mark.QUOTED)
            return None
        if mark is not None:
            self.break_line()
            self.marks.append(mark)
        return mark

    def close(self, node: LexborNode, tag: str, mark: Mark | None) -> None:
        if tag == "a":
            self.write_link(node)
        elif tag in ("td", "th"):
            self.row_has_text = True
        elif tag in _BLOCKS:
            self.break_line()
            self.gap = self.gap or tag in _SPACED
            self.preformatted -= tag == "pre" and self.preformatted > 0
            if tag in ("ul", "ol") and self.lists:
                self.lists.pop()
            if tag == "blockquote" and self.quotes and is_quotation(node.attributes):
                self.quotes -= 1
        if mark is not None:
            self.break_line()
            self.marks.remove(mark)

    def write(self, text: str) -> None:
        if self.preformatted:
            *whole, last = text.replace("\r\n", "\n").split("\n")
            for line in whole:
                self.words.append(line)
                self.end_line()
            self.words.append(last)
            return
        text = _SPACES.sub(" ", text)
        if text == " " and (not self.words or self.words[-1].endswith(" ")):
            return
        self.words.append(text if self.words else text.lstrip(" "))

    def write_picture(self, attributes: dict[str, str | None]) -> None:
        alt = _SPACES.sub(" ", attributes.get("alt") or "").strip()
        if alt and len(alt) < 200:
            self.words.append(alt if len(alt) < 3 and not alt.isascii() else f"[{alt}]")

    def write_link(self, node: LexborNode) -> None:
        """Write where a link leads, unless its words say so already."""
        target = (node.attributes.get("href") or "").strip()
        shown = "".join(self.words[-20:]) + "".join(self.out.lines[-1:])
        bare = target.removeprefix("mailto:").partition("://")[2] or target.removeprefix("mailto:")
        if not target.lower().startswith(("http:", "https:", "mailto:")) or len(target) > 2000:
            return
        if not self.words or bare.rstrip("/").removeprefix("www.").lower() in shown.lower():
            return
        self.words.append(f" <{target.removeprefix('mailto:')}>")

    def break_line(self) -> None:
        words = "".join(self.words)
        is_gap = "\u00a0" in words and self.out.lines and self.out.lines[-1].strip("> ")
        if words.strip() or is_gap:
            self.gap = self.gap and not is_gap
            self.end_line()
        else:
            self.words.clear()

    def end_line(self) -> None:
        """Put the words gathered so far on the page as one line."""
        line = "".join(self.words).replace("\u00a0", " ")
        self.words.clear()
        line = (self.bullet + line.strip()) if not self.preformatted else line.rstrip()
        self.bullet = "" if line.strip() else self.bullet
        if self.gap and self.out.lines and self.out.lines[-1].strip("> "):
            self.put("")
        self.gap = False
        self.put(line.rstrip())

    def put(self, line: str) -> None:
        prefix = ">" * self.quotes
        if self.marks:
            self.out.marks[len(self.out.lines)] = self.marks[0]
        self.out.lines.append(clean(f"{prefix} {line}".rstrip() if prefix else line))

    def finish(self) -> Readable:
        self.break_line()
        return self.out
