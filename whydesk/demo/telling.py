"""Tell the demo company's stories to the database, once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from operator import attrgetter
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F, Min, OuterRef, Subquery
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from whydesk.briefs.jobs import read_forgotten_messages
from whydesk.customers.models import Address, Contact
from whydesk.demo.automating import automate
from whydesk.demo.being_told import tell_staff
from whydesk.demo.caring import take_care
from whydesk.demo.cast import Cast, Staff, read_cast
from whydesk.demo.chronicle import Happening, happenings_of
from whydesk.demo.failing import fail
from whydesk.demo.hearing import hear
from whydesk.demo.introducing import Known, introduce
from whydesk.demo.making_good import make_good
from whydesk.demo.props import make_prop
from whydesk.demo.scenes import Scene, add_messages, make_scene, writer_of
from whydesk.demo.stories import Story, read_stories
from whydesk.history.models import Entry, Subject
from whydesk.mailroom.models import Delivery
from whydesk.people.actors import Role
from whydesk.people.models import Agent
from whydesk.tickets.files import store
from whydesk.tickets.models import Attachment, Message, Participant, Ticket


@dataclass(frozen=True)
class Told:
    """What the demo company is now; `is_new` says whether it was told just now."""

    cast: Cast
    is_new: bool
    tickets: int
    messages: int
    password: str

    @property
    def logins(self) -> list[Staff]:
        """Return one member of the staff for each role."""
        return [member for member in self.cast.staff if member.signs]

    def __str__(self) -> str:
        """Say what was loaded, and how to sign in."""
        rows = [(str(Role(one.role).label), one.name, one.email) for one in self.logins]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        table = ("  ".join(map(str.ljust, row, widths)) for row in rows)
        return "\n".join((self._news, "", *(f"  {row}  {self.password}" for row in table)))

    @property
    def _news(self) -> str:
        if not self.is_new:
            return _("The demo company is here already, nothing was added. Its logins:")
        return _(
            "The demo company is here, with %(tickets)d tickets and %(messages)d messages."
            " Its logins:"
        ) % {"tickets": self.tickets, "messages": self.messages}


def demo_password() -> str:
    """Return the password of every demo login.

    It follows from the desk's secret key, so that it can be shown again at
    any time and a stranger who has read this code does not know it.
    """
    digest = salted_hmac("whydesk.demo", "password").hexdigest()
    return "-".join((digest[:4], digest[4:8], digest[8:12]))


@transaction.atomic
def tell(now: datetime | None = None) -> Told:
    """Load the demo company as of now; where it has been loaded, add nothing."""
    now = now or timezone.now()
    cast = read_cast()
    stories = read_stories()
    is_new = not Agent.objects.filter(email__in=[one.email for one in cast.staff]).exists()
    if is_new:
        known = introduce(cast, _strangers(cast, stories), password=demo_password(), now=now)
        _tell_stories(stories, cast, known, now)
        # What was said before anybody could listen is read by the first worker.
        read_forgotten_messages.configure().defer(timestamp=int(now.timestamp()))
    messages = sum(len(story.lines) for story in stories)
    return Told(cast, is_new, len(stories), messages, demo_password())


def _strangers(cast: Cast, stories: Iterable[Story]) -> list[str]:
    """Return who writes without being known: spammers, robots, mail servers."""
    writers = (writer_of(line, story) for story in stories for line in story.lines)
    return [address for address in dict.fromkeys(writers) if address not in cast.by_address]


def _tell_stories(stories: list[Story], cast: Cast, known: Known, now: datetime) -> None:
    scenes = [make_scene(story, _times(story, cast, now), known, now) for story in stories]
    # Numbers follow time here as they do on a desk that has lived through it.
    scenes.sort(key=lambda scene: scene.times[0])
    Ticket.objects.bulk_create(scene.ticket for scene in scenes)
    addresses = _addresses()
    for scene in scenes:
        add_messages(scene, addresses)
    _save_messages(scenes)
    _save_files(scenes)
    _save_participants(scenes, known)
    happened = [*_happened(scenes, known, now), *hear(scenes, known, now)]
    happened += [*make_good(scenes, known, now), *take_care(scenes, known, now)]
    _save_history([*happened, *fail(scenes, known, now)])
    _date_contacts(known)
    tell_staff(known, now)
    automate(known, now)


def _times(story: Story, cast: Cast, now: datetime) -> list[datetime]:
    person = cast.by_address.get(story.sender)
    zone = ZoneInfo(person.time_zone) if person else ZoneInfo("UTC")
    return [at.astimezone(UTC) for at in story.times(now, zone)]


def _addresses() -> dict[int, list[str]]:
    """Return the addresses of every contact."""
    found: dict[int, list[str]] = {}
    for contact_id, email in Address.objects.order_by("pk").values_list("contact_id", "email"):
        found.setdefault(contact_id, []).append(email)
    return found


def _save_messages(scenes: list[Scene]) -> None:
    messages = sorted((one for scene in scenes for one in scene.messages), key=attrgetter("at"))
    deliveries = [one.delivery for one in messages if one.delivery]
    Delivery.objects.bulk_create(deliveries)
    sent = Delivery.objects.filter(pk__in=[delivery.pk for delivery in deliveries])
    sent.update(created_at=F("sent_at"))
    Message.objects.bulk_create(messages)
    Message.objects.bulk_update(_tie_reports(scenes), ["about"])


def _tie_reports(scenes: list[Scene]) -> list[Message]:
    """Tie robots' answers to the reply that they are about."""
    tied = []
    for scene in scenes:
        reply = None
        for line, _moment, message in scene.steps():
            if line.kind == "reply":
                reply = message
            elif line.automatic and reply:
                message.about = reply
                tied.append(message)
    return tied


def _save_files(scenes: list[Scene]) -> None:
    Attachment.objects.bulk_create(
        Attachment(
            message=message,
            position=position,
            filename=prop.filename,
            content_type=prop.content_type,
            size=len(prop.content),
            digest=store(prop.content),
        )
        for scene in scenes
        for line, _moment, message in scene.steps()
        for position, prop in enumerate(
            make_prop(name, scene.story.language) for name in line.files
        )
    )


def _save_participants(scenes: list[Scene], known: Known) -> None:
    """Let those in copy take part, and whoever else of the customer's wrote."""
    found = {
        (scene.ticket.pk, contact.pk): Participant(ticket=scene.ticket, contact=contact)
        for scene in scenes
        for contact in _others(scene, known)
        if contact != scene.ticket.contact
    }
    Participant.objects.bulk_create(found.values())


def _others(scene: Scene, known: Known) -> Iterable[Contact]:
    yield from (known.contacts[address] for address in scene.story.cc)
    for line, _moment, message in scene.steps():
        if line.kind == "incoming" and not line.automatic and message.contact:
            yield message.contact


def _happened(scenes: list[Scene], known: Known, now: datetime) -> Iterable[Happening]:
    return (one for scene in scenes for one in happenings_of(scene, known, now))


def _save_history(happened: list[Happening]) -> None:
    # Timelines are read by the number of the entry, so the oldest is written first.
    happened.sort(key=attrgetter("at"))
    entries = Entry.objects.bulk_create(map(_entry, happened))
    Subject.objects.bulk_create(
        Subject(entry=entry, noun=noun, noun_id=key)
        for entry, one in zip(entries, happened, strict=True)
        for noun, key in one.event.subjects
    )


def _entry(happening: Happening) -> Entry:
    return Entry(
        at=happening.at,
        event=happening.event.name,
        data=happening.event.data,
        actor_kind=happening.by.kind,
        actor_id=happening.by.actor_id,
        actor_name=happening.by.name,
    )


def _date_contacts(known: Known) -> None:
    """Date each contact from their first message."""
    first = Message.objects.filter(contact=OuterRef("pk")).values("contact").annotate(at=Min("at"))
    met = Contact.objects.filter(pk__in={one.pk for one in known.contacts.values()})
    met.filter(messages__isnull=False).update(created_at=Subquery(first.values("at")))
