"""What is lowered: the energy of a circuit, exact, or exact under noise. labeled.py has a loss."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from qdesign.circuit import Circuit
from qdesign.pauli import Observable
from qdesign.simulate.simulator import Simulator

if TYPE_CHECKING:
    from qdesign.simulate.noise import Noise

Vector = NDArray[np.float64]

_ASIDE: Final = 1e-3
"""Radians to both sides, between whose slopes a curvature with noise is the difference."""


class Cost(Protocol):
    """An energy with its derivatives, at values of shape (num_parameters,)."""

    @property
    def observable(self) -> Observable | None:
        """Whose expectation it is."""
        ...

    @property
    def formulas(self) -> tuple[str, ...]:
        """The derived parameters of the circuit."""
        ...

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names of the values, in their order."""
        ...

    def expectation(self, values: Vector) -> float:
        """The energy."""
        ...

    def gradient(self, values: Vector) -> tuple[float, Vector]:
        """The energy and its derivatives, per radian."""
        ...

    def hessian_product(self, direction: Vector, values: Vector) -> Vector:
        """The Hessian times a direction, per radian²."""
        ...


class NoisyCost:
    """The energy of the mixed state that noise leaves.

    Its gradient is exact; a product with its Hessian is the difference of two gradients, whose
    error is about a millionth of the third derivatives.
    """

    def __init__(self, circuit: Circuit, observable: Observable, noise: Noise) -> None:
        self._simulator = Simulator(circuit, observable, noise=noise)
        self.observable = self._simulator.observable
        self.formulas = self._simulator.formulas
        self.parameters = self._simulator.parameters

    def expectation(self, values: Vector) -> float:
        """tr(ρ H), readout errors included."""
        return self._simulator.expectation(values)

    def gradient(self, values: Vector) -> tuple[float, Vector]:
        """The same with its derivatives, shape (num_parameters,)."""
        return self._simulator.gradient(values)

    def hessian_product(self, direction: Vector, values: Vector) -> Vector:
        """The Hessian times a direction, by two gradients."""
        return by_two_gradients(self, direction, values)


class StraightCost:
    """The energy on an engine that has no Hessian: its products are by two gradients."""

    def __init__(self, simulator: Simulator) -> None:
        self._simulator = simulator
        self.observable = simulator.observable
        self.formulas = simulator.formulas
        self.parameters = simulator.parameters

    def expectation(self, values: Vector) -> float:
        """The energy, as exact as the engine is."""
        return self._simulator.expectation(values)

    def gradient(self, values: Vector) -> tuple[float, Vector]:
        """The same with its derivatives, shape (num_parameters,)."""
        return self._simulator.gradient(values)

    def hessian_product(self, direction: Vector, values: Vector) -> Vector:
        """The Hessian times a direction, by two gradients."""
        return by_two_gradients(self, direction, values)


def by_two_gradients(cost: Cost, direction: Vector, values: Vector) -> Vector:
    """The Hessian of a cost times a direction, from gradients a little to both sides."""
    length = float(np.linalg.norm(direction)) or 1.0
    step = direction * (_ASIDE / length)
    above = cost.gradient(values + step)[1]
    below = cost.gradient(values - step)[1]
    return np.asarray((above - below) * (length / (2 * _ASIDE)), dtype=np.float64)


def cost_of(circuit: Circuit, observable: Observable, noise: Noise | None) -> Cost:
    """The exact energy, with noise or without."""
    if noise is None:
        return Simulator(circuit, observable)
    return NoisyCost(circuit, observable, noise)
