"""What is said when something went wrong."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from tests.config.desks import free_port
from tests.world import World
from whydesk.web import urls


def break_down(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a secret in the error")


def lose_the_database(request: HttpRequest) -> HttpResponse:
    raise OperationalError("the connection is closed")


def lose_the_bucket(request: HttpRequest) -> HttpResponse:
    default_storage.save("ab/cd/abcd", ContentFile(b"words"))
    return HttpResponse()


urlpatterns = [
    *urls.urlpatterns,
    path("broken", break_down),
    path("away", lose_the_database),
    path("files", lose_the_bucket),
]
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


def test_a_bucket_that_does_not_answer_is_named_and_the_draft_is_safe(
    db: None, client: Client, settings, monkeypatch
):
    bucket = {"bucket_name": "files", "endpoint_url": f"http://127.0.0.1:{free_port()}"}
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "storages.backends.s3.S3Storage",
            "OPTIONS": {**bucket, "access_key": "any", "secret_key": "any"},
        },
    }
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    response = client.get("/files")
    assert (response.status_code, response["Retry-After"]) == (503, "30")
    page = response.content.decode()
    assert "черновики" in page
    assert "127.0.0.1" not in page
