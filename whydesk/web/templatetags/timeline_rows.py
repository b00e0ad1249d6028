"""What happened, as it stands in a timeline: drawn without templates, since fifty stand there."""

from collections.abc import Iterable
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe

from whydesk.web.templatetags.look import moment
from whydesk.web.tickets import Happening

register = template.Library()


@register.simple_tag
def timeline_rows(entries: Iterable[Happening]) -> SafeString:
    """Draw each entry: who, what they did, when."""
    return mark_safe(
        "".join(
            f"\n  <li><b>{escape(entry.actor_name)}</b> {escape(str(entry.sentence))}"
            f'<span class="soft">{moment(entry.at)}</span></li>'
            for entry in entries
        )
    )
