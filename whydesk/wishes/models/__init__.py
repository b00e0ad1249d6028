"""Wishes, the voices that want them, what is decided, and who is told."""

from whydesk.wishes.models.callbacks import Asking, Callback, Misfit
from whydesk.wishes.models.capabilities import Answering, Article, Capability
from whydesk.wishes.models.decisions import Decision, DecisionProgress, Wording
from whydesk.wishes.models.faces import Face, Judgement
from whydesk.wishes.models.inquiries import Inquiry
from whydesk.wishes.models.reviews import (
    AgendaItem,
    MinutesMailed,
    MovedReview,
    Review,
    ReviewCalendar,
)
from whydesk.wishes.models.voices import Retelling, Voice
from whydesk.wishes.models.wishes import Comment, Merging, Wish

__all__ = [
    "AgendaItem",
    "Answering",
    "Article",
    "Asking",
    "Callback",
    "Capability",
    "Comment",
    "Decision",
    "DecisionProgress",
    "Face",
    "Inquiry",
    "Judgement",
    "Merging",
    "MinutesMailed",
    "Misfit",
    "MovedReview",
    "Retelling",
    "Review",
    "ReviewCalendar",
    "Voice",
    "Wish",
    "Wording",
]
