"""Whether somebody is at the desk."""

from zoneinfo import ZoneInfo

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from whydesk.people.models import Agent
from whydesk.web.templatetags.look import in_lower_case

register = template.Library()


@register.filter
def away(agent: Agent | None) -> str:
    """Name the first day back of somebody who is away, as it is where they live."""
    if agent is None or agent.away_until is None or not agent.is_away:
        return ""
    zone = ZoneInfo(agent.time_zone)
    back = agent.away_until.astimezone(zone)
    is_this_year = back.year == timezone.now().astimezone(zone).year
    day = date_format(back, "j M" if is_this_year else "j M Y")
    return _("away until %(day)s") % {"day": in_lower_case(day)}
