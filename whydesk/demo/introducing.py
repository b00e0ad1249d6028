"""Put the people of the demo company into the database: staff, mailboxes, customers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.contrib.auth.hashers import make_password

from whydesk.customers.models import Address, Company, Contact, Domain
from whydesk.demo.cast import Cast, Firm, Person
from whydesk.mailroom.models import Mailbox
from whydesk.people.models import Agent, Team

DAYS = {"d": 1, "m": 30, "y": 365}


@dataclass(frozen=True)
class Known:
    """Everybody of the cast as they stand in the database."""

    agents: dict[str, Agent]
    boxes: dict[str, Mailbox]
    contacts: dict[str, Contact]

    def box_for(self, language: str) -> Mailbox:
        """Return the mailbox to which customers of this language write."""
        return next(box for box in self.boxes.values() if box.language == language)


def introduce(cast: Cast, strangers: Iterable[str], *, password: str, now: datetime) -> Known:
    """Make the whole cast known, and whoever else writes in the stories."""
    agents = _hire(cast, password=password, now=now)
    boxes = [
        Mailbox(
            address=box.address,
            name=box.name,
            language=box.language,
            signature=box.signature,
            team=Team.objects.get(name=box.team),
        )
        for box in cast.boxes
    ]
    Mailbox.objects.bulk_create(boxes)
    companies = _sign_up(cast, today=now.date())
    contacts = _meet(cast, companies) | _meet_strangers(strangers, companies)
    return Known(agents, {box.address: box for box in boxes}, contacts)


def _hire(cast: Cast, *, password: str, now: datetime) -> dict[str, Agent]:
    hashed = make_password(password)
    agents = {
        member.handle: Agent(
            email=member.email,
            name=member.name,
            role=member.role,
            language=member.language,
            time_zone=member.time_zone,
            password=hashed,
        )
        for member in cast.staff
    }
    Agent.objects.bulk_create(agents.values())
    for name in cast.teams:
        team, _is_new = Team.objects.get_or_create(name=name)
        team.members.add(*(agents[one.handle] for one in cast.staff if one.team == name))
    hired_at = now - timedelta(days=DAYS["y"])
    Agent.objects.filter(pk__in=[agent.pk for agent in agents.values()]).update(created_at=hired_at)
    return agents


def _sign_up(cast: Cast, *, today: date) -> dict[str, Company]:
    """Return the companies by each of their domains."""
    companies = [_company(firm, today) for firm in cast.firms]
    Company.objects.bulk_create(companies)
    by_domain = {
        domain: company
        for firm, company in zip(cast.firms, companies, strict=True)
        for domain in firm.domains
    }
    Domain.objects.bulk_create(
        Domain(company=company, name=domain) for domain, company in by_domain.items()
    )
    return by_domain


def _company(firm: Firm, today: date) -> Company:
    return Company(
        name=firm.name,
        kind=firm.kind,
        plan=firm.plan,
        monthly_revenue=Decimal(firm.monthly_revenue) if firm.plan else None,
        currency=firm.currency,
        since=today - timedelta(days=int(firm.since[:-1]) * DAYS[firm.since[-1]])
        if firm.since
        else None,
        note=firm.note,
    )


def _meet(cast: Cast, companies: dict[str, Company]) -> dict[str, Contact]:
    contacts = [_contact(person, companies) for person in cast.people]
    Contact.objects.bulk_create(contacts)
    by_address = {
        address: contact
        for person, contact in zip(cast.people, contacts, strict=True)
        for address in person.addresses
    }
    _keep_addresses(by_address)
    return by_address


def _contact(person: Person, companies: dict[str, Company]) -> Contact:
    return Contact(
        name=person.name,
        company=companies[person.firm.domains[0]] if person.firm else None,
        phone=person.phone,
        language=person.language,
        time_zone=person.time_zone,
    )


def _meet_strangers(addresses: Iterable[str], companies: dict[str, Company]) -> dict[str, Contact]:
    by_address = {
        address: Contact(name=address, company=companies.get(address.partition("@")[2]))
        for address in dict.fromkeys(addresses)
    }
    Contact.objects.bulk_create(by_address.values())
    _keep_addresses(by_address)
    return by_address


def _keep_addresses(by_address: dict[str, Contact]) -> None:
    Address.objects.bulk_create(
        Address(contact=contact, email=address) for address, contact in by_address.items()
    )
