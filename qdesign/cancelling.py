"""Whether to stop: what callers give to cancel long work, and the question to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from qdesign.errors import InvalidRequest


class Event(Protocol):
    """Something that can be set, such as threading.Event."""

    def is_set(self) -> bool:
        """Was it asked to stop?"""
        ...


Cancel = Callable[[], bool] | Event | None
"""A function or an event that says to stop; None where nothing does."""


def is_cancelled(cancel: Cancel) -> bool:
    """Does `cancel` say to stop?

    Raises:
        InvalidRequest: it is neither a function nor an event.
    """
    if cancel is None:
        return False
    if callable(cancel):
        return cancel()
    if not callable(getattr(cancel, "is_set", None)):
        raise InvalidRequest(
            "What cancels is a function without arguments or an event, such as threading.Event, "
            f"not {type(cancel).__name__}."
        )
    return cancel.is_set()
