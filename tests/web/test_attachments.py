"""Files of strangers: downloaded by those who may see the ticket, and never run."""

import asyncio

import pytest
from django.core.files.storage import default_storage
from django.test import Client

from tests.web.customers import write
from tests.world import World
from whydesk.tickets.files import place_of
from whydesk.tickets.models import Attachment
from whydesk.tickets.receiving import ReceivedFile


@pytest.fixture
def sam(world: World, client: Client) -> Client:
    client.force_login(world.sam)
    return client


def attach(world: World, name: str, content_type: str, content: bytes = b"bytes") -> Attachment:
    file = ReceivedFile(name, content_type, content)
    return write(world, world.anna, files=[file]).attachments.get()


def body(response) -> bytes:
    async def read() -> bytes:
        return b"".join([piece async for piece in response.streaming_content])

    return asyncio.run(read())


def test_a_file_comes_back_as_it_was_sent(world: World, sam: Client):
    content = bytes(range(256)) * 1000
    file = attach(world, "data.bin", "application/x-thing", content)
    response = sam.get(f"/attachments/{file.pk}")
    assert body(response) == content
    assert response["Content-Length"] == str(len(content))


@pytest.mark.parametrize(
    ("name", "content_type", "disposition", "served_as"),
    [
        ("a.png", "image/png", 'inline; filename="a.png"', "image/png"),
        ("a.webp", "image/webp", 'inline; filename="a.webp"', "image/webp"),
        ("a.svg", "image/svg+xml", 'attachment; filename="a.svg"', "application/octet-stream"),
        ("a.html", "text/html", 'attachment; filename="a.html"', "application/octet-stream"),
        ("a.png", "text/html", 'attachment; filename="a.png"', "application/octet-stream"),
        ("a.pdf", "application/pdf", 'attachment; filename="a.pdf"', "application/octet-stream"),
        (
            "счёт №1.pdf",
            "application/pdf",
            "attachment; filename*=utf-8''%D1%81%D1%87%D1%91%D1%82%20%E2%84%961.pdf",
            "application/octet-stream",
        ),
        (
            '../../etc/pass"wd\r\nX-Evil: 1',
            "text/plain\r\nX-Evil: 1",
            'attachment; filename="pass\\"wdX-Evil: 1"',
            "application/octet-stream",
        ),
        ("..\\", "", 'attachment; filename="file"', "application/octet-stream"),
    ],
)
def test_only_plain_pictures_are_shown_and_everything_else_is_saved(
    world: World, sam: Client, name: str, content_type: str, disposition: str, served_as: str
):
    file = attach(world, name, content_type)
    response = sam.get(f"/attachments/{file.pk}")
    kept = ("Content-Disposition", "Content-Type", "Content-Security-Policy")
    assert [response[header] for header in (*kept, "X-Content-Type-Options")] == [
        disposition,
        served_as,
        "default-src 'none'; sandbox",
        "nosniff",
    ]


def test_a_file_is_for_those_who_may_see_its_ticket(world: World, client: Client):
    file = attach(world, "secret.txt", "text/plain")
    client.force_login(world.gus)
    assert client.get(f"/attachments/{file.pk}").status_code == 404


def test_a_file_that_is_gone_is_not_found(world: World, sam: Client):
    file = attach(world, "gone.txt", "text/plain", b"gone for ever")
    default_storage.delete(place_of(file.digest))
    assert sam.get(f"/attachments/{file.pk}").status_code == 404
