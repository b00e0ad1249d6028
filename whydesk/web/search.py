"""Search: tickets by what was said on them, people and companies by name."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET

from whydesk.customers.models import Company, Contact
from whydesk.tickets.models import Ticket
from whydesk.tickets.search import Found, Hit
from whydesk.tickets.search import search as find
from whydesk.web.filters import at
from whydesk.web.pages import AgentRequest, for_agents, show
from whydesk.web.templatetags.look import address


@dataclass(frozen=True)
class Finding:
    """A line of the results; title and words may carry marks."""

    kind: str
    url: str
    title: str
    words: str = ""
    who: str = ""
    company: Company | None = None
    at: datetime | None = None
    status: str = ""


@for_agents
@require_GET
def search(request: AgentRequest) -> HttpResponse:
    words, after = request.GET.get("q", "").strip()[:500], request.GET.get("after", "")
    found = find(request.user, words, after=after)
    if found.ticket and is_meant(words, found) and not request.htmx:
        return redirect("ticket", found.ticket.pk)
    screen = reverse("search")
    context = {
        "here": "search",
        "query": words,
        "findings": findings(found),
        "newer_url": at(screen, {"q": words}) if after else "",
        "older_url": at(screen, {"q": words, "after": found.next}) if found.next else "",
    }
    return show(request, "screens/search.html", context, parts=("findings",))


def is_meant(words: str, found: Found) -> bool:
    """Say whether the number can only be that of a ticket."""
    return words.startswith("#") or not (found.hits or found.contacts or found.companies)


def findings(found: Found) -> list[Finding]:
    """Lay out the ticket of that number, then companies and people, then what was said."""
    return [
        *([of_ticket(found.ticket)] if found.ticket else []),
        *map(of_company, found.companies),
        *map(of_contact, found.contacts),
        *map(of_hit, found.hits),
    ]


def of_ticket(ticket: Ticket) -> Finding:
    return Finding(
        kind="ticket",
        url=address(ticket),
        title=str(ticket),
        words=ticket.snippet,
        who=ticket.contact.name,
        company=ticket.company,
        at=ticket.updated_at,
        status=ticket.get_status_display(),
    )


def of_hit(hit: Hit) -> Finding:
    return Finding(
        kind="ticket",
        url=f"{address(hit.ticket)}#message-{hit.message.pk}",
        title=hit.subject,
        words=hit.excerpt,
        who=hit.ticket.contact.name,
        company=hit.ticket.company,
        at=hit.message.at,
        status=hit.ticket.get_status_display(),
    )


def of_company(company: Company) -> Finding:
    return Finding(
        kind="company",
        url=reverse("company", args=[company.pk]),
        title=company.name,
        status=company.get_kind_display(),
    )


def of_contact(contact: Contact) -> Finding:
    emails = [known.email for known in contact.addresses.all()]
    return Finding(
        kind="contact",
        url=reverse("contact", args=[contact.pk]),
        title=contact.name,
        who=", ".join(emails),
        company=contact.company,
    )
