"""The log beside a queue file: what its worker did; no circuits, values or tokens."""

from __future__ import annotations

import os
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

_MOST: Final = 1_000_000  # bytes


def log_path(queue: Path) -> Path:
    """Where the worker of a queue writes what happens."""
    return queue.with_name(queue.name + ".log")


def open_log(queue: Path) -> int:
    """A descriptor to write to; the file is begun anew where it is too long."""
    path = log_path(queue)
    too_long = path.exists() and path.stat().st_size > _MOST
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | (os.O_TRUNC if too_long else 0)
    return os.open(path, flags, 0o600)


def log(what: str) -> None:
    """Writes one line, where that can be done: a full disk takes no log, and jobs go on."""
    with suppress(OSError):
        print(time.strftime("%Y-%m-%dT%H:%M:%S"), what, file=sys.stderr, flush=True)  # noqa: T201
