"""Whydesk, a support desk that asks why."""

__version__ = "0.1.0"
