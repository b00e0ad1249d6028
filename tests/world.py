"""The cast of the tests: a small desk with people, mailboxes and customers."""

from dataclasses import dataclass
from functools import cache
from importlib import import_module

from django.apps import apps
from django.contrib.auth.hashers import make_password

from whydesk.customers.models import Address, Company, Contact, Domain
from whydesk.desk.models import PromiseRule
from whydesk.mailroom.models import Mailbox
from whydesk.people.actors import Role
from whydesk.people.models import Agent, Team

PASSWORD = "correct horse battery"


@cache
def password_hash() -> str:
    """Hash the password of everyone once: it is slow on purpose."""
    return make_password(PASSWORD)


def make_agent(name: str, role: Role = Role.AGENT, language: str = "en") -> Agent:
    agent = Agent(
        name=name,
        email=f"{name.split()[0].lower()}@desk.example",
        role=role,
        language=language,
        time_zone="Europe/Lisbon",
    )
    agent.password = password_hash()
    agent.save()
    return agent


def make_company(name: str, kind: str = Company.Kind.CUSTOMER, domain: str = "") -> Company:
    company = Company.objects.create(name=name, kind=kind)
    if domain:
        Domain.objects.create(company=company, name=domain)
    return company


def make_contact(
    name: str, email: str, company: Company | None = None, language: str = "en"
) -> Contact:
    contact = Contact.objects.create(name=name, company=company, language=language)
    Address.objects.create(contact=contact, email=email)
    return contact


def lay_first_rows() -> None:
    """Put back what a new desk has from the start; emptying the tables took it."""
    PromiseRule.objects.all().delete()
    import_module("whydesk.desk.migrations.0003_first_rules").lay_rules(apps, None)
    import_module("whydesk.goodwill.migrations.0003_first_limits").lay_limits(apps, None)


@dataclass(frozen=True)
class World:
    """A desk of five people, two mailboxes and three customers."""

    vera: Agent  # agent, Russian
    bruno: Agent  # agent, Portuguese
    sam: Agent  # specialist, English
    ada: Agent  # admin, English
    gus: Agent  # guest, English
    first_line: Team
    support: Mailbox
    sales: Mailbox
    anna: Contact  # of Romashka, a customer, Russian
    joao: Contact  # of Padaria, on trial, Portuguese
    mary: Contact  # of no company, English


def make_world() -> World:
    first_line = Team.objects.create(name="First line")
    vera = make_agent("Vera Orlova", language="ru")
    bruno = make_agent("Bruno Dias", language="pt-br")
    first_line.members.add(vera, bruno)
    romashka = make_company("Ромашка", domain="romashka.example")
    padaria = make_company("Padaria Central", Company.Kind.TRIAL, domain="padaria.example")
    return World(
        vera=vera,
        bruno=bruno,
        sam=make_agent("Sam Stone", Role.SPECIALIST),
        ada=make_agent("Ada King", Role.ADMIN),
        gus=make_agent("Gus Guest", Role.GUEST),
        first_line=first_line,
        support=Mailbox.objects.create(
            address="support@desk.example", name="Desk support", team=first_line
        ),
        sales=Mailbox.objects.create(address="sales@desk.example", name="Desk sales"),
        anna=make_contact("Анна Белова", "anna@romashka.example", romashka, "ru"),
        joao=make_contact("João Prado", "joao@padaria.example", padaria, "pt-br"),
        mary=make_contact("Mary Hill", "mary@home.example"),
    )
