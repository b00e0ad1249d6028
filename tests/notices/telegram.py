"""A local server that speaks Telegram's sendMessage and can be told how to behave."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

TOKEN = "123456789:AAhIdDeNtOkEn_xyz"
CHAT = "5550001"
ADDRESS = f"tgram://{TOKEN}/{CHAT}"


@dataclass
class Telegram:
    """What was taken, in order; `refuses` is the answer instead of yes, `hangs_up` none at all."""

    taken: list[dict[str, Any]] = field(default_factory=list)
    refuses: tuple[int, str] | None = None
    hangs_up: bool = False
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def texts(self) -> list[str]:
        return [one["text"] for one in self.taken]


@contextmanager
def telegram(server: Telegram | None = None) -> Iterator[Telegram]:
    """Run it on a free port of this machine meanwhile, or on the port it had."""
    kept = server or Telegram()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if self.path != f"/bot{TOKEN}/sendMessage":
                return self.answer(404, {"ok": False, "description": "Not Found"})
            if kept.refuses:
                status, words = kept.refuses
                return self.answer(status, {"ok": False, "description": words})
            kept.taken.append(asked)
            if kept.hangs_up:
                return self.connection.close()
            return self.answer(200, {"ok": True, "result": {"message_id": len(kept.taken)}})

        def answer(self, status: int, said: dict[str, Any]) -> None:
            body = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *said: object) -> None:
            return None

    http = ThreadingHTTPServer(("127.0.0.1", kept.port), Handler)
    kept.port = http.server_address[1]
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield kept
    finally:
        http.shutdown()
        http.server_close()
        thread.join()
