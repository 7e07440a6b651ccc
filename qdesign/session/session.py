"""The `Session`: asks of one face in, replies out, with progress and cancel.

Mutable and thin: it knows which asks are open. What an ask means is in `asks.py`, a pure function
that runs in a worker process.
"""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, cast

from qdesign.errors import Cancelled, InvalidRequest, QdesignError, TooLarge
from qdesign.session.alone import Alone
from qdesign.session.asks import Ask, find_ask
from qdesign.session.port import CancelledReply, DoneReply, FailedReply, Reply, to_json
from qdesign.session.replies import final_reply
from qdesign.session.workers import Crashed, Refused, Workers, shared

if TYPE_CHECKING:
    from qdesign.lessons import Lesson

LOG: Final = logging.getLogger("qdesign")

Send = Callable[[dict[str, Any], Sequence[bytes]], None]
"""Takes a reply as JSON and its buffers; called from threads of the session."""


@dataclass(slots=True)
class _Open:
    """An ask that has no final reply yet."""

    name: str
    ask: Ask
    cancelled: threading.Event = field(default_factory=threading.Event)
    started: bool = False


class Session:
    """Answers the asks of one face.

    Args:
        send: takes every reply; called from other threads.
        workers: the pool to use; this process's shared one when None.
        lesson: one that the face began with, which the catalog may not have.
    """

    def __init__(
        self, send: Send, *, workers: Workers | None = None, lesson: Lesson | None = None
    ) -> None:
        self._send = send
        self._lesson = lesson
        self._workers = workers
        self._open: dict[int, _Open] = {}
        self._lock = threading.Lock()

    def receive(self, message: object) -> None:
        """Takes an ask or a cancel and returns at once; what is neither is dropped.

        An ask about what is on the screen that still waits gives way to a newer one of its kind.
        """
        if not isinstance(message, Mapping):
            return
        ask = cast("Mapping[str, Any]", message)
        if "cancel" in ask:
            self.cancel(ask["cancel"])
            return
        number = ask.get("id")
        if isinstance(number, bool) or not isinstance(number, int):
            return
        if self._lesson and ask.get("ask") == "lesson" and ask.get("name") == self._lesson.name:
            ask = {**ask, "text": self._lesson.dumps()}
        try:
            entry = _Open(str(ask.get("ask")), find_ask(ask.get("ask")))
        except InvalidRequest as error:
            self._send(to_json(final_reply(number, error)), ())
            return
        with self._lock:
            if number in self._open:
                return
            for other in self._open.values():
                if entry.ask.gives_way and other.name == entry.name and not other.started:
                    other.cancelled.set()
            self._open[number] = entry
        if sys.platform == "emscripten":
            self._answer(number, entry, ask)
            return
        threading.Thread(
            target=self._answer,
            args=(number, entry, ask),
            name=f"qdesign-{entry.name}",
            daemon=True,
        ).start()

    def cancel(self, number: object) -> None:
        """Stops an open ask; it ends with the reply `cancelled`."""
        with self._lock:
            entry = self._open.get(number) if isinstance(number, int) else None
        if entry is not None:
            entry.cancelled.set()

    @property
    def open_asks(self) -> tuple[int, ...]:
        """Ids of the asks without a final reply."""
        with self._lock:
            return tuple(self._open)

    @property
    def num_open(self) -> int:
        """Asks without a final reply."""
        return len(self._open)

    def close(self) -> None:
        """Cancels everything that is open."""
        with self._lock:
            for entry in self._open.values():
                entry.cancelled.set()

    def _answer(self, number: int, entry: _Open, message: Mapping[str, Any]) -> None:
        reply: Reply
        parts: Sequence[bytes] = ()

        def progress(reply: dict[str, Any]) -> None:
            self._send(reply, ())

        def started() -> None:
            entry.started = True

        try:
            workers = Alone() if entry.ask.lane == "here" else self._workers or shared()
            done = workers.run(
                message,
                lane=entry.ask.lane,
                seconds=entry.ask.seconds,
                progress=progress,
                started=started,
                cancelled=entry.cancelled,
            )
            reply = DoneReply(number, done.result)
            parts = done.buffers
        except Refused as refused:
            cancelled = refused.failure.kind == Cancelled.__name__
            reply = CancelledReply(number) if cancelled else FailedReply(number, refused.failure)
        except QdesignError as error:
            reply = final_reply(number, error)
        except Crashed as error:
            LOG.error("A worker crashed on '%s': %s", entry.name, error)
            words = "The work crashed and was stopped; nothing was changed. Try something smaller."
            reply = final_reply(number, TooLarge(words))
        except Exception as error:
            LOG.exception("The ask '%s' failed", entry.name)
            reply = final_reply(number, error)
        finally:
            with self._lock:
                self._open.pop(number, None)
        self._send(to_json(reply), parts)
