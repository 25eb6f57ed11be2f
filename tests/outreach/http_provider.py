"""A provider's HTTP API on loopback: keeps what it is asked, answers what it is told to.

provider.answer(400, {"errors": []})      the next request gets this; without one, `provider.usual`
provider.drop()                           takes the next request and hangs up without a word
provider.stall(seconds)                   takes it and answers too late
"""

import json
import socket
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pytest


@dataclass(frozen=True)
class Asked:
    path: str
    headers: dict[str, str]
    body: str

    @property
    def json(self) -> dict:
        return json.loads(self.body)

    @property
    def form(self) -> dict[str, str]:
        return {name: values[0] for name, values in parse_qs(self.body).items()}


@dataclass
class Answer:
    status: int = 200
    body: object = None
    seconds: float = 0
    drop: bool = False


@dataclass
class Provider:
    usual: Answer = field(default_factory=lambda: Answer(202, {}))
    asked: list[Asked] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)

    def __post_init__(self):
        self.over, self._server = threading.Event(), None
        self._held = socket.socket()  # bound until the end, so that a stopped server's port is given to nobody else
        self._held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._held.bind(("127.0.0.1", 0))
        self.port = self._held.getsockname()[1]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                provider.meet(self)

            def log_message(self, *args):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def stop(self) -> None:
        """From now on the connection is refused; start() opens the same port again."""
        self.over.set()
        if self._server:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def close(self) -> None:
        self.stop()
        self._held.close()

    def answer(self, status: int, body: object = None, times: int = 1) -> None:
        self.answers += [Answer(status, body)] * times

    def drop(self) -> None:
        self.answers.append(Answer(drop=True))

    def stall(self, seconds: float) -> None:
        self.answers.append(Answer(seconds=seconds))

    def meet(self, request: BaseHTTPRequestHandler) -> None:
        body = request.rfile.read(int(request.headers.get("Content-Length", 0))).decode()
        self.asked.append(Asked(request.path, dict(request.headers), body))
        answer = self.answers.pop(0) if self.answers else self.usual
        self.over.wait(answer.seconds)
        if answer.drop or answer.seconds:
            request.close_connection = True
            return
        text = json.dumps(answer.body).encode() if answer.body is not None else b""
        request.send_response(answer.status)
        request.send_header("Content-Type", "application/json")
        request.send_header("Content-Length", str(len(text)))
        request.end_headers()
        request.wfile.write(text)


@pytest.fixture
def provider():
    running = Provider()
    running.start()
    yield running
    running.close()
