"""How much work a call is, in calls of functions: the same number on any machine under any load."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any


class TooMuch(AssertionError):
    """The work went on beyond what was allowed."""


@contextmanager
def at_most(calls: int) -> Iterator[None]:
    """Stops what is done inside once it has made more than `calls` calls in this thread."""
    left = calls

    def count(frame: FrameType, event: str, arg: Any) -> None:
        nonlocal left
        left -= event in ("call", "c_call")
        if left < 0:
            raise TooMuch(f"This takes more than {calls:,} calls of functions.")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        yield
    finally:
        sys.setprofile(before)
    if left < 0:  # what was called took the error for one of its own
        raise TooMuch(f"This takes more than {calls:,} calls of functions.")


def calls_of(function: Callable[[], object]) -> int:
    """How many calls of functions a call makes, its own included."""
    made = 0

    def count(frame: FrameType, event: str, arg: Any) -> None:
        nonlocal made
        made += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        function()
    finally:
        sys.setprofile(before)
    return made - 1
