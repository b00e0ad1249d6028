"""Make the rows of one ticket out of its story; nothing is saved here."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from whydesk.customers.models import Contact
from whydesk.demo.introducing import Known
from whydesk.demo.standing import is_undelivered, newest_words, waits_since
from whydesk.demo.stories import Line, Story
from whydesk.mail.addresses import Person
from whydesk.mail.html import sanitise
from whydesk.mail.markdown import lines_to_html, to_html
from whydesk.mail.outgoing import (
    OutgoingMail,
    Quote,
    build,
    choose_references,
    make_message_id,
)
from whydesk.mailroom.models import Delivery, Mailbox
from whydesk.people.models import Agent
from whydesk.tickets.models import Message, Ticket
from whydesk.tickets.recipients import shown
from whydesk.tickets.words import clean_subject, search_words, snippet_of

WROTE = {
    "ru": "{at:%d.%m.%Y %H:%M}, {name} пишет:",
    "pt-br": "Em {at:%d/%m/%Y %H:%M}, {name} escreveu:",
    "en": "On {at:%Y-%m-%d %H:%M}, {name} wrote:",
}
BANNER = '<p><img src="https://pictures.example/banner.png" width="560" height="120" alt=""></p>'


@dataclass
class Scene:
    """A story on its way into the database."""

    story: Story
    times: list[datetime]
    box: Mailbox
    ticket: Ticket
    contacts: list[Contact]
    agents: list[Agent | None]
    messages: list[Message] = field(default_factory=list)

    def steps(self) -> Iterator[tuple[Line, datetime, Message]]:
        """Yield each line with its time and its message."""
        yield from zip(self.story.lines, self.times, self.messages, strict=True)


def writer_of(line: Line, story: Story) -> str:
    """Return the address that a line comes from; bounces come from the mail server."""
    if line.automatic == "bounce":
        return f"mailer-daemon@{story.sender.partition('@')[2]}"
    return line.who if line.kind == "incoming" else story.sender


def make_scene(story: Story, times: list[datetime], known: Known, now: datetime) -> Scene:
    """Make the ticket of a story."""
    box = known.boxes[story.box] if story.box else known.box_for(story.language)
    contact = known.contacts[story.sender]
    ticket = Ticket(
        subject=clean_subject(story.subject),
        snippet=snippet_of(newest_words(story)),
        status=story.status,
        contact=contact,
        company=contact.company,
        mailbox=box,
        assignee=known.agents[story.agent] if story.agent else None,
        team=box.team,
        channel=story.lines[0].channel,
        language=story.language,
        tags=sorted(story.tags),
        created_at=times[0],
        updated_at=times[-1],
        waits_since=waits_since(story, times),
        snoozed_until=now + story.snoozed_for if story.snoozed_for else None,
        undelivered=is_undelivered(story),
    )
    return Scene(
        story=story,
        times=times,
        box=box,
        ticket=ticket,
        contacts=[known.contacts[writer_of(line, story)] for line in story.lines],
        agents=[known.agents.get(line.who) for line in story.lines],
    )


def add_messages(scene: Scene, addresses: dict[int, list[str]]) -> None:
    """Make the messages of a scene whose ticket is saved; replies get their mail as well."""
    for index, line in enumerate(scene.story.lines):
        message = _message(scene, index, line, addresses)
        if line.channel == "mail" and line.kind in ("incoming", "reply"):
            _put_into_thread(scene, message, line, index)
        if line.kind == "reply":
            message.delivery = _delivery(scene, message, line)
        scene.messages.append(message)


def _message(scene: Scene, index: int, line: Line, addresses: dict[int, list[str]]) -> Message:
    contact = scene.contacts[index]
    is_theirs = line.kind == "incoming"
    message = Message(
        ticket=scene.ticket,
        kind=line.kind,
        channel=line.channel,
        contact=contact if is_theirs or line.kind == "call" else None,
        agent=scene.agents[index],
        at=scene.times[index],
        subject=scene.story.subject if index == 0 else f"Re: {scene.ticket.subject}",
        text=line.text,
        language=_language(scene, line, index),
        automatic=line.automatic,
        search_words=search_words([contact.name, *addresses[contact.pk]], line.files),
    )
    if is_theirs:
        message.body_text = _with_quote(scene, line)
        message.html = _html(scene, line) if line.is_html else ""
    elif line.kind in ("reply", "note"):
        message.html = to_html(line.text)
    return message


def _language(scene: Scene, line: Line, index: int) -> str:
    """Return the language of a line: staff who write English do so to everyone."""
    agent = scene.agents[index]
    is_english = agent is not None and agent.language == "en" and line.text.isascii()
    return "en" if is_english else scene.story.language


def _put_into_thread(scene: Scene, message: Message, line: Line, index: int) -> None:
    story, box = scene.story, scene.box
    mark = hashlib.sha256(f"{story.place}/{index}".encode()).hexdigest()[:20]
    earlier = [one.message_id for one in scene.messages if one.message_id]
    message.references = list(choose_references(earlier[:-1], earlier[-1])) if earlier else []
    message.cc = list(story.cc)
    if line.kind == "reply":
        message.message_id = make_message_id(scene.ticket.pk, mark, box.address)
        message.to = [shown(_customer(scene))]
    else:
        message.message_id = make_message_id(None, mark, writer_of(line, story))
        message.to = [shown(Person(box.name, box.address))]


def _customer(scene: Scene) -> Person:
    return Person(scene.ticket.contact.name, scene.story.sender)


def _delivery(scene: Scene, message: Message, line: Line) -> Delivery:
    state = Delivery.State.BOUNCED if line.fails else Delivery.State.SENT
    return Delivery(
        mailbox=scene.box,
        message_id=message.message_id,
        envelope_from=scene.box.address,
        recipients=[scene.story.sender, *message.cc],
        raw=build(_mail(scene, message)),
        state=state,
        tries=1,
        error=_reason(scene) if line.fails else "",
        sent_at=message.at,
    )


def _mail(scene: Scene, message: Message) -> OutgoingMail:
    box, name = scene.box, message.agent.name if message.agent else ""
    theirs = [one for one in scene.messages if one.kind == Message.Kind.INCOMING]
    return OutgoingMail(
        sender=Person(box.name, box.address),
        to=(_customer(scene),),
        cc=tuple(Person("", address) for address in message.cc),
        subject=message.subject,
        text=message.text,
        message_id=message.message_id,
        at=message.at,
        in_reply_to=message.references[-1] if message.references else "",
        references=tuple(message.references),
        signature=box.signature.replace("{agent}", name),
        quote=Quote(_attribution(scene, theirs[-1]), theirs[-1].text) if theirs else None,
        language=scene.story.language,
    )


def _reason(scene: Scene) -> str:
    """Return what the other server said, from the bounce that follows."""
    texts = [line.text for line in scene.story.lines if line.automatic == "bounce"]
    rows = (row.strip() for text in texts for row in text.splitlines())
    return next(row for row in rows if any(code in row for code in ("550", "452")))


def _with_quote(scene: Scene, line: Line) -> str:
    """Return the words with the mail before them quoted, as mail programs do."""
    quoted = _quoted(scene)
    if not line.quotes or quoted is None:
        return ""
    rows = "\n".join(f"> {row}".rstrip() for row in quoted.text.splitlines())
    return f"{line.text}\n\n{_attribution(scene, quoted)}\n{rows}"


def _quoted(scene: Scene) -> Message | None:
    return next((one for one in reversed(scene.messages) if one.kind == "reply"), None)


def _attribution(scene: Scene, quoted: Message) -> str:
    name = quoted.contact.name if quoted.contact else scene.box.name
    return WROTE[scene.story.language].format(at=quoted.at, name=name)


def _html(scene: Scene, line: Line) -> str:
    """Return the words as a mail program dresses them; newsletters bring a remote picture."""
    paragraphs = "".join(f"<p>{lines_to_html(text)}</p>" for text in line.text.split("\n\n"))
    banner = BANNER if line.automatic == "list" else ""
    quoted = _quoted(scene) if line.quotes else None
    below = (
        f"<p>{_attribution(scene, quoted)}</p><blockquote>{lines_to_html(quoted.text)}</blockquote>"
        if quoted
        else ""
    )
    return sanitise(f'<div dir="auto">{banner}{paragraphs}{below}</div>').html
