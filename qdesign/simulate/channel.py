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
    """A row of the kind `channel`; one of `transfer`, `together` and `beside` says what it does.

    Attributes:
        options: what it takes beside its rate, such as T1: for all qubits, or for named ones.
        where: behind gates, or at readout.
        rate: the number that a kind of gate, a gate or a gate on qubits gets; None at readout.
        kinds: the kinds of gates that a bare number is for: `1` on one qubit, `2` on more.
        transfer: its Pauli-transfer matrix on one qubit, float64, shape (4, 4), order I, X, Y, Z,
            at the rate, if it has one, and then its options by name.
        together: adds it on all of a gate's qubits at once, at the rate.
        beside: Pauli letters P of exp(-iθ/2 P), θ its rate, on a qubit of a gate and on a neighbor
            that the gate does not act on.
        needs: options of which one at least must be given.
    """

    KIND: ClassVar[str] = "channel"

    where: Literal["gate", "readout"] = "gate"
    rate: Option | None = None
    kinds: tuple[str, ...] = ("1", "2")
    transfer: Callable[..., NDArray[np.float64]] | None = None
    together: Callable[[ProgramBuilder, Sequence[int], float], None] | None = None
    beside: str = ""
    needs: tuple[str, ...] = ()
