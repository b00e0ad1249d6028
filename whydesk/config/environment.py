"""Every setting: its name, its default, what it means, and how it is read.

The environment is the only place settings come from, and none is needed. A
wrong one stops the start with a sentence.
"""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from whydesk.config.trouble import WrongSetting

LANGUAGES = ("en", "ru", "pt-br")


@dataclass(frozen=True)
class Setting:
    name: str
    default: str
    help: str
    read: Callable[[str], Any] = str


@dataclass(frozen=True)
class Listen:
    """Where a server listens."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


def _folder(text: str) -> Path:
    return Path(text).expanduser().resolve()


def _listen(text: str) -> Listen | None:
    if not text:
        return None
    host, _, port = text.rpartition(":")
    if not host or not port.isdigit() or int(port) > 65535:
        raise ValueError("write it as host:port, for example 127.0.0.1:8025")
    return Listen(host.strip("[]"), int(port))


def _address(text: str) -> str:
    parts = urlsplit(text)
    if text and (parts.scheme not in ("http", "https") or not parts.netloc):
        raise ValueError("write the whole address, for example https://desk.example.com")
    return text.rstrip("/")


def _outgoing(text: str) -> str:
    if text and urlsplit(text).scheme not in ("smtp", "smtps", "folder"):
        raise ValueError("write smtp://user:password@host:587, smtps://… or folder:/a/path")
    return text


def _attachments(text: str) -> str:
    if text and urlsplit(text).scheme not in ("", "s3"):
        raise ValueError("write a folder, or s3://bucket/prefix")
    if text.startswith("s3:") and not (urlsplit(text).netloc and find_spec("storages")):
        raise ValueError("write s3://bucket/prefix, and install whydesk[s3]")
    return text


def _database(text: str) -> str:
    if text and urlsplit(text).scheme not in ("postgres", "postgresql"):
        raise ValueError("write postgresql://user:password@host:5432/name")
    return text


def _number(low: int, high: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not text.isdigit() or not low <= int(text) <= high:
            raise ValueError(f"write a whole number from {low} to {high}")
        return int(text)

    return read


def _language(text: str) -> str:
    if text.lower() not in LANGUAGES:
        raise ValueError(f"write one of {', '.join(LANGUAGES)}")
    return text.lower()


def _zone(text: str) -> str:
    try:
        ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ValueError("write a time zone such as Europe/Lisbon") from error
    return text


def _currency(text: str) -> str:
    if not (len(text) == 3 and text.isascii() and text.isalpha()):
        raise ValueError("write a currency by its three letters, for example EUR")
    return text.upper()


def _level(text: str) -> str:
    levels = ("DEBUG", "INFO", "WARNING", "ERROR")
    if text.upper() not in levels:
        raise ValueError(f"write one of {', '.join(levels)}")
    return text.upper()


SETTINGS = (
    Setting("WHYDESK_DATA", "whydesk-data", "Folder of the database, files and keys.", _folder),
    Setting(
        "DATABASE_URL",
        "",
        "A PostgreSQL 16 or newer with pgvector; empty means the embedded one.",
        _database,
    ),
    Setting(
        "WHYDESK_URL",
        "",
        "The address at which people open the desk; links in mail begin with it. "
        "Empty means http://localhost with the port of WHYDESK_HTTP.",
        _address,
    ),
    Setting("WHYDESK_HTTP", "127.0.0.1:8000", "Where the web server listens.", _listen),
    Setting(
        "WHYDESK_SMTP",
        "127.0.0.1:8025",
        "Where the mail gate takes mail by SMTP; empty means not at all.",
        _listen,
    ),
    Setting("WHYDESK_LMTP", "", "Where it takes mail by LMTP; empty means not at all.", _listen),
    Setting(
        "WHYDESK_SMTP_URL",
        "",
        "The server that mail leaves by: smtp://user:password@host:587 (STARTTLS where offered), "
        "smtps://host:465, or folder:/path. Empty means the folder outbox in the data folder.",
        _outgoing,
    ),
    Setting(
        "WHYDESK_ATTACHMENTS",
        "",
        "Where attachments are kept: a folder or s3://bucket/prefix (needs whydesk[s3]). "
        "Empty means the folder files in the data folder.",
        _attachments,
    ),
    Setting("WHYDESK_SECRET_KEY", "", "Signs sessions and links. Empty: made at first start."),
    Setting("WHYDESK_LANGUAGE", "en", "Language of whoever has not chosen one.", _language),
    Setting("WHYDESK_TIME_ZONE", "UTC", "Time zone of whoever has not chosen one.", _zone),
    Setting(
        "WHYDESK_CURRENCY",
        "USD",
        "Currency in which the revenue behind wishes is summed.",
        _currency,
    ),
    Setting(
        "WHYDESK_WEB_THREADS", "4", "Requests that one web process serves at once.", _number(1, 32)
    ),
    Setting("WHYDESK_WORKER_JOBS", "4", "Jobs that one worker does at once.", _number(1, 32)),
    Setting("WHYDESK_MAIL_MAX_MB", "50", "The largest mail taken in, in MB.", _number(1, 500)),
    Setting(
        "WHYDESK_READ_SECONDS",
        "10",
        "CPU seconds that reading one mail may take.",
        _number(1, 300),
    ),
    Setting(
        "WHYDESK_READ_MEMORY_MB",
        "1024",
        "Memory in MB that reading one mail may take.",
        _number(256, 16384),
    ),
    Setting(
        "WHYDESK_MODEL_URL",
        "",
        "A language model that speaks OpenAI’s method, for example http://localhost:11434/v1. "
        "It reads messages after the desk has, compares tickets and drafts answers; names, "
        "addresses, numbers and secrets are taken out before. Empty means that nothing leaves "
        "the desk.",
        _address,
    ),
    Setting("WHYDESK_MODEL", "", "The name of that model."),
    Setting("WHYDESK_MODEL_KEY", "", "The key that it asks for, if it does."),
    Setting(
        "WHYDESK_MODEL_SECONDS",
        "15",
        "Seconds it may take; after that what the desk read stands.",
        _number(1, 300),
    ),
    Setting(
        "WHYDESK_TELEGRAM_URL",
        "",
        "A Bot API server of your own that notices to Telegram go through, for example "
        "http://localhost:8081. Empty means Telegram’s.",
        _address,
    ),
    Setting("WHYDESK_LOG", "INFO", "How much is logged: DEBUG, INFO, WARNING, ERROR.", _level),
)


def read_settings(environment: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """Read every setting, or stop with a sentence about the first wrong one.

    >>> read_settings({})["WHYDESK_LANGUAGE"]
    'en'
    """
    found = {setting.name: _read(setting, environment) for setting in SETTINGS}
    if not found["WHYDESK_URL"]:
        place = found["WHYDESK_HTTP"]
        found["WHYDESK_URL"] = f"http://localhost:{place.port if place else 8000}"
    return found


def _read(setting: Setting, environment: Mapping[str, str]) -> Any:
    text = environment.get(setting.name, "").strip() or setting.default
    try:
        return setting.read(text)
    except ValueError as error:
        raise WrongSetting(f"{setting.name} is “{_shown(text)}”: {error}.") from error


def _shown(text: str) -> str:
    """Return the text without a password that may stand in it.

    >>> _shown("smpt://ann:s3cret@mail.example")
    'smpt://…@mail.example'
    """
    return re.sub(r"(://)[^@]*@", r"\1…@", text)
