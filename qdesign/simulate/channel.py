"""The row of the catalog that a noise channel is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final, Literal

import numpy as np
from numpy.typing import NDArray

from qdesign.rows import Option, Row
from qdesign.simulate.program import ProgramBuilder

PROBABILITY: Final = Option(
    name="probability", title="Probability", kind="number", default=0.0, low=0, high=1
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel(Row):
    """A row of the kind `channel`; one of `together` and `transfer` says what it does.

    Attributes:
        where: behind gates, or at readout.
        together: adds it on all of a gate's qubits at once, with its probability.
        transfer: its Pauli-transfer matrix on one qubit at the values of its options in their
            order, float64, shape (4, 4), order I, X, Y, Z.
    """

    KIND: ClassVar[str] = "channel"

    where: Literal["gate", "readout"] = "gate"
    together: Callable[[ProgramBuilder, Sequence[int], float], None] | None = None
    transfer: Callable[..., NDArray[np.float64]] | None = None
