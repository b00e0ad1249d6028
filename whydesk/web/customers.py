"""Companies and contacts: who they are, what they asked, what happened."""

from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.template.defaultfilters import floatformat
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from whydesk.customers.keeping import DomainTaken, add_company, change_company, change_contact
from whydesk.customers.models import Company, Contact
from whydesk.history.timelines import entries_about
from whydesk.people.actors import Can
from whydesk.people.models import Agent
from whydesk.tickets.models import Ticket
from whydesk.tickets.queries import visible_to
from whydesk.web.customer_forms import CompanyForm, ContactForm
from whydesk.web.pages import AgentRequest, SeeOther, for_agents, number, show
from whydesk.web.templatetags.look import in_lower_case
from whydesk.web.tickets import happening, time_of
from whydesk.wishes.queries import wishes_of

SIZE = 50
NEWEST = 20


@for_agents
@require_http_methods(["GET", "POST"])
def companies(request: AgentRequest) -> HttpResponse:
    form = CompanyForm(request.POST or None)
    if form.is_valid():
        try:
            added = add_company(**form.cleaned_data, by=request.user)
            return SeeOther(reverse("company", args=[added.pk]))
        except DomainTaken as error:
            form.add_error("domains", str(error))
    context = {"form": form, **company_rows(request)}
    return show(request, "screens/companies.html", context)


@for_agents
@require_http_methods(["GET", "POST"])
def company(request: AgentRequest, key: int) -> HttpResponse:
    found = get_object_or_404(companies_for(request.user), pk=key)
    if found.merged_into_id:
        return SeeOther(reverse("company", args=[found.merged_into_id]))
    form = CompanyForm.of(found, request.POST or None)
    if form.is_valid():
        try:
            change_company(found, **form.cleaned_data, by=request.user)
            return SeeOther(reverse("company", args=[key]))
        except DomainTaken as error:
            form.add_error("domains", str(error))
    contacts = found.contacts.prefetch_related("addresses").order_by("name", "pk")[:SIZE]
    context = {"company": found, "form": form, "contacts": contacts, "known": known_of(found)}
    context |= past(request.user, "company", key) | wanted(request.user, found)
    return show(request, "screens/company.html", context)


@for_agents
@require_http_methods(["GET", "POST"])
def contact(request: AgentRequest, key: int) -> HttpResponse:
    found = get_object_or_404(contacts_for(request.user), pk=key)
    if found.merged_into_id:
        return SeeOther(reverse("contact", args=[found.merged_into_id]))
    form = ContactForm.of(found, request.POST or None)
    if form.is_valid():
        change_contact(found, **form.cleaned_data, by=request.user)
        return SeeOther(reverse("contact", args=[key]))
    context = {
        "contact": found,
        "company": found.company,
        "addresses": found.addresses.all(),
        "local_time": time_of(found),
        "form": form,
    }
    context |= past(request.user, "contact", key) | wanted(request.user, found)
    return show(request, "screens/contact.html", context)


def known_of(company: Company) -> list[str]:
    """Say in a few words what kind of customer this is."""
    known = [company.plan]
    if company.monthly_revenue is not None:
        amount = floatformat(company.monthly_revenue, "-2g")
        known.append(
            _("%(sum)s %(currency)s a month") % {"sum": amount, "currency": company.currency}
        )
    if company.since:
        known.append(_("since %s") % in_lower_case(date_format(company.since, "E Y")))
    return [words for words in known if words]


def companies_for(agent: Agent) -> QuerySet[Company]:
    """Return the companies that exist for the agent: all, or those of the tickets they see."""
    if agent.may(Can.SEE_ALL_TICKETS):
        return Company.objects.all()
    return Company.objects.filter(pk__in=visible_to(agent).values("company"))


def contacts_for(agent: Agent) -> QuerySet[Contact]:
    known = Contact.objects.select_related("company").prefetch_related("addresses")
    if agent.may(Can.SEE_ALL_TICKETS):
        return known
    return known.filter(pk__in=visible_to(agent).values("contact"))


def company_rows(request: AgentRequest) -> dict[str, Any]:
    """Return a page of the companies whose names begin as asked, by key."""
    words = request.GET.get("q", "").replace("\0", "").strip()
    trail = [number(key) for key in request.GET.getlist("after")]
    known = companies_for(request.user).filter(merged_into=None)
    found = known.annotate(sort=Lower("name")).order_by("sort", "pk")
    if words:
        found = found.filter(name__istartswith=words)
    if trail:
        last = get_object_or_404(Company, pk=trail[-1]).name.lower()
        found = found.filter(Q(sort__gt=last) | Q(sort=last, pk__gt=trail[-1]))
    rows = list(found[: SIZE + 1])
    return {
        "here": "companies",
        "companies": rows[:SIZE],
        "words": words,
        "newer_url": rows_url(words, trail[:-1]) if trail else "",
        "older_url": rows_url(words, [*trail, rows[SIZE - 1].pk]) if len(rows) > SIZE else "",
    }


def rows_url(words: str, trail: list[int]) -> str:
    query = [("q", words)] if words else []
    return f"{reverse('companies')}?{urlencode([*query, *(('after', key) for key in trail)])}"


def past(agent: Agent, noun: str, key: int) -> dict[str, Any]:
    """Return their newest tickets, and what happened for whoever may see all of it."""
    tickets: QuerySet[Ticket] = visible_to(agent).filter(**{noun: key})
    entries = entries_about(noun, key) if agent.may(Can.SEE_ALL_TICKETS) else []
    return {
        "here": "companies",
        "tickets": tickets.select_related("contact").order_by("-pk")[:NEWEST],
        "entries": [happening(entry) for entry in entries],
    }


def wanted(agent: Agent, customer: Company | Contact) -> dict[str, Any]:
    """Return their wishes, for whoever may see all of their tickets."""
    return {"wishes": wishes_of(customer) if agent.may(Can.SEE_ALL_TICKETS) else None}
