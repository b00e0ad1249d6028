"""One incident of the demo company is over, with all that was learnt; none goes on."""

import pytest

from tests.demo.told.conftest import NOW
from whydesk.history.timelines import entries_about
from whydesk.incidents.models import Incident

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("told")]


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
