"""Wishes as rows of the board: drawn without templates, since fifty stand on one page."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from html import escape

from django import template
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from whydesk.web.templatetags.look import in_lower_case
from whydesk.web.wish_ranks import (
    COLUMNS,
    KINDS,
    KindShare,
    Most,
    Rank,
    other_revenues,
    ranks,
    shares,
)
from whydesk.wishes.board import Ranking
from whydesk.wishes.choices import Effort, Fit, State
from whydesk.wishes.models import Wish

register = template.Library()

LONGEST_PART = 160


@register.simple_tag
def wish_rows(wishes: Iterable[Wish], largest: Most, ranking: Ranking) -> SafeString:
    """Draw each wish with all of its figures; the one that is sorted by is strong."""
    here = next((column.name for column in COLUMNS if ranking in column.rankings), "")
    return mark_safe("".join(row(wish, largest, here) for wish in wishes))


def row(wish: Wish, largest: Most, here: str) -> str:
    others = {"revenue": other_revenues(wish)}
    cells = {
        rank.name: cell(rank, here, others.get(rank.name, ())) for rank in ranks(wish, largest)
    }
    cells[KINDS] = kinds_cell(shares(wish), here)
    side_by_side = "".join(cells[column.name] for column in COLUMNS)
    address = reverse("wish", args=[wish.pk])
    return f"""
  <tr class="board-row" data-row id="wish-{wish.pk}">
    <th scope="row"><a class="board-link" href="{address}" data-row-link>{escape(wish.title)}</a>
    <span class="board-story cut">{sentence(wish)}</span>
    <span class="board-marks">{marks(wish)}</span></th>{side_by_side}
  </tr>"""


def sentence(wish: Wish) -> str:
    """Tell the story in one line, as far as it is known."""
    words = words_in(get_language() or "")
    told = zip(words, (wish.when, wish.want, wish.so_that), strict=True)
    return " ".join(
        f"<b>{word}</b> {escape(' '.join(part.split())[:LONGEST_PART])}"
        for word, part in told
        if part
    )


@lru_cache
def words_in(language: str) -> tuple[str, str, str]:
    return escape(_("WHEN")), escape(_("I WANT")), escape(_("SO THAT"))


def marks(wish: Wish) -> str:
    said = [state_in(wish.state, get_language() or ""), *decided(wish)]
    if not wish.is_whole:
        missing = escape(_("SO THAT is missing"))
        said.append(f'<span class="badge badge-care">{missing}</span>')
    if wish.effort:
        said.append(rated(_("Effort"), str(Effort(wish.effort).label)))
    if wish.fit:
        said.append(rated(_("Fit"), str(Fit(wish.fit).label)))
    return "".join(said)


def rated(name: str, label: str) -> str:
    return f"<span>{escape(name)}: {escape(label)}</span>"


def decided(wish: Wish) -> list[str]:
    """Say by when it is promised, or when it is asked about again."""
    decision = wish.last_decision  # type: ignore[attr-defined]
    day = decision and (decision.by_when or decision.ask_again_on)
    return [f"<span>{escape(in_lower_case(date_format(day, 'j E Y')))}</span>"] if day else []


@lru_cache
def state_in(state: str, language: str) -> str:
    shown = {"state": state, "state_label": str(State(state).label)}
    return render_to_string("parts/wish_state.html", {"wish": shown}).strip()


def cell(rank: Rank, here: str, others: Sequence[str]) -> str:
    beside = "".join(f"<span>+ {escape(sum_of)}</span>" for sum_of in others)
    words = f'<span class="rank-words">{beside}</span>' if beside else ""
    strong = ' class="board-here"' if rank.name == here else ""
    figure = f'{drawn([("", 0, rank.width)])}<span class="rank-figure">{escape(rank.figure)}</span>'
    if others and not rank.width:
        # Nothing in our currency: what there is in others stands for itself.
        figure, words = "", words.replace("<span>+ ", "<span>")
    return f"""
    <td{strong}><span class="board-label">{escape(rank.label)}</span>\
<span class="rank">{figure}{words}</span></td>"""


def kinds_cell(found: list[KindShare], here: str) -> str:
    strong = ' class="board-here"' if here == KINDS else ""
    label = next(str(column.label) for column in COLUMNS if column.name == KINDS)
    words = "".join(f"<span>{escape(share.label)} {share.number}</span>" for share in found)
    bars = [(share.kind, share.start, share.width) for share in found]
    return f"""
    <td{strong}><span class="board-label">{escape(label)}</span>\
<span class="rank rank-kinds">{drawn(bars)}<span class="rank-words">{words}</span></span></td>"""


@register.simple_tag
def rank_bar(width: int) -> SafeString:
    return mark_safe(drawn([("", 0, width)]))


@register.simple_tag
def kinds_bar(found: list[KindShare]) -> SafeString:
    return mark_safe(drawn([(share.kind, share.start, share.width) for share in found]))


def drawn(pieces: Iterable[tuple[str, int, int]]) -> str:
    """Draw a bar of 100; what it says stands beside it in words."""
    rects = "".join(
        f'<rect class="rank-piece{" rank-" + kind if kind else ""}" x="{start}" width="{width}" '
        'height="8"/>'
        for kind, start, width in pieces
    )
    return (
        '<svg class="rank-bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
        f"{rects}</svg>"
    )
