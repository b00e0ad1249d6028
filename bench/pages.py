"""What a page costs the server: computing time of web and database for one request."""

import http.client
import statistics
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import quote, urlsplit

from bench.desk import pids_of
from bench.processes import cpu_ms
from bench.words import COMMON_WORD, RARE_WORD
from tests.config.desks import Running

SAMPLES = 25
# What a request costs is in part counted after its answer: some are measured together.
REQUESTS = 4
PAGES = {
    "inbox": "/inbox/open",
    "ticket": "/tickets/{ticket}",
    "search, rare word": f"/search?q={RARE_WORD}",
    "search, common word": f"/search?q={quote(COMMON_WORD)}",
}
# What every page of the list costs where everybody waits, the first and one further down.
QUEUES = {
    "all open": "/inbox/open",
    "mine": "/inbox/mine",
    "of VIPs": "/inbox/open?kind=vip",
    "further down": "/inbox/open?after={after}",
}


@dataclass(frozen=True)
class Cost:
    """Computing time of a page in milliseconds: p50 and p95, and its size in bytes."""

    p50: float
    p95: float
    size: int


def measure_pages(running: Running, cookie: str, ticket: int) -> dict[str, Cost]:
    """Ask for each page many times over one connection."""
    pages = {name: path.format(ticket=ticket) for name, path in PAGES.items()}
    return {name: _measure(running, cookie, path) for name, path in pages.items()}


def measure_queues(running: Running, cookie: str) -> dict[str, Cost]:
    """Ask for the lists that are ordered by urgency."""
    after = quote(f"{(datetime.now(UTC) - timedelta(days=9)).isoformat()}_1")
    pages = {name: path.format(after=after) for name, path in QUEUES.items()}
    return {name: _measure(running, cookie, path) for name, path in pages.items()}


def _measure(running: Running, cookie: str, path: str) -> Cost:
    connection = http.client.HTTPConnection(
        urlsplit(running.desk.environment["WHYDESK_URL"]).netloc, timeout=60
    )
    for _ in range(8):
        size = _get(connection, cookie, path)
    costs = []
    pids = pids_of(running)
    for _ in range(SAMPLES):
        before = cpu_ms(pids)
        for _ in range(REQUESTS):
            _get(connection, cookie, path)
        costs.append((cpu_ms(pids) - before) / REQUESTS)
    connection.close()
    return Cost(statistics.median(costs), statistics.quantiles(costs, n=20)[18], size)


def _get(connection: http.client.HTTPConnection, cookie: str, path: str) -> int:
    connection.request("GET", path, headers={"Cookie": cookie})
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{path} answered {answer.status}.")
    return len(body)
