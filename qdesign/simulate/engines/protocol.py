"""What every engine of a simulator has: its row, and the circuit that it runs.

An engine is one file with one row, in the list of `engines/__init__.py`. Its class takes a circuit
that is flat, unitary and without measurements, and an observable on as many qubits or none.
"""

from __future__ import annotations

from abc import ABC
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, Final, Literal

import numpy as np
from numpy.typing import NDArray

from qdesign.circuit import Circuit
from qdesign.pauli import Observable
from qdesign.rows import Row, Value

Real = NDArray[np.float64]

ErrorKind = Literal["exact", "bound", "estimate"]
"""What an error says: there is none; the energy is not further off; it is about so far off."""

LIVE_LIMIT: Final = 20
"""Qubits up to which a state vector is the first choice, and the most that a light cone has."""

OUTPUTS: Final = {
    "expectation": "an energy",
    "gradient": "a gradient",
    "hessian_product": "a Hessian",
    "bloch_vectors": "Bloch vectors",
    "marginal": "probabilities of some qubits",
    "entropy": "an entropy of a cut",
    "sample": "shots",
}
"""What an engine may give, by the method of `Runner`, in words."""


class Runner(ABC):  # noqa: B024 (an engine gives some of these, and none must be)
    """A circuit on one engine. Abstract: an engine gives what it overrides.

    Values are radians in the order of the circuit's parameters, float64 of shape (p,), finite.

    Attributes:
        error_kind: what `error` says.
        says: what a person should know of this run, such as its size; in a few words.
    """

    error_kind: ErrorKind = "exact"
    says: str = ""

    def can(self, output: str) -> bool:
        """Does it give this one of `OUTPUTS` for this circuit, where the engine gives it at all?"""
        del output
        return True

    def expectation(self, values: Real) -> float:
        """The energy; made with an observable."""
        raise NotImplementedError

    def error(self, values: Real) -> float:
        """How far off the energy may be; 0.0 where it is exact, or says `error_kind`."""
        del values
        return 0.0

    def estimate(self, values: Real) -> float:
        """About how far off the energy is; the same as `error` where nothing better is known."""
        return self.error(values)

    def gradient(self, values: Real) -> tuple[float, Real]:
        """The energy and its derivatives, shape (p,), per radian."""
        raise NotImplementedError

    def gradient_errors(self, values: Real) -> Real:
        """How far off each derivative is at most, shape (p,); infinite where no bound is known."""
        slopes = self.gradient(values)[1]
        return np.full(slopes.shape, 0.0 if self.error_kind == "exact" else np.inf)

    def hessian_product(self, direction: Real, values: Real) -> Real:
        """The Hessian of the energy times a direction, shape (p,)."""
        raise NotImplementedError

    def energies(self, points: Real) -> Real:
        """Energies at points of shape (k, p), shape (k,)."""
        return np.array([self.expectation(point) for point in points], dtype=np.float64)

    def bloch_vectors(self, values: Real) -> Real:
        """(⟨X⟩, ⟨Y⟩, ⟨Z⟩) of each qubit, shape (n, 3)."""
        raise NotImplementedError

    def bloch_errors(self, values: Real) -> Real:
        """How far off each of `bloch_vectors` is at most, shape (n, 3)."""
        return np.zeros(self.bloch_vectors(values).shape)

    def marginal(self, qubits: Sequence[int], values: Real) -> Real:
        """Probabilities of `qubits`, shape (2**k,): bit j of an index is `qubits[j]`."""
        raise NotImplementedError

    def marginal_errors(self, qubits: Sequence[int], values: Real) -> Real:
        """How far off each of `marginal` is at most, shape (2**k,)."""
        return np.zeros(self.marginal(qubits, values).shape)

    def entropy(self, qubits: Sequence[int], values: Real) -> float:
        """Entanglement entropy between `qubits` and the rest, in bits."""
        raise NotImplementedError

    def sample(self, shots: int, values: Real, seed: int) -> NDArray[np.uint8]:
        """Outcomes, shape (shots, n): column k is qubit k."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineRow(Row):
    """An engine that a simulator may run on.

    Attributes:
        runner: the class, made of a circuit, an observable or None, and its options by name; None
            for the state vector, which `Simulator` runs itself.
        refuses: why it cannot run this at all; None where it can.
        fits: None where it is exact here, so that it may be chosen; else why not.
        cost: of a circuit that it fits or approximates, about how many seconds an energy takes,
            and more where slopes take many runs; what is exact and costs the least is taken.
        is_exact: are its numbers exact wherever it runs?
        strain: how little this suits it, of engines that approximate; the least is taken where
            their stated errors say nothing.
        trial: options with which such an engine is tried for its error, in a second or so.
        takes_noise: does its class take `noise` too?
        takes_work: does its class take `progress` and `cancel` too?
    """

    KIND: ClassVar[str] = "engine"

    runner: Callable[..., Runner] | None
    refuses: Callable[[Circuit, Observable | None], str | None]
    fits: Callable[[Circuit, Observable | None], str | None]
    cost: Callable[[Circuit, Observable | None], float] = lambda circuit, observable: 0.0
    is_exact: bool = True
    strain: Callable[[Circuit], float] = lambda circuit: 1.0
    trial: Mapping[str, Value] = field(default_factory=dict[str, Value])
    takes_noise: bool = False
    takes_work: bool = False

    def gives(self, output: str) -> bool:
        """Has it this one of `OUTPUTS`?"""
        return self.runner is None or getattr(self.runner, output) is not getattr(Runner, output)


def never_refuses(circuit: Circuit, observable: Observable | None) -> None:
    """For engines that run every circuit without measurements and conditions."""
    del circuit, observable
