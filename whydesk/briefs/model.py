"""A language model that the desk may ask, where somebody has set one up."""

import logging
import re

from django.conf import settings

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

    environment = settings.ENVIRONMENT
    key = environment["WHYDESK_MODEL_KEY"]
    try:
        answer = httpx.post(
            f"{environment['WHYDESK_MODEL_URL']}/chat/completions",
            headers={"Authorization": f"Bearer {key}"} if key else {},
            json={"model": environment["WHYDESK_MODEL"], "messages": messages, "temperature": 0},
            timeout=environment["WHYDESK_MODEL_SECONDS"],
        )
        answer.raise_for_status()
        said = answer.json()["choices"][0]["message"]["content"]
        return _THOUGHTS.sub("", str(said))
    except (httpx.HTTPError, ValueError, LookupError, TypeError) as error:
        logger.warning("The language model gave no answer: %s", type(error).__name__)
        return None
