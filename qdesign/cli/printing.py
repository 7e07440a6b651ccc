"""Answers in words and as JSON, and how far a command is."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qdesign.circuit import Stats
    from qdesign.equivalence import Verdict


def print_json(data: Mapping[str, Any]) -> None:
    """Prints the one object of an answer."""
    print(json.dumps(data, ensure_ascii=False, allow_nan=False))


def terminal_width() -> int:
    """Letters of a line where a person reads the answer; 0 for a file or a pipe."""
    return shutil.get_terminal_size((0, 0)).columns if sys.stdout.isatty() else 0


def verdict_json(verdict: Verdict) -> dict[str, Any]:
    """A verdict as `--json` has it."""
    return {
        "equal": verdict.equal,
        "method": verdict.method,
        "points": verdict.points,
        "max_error": verdict.max_error,
        **({} if verdict.permutation is None else {"permutation": list(verdict.permutation)}),
    }


def figures() -> dict[str, str]:
    """What is printed beside each figure."""
    from qdesign.circuit import STAT_TITLES

    return {name: title for name, title in STAT_TITLES.items() if name != "num_qubits"}


def print_change(before: Stats, after: Stats) -> None:
    """Prints each figure before and after."""
    for key, label in figures().items():
        old, new = getattr(before, key), getattr(after, key)
        change = f"{new - old:+d}".replace("-", "−") if new != old else ""
        print(f"  {label:<16}{old:>8} → {new:<8}{change}".rstrip())


@contextmanager
def progress_line(*, quiet: bool) -> Generator[Callable[..., None] | None, None, None]:
    """Shows how far it is where a person looks on, and clears that before the result."""
    if quiet or not sys.stderr.isatty():
        yield None
        return

    # A line that wraps could not be cleared.
    width = min(78, (os.get_terminal_size(sys.stderr.fileno()).columns or 80) - 1)

    def show(*facts: object) -> None:
        text = " ".join(f"{fact:.0%}" if isinstance(fact, float) else str(fact) for fact in facts)
        print(f"\r\x1b[K{text[:width]}", end="", file=sys.stderr, flush=True)

    try:
        yield show
    finally:
        print("\r\x1b[K", end="", file=sys.stderr, flush=True)
