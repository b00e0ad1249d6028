"""What a rule does. Pure."""

from dataclasses import dataclass

from whydesk.automations.stored import Stored

# Whom a rule tells, besides people by name.
LEADS, ON_CALL, HOLDER, TEAM = "leads", "on_call", "holder", "team"
# Until when a rule puts a ticket aside: the next opening, or so many hours.
OPENING = "opening"


@dataclass(frozen=True)
class Acts(Stored):
    """The acts of a rule, in the order in which they are done.

    `tell_minutes` says how long each person has before the next is told; with
    none all are told at once. `urgency` is in minutes, `aftercare` in weeks,
    `incident` a severity, `answer` a saved reply.
    """

    tell: tuple[str, ...] = ()
    tell_people: tuple[int, ...] = ()
    tell_minutes: int = 0
    assign_to: int = 0
    route_to: int = 0
    urgency: int = 0
    tag: str = ""
    incident: str = ""
    aftercare: int = 0
    answer: int = 0
    snooze: str = ""

    @property
    def names(self) -> list[str]:
        """Name the acts that there are."""
        said = self.said()
        names = [name for name in said if not name.startswith("tell")]
        return ["tell", *names] if self.tells else names

    @property
    def tells(self) -> bool:
        return bool(self.tell or self.tell_people)
