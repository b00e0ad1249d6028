"""Attachments in S3: what can be known without a server that speaks it. An answer is its status."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from tests.config.desks import free_port
from whydesk.config.attachments import examine_attachments
from whydesk.config.restoring import _bring_in_files

IN_MEMORY = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
ADVICE = {
    200: "",
    403: "Let the key in AWS_ACCESS_KEY_ID list, read, write and delete in it.",
    404: "Make it, or mend WHYDESK_ATTACHMENTS.",
}


@pytest.fixture(autouse=True)
def keys(monkeypatch) -> None:
    for name in ("ACCESS_KEY_ID", "SECRET_ACCESS_KEY"):
        monkeypatch.setenv(f"AWS_{name}", "any")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-central-1")
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{free_port()}")


@pytest.fixture
def answered(monkeypatch, status: int) -> Iterator[None]:
    class Answer(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        threading.Thread(target=server.serve_forever).start()
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{server.server_port}")
        yield
        server.shutdown()


@pytest.mark.parametrize("status", ADVICE)
def test_the_bucket_is_looked_at(answered: None, status: int):
    found = examine_attachments("s3://files/of/the/desk")
    assert found
    assert found.advice == ADVICE[status]
    assert " files for attachments " in found.text or "no bucket files" in found.text


def test_a_server_that_is_not_there_is_named():
    found = examine_attachments("s3://files")
    assert found
    assert not found.is_well
    assert found.text.startswith("The bucket files for attachments cannot be reached: ")


def test_a_folder_in_the_data_folder_needs_no_look(tmp_path: Path):
    assert [examine_attachments(place) for place in ("", str(tmp_path))] == [None, None]


def test_files_of_a_backup_go_where_attachments_are_kept_now(tmp_path: Path, settings):
    settings.STORAGES = IN_MEMORY
    file = tmp_path / "ab" / "cd" / "abcd"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"words")
    for _again in range(2):
        _bring_in_files(tmp_path)
    with default_storage.open("ab/cd/abcd") as kept:
        assert kept.read() == b"words"
    assert default_storage.listdir("ab/cd")[1] == ["abcd"]
