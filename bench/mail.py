"""How fast mail comes in: from the SMTP server's yes to a ticket that can be read."""

import smtplib
import statistics
import threading
import time
from dataclasses import dataclass

import psycopg

from bench.desk import pids_of
from bench.processes import cpu_ms
from tests.config.desks import Running
from whydesk.config.database import embedded_url

CONNECTIONS = 10

_TEXT = (
    "From: Person {n} <person{n}@mail{d}.example>\r\nTo: support@bench.example\r\n"
    "Subject: Question {n}\r\nMessage-ID: <{n}@mail{d}.example>\r\n"
    "Date: {date}\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
    "Content-Transfer-Encoding: 8bit\r\n\r\n"
    "Здравствуйте. Не приходят счета за ноябрь, вопрос {n}.\r\n{filler}\r\n"
    "-- \r\nPerson {n}\r\n"
)
_FILLER = "We have looked at every folder and found nothing there.\r\n" * 20


@dataclass(frozen=True)
class Flow:
    """Mails a second accepted and readable, waits for the yes in ms, CPU ms for one mail."""

    accepted: float
    readable: float
    p50: float
    p99: float
    cpu: float


def measure_mail(running: Running, count: int) -> Flow:
    """Send so many mails from ten clients at once and wait until all are tickets."""
    pids = pids_of(running)
    before, began = cpu_ms(pids), time.perf_counter()
    waits = _send(running, count)
    accepted = time.perf_counter() - began
    _wait_for_tickets(running, count)
    readable = time.perf_counter() - began
    return Flow(
        count / accepted,
        count / readable,
        statistics.median(waits),
        statistics.quantiles(waits, n=100)[98],
        (cpu_ms(pids_of(running)) - before) / count,
    )


def _write_mail(number: int) -> bytes:
    date = time.strftime("%a, %d %b %Y %H:%M:%S +0000", time.gmtime())
    return _TEXT.format(n=number, d=number % 50, date=date, filler=_FILLER).encode()


def _send(running: Running, count: int) -> list[float]:
    waits: list[float] = []
    threads = [
        threading.Thread(target=_send_some, args=(running, range(start, count, CONNECTIONS), waits))
        for start in range(CONNECTIONS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return waits


def _send_some(running: Running, numbers: range, waits: list[float]) -> None:
    with smtplib.SMTP("127.0.0.1", running.desk.smtp, timeout=60) as client:
        client.ehlo("bench.example")
        for number in numbers:
            mail = _write_mail(number)
            client.mail("p@mail.example")
            code, answer = client.rcpt("support@bench.example")
            if code != 250:
                raise RuntimeError(f"The server answered {code} {answer!r}.")
            began = time.perf_counter()
            client.data(mail)
            waits.append((time.perf_counter() - began) * 1000)


def _wait_for_tickets(running: Running, count: int) -> None:
    with psycopg.connect(embedded_url(running.desk.data), autocommit=True) as connection:
        end = time.monotonic() + 120
        while time.monotonic() < end:
            [found] = connection.execute("SELECT count(*) FROM tickets_ticket").fetchone() or (0,)
            if found >= count:
                return
            time.sleep(0.2)
    raise TimeoutError(f"{count} mails did not become tickets within two minutes.")
