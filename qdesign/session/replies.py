"""What answers are made of: results, progress and failures as the port's JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol

from qdesign.errors import Cancelled, QdesignError

_FACTS: Final = ("line", "column", "path")


@dataclass(frozen=True, slots=True)
class Answer:
    """The result of an ask, as JSON, and binary buffers that travel beside it."""

    result: Mapping[str, Any]
    buffers: tuple[bytes, ...] = ()


class Report(Protocol):
    """Says how far an ask is: words, a fraction from 0 to 1, seconds left, what is known so far."""

    def __call__(
        self,
        text: str,
        fraction: float | None = None,
        *,
        seconds: float | None = None,
        partial: dict[str, Any] | None = None,
    ) -> None: ...


def failure_of(error: BaseException) -> dict[str, Any]:
    """An error as the port's `Failure`: plain sentences, kind, and the place where there is one."""
    if not isinstance(error, QdesignError):
        memory = isinstance(error, (MemoryError, RecursionError))
        return {
            "message": (
                "This needs more memory than there is. Try something smaller."
                if memory
                else "Something went wrong inside qdesign; nothing was changed. "
                f"({type(error).__name__}; the log has the details.)"
            ),
            "kind": "TooLarge" if memory else "Bug",
        }
    failure: dict[str, Any] = {"message": str(error), "kind": type(error).__name__}
    for fact in _FACTS:
        value = getattr(error, fact, None)
        if value:
            failure[fact] = value
    spiders = getattr(error, "spiders", None)
    if spiders:
        failure["spiders"] = [str(spider) for spider in spiders]
    return failure


def final_reply(number: int, error: BaseException) -> dict[str, Any]:
    """The reply that ends an ask which `error` stopped."""
    if isinstance(error, Cancelled):
        return {"id": number, "reply": "cancelled"}
    return {"id": number, "reply": "failed", "error": failure_of(error)}
