"""What wishes cost: pages, suggestions while somebody types, a decision for a thousand."""

import http.client
import json
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

import psycopg

from bench.desk import ROOT, pids_of
from bench.pages import Cost, _measure
from bench.processes import cpu_ms
from tests.config.desks import Desk, Running, wait_for
from whydesk.config.database import embedded_url

PAGES = {
    "board": "/wishes/",
    "board by revenue": "/wishes/?by=revenue",
    "board by VIPs": "/wishes/?by=vip",
    "board of one state": "/wishes/?state=refused&by=voices_90_days",
    "board of a language": "/wishes/?language=pt-br&by=last_voice_at",
    "board by words": "/wishes/?words=status",
    "wish of 1,000 voices": "/wishes/{loudest}/",
    "wish of a handful": "/wishes/{quiet}/",
    "its voices": "/wishes/{loudest}/voices",
    "agenda": "/reviews/",
    "meeting": "/reviews/{review}/meeting",
    "to be told": "/callbacks/?everyone=1",
}
_TOKEN = "b" * 32
# What an idle desk takes in three seconds, and some more.
_QUIET_MS = 60


@dataclass(frozen=True)
class Typing:
    """Milliseconds until suggestions have come while somebody types, and their CPU."""

    p50: float
    p95: float
    cpu: float
    found: float


@dataclass(frozen=True)
class Deciding:
    """Seconds until a decision for a thousand is made, and until their callbacks are."""

    decided: float
    made: float
    callbacks: int


def fill_wishes(desk: Desk) -> dict[str, int | str]:
    """Fill the desk, whose database runs meanwhile for this alone."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.wish_filling"],
        env=desk.environment,
        check=True,
        stdout=subprocess.PIPE,
        cwd=ROOT,
    )
    return dict(json.loads(done.stdout))


def wait_until_quiet(running: Running) -> None:
    """Wait, two minutes at most, until the desk has done what a new one has to do first."""
    for _ in range(40):
        pids = pids_of(running)
        before = cpu_ms(pids)
        time.sleep(3)
        if cpu_ms(pids) - before < _QUIET_MS:
            return


def measure_boards(running: Running, seen: dict[str, int | str]) -> dict[str, Cost]:
    """Ask for each page many times over one connection."""
    cookie = str(seen["cookie"])
    return {name: _measure(running, cookie, path.format(**seen)) for name, path in PAGES.items()}


def measure_typing(running: Running, seen: dict[str, int | str]) -> Typing:
    """Type stories that nobody has told yet, a few words more each time, in three languages."""
    times, found = [], 0
    typed = list(seen["typed"])  # type: ignore[arg-type]
    for _warm in range(2):
        for ticket, want in typed[:6]:
            _suggested(running, seen, ticket, want)
    pids, cpu = pids_of(running), 0.0
    for ticket, want in typed:
        before, began = cpu_ms(pids), time.perf_counter()
        found += _suggested(running, seen, ticket, want)
        times.append((time.perf_counter() - began) * 1000)
        cpu += cpu_ms(pids) - before
    return Typing(
        statistics.median(times),
        statistics.quantiles(times, n=20)[18],
        cpu / len(times),
        found / len(times),
    )


def _suggested(running: Running, seen: dict[str, int | str], ticket: int, want: str) -> int:
    """Look at what the panel suggests; return how many."""
    headers = {"HX-Request": "true", "HX-Target": "div#wish-found"}
    page = _post(running, seen, f"/tickets/{ticket}/wish", {"want": want}, headers)
    return page.count('class="wish-one"')


def measure_deciding(running: Running, seen: dict[str, int | str]) -> Deciding:
    """Refuse the loudest wish over HTTP, and wait until the worker has listed who is told."""
    said = {"outcome": "never", "reason": "The list has to stay quiet.", "after": ""}
    with psycopg.connect(embedded_url(running.desk.data), autocommit=True) as database:
        began = time.perf_counter()
        _post(running, seen, f"/wishes/{seen['loudest']}/decision", said)
        decided = time.perf_counter() - began

        def made() -> list[tuple[int]]:
            return database.execute(
                "SELECT p.untold FROM wishes_decisionprogress p"
                " JOIN wishes_decision d ON d.id = p.decision_id"
                " WHERE d.wish_id = %s AND p.made_at IS NOT NULL",
                [seen["loudest"]],
            ).fetchall()

        [(number,)] = wait_for(made)
    return Deciding(decided, time.perf_counter() - began, number)


def _post(
    running: Running,
    seen: dict[str, int | str],
    path: str,
    form: dict[str, str],
    headers: dict[str, str] | None = None,
) -> str:
    place = urlsplit(running.desk.environment["WHYDESK_URL"]).netloc
    connection = http.client.HTTPConnection(place, timeout=60)
    connection.request(
        "POST",
        path,
        urlencode({**form, "csrfmiddlewaretoken": _TOKEN}),
        {
            "Cookie": f"{seen['cookie']}; csrftoken={_TOKEN}",
            "Content-Type": "application/x-www-form-urlencoded",
            **(headers or {}),
        },
    )
    answer = connection.getresponse()
    body = answer.read().decode()
    connection.close()
    if answer.status not in (200, 303):
        raise RuntimeError(f"{path} answered {answer.status}.")
    return body
