"""What wishes cost: `python -m bench wishes` (this file fills, when it is run by itself)."""

import http.client
import json
import random
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

import psycopg

from bench.desk import ROOT, pids_of
from bench.pages import Cost, _measure
from bench.processes import cpu_ms
from tests.config.desks import Desk, Running, wait_for
from whydesk.config.database import embedded_url
from whydesk.config.opening import desk_opened

if TYPE_CHECKING:
    from whydesk.people.models import Agent

WISHES, VOICES, CAPABILITIES = 10_000, 100_000, 2_000
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
_TYPED = 60


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
        [sys.executable, "-m", "bench.wishes"],
        env=desk.environment,
        check=True,
        stdout=subprocess.PIPE,
        cwd=ROOT,
    )
    return dict(json.loads(done.stdout))


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


def main() -> None:
    with desk_opened():
        json.dump(_fill(), sys.stdout)


def _fill() -> dict[str, object]:
    from bench.wish_loading import load_wishes
    from whydesk.wishes.planning import plan_review
    from whydesk.wishes.reviewing import make_agenda, start

    began = time.perf_counter()
    agent = load_wishes(WISHES, VOICES, CAPABILITIES)
    print(f"Filled in {time.perf_counter() - began:.0f} s", file=sys.stderr)
    review = plan_review(by=agent)
    assert review is not None
    began = time.perf_counter()
    items = make_agenda(review, by=agent)
    seconds = time.perf_counter() - began
    print(f"An agenda of {len(items)} is made in {seconds:.2f} s", file=sys.stderr)
    start(review, by=agent)
    return _seen(agent, review.pk)


def _seen(agent: "Agent", review: int) -> dict[str, object]:
    """Return what is needed to look at the pages."""
    from bench.fill import signed_in
    from whydesk.wishes.models import Wish

    ranked = Wish.objects.order_by("-companies", "pk").values_list("pk", flat=True)
    return {
        "loudest": ranked[0],
        "quiet": ranked[WISHES // 2],
        "review": review,
        "cookie": signed_in(agent),
        "typed": _typed(),
    }


def _typed() -> list[tuple[int, str]]:
    """Return what is typed in the panels of tickets, word by word, in words that are new."""
    from bench.loading import _sentences
    from whydesk.tickets.models import Message

    by_language = _sentences()
    tickets = dict(Message.objects.values_list("language", "ticket"))
    chance, typed = random.Random(11), []
    while len(typed) < _TYPED:
        language = chance.choice(sorted(tickets))
        words = " ".join(chance.sample(by_language[language], 3)).split()
        typed += [(tickets[language], " ".join(words[:end])) for end in (6, 9, 12, 15)]
    return typed


if __name__ == "__main__":
    main()
