"""Voices as they stand on the page of a wish: drawn without templates, as rows of a list are."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from html import escape

from django import template
from django.template.defaultfilters import floatformat
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from whydesk.web.templatetags.look import icon, kind_in, moment
from whydesk.wishes.choices import Way, Weight
from whydesk.wishes.models import Voice, Wish

register = template.Library()

TONES = {Weight.DEAL_BREAKER: " badge-burn", Weight.NEEDED: " badge-care"}


@dataclass(frozen=True)
class Words:
    """What each voice says, looked up once for all of them."""

    so_that: str
    again: str
    silent: str
    call: str
    mail: str
    change: str
    language: str


@register.simple_tag
def voice_rows(
    voices: Iterable[Voice],
    wish: Wish,
    can_split: bool = False,
    chosen: Collection[int] = (),
    can_change: bool = False,
) -> SafeString:
    """Draw who wants it, in their words; those ticked may become a wish of their own."""
    words = Words(
        so_that=escape(_("SO THAT")),
        again=escape(_("asked again")),
        silent=escape(_("Silent since")),
        call=icon("phone", "small") + escape(_("wants a call")),
        mail=icon("reply", "small") + escape(_("by mail")),
        change=escape(_("Put right")) if can_change else "",
        language=get_language() or "",
    )
    return mark_safe(
        "".join(
            f"""
  <li class="voice" id="voice-{voice.pk}">
    <div class="voice-head">{pick(voice, chosen) if can_split else ""}{head(voice, words)}</div>
    {said(voice, wish, words)}
    <p class="voice-foot soft">{foot(voice, wish, words)}</p>
  </li>"""
            for voice in voices
        )
    )


def pick(voice: Voice, chosen: Collection[int]) -> str:
    name = voice.company.name if voice.company else voice.contact.name
    checked = " checked" if voice.pk in (chosen or ()) else ""
    box = f'<input type="checkbox" name="voice" value="{voice.pk}"{checked}'
    return f'<label class="voice-pick">{box} aria-label="{escape(name)}"></label>'


def head(voice: Voice, words: Words) -> str:
    """Say who it is and what was true of them when they said it."""
    weight = escape(str(Weight(voice.weight).label))
    flame = icon("flame") if voice.weight == Weight.DEAL_BREAKER else ""
    tone = TONES.get(Weight(voice.weight), "")
    kind = kind_in(voice.account_kind, words.language) if voice.account_kind else ""
    return (
        f"<b>{who(voice)}</b>{kind}{revenue(voice)}"
        f'<span class="badge{tone}">{flame}{weight}</span>'
        f'<span class="voice-when soft">{moment(voice.heard_at)}</span>'
    )


def who(voice: Voice) -> str:
    if voice.company:
        noun, key, name = "company", voice.company.pk, voice.company.name
    else:
        noun, key, name = "contact", voice.contact.pk, voice.contact.name
    return f'<a class="link" href="{reverse(noun, args=[key])}">{escape(name)}</a>'


def revenue(voice: Voice) -> str:
    if not voice.monthly_revenue:
        return ""
    amount = f"{floatformat(voice.monthly_revenue, '0g')} {escape(voice.currency)}"
    return f'<span class="soft number">{amount}</span>'


def said(voice: Voice, wish: Wish, words: Words) -> str:
    """Quote them, what for where it differs, and what they said when they asked again."""
    parts = [quoted(voice.said)]
    if voice.so_that and voice.so_that != wish.so_that:
        parts.append(
            f'<p class="voice-why" dir="auto"><span class="wish-word">{words.so_that}</span> '
            f"{escape(voice.so_that)}</p>"
        )
    for again in voice.retellings.all():
        when = f'<p class="soft">{words.again} {moment(again.at)}</p>'
        parts.append(f'<div class="voice-again">{when}{quoted(again.said)}</div>')
    return "".join(parts)


def quoted(text: str) -> str:
    return f'<blockquote class="voice-said" dir="auto">{escape(text)}</blockquote>' if text else ""


def foot(voice: Voice, wish: Wish, words: Words) -> str:
    """Lead to where it was said, and say how they get along and want to be told."""
    anchor = f"#message-{voice.message_id}" if voice.message_id else ""
    address = reverse("ticket", args=[voice.ticket_id]) + anchor
    told = words.call if voice.tell_by == Way.CALL else words.mail
    parts = [told, escape(_("taken by %(agent)s") % {"agent": voice.agent.name})]
    if voice.workaround:
        around = {"workaround": voice.get_workaround_display()}
        parts.insert(0, escape(_("Way around it: %(workaround)s") % around))
    if voice.company:
        parts.insert(0, escape(voice.contact.name))
    if voice.wish_id != wish.pk:
        parts.append(escape(_("said of “%(title)s”") % {"title": voice.wish.title}))
    if voice.faded_at:
        silent = f"{icon('hold')}{words.silent} {moment(voice.faded_at)}"
        parts.append(f'<span class="badge">{silent}</span>')
    if words.change:
        name = escape(voice.company.name if voice.company else voice.contact.name)
        link = f'<a class="link" href="{reverse("voice", args=[voice.pk])}">{words.change}'
        parts.append(f'{link}<span class="unseen">: {name}</span></a>')
    shown = "".join(f"<span>{part}</span>" for part in parts)
    return f'<a class="link" href="{address}">#{voice.ticket_id}</a>{shown}'
