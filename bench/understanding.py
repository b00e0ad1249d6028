"""What reading a message costs, what the reader holds in memory, and how exact the index is."""

import json
import random
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from tempfile import TemporaryFile

from whydesk.config.opening import desk_opened

WORDS = 100
MESSAGES = 300
VECTORS = 100_000
QUERIES = 200
WANTED = 20
_MOST_HELD = re.compile(r"VmHWM:\s+(\d+)")


@dataclass(frozen=True)
class Reading:
    """CPU milliseconds for a message of 100 words, messages a CPU second in bulk, MB held."""

    one: float
    bulk: float
    memory: float


def measure_reading() -> Reading:
    """Read messages made of the sentences of the demo, in this process."""
    from bench.loading import _sentences
    from whydesk.understanding.reading import read_message, read_messages

    chance = random.Random(7)
    by_language = _sentences()
    texts = []
    for language in islice(cycle(sorted(by_language)), MESSAGES):
        words = " ".join(chance.choices(by_language[language], k=30)).split()[:WORDS]
        texts.append(" ".join(words))
    for text in texts[:20]:
        read_message(text)
    began = time.process_time()
    for text in texts[20:120]:
        read_message(text)
    one = (time.process_time() - began) / 100 * 1000
    began = time.process_time()
    read_messages(texts[120:])
    bulk = (MESSAGES - 120) / (time.process_time() - began)
    return Reading(one, bulk, _memory_of_command(texts))


def _memory_of_command(texts: list[str]) -> float:
    """Return what `whydesk understand` held at most, in MB.

    Asked of the kernel while it runs: what it would tell afterwards counts what
    this process held when it started the other.
    """
    lines = "".join(json.dumps({"id": n, "text": text}) + "\n" for n, text in enumerate(texts))
    command = [sys.executable, "-m", "whydesk", "understand"]
    with TemporaryFile() as source:
        source.write(lines.encode())
        source.seek(0)
        reader = subprocess.Popen(command, stdin=source, stdout=subprocess.PIPE)
    assert reader.stdout is not None
    most = 0
    for _line in reader.stdout:
        status = Path(f"/proc/{reader.pid}/status").read_text()
        most = max(most, *(int(each) for each in _MOST_HELD.findall(status)), 0)
    reader.wait()
    return most / 1024


@dataclass(frozen=True)
class Finding:
    """Milliseconds of a query to 100,000 vectors (p50, p95), and the share of the exact found."""

    p50: float
    p95: float
    recall: float


# Of what a ticket tells, its first sentence says most.
_FILL = """
INSERT INTO briefs_likeness (ticket_id, vector)
SELECT t.id, l2_normalize(
    a.vector::vector + b.vector::vector * array_fill(0.7, ARRAY[256])::vector
    + c.vector::vector * array_fill(0.5, ARRAY[256])::vector
)::halfvec(256)
FROM (
    SELECT id, floor(random() * n)::int AS one, floor(random() * n)::int AS two,
        floor(random() * n)::int AS three
    FROM tickets_ticket, (SELECT count(*) AS n FROM bench_centres) counted
) t
JOIN bench_centres a ON a.place = t.one
JOIN bench_centres b ON b.place = t.two
JOIN bench_centres c ON c.place = t.three
"""
_NEAREST = "SELECT ticket_id FROM briefs_likeness ORDER BY vector <#> %s::halfvec LIMIT %s"


def measure_index() -> Finding:
    """Ask the index of tickets for the nearest, and the same without the index.

    The vectors lie as those of real texts do: each is of three sentences of the demo.
    """
    from django.db import connection, transaction

    from bench.loading import _sentences
    from whydesk.understanding.space import space_vectors

    sentences = [text for said in _sentences().values() for text in said if len(text) > 30]
    random.Random(7).shuffle(sentences)
    centres = [str([round(float(x), 4) for x in v]) for v in space_vectors(sentences[QUERIES:])]
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE bench_centres (place int, vector halfvec(256))")
        cursor.executemany("INSERT INTO bench_centres VALUES (%s, %s)", list(enumerate(centres)))
        cursor.execute("SELECT setseed(0.7)")
        cursor.execute(_FILL)
        cursor.execute("ANALYZE briefs_likeness")
    times, found = [], 0
    queries = [str([round(float(x), 4) for x in v]) for v in space_vectors(sentences[:QUERIES])]
    with transaction.atomic(), connection.cursor() as cursor:
        for query in queries:
            cursor.execute("SET LOCAL enable_indexscan = on")
            began = time.perf_counter()
            cursor.execute(_NEAREST, [query, WANTED])
            near = {row[0] for row in cursor.fetchall()}
            times.append((time.perf_counter() - began) * 1000)
            cursor.execute("SET LOCAL enable_indexscan = off")
            cursor.execute(_NEAREST, [query, WANTED])
            found += len(near & {row[0] for row in cursor.fetchall()})
    times.sort()
    return Finding(
        times[len(times) // 2], times[len(times) * 95 // 100], found / (WANTED * len(queries))
    )


def main() -> None:
    with desk_opened():
        finding = measure_index()
    print(
        f"Nearest {WANTED} of the desk's tickets: {finding.p50:.1f} ms (p95 {finding.p95:.1f}), "
        f"{finding.recall:.3f} of the exact answer",
        flush=True,
    )
    reading = measure_reading()
    print(
        f"A message of {WORDS} words: {reading.one:.1f} ms CPU; in bulk {reading.bulk:.0f} a CPU s"
    )
    print(f"Memory of the process that reads: {reading.memory:.0f} MB")


if __name__ == "__main__":
    sys.exit(main())
