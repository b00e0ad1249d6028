"""When the reviews are: the team's settings, and the same as a feed for one's own calendar."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta

from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from whydesk.people.actors import Can
from whydesk.people.models import Agent
from whydesk.web.filters import at
from whydesk.web.pages import AgentRequest, SeeOther, for_agents, show
from whydesk.web.review_forms import CalendarForm
from whydesk.wishes.calendar import monday_of, the_calendar, upcoming_reviews
from whydesk.wishes.models import MovedReview, ReviewCalendar
from whydesk.wishes.planning import set_calendar
from whydesk.wishes.refusals import ReviewRefused

IN_THE_FEED = 12
SIGNER = signing.Signer(salt="whydesk.reviews")
WEEK = timedelta(weeks=1)
# RFC 5545, 3.1: no line is longer in octets.
LONGEST_LINE = 75


@for_agents
@require_http_methods(["GET", "POST"])
def calendar(request: AgentRequest) -> HttpResponse:
    """Show when the reviews are; those who hold them may change it."""
    request.user.must(Can.SEE_ALL_TICKETS)
    form = CalendarForm.of(the_calendar())
    if request.method == "POST":
        form = CalendarForm(request.POST)
        if kept(form, request.user):
            messages.success(request, _("Saved. The reviews that are planned have moved with it."))
            return SeeOther(reverse("reviews"))
    context = {"here": "reviews", "form": form, "feed": feed_link(request.user)}
    return show(
        request, "screens/review_calendar.html", context, status=422 if form.errors else 200
    )


def kept(form: CalendarForm, by: Agent) -> bool:
    """Set the calendar as the form says, or note on the form why not."""
    by.must(Can.RUN_REVIEWS)
    if not form.is_valid():
        return False
    try:
        set_calendar(form.schedule, by=by)
    except ReviewRefused as error:
        form.add_error(None, str(error))
    return form.is_valid()


@require_GET
def feed(request: HttpRequest) -> HttpResponse:
    """Give the coming reviews to a calendar, which cannot sign in: its address says for whom."""
    try:
        key = int(SIGNER.unsign(request.GET.get("key", "")))
    except (signing.BadSignature, ValueError) as error:
        raise Http404(_("There is nothing at this address.")) from error
    reader = get_object_or_404(Agent, pk=key, is_active=True)
    reader.must(Can.SEE_ALL_TICKETS)
    with translation.override(reader.language):
        text = written(the_calendar(), upcoming_reviews(IN_THE_FEED), moved_weeks())
    return HttpResponse(text, "text/calendar; charset=utf-8", headers={"Cache-Control": "private"})


def feed_link(agent: Agent) -> str:
    """Return the address of the agent's own feed."""
    path = at(reverse("review_feed"), {"key": SIGNER.sign(str(agent.pk))})
    return f"{settings.PUBLIC_URL}{path}"


def moved_weeks() -> dict[datetime, date]:
    """Return which week a review belongs to that was moved to this time."""
    moved = MovedReview.objects.exclude(to=None)
    return {one.to: one.week for one in moved if one.to}


def week_of(calendar: ReviewCalendar, start: datetime, moved: Mapping[datetime, date]) -> date:
    """Return the Monday of the week whose review begins then.

    One that fell on a day off may have slid into the week after its own.
    """
    if start in moved:
        return moved[start]
    week = monday_of(start.date())
    return week - WEEK if start.weekday() < calendar.weekday else week


def written(
    calendar: ReviewCalendar, starts: Iterable[datetime], moved: Mapping[datetime, date]
) -> str:
    """Return the reviews as iCalendar (RFC 5545); each week's keeps its name when it is moved."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Whydesk//Reviews//EN"]
    for start in starts:
        week = week_of(calendar, start, moved)
        lines += [
            "BEGIN:VEVENT",
            f"UID:review-{week.isoformat()}@{settings.PUBLIC_URL.rpartition('/')[2]}",
            f"DTSTAMP:{in_utc(timezone.now())}",
            f"DTSTART:{in_utc(start)}",
            f"DTEND:{in_utc(start + timedelta(minutes=calendar.minutes))}",
            "SUMMARY:" + escaped(_("Review: what becomes of the wishes")),
            f"URL:{settings.PUBLIC_URL}{reverse('reviews')}",
            "END:VEVENT",
        ]
    return "".join(folded(line) for line in [*lines, "END:VCALENDAR"])


def in_utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def escaped(text: str) -> str:
    """Return the text as a value; commas and semicolons would part it (RFC 5545, 3.3.11)."""
    for character in ("\\", ";", ","):
        text = text.replace(character, f"\\{character}")
    return text.replace("\n", "\\n")


def folded(line: str) -> str:
    """Return the line with its end, broken where it is too long but never within a character."""
    parts, size = [""], 0
    for character in line:
        octets = len(character.encode())
        if size + octets > LONGEST_LINE:
            parts.append(" ")
            size = 1
        parts[-1] += character
        size += octets
    return "\r\n".join(parts) + "\r\n"
