"""What is said when something went wrong."""

import pytest
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from tests.world import World
from whydesk.web import urls


def break_down(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a secret in the error")


def lose_the_database(request: HttpRequest) -> HttpResponse:
    raise OperationalError("the connection is closed")


urlpatterns = [*urls.urlpatterns, path("broken", break_down), path("away", lose_the_database)]
handler403, handler404, handler500 = urls.handler403, urls.handler404, urls.handler500


@pytest.fixture
def client(settings) -> Client:
    settings.ROOT_URLCONF = __name__
    return Client(raise_request_exception=False, headers={"Accept-Language": "ru"})


def test_what_is_not_there_is_said_in_the_language_of_the_browser(world: World, client: Client):
    response = client.get("/nowhere")
    assert response.status_code == 404
    page = response.content.decode()
    assert '<html lang="ru"' in page
    assert page.count("/inbox") == 1


def test_what_is_not_allowed_says_whom_to_ask(world: World, client: Client):
    world.vera.language = "en"
    world.vera.save()
    client.force_login(world.vera)
    response = client.get("/mailboxes")
    assert response.status_code == 403
    assert "Ask a lead or an admin." in response.content.decode()


def test_an_old_form_says_that_nothing_was_changed(world: World):
    client = Client(enforce_csrf_checks=True)
    response = client.post("/sign-in", {"email": "x", "password": "y"})
    assert response.status_code == 403
    assert "This page was out of date" in response.content.decode()


def test_a_fault_of_ours_tells_nothing_of_its_inside(db: None, client: Client):
    response = client.get("/broken")
    assert response.status_code == 500
    page = response.content.decode()
    assert '<html lang="ru">' in page
    assert "secret" not in page


def test_a_lost_database_is_named_and_the_browser_told_when_to_come_back(
    db: None, client: Client, django_assert_num_queries
):
    with django_assert_num_queries(0):
        response = client.get("/away")
    assert (response.status_code, response["Retry-After"]) == (503, "30")
