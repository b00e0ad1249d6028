"""What the staff of the demo company were told."""

import pytest
from django.db.models import Count

from whydesk.notices.models import Notice, OnCall, Way

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("told")]


def test_somebody_has_something_new_and_nobody_is_told_what_they_did_themselves():
    new = Notice.objects.filter(seen_at=None).values("agent").annotate(count=Count("pk"))
    assert new
    assert not any(one.who == one.agent.name for one in Notice.objects.select_related("agent"))
    [way] = Way.objects.select_related("agent")
    assert (way.kind, way.pace) == ("mail", "hourly")
    assert OnCall.objects.get().agent == way.agent
