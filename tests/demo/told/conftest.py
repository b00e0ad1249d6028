"""The demo company, told once for all tests here, which only look."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import transaction

from whydesk.demo.telling import Told, tell

NOW = datetime(2027, 3, 3, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="package")
def told(django_db_setup: None, django_db_blocker: Any) -> Iterator[Told]:
    """Tell the stories as of a day in March; what a test adds is gone with it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield tell(NOW)
        transaction.set_rollback(True)
