"""The part of all states that a problem is about, where that is not all of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from qdesign.showing.tables import count


@dataclass(frozen=True, slots=True)
class Sector:
    """So many electrons of each spin: spin up stands on even qubits, spin down on odd ones.

    Attributes:
        up, down: ones on even, and on odd qubits.
    """

    up: int
    down: int

    def __str__(self) -> str:
        spins = "as many up as down" if self.up == self.down else f"{self.up} of them up"
        electrons = count(self.up + self.down, "electron")
        return electrons if self.up + self.down == 1 else f"{electrons}, {spins}"

    def states(self, num_qubits: int) -> NDArray[np.intp]:
        """Indices of its basis states, ascending, intp."""
        index = np.arange(1 << num_qubits, dtype=np.uint64)
        even = np.uint64(sum(1 << q for q in range(0, num_qubits, 2)))
        ups = np.bitwise_count(index & even) == self.up
        downs = np.bitwise_count(index & ~even) == self.down
        return np.flatnonzero(ups & downs)
