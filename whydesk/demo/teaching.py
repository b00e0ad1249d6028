"""Put what the product can do into the database, and where it was the answer."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from whydesk.demo.articles import Text, read_articles
from whydesk.demo.chronicle import Happening
from whydesk.demo.introducing import Known
from whydesk.demo.scenes import Scene
from whydesk.people.actors import Can
from whydesk.people.models import Agent
from whydesk.tickets.models import Message
from whydesk.wishes.events import AnsweredWithArticle, CapabilitiesImported
from whydesk.wishes.models import Answering, Article, Capability

WRITTEN = timedelta(weeks=17)


def teach(
    scenes: Sequence[Scene], known: Known, now: datetime
) -> tuple[dict[str, Capability], list[Happening]]:
    """Save the capabilities, and the tickets that were answered with one of them."""
    texts = read_articles()
    at = min(now - WRITTEN, *(scene.times[0] for scene in scenes))
    capabilities = _save(texts, at)
    answerings = [
        _answering(scene, capabilities[scene.story.article], known)
        for scene in scenes
        if scene.story.article
    ]
    answerings.sort(key=lambda one: one.at)
    Answering.objects.bulk_create(answerings)
    _count(answerings)
    imported = Happening(at, CapabilitiesImported(len(texts)), known.agents["oleg"])
    return capabilities, [imported, *_answered(answerings, texts)]


def _save(texts: Sequence[Text], at: datetime) -> dict[str, Capability]:
    found: dict[str, Capability] = {}
    for text in texts:
        found.setdefault(text.slug, _capability(text, at))
    Capability.objects.bulk_create(found.values())
    Article.objects.bulk_create(
        Article(
            capability=found[text.slug],
            language=text.language,
            title=text.title,
            purpose=text.purpose,
            how=text.how,
        )
        for text in texts
    )
    return found


def _capability(text: Text, at: datetime) -> Capability:
    return Capability(
        slug=text.slug,
        tags=sorted(text.tags),
        is_public=text.is_public,
        created_at=at,
        updated_at=at,
    )


def _answering(scene: Scene, capability: Capability, known: Known) -> Answering:
    """Take the first answer on the ticket for the one with the article."""
    replies = [one for one in scene.messages if one.kind == Message.Kind.REPLY]
    return Answering(
        capability=capability,
        ticket=scene.ticket,
        message=scene.messages[0],
        agent=_noted_by(replies[0].agent, known),
        at=replies[0].at,
    )


def _noted_by(agent: Agent | None, known: Known) -> Agent:
    """Return who notes it: the lead, where whoever answered is a guest at the desk."""
    return agent if agent and agent.may(Can.SHAPE_WISHES) else known.agents["marta"]


def _count(answerings: Sequence[Answering]) -> None:
    times = Counter(one.capability for one in answerings)
    for capability, number in times.items():
        capability.answered = capability.missed = number
    Capability.objects.bulk_update(times, ["answered", "missed"])


def _answered(answerings: Sequence[Answering], texts: Sequence[Text]) -> Iterator[Happening]:
    titles = {(text.slug, text.language): text.title for text in texts}
    for one in answerings:
        ticket = one.ticket
        event = AnsweredWithArticle(
            ticket.pk,
            ticket.contact_id,
            ticket.company_id,
            one.capability.pk,
            titles[one.capability.slug, one.agent.language],
        )
        yield Happening(one.at, event, one.agent)
