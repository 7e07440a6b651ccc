"""What answers are made of: results with their buffers, progress and failures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from qdesign.errors import Cancelled, QdesignError
from qdesign.session.port import CancelledReply, FailedReply, Failure, SoFar

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Answer(Generic[R]):
    """The result of an ask, and binary buffers that travel beside it."""

    result: R
    buffers: tuple[bytes, ...] = ()


class Report(Protocol):
    """Says how far an ask is: words, a fraction from 0 to 1 where known, what there is yet."""

    def __call__(
        self, text: str, fraction: float | None = None, so_far: SoFar | None = None
    ) -> None: ...


def failure_of(error: BaseException) -> Failure:
    """An error in plain sentences, with its kind, and the place where there is one."""
    if isinstance(error, QdesignError):
        spiders = getattr(error, "spiders", None)
        return Failure(
            str(error),
            type(error).__name__,
            line=getattr(error, "line", None) or None,
            column=getattr(error, "column", None) or None,
            spiders=tuple(str(spider) for spider in spiders) if spiders else None,
        )
    if isinstance(error, (MemoryError, RecursionError)):
        return Failure("This needs more memory than there is. Try something smaller.", "TooLarge")
    words = (
        "Something went wrong inside qdesign; nothing was changed. "
        f"({type(error).__name__}; the log has the details.)"
    )
    return Failure(words, "Bug")


def final_reply(number: int, error: BaseException) -> FailedReply | CancelledReply:
    """The reply that ends an ask which `error` stopped."""
    if isinstance(error, Cancelled):
        return CancelledReply(number)
    return FailedReply(number, failure_of(error))
