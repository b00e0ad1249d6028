"""What can happen to a wish and to the voices that want it."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from whydesk.history.events import Event
from whydesk.wishes.events.subjects import BetweenWishes, OfCustomer, OfWish


@dataclass(frozen=True)
class WishBegun(Event):
    name = "wish.begun"
    about = ("wish", "ticket")
    sentence = _("wrote down the wish “%(wish)s”")

    wish_id: int
    ticket_id: int
    wish: str


@dataclass(frozen=True)
class WishChanged(OfWish, Event):
    name = "wish.changed"
    sentence = _("changed the wish “%(wish)s”")

    what: str
    was: str
    to: str


@dataclass(frozen=True)
class WishCommented(OfWish, Event):
    name = "wish.commented"
    sentence = _("wrote a comment")

    comment_id: int


@dataclass(frozen=True)
class WishJoined(OfCustomer, Event):
    name = "wish.joined"
    sentence = _("noted that they want “%(wish)s”")

    voice_id: int
    weight: str


@dataclass(frozen=True)
class WishHeardAgain(OfCustomer, Event):
    name = "wish.heard_again"
    sentence = _("noted that they asked again for “%(wish)s”")

    voice_id: int
    weight: str


@dataclass(frozen=True)
class VoiceChanged(OfCustomer, Event):
    name = "voice.changed"
    sentence = _("changed what is known of their voice for “%(wish)s”")

    voice_id: int
    fields: list[str]


@dataclass(frozen=True)
class WishesMerged(BetweenWishes, Event):
    name = "wish.merged"
    sentence = _("found “%(wish)s” to be the same wish as “%(into)s”")

    reason: str


@dataclass(frozen=True)
class MergeUndone(BetweenWishes, Event):
    name = "wish.merge_undone"
    sentence = _("set “%(wish)s” apart from “%(into)s” again")


@dataclass(frozen=True)
class WishSplit(BetweenWishes, Event):
    name = "wish.split"
    sentence = _("made “%(into)s” a wish of its own, out of “%(wish)s”")

    voice_ids: list[int]


@dataclass(frozen=True)
class WishReopened(OfWish, Event):
    name = "wish.reopened"
    sentence = _("opened “%(wish)s” again")

    reason: str
