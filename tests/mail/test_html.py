"""HTML of strangers: what stays, what goes, and that no input hangs."""

import re

import pytest

from whydesk.mail.html import SafeHtml, sanitise, with_remote_pictures

CASES = [
    ("<p>a</p><script>x</script>", "<p>a</p>"),
    ('<p onclick="x">a</p>', "<p>a</p>"),
    ("<style>p {color: red}</style>a", "a"),
    ('<form action="x"><input name="q">a</form>', "a"),
    ('<iframe src="https://example.com"></iframe>a', "a"),
    ('<object data="x">b</object>a', "a"),
    ('<meta http-equiv="refresh" content="0">a', "a"),
    ('<link rel="stylesheet" href="https://example.com/a.css">a', "a"),
    ('<base href="https://example.com">a', "a"),
    ("<svg><script>x</script></svg>a", "a"),
    ('<p style="color:red;position:fixed;top:0">a</p>', '<p style="color:red">a</p>'),
    ('<p style="background-color:red;background:url(https://x/y)">a</p>', None),
    ('<table background="https://example.com/a.png"><tr><td>a</td></tr></table>', None),
    ('<img src="cid:a@b">', '<img src="cid:a@b">'),
    ('<img src="data:image/png;base64,AA">', '<img src="data:image/png;base64,AA">'),
    ('<img src="data:image/svg+xml,x">', "<img>"),
    ('<img src="picture.png">', "<img>"),
]
LINK = {'target="_blank"', 'rel="noopener noreferrer nofollow"'}


@pytest.mark.parametrize(("html", "safe"), CASES)
def test_what_acts_or_loads_is_taken_out(html: str, safe: str | None) -> None:
    found = sanitise(html).html
    assert "https:" not in found
    assert safe is None or found == safe


def _facts(link: str) -> set[str]:
    """Give the attributes of a link; nh3 writes them in no fixed order."""
    return set(re.findall(r'[a-z]+="[^"]*"', link))


@pytest.mark.parametrize("scheme", ["javascript:x", "data:text/html,x", "vbscript:x", "cid:x"])
def test_links_lead_to_the_web_only(scheme: str) -> None:
    assert _facts(sanitise(f'<a href="{scheme}">a</a>').html) == LINK


def test_links_open_elsewhere_and_tell_nothing() -> None:
    found = sanitise('<a href="https://example.com/x">a</a>').html
    assert _facts(found) == LINK | {'href="https://example.com/x"'}


def test_remote_pictures_wait_and_come_back() -> None:
    html = '<p><img alt="a &gt; b" src="https://example.com/a.png"></p>'
    safe = sanitise(html)
    waiting = '<p><img alt="a &gt; b" data-src="https://example.com/a.png"></p>'
    assert safe == SafeHtml(waiting, has_remote_pictures=True)
    assert with_remote_pictures(safe.html) == html


def test_words_that_look_like_a_waiting_picture_stay_words() -> None:
    text = 'a data-src="https://example.com/a.png" b'
    assert with_remote_pictures(sanitise(text).html) == text


@pytest.mark.parametrize("size", ['width="1" height="1"', 'style="width:1px"', 'height="0"'])
def test_a_picture_that_nobody_could_see_is_dropped(size: str) -> None:
    assert sanitise(f'a<img src="https://t.example/p" {size}>') == SafeHtml("a", False)


KILLERS = [
    "<div>" * 100_000,
    "<b id=1>" * 50_000 + "<p>" * 50_000,
    "".join(f"<b id={number}>" for number in range(20_000)) + "<p>" * 20_000,
    "<div " + " ".join(f"a{number}" for number in range(200_000)) + ">",
    "<table><tr><td>" * 40_000,
    "&" * 1_000_000,
    "&amp;" * 100_000 + "x" * 1_000_000,
    "<!--" * 200_000,
    "<" * 1_000_000,
]


@pytest.mark.parametrize("html", KILLERS, ids=range(len(KILLERS)))
def test_no_html_hangs(html: str) -> None:
    """Each of these cost one of the parsers minutes before it was tamed."""
    assert len(sanitise(html).html) < 12_000_000
