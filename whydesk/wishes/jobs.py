"""Wishes move on by themselves."""

from whydesk.wishes import events  # noqa: F401
