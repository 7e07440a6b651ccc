"""Questions about ansätze that are grown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from qdesign.document import Document
from qdesign.rows import Value
from qdesign.session.port.values import whole


@dataclass(frozen=True, slots=True)
class AdaptQuestion:
    """What to grow an ansatz from.

    Attributes:
        pool: the name of a row.
        options: of the row.
        onward: does it go on from what is drawn and its values? Else in place of that.
        max_gates: gates at most.
    """

    document: Document
    pool: str
    options: Mapping[str, Value]
    onward: bool
    max_gates: int = whole(1, 1000)


@dataclass(frozen=True, slots=True)
class GrownGate:
    """One gate that was added.

    Attributes:
        operator: what it does, on which qubits.
        slope: by which it was chosen, by size, per radian.
        energy: with all angles tuned.
    """

    operator: str
    slope: float
    energy: float


@dataclass(frozen=True, slots=True)
class GrownPart:
    """What was grown so far.

    Attributes:
        document: with it and its values.
        gate: the newest one.
    """

    document: Document
    gate: GrownGate


@dataclass(frozen=True, slots=True)
class AdaptResult:
    """What was grown.

    Attributes:
        document: with it and its values; the one that was asked about where no gate was added.
        gates: in the order in which they were added.
        start_energy: before the first one.
        energy: at the end.
        reason: why it ended.
        why: the same in a sentence.
    """

    document: Document
    gates: tuple[GrownGate, ...]
    start_energy: float
    energy: float
    reason: Literal[
        "converged", "stationary", "no gain", "out of steps", "cancelled", "not a number"
    ]
    why: str
