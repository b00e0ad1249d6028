"""Talking to messengers through Apprise: one text to one address, with what came of it.

Apprise says "no" whether nobody was reached or an answer was lost, and tells
the difference only to its log. So its log is heard here, in memory: it holds
the addresses with their keys, and goes nowhere else.
"""

import logging
import re
from contextvars import ContextVar
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from whydesk.mail.refusals import Refused, TryLater, Unclear, gettext_noop

UNREADABLE = gettext_noop("The address of the messenger cannot be read any more. Add it again.")
UNREACHABLE = gettext_noop("The messenger could not be reached.")
NOT_TAKEN = gettext_noop("The messenger did not take the message.")
LOST = gettext_noop("Perhaps sent: the connection was lost while the messenger took the message.")

# They show something on the machine that the desk runs on, or write there.
_NOT_HERE = frozenset(
    {"dbus", "glib", "gnome", "kde", "macosx", "qt", "syslog", "rsyslog", "windows"}
)
# Requests says so where nothing has been sent yet; all else broke off in the middle.
_BEFORE_SENDING = ("Max retries exceeded", "Failed to establish", "Failed to resolve", "SSLError")
_BROKE_OFF = "Socket Exception"
_SECONDS = 10.0

_HEARD: ContextVar[list[logging.LogRecord] | None] = ContextVar("whydesk_apprise", default=None)


class WrongAddress(ValueError):
    """No messenger has such an address."""


class _Ear(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        heard = _HEARD.get()
        if heard is not None:
            heard.append(record)


_log = logging.getLogger("apprise")
_log.addHandler(_Ear())
_log.setLevel(logging.DEBUG)
_log.propagate = False


def service_at(url: str) -> str:
    """Name the service that the address leads to.

    :raises WrongAddress: it leads nowhere, or to the machine itself.
    """
    plugin = _plugin(url)
    if plugin is None:
        raise WrongAddress(WRONG)
    return str(plugin.service_name)


def shown(url: str) -> str:
    """Return what of an address may be shown: everything after its beginning is a key.

    >>> shown("tgram://123456:AbCdEf/777")
    'tgram://…'
    """
    scheme, _sep, rest = url.partition("://")
    return f"{scheme.lower()}://…" if rest else ""


WRONG: Promise = _(
    "No messenger has this address. It looks like tgram://bot-token/chat-id; "
    "the Apprise documentation lists all of them."
)


def send_text(url: str, text: str) -> None:
    """Hand a text to the messenger.

    :raises Refused: the address cannot be used.
    :raises TryLater: it was not taken, and may be another time.
    :raises Unclear: it may have been taken.
    """
    plugin = _plugin(url)
    if plugin is None:
        raise Refused(UNREADABLE)
    from apprise import Apprise, NotifyFormat

    apprise = Apprise(asset=plugin.asset)
    apprise.add(plugin)
    heard: list[logging.LogRecord] = []
    token = _HEARD.set(heard)
    try:
        is_taken = bool(apprise.notify(body=text, body_format=NotifyFormat.TEXT))
    finally:
        _HEARD.reset(token)
    if not is_taken:
        raise _trouble(url, heard)


def _plugin(url: str) -> Any:
    """Return Apprise's plugin for the address, which waits for nobody long."""
    if not url or url.partition("://")[0].lower() in _NOT_HERE:
        return None
    # It takes a third of a second and 20 MB, which few processes need.
    from apprise import Apprise, AppriseAsset

    plugin: Any = Apprise.instantiate(url, asset=AppriseAsset(async_mode=False))
    if plugin is None:
        return None
    plugin.retry = 0
    plugin.socket_connect_timeout = min(plugin.socket_connect_timeout, _SECONDS)
    plugin.socket_read_timeout = min(plugin.socket_read_timeout, _SECONDS)
    own_telegram = settings.ENVIRONMENT["WHYDESK_TELEGRAM_URL"]
    if own_telegram and url.lower().startswith("tgram://"):
        plugin.notify_url = f"{own_telegram}/bot"
    return plugin


def _trouble(url: str, heard: list[logging.LogRecord]) -> TryLater | Unclear:
    said = [record.getMessage() for record in heard]
    broken = [line for line in said if line.startswith(_BROKE_OFF)]
    if any(not any(sign in line for sign in _BEFORE_SENDING) for line in broken):
        return Unclear(LOST)
    if broken:
        return TryLater(UNREACHABLE)
    warnings = [record.getMessage() for record in heard if record.levelno >= logging.WARNING]
    return TryLater(NOT_TAKEN, without_secrets(url, " ".join(warnings[-1:])))


def without_secrets(url: str, words: str) -> str:
    """Return the words with nothing in them that stands in the address.

    >>> without_secrets("tgram://123456:AbCdEf/777", "Bad token 123456:AbCdEf, error=401.")
    'Bad token …:…, error=401.'
    """
    pieces = {piece for piece in re.split(r"[/:@?&=#,+]+", unquote(url)) if len(piece) >= 6}
    for piece in sorted(pieces, key=len, reverse=True):
        words = words.replace(piece, "…")
    return words[:300]
