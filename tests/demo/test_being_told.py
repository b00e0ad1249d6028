"""What the staff of the demo company were told."""

from django.db.models import Count

from whydesk.demo.telling import tell
from whydesk.notices.models import Notice, OnCall, Way


def test_somebody_has_something_new_and_nobody_is_told_what_they_did_themselves(db: None):
    tell()
    new = Notice.objects.filter(seen_at=None).values("agent").annotate(count=Count("pk"))
    assert new
    assert not any(one.who == one.agent.name for one in Notice.objects.select_related("agent"))
    [way] = Way.objects.select_related("agent")
    assert (way.kind, way.pace) == ("mail", "hourly")
    assert OnCall.objects.get().agent == way.agent
