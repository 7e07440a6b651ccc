"""Replies to an ask; all but progress are final."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from qdesign.analyze.figure import Figure
from qdesign.session.port.growing import GrownPart
from qdesign.session.port.values import left_out


@dataclass(frozen=True, slots=True)
class Failure:
    """Why an ask failed: plain sentences, with the place where there is one.

    Attributes:
        kind: name of the error's kind, such as `InvalidText` or `TooLarge`; `Bug` for what is ours.
        line: from 1.
        column: from 1.
        spiders: those that block an extraction.
    """

    message: str
    kind: str
    line: int | None = left_out()
    column: int | None = left_out()
    spiders: tuple[str, ...] | None = left_out()


@dataclass(frozen=True, slots=True)
class SoFar:
    """How far down an optimizer is, or what a sampled figure has come to.

    Attributes:
        energies: the best one after steps that are new since the last reply; of long runs after
            every second, then every fourth, and so on.
        values: what stopping here leaves, radians by name: the best ones, with shots the newest.
        steps: the numbers of these steps.
        own: the energies of the steps themselves.
        errors: one standard error of each of these; 0 where they are exact.
        state: what the same question takes to go on from here; empty where there is none, or where
            one that was told a short while ago has to do because they are long.
        grown: of an ansatz that grows, what there is; its steps are gates.
        figure: of a figure that is sampled, that of the samples so far; the rest is empty then.
    """

    energies: tuple[float, ...]
    values: Mapping[str, float]
    steps: tuple[int, ...]
    own: tuple[float, ...]
    errors: tuple[float, ...]
    state: str
    grown: GrownPart | None = field(default=None, metadata={"left_out": True})
    figure: Figure | None = field(default=None, metadata={"left_out": True})


@dataclass(frozen=True, slots=True)
class ProgressReply:
    """How far an ask is; may come any number of times.

    Attributes:
        fraction: from 0 to 1, or null when unknown.
        so_far: what it has come to already, of asks that can tell.
    """

    id: int
    message: str
    fraction: float | None
    so_far: SoFar | None = field(default=None, metadata={"left_out": True})
    reply: Literal["progress"] = "progress"


@dataclass(frozen=True, slots=True)
class DoneReply:
    """The result of an ask, as JSON."""

    id: int
    result: Any
    reply: Literal["done"] = "done"


@dataclass(frozen=True, slots=True)
class FailedReply:
    """Bad input, a limit, or a bug, in words for a person."""

    id: int
    error: Failure
    reply: Literal["failed"] = "failed"


@dataclass(frozen=True, slots=True)
class CancelledReply:
    """The ask was stopped, or gave way to a newer one."""

    id: int
    reply: Literal["cancelled"] = "cancelled"


Reply = ProgressReply | DoneReply | FailedReply | CancelledReply
"""One reply; all but progress are final."""
