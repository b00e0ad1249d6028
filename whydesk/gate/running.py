"""Running the mail gate: every door open until told to stop."""

import asyncio
import logging
import signal
from urllib.parse import urlsplit

from django.conf import settings

from whydesk.gate.following import Followers
from whydesk.gate.smtp import Reception

MOST_SECONDS_TO_FINISH = 10.0

log = logging.getLogger(__name__)


async def run_gate() -> None:
    """Take mail by every door until SIGTERM or SIGINT.

    Then nobody new is let in, and whoever is handing over a mail may finish:
    what was acknowledged is committed, and what was not its sender keeps.
    """
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    await keep_open(stop)


async def keep_open(stop: asyncio.Event) -> None:
    """Take mail by every door until the event is set."""
    reception = Reception(
        hostname=urlsplit(settings.PUBLIC_URL).hostname or "localhost",
        most_bytes=settings.ENVIRONMENT["WHYDESK_MAIL_MAX_MB"] * 1024 * 1024,
    )
    keeping = asyncio.create_task(reception.collector.run())
    servers = await _open_doors(reception)
    followers = Followers()
    following = asyncio.create_task(followers.run())
    stopping = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait([keeping, following, stopping], return_when=asyncio.FIRST_COMPLETED)
    finally:
        for server in servers:
            server.close()
        following.cancel()
        await asyncio.gather(
            reception.crowd.disperse(within=MOST_SECONDS_TO_FINISH), followers.stop()
        )
        reception.collector.close()
        stopping.cancel()
        await keeping
    log.info("The mail gate is closed.")


async def _open_doors(reception: Reception) -> list[asyncio.Server]:
    servers = []
    for name in ("smtp", "lmtp"):
        place = settings.ENVIRONMENT[f"WHYDESK_{name.upper()}"]
        if place:
            servers.append(await reception.listen(name, place))
            log.info("Taking mail by %s at %s.", name.upper(), place)
    return servers
