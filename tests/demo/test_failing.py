"""One incident of the demo company is over, with all that was learnt; none goes on."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import transaction

from whydesk.demo.telling import tell
from whydesk.history.timelines import entries_about
from whydesk.incidents.models import Incident

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 3, 3, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="module", autouse=True)
def told(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Tell the stories once for all tests here, which only look."""
    with django_db_blocker.unblock(), transaction.atomic():
        tell(NOW)
        yield
        transaction.set_rollback(True)


def test_it_is_over_and_was_told_in_three_languages():
    [incident] = Incident.objects.all()
    assert (incident.state, incident.is_public) == ("over", True)
    languages = [
        sorted(update.texts.values_list("language", flat=True))
        for update in incident.updates.order_by("pk")
    ]
    assert languages == [["en", "pt-br", "ru"]] * 3
    last = entries_about("incident", incident.pk)[0]
    assert last.at < NOW


def test_two_of_three_actions_are_done():
    actions = Incident.objects.get().actions.all()
    assert [action.done_at is not None for action in actions] == [True, True, False]
    assert actions[2].due_on > NOW.date()


def test_the_write_up_is_whole_in_every_language():
    texts = Incident.objects.get().write_up.texts.all()
    assert [text.is_whole for text in texts] == [True] * 3
