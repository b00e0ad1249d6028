"""Tell the database what the demo company's customers wished for, and what became of it."""

from collections.abc import Sequence
from datetime import datetime

from whydesk.demo.chronicle import Happening
from whydesk.demo.following import follow_up
from whydesk.demo.informing import inform
from whydesk.demo.introducing import Known
from whydesk.demo.meeting import convene, minute, plan_next
from whydesk.demo.ruling import rule
from whydesk.demo.scenes import Scene
from whydesk.demo.teaching import teach
from whydesk.demo.wishes import read_wishes
from whydesk.demo.wishing import want
from whydesk.wishes.counting import count_voices


def hear(scenes: Sequence[Scene], known: Known, now: datetime) -> list[Happening]:
    """Save what the product can do, the wishes, reviews, decisions and callbacks.

    Everything was before now, so it is saved as it stands, and no job reacts
    to it; what the verbs would have written into history is returned.
    """
    capabilities, happened = teach(scenes, known, now)
    wantings, begun = want(read_wishes(), scenes, known, now)
    meetings, convened = convene(wantings, known, now)
    happened += begun + convened
    happened += rule(wantings, meetings, capabilities, known, now)
    happened += minute(meetings, known)
    happened += inform(wantings, now)
    happened += follow_up(wantings, known, now)
    count_voices([wanting.wish.pk for wanting in wantings])
    happened += plan_next(wantings, known, now)
    return happened
