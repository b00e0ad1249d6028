"""How far an update has come, counted while it is under way."""

from dataclasses import dataclass

from whydesk.incidents.audience import still_to_tell
from whydesk.incidents.choices import About
from whydesk.incidents.counting import figures
from whydesk.incidents.models import Incident, Telling, Update


@dataclass(frozen=True)
class Progress:
    """Of the last news: how many mails are to be written, wait, went, could not, came back."""

    update: Update
    unwritten: int
    waiting: int
    told: int
    untold: int
    bounced: int

    @property
    def is_under_way(self) -> bool:
        return bool(self.unwritten or self.waiting)

    @property
    def total(self) -> int:
        return self.unwritten + self.waiting + self.told + self.untold + self.bounced

    @property
    def done(self) -> int:
        return self.total - self.unwritten - self.waiting


def progress_of(incident: Incident) -> Progress | None:
    """Count it for the last news of the incident, if there is any."""
    updates = incident.updates.exclude(about=About.WRITE_UP).order_by("-pk")
    update = updates.first()
    if update is None:
        return None
    unwritten = 0
    if update.queued_at is None:
        tickets, customers = still_to_tell(update)
        unwritten = tickets.count() + customers.count()
    if update.settled_at is not None:
        kept = {name: getattr(update, name) for name in ("waiting", "told", "untold", "bounced")}
    else:
        kept = figures(Telling.objects.filter(update=update))
    return Progress(update, unwritten, **kept)
