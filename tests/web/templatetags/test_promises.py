"""What we owe, by when, as it is shown."""

from datetime import timedelta

import pytest
from django.utils import timezone

from whydesk.web.templatetags.promises import promise_mark, promised


@pytest.mark.parametrize(
    ("minutes", "words", "mark"),
    [(-5, "Promise missed", True), (20, "Answer due soon", True), (90, "Answer due", False)],
)
def test_a_promise_says_how_near_it_is(minutes: int, words: str, mark: bool):
    now = timezone.now()
    due_at = now + timedelta(minutes=minutes)
    assert f" {words} " in promised(due_at)
    assert bool(promise_mark(due_at, now)) == mark


def test_where_nothing_is_owed_nothing_is_shown():
    assert (promised(None), promise_mark(None, timezone.now())) == ("", "")
