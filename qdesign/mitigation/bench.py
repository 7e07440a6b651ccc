"""What a method of mitigation works on: a circuit that can be measured, and stand-ins for it.

Nothing here gives away the ideal expectation of the circuit itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from qdesign.mitigation.folding import fold
from qdesign.mitigation.machine import Change, Machine, Meter
from qdesign.mitigation.stand_ins import Opened, near_clifford
from qdesign.pauli import Observable
from qdesign.simulate.noise import Noise
from qdesign.simulate.simulator import Simulator

Real = NDArray[np.float64]
_TRIED: Final = 4
"""Candidates for each stand-in; those whose ideal expectations are spread most are taken."""


@dataclass(frozen=True, slots=True)
class StandIns:
    """Circuits with the gates of the one in question and known ideal expectations.

    Attributes:
        points: values of their angles, shape (k, p).
        ideal: expectations without noise, shape (k,).
    """

    points: Real
    ideal: Real


@dataclass(slots=True)
class Bench:
    """A circuit with noise and an observable.

    Attributes:
        source: the circuit with its angles as parameters, and their values.
        observable: on as many qubits.
        noise: behind gates and at readout.
        meter: how the observable is read.
    """

    source: Opened
    observable: Observable
    noise: Noise
    meter: Meter = field(init=False)
    _machines: dict[object, Machine] = field(init=False, default_factory=dict[object, Machine])
    _ideal: Simulator | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self.meter = Meter(self.observable, self.noise)

    @property
    def point(self) -> Real:
        """The values of the circuit's angles."""
        return self.source.point

    @property
    def machine(self) -> Machine:
        """The circuit as it is, with its noise."""
        return self.folded(1.0, "local")

    def folded(self, scale: float, folding: str) -> Machine:
        """The circuit with its noise scaled."""

        def make() -> Machine:
            circuit = fold(self.source.circuit, scale, folding=folding)
            return Machine(circuit, self.noise, self.meter)

        return self._kept((scale, folding), make)

    def changed(self, name: str, change: Change) -> Machine:
        """The circuit with other channels; `name` says which."""
        circuit = self.source.circuit
        return self._kept(name, lambda: Machine(circuit, self.noise, self.meter, change=change))

    def _kept(self, key: object, make: Callable[[], Machine]) -> Machine:
        if key not in self._machines:
            self._machines[key] = make()
        return self._machines[key]

    def stand_ins(self, count: int, seed: int) -> StandIns:
        """So many near-Clifford circuits, of four times as many those spread most."""
        rng = np.random.default_rng([seed, 0x57A2D])
        points = near_clifford(self.source, _TRIED * count, rng)
        if self._ideal is None:
            self._ideal = Simulator(self.source.circuit, self.observable)
        ideal = self._ideal.expectations(points, threads=1)
        order = np.argsort(ideal, kind="stable")
        low, high = float(ideal.min()), float(ideal.max())
        levels = [low + (high - low) * k / max(1, count - 1) for k in range(count)]
        chosen: list[int] = []
        for level in levels:
            left = order[~np.isin(order, chosen)]
            chosen.append(int(left[np.argmin(np.abs(ideal[left] - level))]))
        return StandIns(points[chosen], ideal[chosen])
