"""Notices on their way to messengers and mailboxes."""


def send_due(way_id: int) -> None:
    """Send what waits on the way."""
