"""Put the wishes of the demo company into the database, with the voices that want them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from whydesk.demo.chronicle import Happening
from whydesk.demo.introducing import Known
from whydesk.demo.moments import Moment, StoryUnreadable
from whydesk.demo.scenes import Scene
from whydesk.demo.wishes import Heard, Wanted
from whydesk.people.models import Agent
from whydesk.tickets.models import Message
from whydesk.wishes.choices import weight_for
from whydesk.wishes.events import WishBegun, WishCommented, WishesMerged, WishJoined
from whydesk.wishes.joining import subjects_of
from whydesk.wishes.models import Comment, Decision, Merging, Voice, Wish

WHILE_WRITING = timedelta(minutes=10)


@dataclass
class Hearing:
    """A voice on its way into the database, and the ticket where it was heard."""

    told: Heard
    scene: Scene
    voice: Voice


@dataclass
class Wanting:
    """A wish on its way into the database; `decisions` come when it is decided."""

    told: Wanted
    wish: Wish
    hearings: list[Hearing]
    into: "Wanting | None" = None
    parts: list["Wanting"] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)

    @property
    def family(self) -> list[Hearing]:
        """Return the voices that count for the wish, those of merged ones as well."""
        return [*self.hearings, *(one for part in self.parts for one in part.hearings)]


def moment_of(moment: Moment, by: Agent, now: datetime) -> datetime:
    """Return a moment by the clock of the one of the staff it is told of."""
    return min(moment.on(now, ZoneInfo(by.time_zone)).astimezone(UTC), now)


def want(
    told: Iterable[Wanted], scenes: Sequence[Scene], known: Known, now: datetime
) -> tuple[list[Wanting], list[Happening]]:
    """Save the wishes and their voices, merged as they were; say what happened."""
    by_subject = {scene.story.subject: scene for scene in scenes}
    wantings = [_wanting(one, by_subject, known, now) for one in told]
    wantings.sort(key=lambda one: one.wish.created_at)
    Wish.objects.bulk_create(one.wish for one in wantings)
    _save_voices(wantings)
    happened = [one for wanting in wantings for one in _begun(wanting)]
    happened += _merge(wantings, known, now)
    happened += _comment(wantings, known, now)
    return wantings, happened


def _wanting(told: Wanted, scenes: dict[str, Scene], known: Known, now: datetime) -> Wanting:
    hearings = [_hearing(one, told, scenes, known, now) for one in told.voices]
    hearings.sort(key=lambda one: one.voice.at)
    first = hearings[0].voice
    wish = Wish(
        title=told.title,
        when=told["when"],
        want=told["want"],
        so_that=told["so that"],
        language=told.language,
        effort=told["effort"],
        fit=told["fit"],
        tracker_url=told["tracker"],
        created_at=first.at,
        created_by=first.agent,
    )
    return Wanting(told, wish, hearings)


def _hearing(
    told: Heard, wanted: Wanted, scenes: dict[str, Scene], known: Known, now: datetime
) -> Hearing:
    if told.ticket not in scenes:
        raise StoryUnreadable(f"{wanted.place}: there is no ticket “{told.ticket}”.")
    scene, agent = scenes[told.ticket], known.agents[told.by]
    message = _message(told, scene, wanted.place)
    at = moment_of(told.at, agent, now) if told.at else _noted_at(message, scene, now)
    voice = Voice(
        contact=scene.ticket.contact,
        ticket=scene.ticket,
        message=message,
        agent=agent,
        said=told["said"],
        when=told["when"],
        want=told["want"],
        so_that=told["so that"],
        weight=told["weight"] or weight_for(told["around"]),
        workaround=told["around"],
        tell_by=told["tell"] or "mail",
        language=message.language,
        at=at,
        heard_at=at,
    )
    _keep_account(voice)
    return Hearing(told, scene, voice)


def _keep_account(voice: Voice) -> None:
    company = voice.contact.company
    if company is not None:
        voice.company = company
        voice.account_kind, voice.plan = company.kind, company.plan
        voice.monthly_revenue, voice.currency = company.monthly_revenue, company.currency


def _message(told: Heard, scene: Scene, place: str) -> Message:
    """Return the message in which the customer said it, or the call that tells of it."""
    heard = (Message.Kind.INCOMING, Message.Kind.CALL)
    for message in scene.messages:
        if message.kind in heard and told["said"] in message.text:
            return message
    raise StoryUnreadable(f"{place}: nobody says “{told['said']}” in “{told.ticket}”.")


def _noted_at(message: Message, scene: Scene, now: datetime) -> datetime:
    """Return when the wish was noted: when somebody of the staff next spoke."""
    spoke = (one.at for one in scene.messages if one.agent_id and one.at >= message.at)
    return min(next(spoke, message.at + WHILE_WRITING), now)


def _save_voices(wantings: Sequence[Wanting]) -> None:
    for wanting in wantings:
        for hearing in wanting.hearings:
            hearing.voice.wish = hearing.voice.root = wanting.wish
    voices = [one.voice for wanting in wantings for one in wanting.hearings]
    Voice.objects.bulk_create(sorted(voices, key=lambda voice: voice.at))


def _begun(wanting: Wanting) -> Iterator[Happening]:
    wish, first = wanting.wish, wanting.hearings[0].voice
    yield Happening(first.at, WishBegun(wish.pk, first.ticket_id, wish.title), first.agent)
    for voice in (one.voice for one in wanting.hearings):
        joined = WishJoined(*subjects_of(voice), voice.pk, voice.weight)
        yield Happening(voice.at, joined, voice.agent)


def _merge(wantings: Sequence[Wanting], known: Known, now: datetime) -> Iterator[Happening]:
    """Merge what was found to be the same wish; its voices count for the other one."""
    by_title = {one.told.title: one for one in wantings}
    for part in wantings:
        if part.told.merged is None:
            continue
        into = part.into = by_title[part.told["into"]]
        into.parts.append(part)
        by = known.agents[part.told.merged.by]
        at, reason = moment_of(part.told.merged.at, by, now), part.told.merged.text
        Merging.objects.create(wish=part.wish, into=into.wish, reason=reason, by=by, at=at)
        part.wish.merged_into = into.wish
        part.wish.save(update_fields=["merged_into"])
        for hearing in part.hearings:
            hearing.voice.root = into.wish
        Voice.objects.filter(root=part.wish).update(root=into.wish)
        titles = (part.wish.pk, part.wish.title, into.wish.pk, into.wish.title)
        yield Happening(at, WishesMerged(*titles, reason), by)


def _comment(wantings: Sequence[Wanting], known: Known, now: datetime) -> Iterator[Happening]:
    comments = []
    for wanting in wantings:
        for remark in wanting.told.remarks:
            by = known.agents[remark.by]
            at = moment_of(remark.at, by, now)
            comments.append(Comment(wish=wanting.wish, agent=by, text=remark.text, at=at))
    comments.sort(key=lambda comment: comment.at)
    Comment.objects.bulk_create(comments)
    for comment in comments:
        event = WishCommented(comment.wish.pk, comment.wish.title, comment.pk)
        yield Happening(comment.at, event, comment.agent)
