"""The contained parser process: text → JSON lists, or an error in words when it dies or is slow.

Measured: starting it costs 0.1 s once, which importing qdk here would cost as well; after that a
small program takes 0.2 ms more than a call would. So every text goes through it: there is one path.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Generator
from typing import Any, Final, NamedTuple

from qdesign.errors import MissingKit, NotStarted
from qdesign.kits import QDK
from qdesign.process.child import Child, Ended
from qdesign.qasm.limits import Source
from qdesign.qasm.words import plain

_MEMORY: Final = 720 * 2**20
_SECONDS_TO_START: Final = 60.0
_SECONDS: Final = 3.0
_SECONDS_PER_MEGABYTE: Final = 4.0
_KEPT_BYTES: Final = 200_000
_ENVIRONMENT: Final = {
    "QDK_PYTHON_TELEMETRY": "none",
    "QSHARP_PYTHON_TELEMETRY": "none",
    # In KiB: qdk's allocator reserves 1 GiB at once otherwise, and no limit could be set.
    "MIMALLOC_ARENA_RESERVE": "65536",
}

_lock = threading.Lock()
_parser: Child | None = None


def stop() -> None:
    """Ends the parser process; the next text starts another."""
    global _parser
    if _parser is not None:
        _parser.kill()
    _parser = None


def _forget() -> None:
    global _lock, _parser
    _lock, _parser = threading.Lock(), None


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)


def _running() -> Child:
    """The parser process of this process, started when there is none."""
    global _parser
    if _parser is None or not _parser.is_alive:
        stop()
        _parser = Child(
            "qdesign.qasm.parser", str(_MEMORY), environment=_ENVIRONMENT, is_quiet=True
        )
    return _parser


def start() -> None:
    """Starts the parser process where none runs; it loads while its text is checked.

    Raises:
        MissingKit: there is no parser to be had.
    """
    if sys.platform == "emscripten":
        words = QDK.missing("Reading OpenQASM in Python")
        raise MissingKit(words, kit=QDK.title, extra=QDK.extra)
    if _lock.acquire(blocking=False):
        try:
            _running()
        finally:
            _lock.release()


class Portion(NamedTuple):
    """Some statements of a program as lists (see parser.py), and where each of them ends."""

    statements: list[Any]
    ends: list[int]


def parse(source: Source) -> Generator[Portion]:
    """The statements of the program, portion by portion.

    Close it when not all are taken.

    Raises:
        InvalidText: the text is not OpenQASM, or the parser could not read it within its limits.
        NotStarted: there is no parser to read it.
    """
    text = source.data
    seconds = _SECONDS + _SECONDS_PER_MEGABYTE * len(text) / 1e6
    with _lock:
        parser = _started()
        is_done = False
        try:
            parser.send({}, (text,), seconds=seconds)
            while not is_done:
                frame = parser.receive(seconds)
                if frame is None:
                    raise Ended(parser.kill())
                answer = frame[0]
                is_done = bool(answer["last"])
                if "error" in answer:
                    offset = int(answer["offset"])
                    source.invalid(plain(str(answer["error"]), source, offset), offset)
                yield Portion(answer["statements"], answer["ends"])
        except Ended:
            source.invalid(
                "the parser could not read this text within its limits of time and memory. "
                "Make it shorter or nest it less.",
                0,
            )
        finally:
            if not is_done or len(text) > _KEPT_BYTES:
                stop()


def _started() -> Child:
    """The parser process, once it is ready."""
    try:
        parser = _running()
        if parser.wait_started(_SECONDS_TO_START):
            return parser
        reason = f"it was not ready in {_SECONDS_TO_START:.0f} s"
    except NotStarted as error:
        reason = error.reason
    stop()
    raise NotStarted(reason, what="The parser of OpenQASM", remedy="Install it: pip install qdk.")
