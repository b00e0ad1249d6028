"""What goodwill comes to, drawn, with the tables behind it."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from whydesk.goodwill.choices import Became, Kind
from whydesk.goodwill.figures import MONTHS, Figures, figures_of_year
from whydesk.goodwill.money import show_money
from whydesk.people.actors import Can
from whydesk.web.pages import AgentRequest, for_agents, show

# The field of parts/chart.html, whose bars are eight wide.
_WIDE, _HIGH, _BAR = 100, 38, 8


@for_agents
@require_GET
def figures(request: AgentRequest) -> HttpResponse:
    request.user.must(Can.SEE_ALL_TICKETS)
    year = figures_of_year(timezone.now())
    context = {
        "here": "goodwill",
        "is_empty": not any(year.kinds.values()),
        "charts": [chart_of(year, currency) for currency in year.amounts],
        "kinds": meters(year.kinds, dict(Kind.choices)),
        "known": year.known,
        "outcomes": meters({one: year.outcome(one) for one in Became}, dict(Became.choices)),
        "became": Became.choices,
        "table": list(table_of(year)),
    }
    return show(request, "screens/goodwill_figures.html", context)


def chart_of(year: Figures, currency: str) -> dict[str, Any]:
    """Draw what was given in a currency month by month."""
    amounts = [year.amounts[currency].get(month, Decimal(0)) for month in year.months]
    top = max(amounts) or Decimal(1)
    step = (_WIDE - _BAR) / (MONTHS - 1)
    heights = [round(float(amount / top) * _HIGH, 1) for amount in amounts]
    bars = [
        {
            "x": round(place * step, 1),
            "y": round(_HIGH - height, 1),
            "height": height,
            "is_last": place == MONTHS - 1,
        }
        for place, height in enumerate(heights)
    ]
    return {
        "label": _("Given a month, %(currency)s") % {"currency": currency},
        "bars": bars,
        "figure": show_money(amounts[-1], currency),
        "rows": [
            (date_format(month, "F Y"), show_money(amount, currency))
            for month, amount in zip(reversed(year.months), reversed(amounts), strict=True)
        ],
    }


def meters(counts: Mapping[str, int], labels: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Lay out how many of all there are of each."""
    top = sum(counts.values())
    return [
        {"label": labels[one], "text": str(count), "value": count, "top": top or 1, "high": top + 1}
        for one, count in counts.items()
    ]


def table_of(year: Figures) -> Iterable[tuple[Any, list[int]]]:
    """Lay out what came of each kind."""
    for kind, label in Kind.choices:
        yield label, [year.became[kind].get(one, 0) for one in Became.values]
