"""Whether a machine wrote a mail."""

from __future__ import annotations

from whydesk.mail.headers import Headers
from whydesk.mail.values import Automatic


def recognise(headers: Headers) -> Automatic:
    """Say what kind of machine wrote this mail, if one did."""
    submitted = headers.plain("auto-submitted").lower()
    if submitted and not submitted.startswith("no"):
        return Automatic.AUTO_REPLY
    return Automatic.NONE
