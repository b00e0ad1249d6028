"""What the events of wishes are about."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class OfWish:
    about: ClassVar[tuple[str, ...]] = ("wish",)

    wish_id: int
    wish: str


@dataclass(frozen=True)
class BetweenWishes:
    """Something between two wishes; it shows with both."""

    about: ClassVar[tuple[str, ...]] = ("wish",)

    wish_id: int
    wish: str
    into_id: int
    into: str

    @property
    def subjects(self) -> list[tuple[str, int]]:
        return [("wish", self.wish_id), ("wish", self.into_id)]


@dataclass(frozen=True)
class OfCustomer:
    """Something between us and one of those who want a wish."""

    about: ClassVar[tuple[str, ...]] = ("wish", "ticket", "contact", "company")

    wish_id: int
    wish: str
    ticket_id: int
    contact_id: int
    company_id: int | None


@dataclass(frozen=True)
class OnTicket:
    about: ClassVar[tuple[str, ...]] = ("ticket", "contact", "company")

    ticket_id: int
    contact_id: int
    company_id: int | None
