"""The desk as people have it: the real web server on the database of the tests."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote

from django.db import connection
from playwright.sync_api import Page, expect

from whydesk.web.listening import NAME


def database_url() -> str:
    """Return the address of the tests' database as another process needs it."""
    told = connection.settings_dict
    user = quote(told["USER"] or "")
    password = f":{quote(told['PASSWORD'])}" if told["PASSWORD"] else ""
    host, port = quote(told["HOST"] or "", safe=""), told["PORT"]
    place = f"?host={host}" + (f"&port={port}" if port else "")
    return f"postgresql://{user}{password}@/{told['NAME']}{place}"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def web_server() -> Iterator[str]:
    """Run the web server and return its address."""
    url = f"http://127.0.0.1:{free_port()}"
    told = {
        "DATABASE_URL": database_url(),
        "WHYDESK_HTTP": url.removeprefix("http://"),
        "WHYDESK_URL": url,
    }
    server = subprocess.Popen([sys.executable, "-m", "whydesk", "web"], env={**os.environ, **told})
    try:
        wait_for(f"{url}/health", server)
        yield url
    finally:
        server.terminate()
        server.wait(20)


def wait_for(url: str, server: "subprocess.Popen[bytes]") -> None:
    while server.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=30).close()
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("The web server did not start.")


def press(page: Page, *keys: str) -> None:
    """Press keys one after another, once the scripts of the page that is shown have run."""
    for key in keys:
        page.wait_for_load_state()
        page.keyboard.press(key)


def go(page: Page, keys: str, path: str) -> None:
    """Press the keys of a place one right after another, until the page has gone there.

    They must come within a second of each other, which a busy machine does not always manage.
    """
    for last in (False,) * 9 + (True,):
        press(page, *keys)
        try:
            expect(page).to_have_url(path, timeout=3_000)
            return
        except AssertionError:
            if last:
                raise


def until_listening() -> None:
    """Wait until the web server listens for news: before that, there are none."""
    with connection.cursor() as cursor:
        while True:
            cursor.execute(
                "SELECT 1 FROM pg_stat_activity WHERE application_name = %s AND query <> '' "
                "AND datname = current_database()",
                [NAME],
            )
            if cursor.fetchone():
                return
            time.sleep(0.05)
