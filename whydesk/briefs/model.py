"""A language model that the desk may ask, where somebody has set one up."""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from httpx import AsyncClient, Client, Request, Response

logger = logging.getLogger(__name__)

# What some models think aloud before they answer.
_THOUGHTS = re.compile(r"\A\s*<think>.*?</think>", re.DOTALL)


def has_model() -> bool:
    return bool(settings.ENVIRONMENT["WHYDESK_MODEL_URL"])


def ask_model(messages: list[dict[str, str]]) -> str | None:
    """Return what the model answers, or None if it does not within its time.

    It speaks the chat method of OpenAI, as Ollama, vLLM and most clouds do.
    What the desk read by itself stands until there is an answer, so a model
    that is slow, full or gone harms nobody.
    """
    # Every program of the desk reads this file; those that ask no model need not wait for it.
    import httpx

    with _unharmed(), httpx.Client() as client:
        return _said(client.send(_request(client, messages)))
    return None


async def wait_for_model(messages: list[dict[str, str]]) -> str | None:
    """Return the same, while the thread that would wait goes on with other work."""
    import httpx

    with _unharmed():
        async with httpx.AsyncClient() as client:
            return _said(await client.send(_request(client, messages)))
    return None


def _request(client: "Client | AsyncClient", messages: list[dict[str, str]]) -> "Request":
    environment = settings.ENVIRONMENT
    key = environment["WHYDESK_MODEL_KEY"]
    return client.build_request(
        "POST",
        f"{environment['WHYDESK_MODEL_URL']}/chat/completions",
        headers={"Authorization": f"Bearer {key}"} if key else {},
        json={"model": environment["WHYDESK_MODEL"], "messages": messages, "temperature": 0},
        timeout=environment["WHYDESK_MODEL_SECONDS"],
    )


def _said(answer: "Response") -> str:
    answer.raise_for_status()
    return _THOUGHTS.sub("", str(answer.json()["choices"][0]["message"]["content"]))


@contextmanager
def _unharmed() -> Iterator[None]:
    from httpx import HTTPError

    try:
        yield
    except (HTTPError, ValueError, LookupError, TypeError) as error:
        logger.warning("The language model gave no answer: %s", type(error).__name__)
