"""Passwords at rest: encrypted with a key derived from the desk's secret key."""

import base64
import hashlib
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.db import models


def _box() -> Fernet:
    digest = hashlib.sha256(b"whydesk.mailroom" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))


class SecretField(models.TextField):  # type: ignore[type-arg]
    """Text that only the desk can read back.

    With another secret key it reads as empty: the account then fails to sign
    in and says so, and the password is typed again.
    """

    def get_prep_value(self, value: Any) -> Any:
        return _box().encrypt(value.encode()).decode() if value else value

    def from_db_value(self, value: str | None, *_: object) -> str | None:
        if not value:
            return value
        try:
            return _box().decrypt(value.encode()).decode()
        except InvalidToken:
            return ""
