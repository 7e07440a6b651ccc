"""The contained parser process: text → JSON lists, or an error in words when it dies or is slow.

Measured: starting it costs 0.1 s once, which importing qdk here would cost as well; after that a
small program takes 0.2 ms more than a call would. So every text goes through it: there is one path.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any, Final

from qdesign.qasm.limits import Source

_MEMORY: Final = 720 * 2**20
_SECONDS: Final = 3.0
_SECONDS_PER_MEGABYTE: Final = 4.0
_KEPT_BYTES: Final = 200_000
_PARSER: Final = Path(__file__).with_name("parser.py")


class _Died(Exception):
    """The parser process ended before it had answered."""


class _Worker:
    """One parser process; `ask` is called by one thread at a time."""

    def __init__(self) -> None:
        self.busy = False
        self.owner = os.getpid()
        environment = {
            **os.environ,
            "QDK_PYTHON_TELEMETRY": "none",
            "QSHARP_PYTHON_TELEMETRY": "none",
            # In KiB: qdk's allocator reserves 1 GiB at once otherwise, and no limit could be set.
            "MIMALLOC_ARENA_RESERVE": "65536",
        }
        self.process = subprocess.Popen(  # noqa: S603
            [sys.executable, "-P", str(_PARSER), str(_MEMORY)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
        )

    def ask(self, text: bytes, seconds: float) -> Iterator[Any]:
        """The answers, portion by portion.

        Raises:
            _Died: the process ended, or was stopped because one portion took too long.
        """
        target = self.process.stdin
        assert target is not None
        with self._limit(seconds):
            target.write(len(text).to_bytes(8, "big") + text)
            target.flush()
        last = False
        while not last:
            with self._limit(seconds):
                answer = json.loads(self._message())
            last = bool(answer["last"])
            self.busy = not last
            yield answer

    def _message(self) -> bytes:
        source = self.process.stdout
        assert source is not None
        head = source.read(8)
        size = int.from_bytes(head, "big")
        data = source.read(size) if len(head) == 8 else b""
        if not data or len(data) < size:
            raise _Died
        return data

    @contextlib.contextmanager
    def _limit(self, seconds: float) -> Generator[None]:
        """Stops the process when what happens inside takes longer."""
        timer = threading.Timer(seconds, self.process.kill)
        timer.daemon = True
        timer.start()
        try:
            yield
        except OSError:
            raise _Died from None
        finally:
            timer.cancel()

    def stop(self) -> None:
        """Ends the process and waits for it."""
        self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()


_lock = threading.Lock()
_worker: _Worker | None = None


def _stop() -> None:
    global _worker
    if _worker is not None and _worker.owner == os.getpid():
        _worker.stop()
    _worker = None


atexit.register(_stop)


def _running() -> _Worker:
    """The parser process of this process, started when there is none."""
    global _worker
    if _worker is None or _worker.owner != os.getpid() or _worker.process.poll() is not None:
        _worker = _Worker()
    return _worker


def start() -> None:
    """Starts the parser process where none runs; it loads while its text is checked."""
    if _lock.acquire(blocking=False):
        try:
            _running()
        finally:
            _lock.release()


def parse(source: Source) -> Generator[list[Any]]:
    """Statements of the program, as lists (see parser.py), portion by portion.

    Close it when not all are taken.

    Raises:
        InvalidText: the text is not OpenQASM, or the parser could not read it within its limits.
    """
    text = source.data
    seconds = _SECONDS + _SECONDS_PER_MEGABYTE * len(text) / 1e6
    with _lock:
        worker = _running()
        try:
            for answer in worker.ask(text, seconds):
                if "error" in answer:
                    message = str(answer["error"]).rstrip(".").replace("`", "'")
                    source.invalid(f"{message}.", int(answer["offset"]))
                yield answer["statements"]
        except _Died:
            _stop()
            source.invalid(
                "the parser could not read this text within its limits of time and memory. "
                "Make it shorter or nest it less.",
                0,
            )
        finally:
            if worker.busy or len(text) > _KEPT_BYTES:
                _stop()
