"""A language model of the tests: a real server that speaks the method of OpenAI."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


class Model(ThreadingHTTPServer):
    """A model that always answers the same, after a while."""

    answer = '{"kind": "outage", "parts": {"since": "since Monday"}}'
    status = 200
    seconds = 0.0

    def __init__(self) -> None:
        self.asked: list[dict[str, object]] = []
        super().__init__(("127.0.0.1", 0), Answering)


class Answering(BaseHTTPRequestHandler):
    server: Model

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        said = {"path": self.path, "key": self.headers["Authorization"], **json.loads(body)}
        self.server.asked.append(said)
        time.sleep(self.server.seconds)
        self.send_response(self.server.status)
        self.end_headers()
        answer = {"choices": [{"message": {"content": self.server.answer}}]}
        self.wfile.write(json.dumps(answer).encode())

    def log_message(self, *_args: object) -> None:
        """Say nothing on the screen of the tests."""


@contextmanager
def running_model() -> Iterator[Model]:
    server = Model()
    Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()
