"""Attachments: stored once for each content, under the name of their digest."""

import hashlib

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage


def place_of(digest: str) -> str:
    """Return where the file lies: two levels of folders keep each of them small."""
    return f"{digest[:2]}/{digest[2:4]}/{digest}"


def store(content: bytes) -> str:
    """Keep the bytes and return their digest; the same bytes are kept once.

    The file is whole before its name exists, so a crash leaves no half file
    under a digest that promises the whole.
    """
    digest = hashlib.sha256(content).hexdigest()
    if not default_storage.exists(place_of(digest)):
        default_storage.save(place_of(digest), ContentFile(content))
    return digest


def open_file(digest: str) -> "File[bytes]":
    """Open the stored bytes for reading."""
    return default_storage.open(place_of(digest), "rb")
