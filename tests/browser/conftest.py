"""A real browser before a real server."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as django_settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.test import Client
from django.views.static import serve
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from tests.browser.desk import web_server
from whydesk.config.static import collect_static
from whydesk.people.models import Agent

# The browser's driver keeps an event loop in this thread, which Django takes
# for asynchronous code of ours.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# Many processes share the machine with the browser.
expect.set_options(timeout=20_000)

Visit = Callable[..., Page]

# Every screen once more: another language, a narrow window, the dark.
NARROW = pytest.param("ru", 390, True, marks=pytest.mark.long)
IN_MORE_LANGUAGES = [pytest.param(code, marks=pytest.mark.long) for code in ("ru", "pt-br")]


def is_wrong(said: ConsoleMessage) -> bool:
    """Tell an error from a request that a newer one has overtaken."""
    return said.type == "error" and "AbortError" not in said.text


@contextmanager
def open_browser() -> Iterator[Browser]:
    """Open chromium; its headless shell draws the same pages with half the work."""
    program = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    if program is None:
        pytest.skip("Chromium is not installed: apt-get install chromium-headless-shell")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


# For one module at a time: while it runs, no other test can have an event loop.
@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with open_browser() as browser:
        yield browser


@pytest.fixture
def visit(chromium: Browser, live_server: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Visit]:
    """Open an address of a server in this process, whose clock and settings a test can move."""
    collect_static()
    monkeypatch.setattr(StaticFilesHandler, "serve", serve_to_keep)
    contexts = []

    def open_page(
        address: str,
        *,
        agent: Agent | None = None,
        language: str = "en",
        width: int = 1440,
        dark: bool = False,
        time_zone: str = "Europe/Lisbon",
    ) -> Page:
        context = chromium.new_context(
            base_url=live_server.url,
            locale=language,
            timezone_id=time_zone,
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
        )
        context.set_default_timeout(20_000)
        # This server has a thread for each request; news that flow for hours need the real one.
        context.add_init_script("window.EventSource = class extends EventTarget { close() {} };")
        contexts.append(context)
        if agent is not None:
            context.add_cookies([session_of(agent, live_server.url)])
        page = context.new_page()
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()


def serve_to_keep(handler: StaticFilesHandler, request: HttpRequest) -> HttpResponseBase:
    """Hand out what was collected, and let the browser keep it, as the real server does."""
    path = handler.file_path(request.path)
    response = serve(request, path, document_root=django_settings.STATIC_ROOT)
    response["Cache-Control"] = "max-age=31536000, immutable"
    return response


def session_of(agent: Agent, url: str) -> dict[str, str]:
    client = Client()
    client.force_login(agent)
    name = django_settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": url}


def barriers(page: Page) -> list[str]:
    """Name what axe finds in the way of people with other senses or hands."""
    # Asked to preload, axe would fetch our style sheets a second time from wrong addresses.
    options = {"resultTypes": ["violations"], "preload": False}
    found = Axe().run(page, options=options).response["violations"]
    return [f"{rule['id']}: {node['target']}" for rule in found for node in rule["nodes"]]


@pytest.fixture(scope="session")
def desk(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """Have the real web server run beside the tests; live news need one."""
    with django_db_blocker.unblock(), web_server() as url:
        yield url


@pytest.fixture
def at_desk(chromium: Browser, desk: str) -> Iterator[Visit]:
    """Open an address of the real server as an agent; an error of the page fails the test."""
    contexts, errors = [], []

    def open_page(
        address: str,
        *,
        agent: Agent | None = None,
        language: str = "en",
        width: int = 1440,
        dark: bool = False,
        script: bool = True,
    ) -> Page:
        context = chromium.new_context(
            base_url=desk,
            locale=language,
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            java_script_enabled=script,
            reduced_motion="reduce",
        )
        context.set_default_timeout(20_000)
        contexts.append(context)
        if agent is not None:
            context.add_cookies([session_of(agent, desk)])
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda said: errors.append(said.text) if is_wrong(said) else None)
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert errors == []
