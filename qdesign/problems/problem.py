"""A problem: an observable with the energy to reach."""

from __future__ import annotations

from dataclasses import dataclass, field

from qdesign.errors import TooLarge
from qdesign.pauli import Observable
from qdesign.problems.ground import ground_energy


@dataclass(frozen=True, slots=True)
class Problem:
    """An observable to minimize.

    Attributes:
        name: what a person calls it; that of a row, made with its defaults, is the row's title.
        observable: on `num_qubits` qubits.
    """

    name: str
    observable: Observable
    _known: float | None = field(default=None, compare=False, repr=False)

    @property
    def num_qubits(self) -> int:
        """Qubits of the observable."""
        return self.observable.num_qubits

    @property
    def exact_energy(self) -> float | None:
        """The lowest eigenvalue of the observable.

        None where no formula is known and `ground_energy` finds the observable too large.
        """
        if self._known is not None:
            return self._known
        try:
            return ground_energy(self.observable)
        except TooLarge:
            return None
