"""What agents type, as customers and colleagues see it."""

from html.parser import HTMLParser

import pytest

from whydesk.mail.markdown import lines_to_html, to_html, to_plain

LINK = '<a href="{0}" rel="noopener noreferrer">{1}</a>'


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        ("one\ntwo", "<p>one<br>\ntwo</p>\n"),
        ("**b** _i_ ~~s~~ `c`", "<p><strong>b</strong> <em>i</em> <s>s</s> <code>c</code></p>\n"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        ("3. a\n4. b", '<ol start="3">\n<li>a</li>\n<li>b</li>\n</ol>\n'),
        ("> q", "<blockquote>\n<p>q</p>\n</blockquote>\n"),
        ("[t](https://x.example)", f"<p>{LINK.format('https://x.example', 't')}</p>\n"),
        (
            "![p](https://x.example/p.png)",
            f"<p>{LINK.format('https://x.example/p.png', 'p')}</p>\n",
        ),
        ("a <b>c</b>", "<p>a &lt;b&gt;c&lt;/b&gt;</p>\n"),
    ],
)
def test_markdown_becomes_html(typed: str, html: str):
    assert to_html(typed) == html


@pytest.mark.parametrize(
    ("typed", "address", "after"),
    [
        ("see https://x.example/a_b_c.", "https://x.example/a_b_c", "."),
        ("(https://x.example)", "https://x.example", ")"),
        ("https://x.example/a_(b)", "https://x.example/a_(b)", ""),
        ("http://x.example/?a=1&b=2!", "http://x.example/?a=1&amp;b=2", "!"),
    ],
)
def test_a_bare_address_becomes_a_link(typed: str, address: str, after: str):
    assert f"{LINK.format(address, address)}{after}</p>" in to_html(typed)
    assert f"{LINK.format(address, address)}{after}" in lines_to_html(typed)


def test_an_address_in_a_link_or_in_code_stays_what_it_is():
    assert to_html("`https://x.example`") == "<p><code>https://x.example</code></p>\n"
    assert to_html("[https://a.example](https://b.example)").count("<a ") == 1


@pytest.mark.parametrize(
    "evil",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt&colon;alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](vbscript:x)",
        "![x](javascript:alert(1))",
        '![x](https://x.example/"onerror="alert(1))',
        '[x](https://x.example "title" onclick=alert)',
        '<https://x.example/"onclick="alert(1)>',
        "```html\n<iframe src=x></iframe>\n```",
        "https://x.example/\"onmouseover='alert(1)'",
    ],
)
def test_nothing_that_is_typed_runs(evil: str):
    seen = Tags()
    seen.feed(to_html(evil) + lines_to_html(evil))
    assert {tag for tag, _ in seen.found} <= {"p", "a", "br", "pre", "code"}
    attributes = [pair for _, pairs in seen.found for pair in pairs]
    assert {name for name, _ in attributes} <= {"href", "rel"}
    assert [href for name, href in attributes if name == "href" and href[:8] != "https://"] == []


class Tags(HTMLParser):
    """Every tag of a page with its attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, list[tuple[str, str]]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, [(name, value or "") for name, value in attrs]))


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("one\ntwo\n\nthree", "one\ntwo\n\nthree"),
        ("**b** _i_ `c` ~~s~~", "*b* _i_ c s"),
        ("# Title\n\ntext", "Title\n\ntext"),
        ("[t](https://x.example) https://y.example", "t <https://x.example> https://y.example"),
        ("<a@b.example>", "a@b.example"),
        ("![p](https://x.example/p.png)", "p <https://x.example/p.png>"),
        ("* a\n* b\n  * c", "- a\n- b\n  - c"),
        ("1) a\n2) b", "1. a\n2. b"),
        ("- a\n\n- b", "- a\n\n- b"),
        ("> q\n> r", "> q\n> r"),
        ("```\nx = 1\n\n  y\n```", "    x = 1\n\n      y"),
        ("a\n\n---\n\nb", "a\n\n* * *\n\nb"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "a | b\n1 | 2"),
        (r"2 \* 3 &amp; 4", "2 * 3 & 4"),
        ("1986\\. A year", "1986. A year"),
        ("", ""),
    ],
)
def test_markdown_becomes_text_that_reads_well(typed: str, plain: str):
    assert to_plain(typed) == plain
