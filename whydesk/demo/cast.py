"""Read who plays in the demo company: its staff, mailboxes and customers."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files

COMPANY = files("whydesk.demo") / "company"
DESK_DOMAIN = "farol.example"


@dataclass(frozen=True)
class Staff:
    """Somebody who answers; `signs` marks those whose login is shown."""

    handle: str
    name: str
    role: str
    team: str
    language: str
    time_zone: str
    signs: bool

    @property
    def email(self) -> str:
        return f"{self.handle}@{DESK_DOMAIN}"


@dataclass(frozen=True)
class Box:
    """A mailbox of the desk."""

    address: str
    name: str
    language: str
    team: str
    signature: str


@dataclass(frozen=True)
class Firm:
    """A customer company; `since` is an age such as `9d`, `14m` or `3y`."""

    name: str
    kind: str
    plan: str
    monthly_revenue: int
    currency: str
    since: str
    domains: tuple[str, ...]
    language: str
    time_zone: str
    note: str


@dataclass(frozen=True)
class Person:
    """Somebody who writes to the desk."""

    name: str
    addresses: tuple[str, ...]
    phone: str
    firm: Firm | None
    language: str
    time_zone: str


@dataclass(frozen=True)
class Cast:
    """Everybody in the demo company."""

    staff: tuple[Staff, ...]
    boxes: tuple[Box, ...]
    firms: tuple[Firm, ...]
    people: tuple[Person, ...]

    @cached_property
    def by_address(self) -> dict[str, Person]:
        return {address: person for person in self.people for address in person.addresses}

    @cached_property
    def by_handle(self) -> dict[str, Staff]:
        return {member.handle: member for member in self.staff}

    @property
    def teams(self) -> list[str]:
        """Return the team names in the order in which they first appear."""
        return list(dict.fromkeys(member.team for member in self.staff if member.team))


def read_cast() -> Cast:
    """Read the whole cast from the files of the demo company."""
    firms = tuple(_read_firms())
    return Cast(
        staff=tuple(_read_staff()),
        boxes=tuple(Box(**row) for row in read_rows("mailboxes.csv")),
        firms=firms,
        people=tuple(_read_people(firms)),
    )


def read_rows(name: str) -> Iterator[dict[str, str]]:
    text = (COMPANY / name).read_text(encoding="utf-8")
    yield from csv.DictReader(text.splitlines(keepends=True), restval="")


def _read_staff() -> Iterator[Staff]:
    for row in read_rows("staff.csv"):
        yield Staff(**{**row, "signs": row["signs"] == "yes"})  # type: ignore[arg-type]


def _read_firms() -> Iterator[Firm]:
    for row in read_rows("companies.csv"):
        yield Firm(
            name=row["name"],
            kind=row["kind"],
            plan=row["plan"],
            monthly_revenue=int(row["monthly_revenue"]),
            currency=row["currency"],
            since=row["since"],
            domains=tuple(row["domains"].split("|")),
            language=row["language"],
            time_zone=row["time_zone"],
            note=row["note"],
        )


def _read_people(firms: tuple[Firm, ...]) -> Iterator[Person]:
    firm_of = {domain: firm for firm in firms for domain in firm.domains}
    for row in read_rows("contacts.csv"):
        addresses = tuple(row["addresses"].split("|"))
        firm = firm_of.get(addresses[0].partition("@")[2])
        yield Person(
            name=row["name"],
            addresses=addresses,
            phone=row["phone"],
            firm=firm,
            language=row["language"] or (firm.language if firm else ""),
            time_zone=row["time_zone"] or (firm.time_zone if firm else ""),
        )
