"""An agenda as it stands before the review: drawn without templates, since forty stand on it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from django import template
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from whydesk.web.templatetags.look import icon
from whydesk.wishes.choices import Because, Outcome
from whydesk.wishes.models import AgendaItem

register = template.Library()

TONES = {Because.LATE: "burn", Because.DUE: "care", Because.ASKED_AGAIN: "care"}


@dataclass(frozen=True)
class Acts:
    """What may be done to each item, with its words looked up once for all of them.

    `troubled` is the item that was refused, `trouble` why, and `typed` what stood there.
    """

    csrf_token: str
    can_run: bool
    troubled: int
    trouble: str
    typed: Mapping[str, str]
    prepare: str
    known: str
    save: str
    pin: str
    unpin: str
    until: str
    put_off: str


@register.simple_tag(takes_context=True)
def agenda_rows(context: Mapping[str, Any], items: Iterable[AgendaItem]) -> SafeString:
    """Draw each item: the wish, why it is there, how large it is, what can be done before."""
    acts = acts_of(context) if context["can"]["NOTE"] else None
    return mark_safe(
        "".join(
            f"""
<li class="agenda-item" id="item-{item.pk}">
  <span class="agenda-number number">{place}</span>
  <div class="agenda-wish">
    <p class="agenda-title">{title(item)}</p>
    <p class="agenda-about">{"".join(badges(item))}<span class="soft">{size(item)}</span></p>
    {note(item)}
  </div>
  {form(item, acts) if acts else ""}
</li>"""
            for place, item in enumerate(items, 1)
        )
    )


def acts_of(context: Mapping[str, Any]) -> Acts:
    return Acts(
        csrf_token=escape(str(context["csrf_token"])),
        can_run=bool(context["can"]["RUN_REVIEWS"]),
        troubled=context.get("troubled", 0),
        trouble=escape(context.get("trouble", "")),
        typed=context.get("typed", {}),
        prepare=icon("note", "small") + escape(_("Prepare")),
        known=escape(_("What should be known there")),
        save=escape(_("Save the note")),
        pin=escape(_("Pin to the top")),
        unpin=escape(_("Unpin")),
        until=escape(_("Put off until")),
        put_off=escape(_("Put off")),
    )


def title(item: AgendaItem) -> str:
    return f'<a href="{reverse("wish", args=[item.wish_id])}">{escape(item.wish.title)}</a>'


def badges(item: AgendaItem) -> list[str]:
    """Say why it is there, and what has become of it."""
    said = [badge(str(Because(item.because).label), TONES.get(Because(item.because), "accent"))]
    if item.is_pinned and item.because != Because.PINNED:
        said.insert(0, badge(pgettext("on the agenda", "Pinned"), "accent"))
    if item.decision:
        said.append(badge(str(Outcome(item.decision.outcome).label), "good", icon("close")))
    elif item.postponed_to:
        until = _("Put off until %(day)s") % {"day": date_format(item.postponed_to, "j E")}
        said.append(badge(until, "", icon("snooze")))
    return said


def badge(words: str, tone: str, symbol: str = "") -> str:
    tones = f" badge-{tone}" if tone else ""
    return f'<span class="badge{tones}">{symbol}{escape(words)}</span>'


def size(item: AgendaItem) -> str:
    number, breakers = item.wish.companies, item.wish.deal_breakers
    said = [ngettext("%(number)s company", "%(number)s companies", number) % {"number": number}]
    if breakers:
        counted = ngettext("%(number)s deal-breaker", "%(number)s deal-breakers", breakers)
        said.append(counted % {"number": breakers})
    return escape(" · ".join(said))


def note(item: AgendaItem) -> str:
    if not item.prepared:
        return ""
    return f'<p class="agenda-note words" dir="auto">{escape(item.prepared)}</p>'


def form(item: AgendaItem, acts: Acts) -> str:
    is_troubled = acts.troubled == item.pk
    written = acts.typed.get("prepared", "") if is_troubled else item.prepared
    trouble = f'<p class="errorlist" role="alert">{acts.trouble}</p>' if is_troubled else ""
    field = f"prepared-{item.pk}"
    return f"""<details class="agenda-acts"{" open" if is_troubled else ""}>
    <summary class="button button-quiet">{acts.prepare}<span class="unseen">: {
        escape(item.wish.title)
    }</span></summary>
    <form class="reviews-form" method="post" action="{reverse("review_item", args=[item.pk])}">
      <input type="hidden" name="csrfmiddlewaretoken" value="{acts.csrf_token}">{trouble}
      <div class="field"><label for="{field}">{acts.known}</label><textarea id="{
        field
    }" name="prepared" rows="2" dir="auto">
{escape(written)}</textarea></div>
      <p class="buttons"><button class="button" name="act" value="prepare">{acts.save}</button>{
        pinning(item, acts)
    }</p>
      {putting_off(item, acts, is_troubled=is_troubled)}
    </form>
  </details>"""


def pinning(item: AgendaItem, acts: Acts) -> str:
    if not acts.can_run:
        return ""
    act, words = ("unpin", acts.unpin) if item.is_pinned else ("pin", acts.pin)
    return f'<button class="button button-quiet" name="act" value="{act}">{words}</button>'


def putting_off(item: AgendaItem, acts: Acts, *, is_troubled: bool) -> str:
    if not acts.can_run or item.decision:
        return ""
    day, field = escape(acts.typed.get("to", "")) if is_troubled else "", f"to-{item.pk}"
    return (
        f'<p class="agenda-off"><label for="{field}">{acts.until}</label>'
        f'<input class="input" id="{field}" type="date" name="to" value="{day}">'
        f'<button class="button button-quiet" name="act" value="postpone">{acts.put_off}'
        "</button></p>"
    )
