"""A customer who turns out to be another: find the other, look at both, make them one."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from whydesk.customers.merging import CannotMerge, merge_companies, merge_contacts
from whydesk.customers.models import Company, Contact
from whydesk.customers.queries import find_companies, find_contacts
from whydesk.people.actors import Can
from whydesk.tickets.models import Ticket
from whydesk.web.customers import companies_for, contacts_for
from whydesk.web.pages import AgentRequest, SeeOther, for_agents, number, show
from whydesk.wishes.models import Voice

SIZE = 20
Customer = Company | Contact


@dataclass(frozen=True)
class Counted:
    """A customer with what would move, were they another."""

    customer: Customer
    called: str
    contacts: int
    tickets: int
    wishes: int


@for_agents
@require_http_methods(["GET", "POST"])
def same_company(request: AgentRequest, key: int) -> HttpResponse:
    """Look for the company that this one is, and make them one."""
    request.user.must(Can.KEEP_CUSTOMERS)
    found = get_object_or_404(companies_for(request.user), pk=key, merged_into=None)
    others = companies_for(request.user).filter(merged_into=None)
    if request.method == "POST":
        into = get_object_or_404(others, pk=number(request.POST.get("into", "")))
        try:
            merged = merge_companies(found, into, by=request.user)
            return done(request, "company", found.name, merged)
        except CannotMerge as error:
            return ask(request, "company", found, others, trouble=str(error))
    return ask(request, "company", found, others)


@for_agents
@require_http_methods(["GET", "POST"])
def same_contact(request: AgentRequest, key: int) -> HttpResponse:
    """Look for the contact that this one is, and make them one."""
    request.user.must(Can.KEEP_CUSTOMERS)
    others = contacts_for(request.user).filter(merged_into=None, erased_at=None)
    found = get_object_or_404(others, pk=key)
    if request.method == "POST":
        into = get_object_or_404(others, pk=number(request.POST.get("into", "")))
        try:
            merged = merge_contacts(found, into, by=request.user)
            return done(request, "contact", found.name, merged)
        except CannotMerge as error:
            return ask(request, "contact", found, others, trouble=str(error))
    return ask(request, "contact", found, others)


def done(request: AgentRequest, noun: str, name: str, into: Customer) -> HttpResponse:
    sentence = _("%(one)s is now %(other)s. Tickets, wishes and the rest follow in a moment.")
    messages.success(request, sentence % {"one": name, "other": into.name})
    return SeeOther(reverse(noun, args=[into.pk]))


def ask(
    request: AgentRequest, noun: str, found: Customer, others: Any, *, trouble: str = ""
) -> HttpResponse:
    """Show what the words find; once one is chosen, both side by side."""
    words, chosen = request.GET.get("q", "").replace("\0", "").strip(), request.GET.get("into")
    into = get_object_or_404(others, pk=number(chosen)) if chosen else None
    context = {
        "here": "companies",
        "noun": noun,
        "one": counted(found),
        "into": counted(into) if into else None,
        "words": words,
        "found": [] if into else candidates(noun, found, words),
        "trouble": trouble,
    }
    return show(request, "screens/same_customer.html", context, status=422 if trouble else 200)


def candidates(noun: str, found: Customer, words: str) -> list[Counted]:
    """Return others whose names begin so; with no words yet, those called alike."""
    find: Any = find_companies if noun == "company" else find_contacts
    asked = words or found.name.partition(" ")[0]
    return [counted(one) for one in find(asked, size=SIZE) if one.pk != found.pk]


def counted(customer: Customer) -> Counted:
    is_company = isinstance(customer, Company)
    theirs = {"company" if is_company else "contact": customer}
    return Counted(
        customer,
        known_as(customer),
        customer.contacts.count() if isinstance(customer, Company) else 0,
        Ticket.objects.filter(**theirs).count(),
        Voice.objects.filter(**theirs).count(),
    )


def known_as(customer: Customer) -> str:
    """Say by what else they are known: domains, or addresses and the company."""
    if isinstance(customer, Company):
        return ", ".join(customer.domains.order_by("name").values_list("name", flat=True))
    emails = customer.addresses.order_by("pk").values_list("email", flat=True)
    return ", ".join([*emails, *([customer.company.name] if customer.company else [])])
