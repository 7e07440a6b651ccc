"""A service on this machine that speaks a provider's protocol over HTTP, with faults on demand.

Each provider has one for its conformance suite: a subclass that answers as the provider does.
"""

from __future__ import annotations

import json
import socket
import sys
import threading
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final, Literal, Self, cast

Phase = Literal["targets", "submit", "find", "poll", "result", "cancel", "calibration", "other"]
Kind = Literal["lost", "slow", "garbage", "html", 401, 429, 500, 502, 503, 504]
SECRET: Final = "loopback-secret-7f3a"
_PAGE: Final = b"<html><body><h1>Bad gateway</h1><script>alert(1)</script></body></html>"
_GARBAGE: Final = b"\x00\xff{]" * 7


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong with the next request of a phase.

    Attributes:
        phase: of which kind of request.
        kind: the connection ends, nothing comes, nonsense or a page comes, or a status of HTTP.
        is_taken: was it done all the same?
    """

    phase: Phase
    kind: Kind
    is_taken: bool = True


@dataclass(slots=True)
class Made:
    """A job that the service has.

    Attributes:
        token: that came with it.
        shots: of it, or of all jobs of a task.
        looks: how often it was asked for.
        is_cancelled: was that asked for?
    """

    token: str
    shots: int
    looks: int = 0
    is_cancelled: bool = False


class Loopback(ABC):
    """The service. `faults` are taken one after the other, each by the first request it fits.

    Attributes:
        faults: what is still to go wrong.
        jobs: what was taken, by the service's names for them.
        asked: how many requests of each phase came.
        strange: a word for where jobs are that no one knows; said once where it is set.
        holding: set while a request is not answered.
        hook: is told `(moment, phase)` of each request: `before`, `taken`, `answered`.
    """

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.jobs: dict[str, Made] = {}
        self.asked: Counter[str] = Counter()
        self.strange = ""
        self.holding = threading.Event()
        self.hook: Callable[[str, str], None] | None = None
        self.lock = threading.RLock()
        self._released = threading.Event()
        self._server = _Server(("127.0.0.1", 0), _handler(self))
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        )

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    @abstractmethod
    def environment(self) -> Mapping[str, str]:
        """Variables that lead the provider's half here, with `SECRET` as the token."""

    @abstractmethod
    def phase_of(self, method: str, path: str, body: Any) -> Phase:
        """Which kind of request it is."""

    @abstractmethod
    def answer(self, method: str, path: str, body: Any) -> tuple[int, Any]:
        """The status and the JSON that the provider answers, or bytes; by one thread at a time."""

    def fault_of(self, phase: Phase) -> Fault | None:
        """What goes wrong with a request."""
        fault = next((fault for fault in self.faults if fault.phase == phase), None)
        if fault is not None:
            self.faults.remove(fault)
        return fault

    def made_with(self, token: str) -> int:
        """How many jobs came of one token."""
        return sum(made.token == token for made in self.jobs.values())

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._released.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def serve(self, handler: BaseHTTPRequestHandler) -> None:
        """Answers one request, or does to it what a fault says."""
        length = int(handler.headers.get("Content-Length") or 0)
        content = handler.rfile.read(length)
        try:
            body: Any = json.loads(content) if content else None
        except ValueError:
            body = content
        method = handler.command
        with self.lock:
            phase = self.phase_of(method, handler.path, body)
            self.asked[phase] += 1
            fault = self.fault_of(phase)
        self._tell("before", phase)
        status, said = 200, None
        if fault is None or fault.is_taken:
            with self.lock:
                status, said = self.answer(method, handler.path, body)
            self._tell("taken", phase)
        if fault is None:
            content = said if isinstance(said, bytes) else json.dumps(said).encode()
            _send(handler, status, "application/json", content)
        else:
            self._fail(handler, fault.kind)
        self._tell("answered", phase)

    def _tell(self, moment: str, phase: str) -> None:
        if self.hook is not None:
            self.hook(moment, phase)

    def _fail(self, handler: BaseHTTPRequestHandler, kind: Kind) -> None:
        if kind == "slow":
            self.holding.set()
            self._released.wait()
        if kind in ("lost", "slow"):
            with suppress(OSError):
                handler.connection.shutdown(socket.SHUT_RDWR)
            handler.close_connection = True
        elif kind == "garbage":
            _send(handler, 200, "application/json", _GARBAGE)
        elif kind == "html":
            _send(handler, 200, "text/html", _PAGE)
        else:
            _send(handler, cast("int", kind), "text/html", _PAGE)


class _Server(ThreadingHTTPServer):
    """Who asks may be killed at any moment: that is what it is for, and no error of the server."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


def _send(handler: BaseHTTPRequestHandler, status: int, kind: str, content: bytes) -> None:
    with suppress(OSError):  # whoever asked may be gone
        handler.send_response(status)
        handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content)


def _handler(service: Loopback) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        """Gives every request to the service."""

        protocol_version = "HTTP/1.1"

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (theirs)
            return

        def do_GET(self) -> None:
            service.serve(self)

        def do_POST(self) -> None:
            service.serve(self)

        def do_PUT(self) -> None:
            service.serve(self)

        def do_PATCH(self) -> None:
            service.serve(self)

        def do_DELETE(self) -> None:
            service.serve(self)

    return Handler
