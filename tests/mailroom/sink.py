"""A real SMTP server that remembers what it took and can be told how to behave."""

import asyncio
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from ssl import SSLContext
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

# Every line of every dialogue, in the way of what failed.
logging.getLogger("mail.log").setLevel(logging.CRITICAL)


@dataclass
class Sink:
    """Answers are given by recipient, or to the whole mail; nothing said means 250."""

    rcpt: dict[str, str] = field(default_factory=dict)
    data: str = "250 OK"
    cut_at_data: bool = False
    cut_after_dot: bool = False
    before_rcpt: Callable[[], None] = lambda: None
    before_answer: Callable[[], None] = lambda: None
    taken: list[Envelope] = field(default_factory=list)
    sessions: list[Session] = field(default_factory=list)
    port: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        await asyncio.to_thread(self.before_rcpt)
        answer = self.rcpt.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        await asyncio.to_thread(self.before_answer)
        if self.data.startswith("2"):
            with self.lock:
                self.taken.append(envelope)
                self.sessions.append(session)
        if self.cut_after_dot:
            server.transport.abort()
        return self.data

    @property
    def ids(self) -> list[str]:
        """The Message-IDs of what was taken, in order."""
        return [message_from_bytes(one.content or b"")["Message-ID"] for one in self.taken]


class _Server(SMTP):
    async def smtp_DATA(self, arg: str) -> None:
        if self.event_handler.cut_at_data:
            self.transport.abort()
            return
        await super().smtp_DATA(arg)


@contextmanager
def smtp_sink(
    sink: Sink | None = None, *, ssl: SSLContext | None = None, **options: Any
) -> Iterator[Sink]:
    """Run a server on a free port of this machine meanwhile, or on the port it had."""
    sink = sink or Sink()
    loop = asyncio.new_event_loop()
    # In a thread of its own from the start: this one may have a browser's loop.
    thread = threading.Thread(target=loop.run_forever)
    thread.start()

    async def listen() -> asyncio.Server:
        return await loop.create_server(
            lambda: _Server(sink, loop=loop, hostname="sink", **options),
            "127.0.0.1",
            sink.port,
            ssl=ssl,
        )

    try:
        server = asyncio.run_coroutine_threadsafe(listen(), loop).result()
        sink.port = server.sockets[0].getsockname()[1]
        yield sink
        asyncio.run_coroutine_threadsafe(_end(server), loop).result()
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _end(server: asyncio.Server) -> None:
    server.close()
    tasks = asyncio.all_tasks() - {asyncio.current_task()}
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
