"""What whoever watches over the desk is told."""

import pytest
from django.test import Client


@pytest.mark.django_db
def test_a_desk_that_works_says_so_to_anybody(client: Client, django_assert_num_queries):
    with django_assert_num_queries(1):
        response = client.get("/health")
    assert (response.status_code, response.content) == (200, b"ok\n")
