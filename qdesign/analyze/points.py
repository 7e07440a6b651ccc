"""Slopes at many points: on a grid that averages exactly, or at random ones."""

from __future__ import annotations

import copy
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from qdesign.analyze.work import checked_memory
from qdesign.circuit import Circuit
from qdesign.errors import TooLarge
from qdesign.formula import is_derived
from qdesign.gates import GATES
from qdesign.pauli import Observable
from qdesign.simulate.simulator import Simulator

Real = NDArray[np.float64]

_MOST_GRID: Final = 4_096
_MOST_WORK: Final = 2_000_000_000
"""Amplitudes times gates times points."""
_OVERHEAD: Final = 1_024
"""What a gate and its slope cost beside its amplitudes."""
_POINTS: Final = (50, 1_000)
_RESAMPLES: Final = 1_000
_MOST_SLOPES: Final = 20_000_000


@dataclass(frozen=True, slots=True)
class Points:
    """Slopes at points.

    Attributes:
        slopes: shape (k, p).
        energies: shape (k,).
        centered: is the mean of each slope 0, as over whole turns it is?
        draws: how often each point counts in resampled sets, shape (r, k); none of a grid.
    """

    slopes: Real
    energies: Real
    centered: bool
    draws: Real | None

    @property
    def count(self) -> int:
        """How many points."""
        return len(self.slopes)

    def loss(self) -> tuple[float, tuple[float, float] | None]:
        """The variance of the energy, with 95 %; None of a grid, which is exact."""
        if self.draws is None:
            return float(self.energies.var()), None
        value = float(self.energies.var(ddof=1))
        around = self.energies - self.energies.mean()
        means = self.draws @ around / self.count
        spread = (self.draws @ around**2 / self.count - means**2) * self.count / (self.count - 1)
        low, high = np.quantile(spread, [0.025, 0.975]).tolist()
        return value, (low, high)

    def of(self, parameter: int | None) -> tuple[float, float, tuple[float, float]]:
        """The variance of one slope, or the mean of all, with its standard error and 95 %."""
        slopes = self.slopes if parameter is None else self.slopes[:, [parameter]]
        middle = 0.0 if self.centered else slopes.mean(axis=0)
        squares = ((slopes - middle) ** 2).mean(axis=1)
        if not self.centered and self.count > 1:
            squares = squares * self.count / (self.count - 1)
        value = float(squares.mean())
        if self.draws is None:
            return value, 0.0, (value, value)
        error = float(squares.std(ddof=1) / math.sqrt(self.count))
        low, high = np.quantile(self.draws @ squares / self.count, [0.025, 0.975]).tolist()
        return value, error, (low, high)


def grid_size(circuit: Circuit) -> tuple[int, ...] | None:
    """Points along each parameter on which squares of slopes average exactly.

    None where an angle does not come back after a turn, or where there are too many points.
    """
    degrees = dict.fromkeys(circuit.parameters, 0)
    for operation in circuit.elementary().plain_operations:
        row = GATES[operation.gate]
        for place, angle in enumerate(operation.angles):
            for name, coefficient in angle.terms:
                if is_derived(name) or not row.frequencies:
                    return None
                turns = [float(coefficient) * f for f in row.frequencies[place]]
                if any(turn != round(turn) for turn in turns):
                    return None
                degrees[name] += max(abs(round(turn)) for turn in turns)
    sizes = tuple(2 * degree + 1 for degree in degrees.values())
    total = math.prod(sizes)
    effort = total * (circuit.num_operations + 1) << min(circuit.num_qubits, 64)
    if total > _MOST_GRID or effort > _MOST_WORK:
        return None
    return sizes


def on_grid(
    circuit: Circuit, observable: Observable, *, ask: Callable[[], None] = lambda: None
) -> Points:
    """Slopes on the grid of `grid_size`.

    Raises:
        TooLarge: there is no such grid.
    """
    sizes = grid_size(circuit)
    if sizes is None:
        raise TooLarge(
            "The variance is not found exactly here: parameters are in several rotations, or turn "
            f"by half turns, and a grid of {_MOST_GRID:,} points is not enough. Take "
            "method='sampled'."
        )

    def points() -> Iterator[Real]:
        for at in np.ndindex(*sizes):
            yield 2 * np.pi * np.array(at) / np.array(sizes)

    slopes, energies = _slopes(circuit, observable, points(), ask)
    return Points(slopes, energies, True, None)


def sampled_points(
    circuit: Circuit,
    observable: Observable,
    *,
    count: int,
    seed: int,
    by_cones: bool = False,
    ask: Callable[[], None] = lambda: None,
) -> Iterator[Callable[[], Points]]:
    """Slopes at uniform random points of [0, 2π): after each point what gives those so far.

    Args:
        circuit: unitary, with parameters.
        observable: on as many qubits.
        count: of points.
        seed: for them.
        by_cones: are light cones run, and not a state vector?
        ask: called at each point; may raise.
    """
    rng = np.random.default_rng(seed)
    centered = _comes_back(circuit)
    engine = "light_cone" if by_cones else "auto"
    simulator = Simulator(circuit, observable, engine=engine)
    energies: list[float] = []
    slopes: list[Real] = []

    def points() -> Points:
        k = len(slopes)
        # Of a copy: as many points have the same draws, whether more were to come or not.
        draws = copy.deepcopy(rng).multinomial(k, np.full(k, 1 / k), size=_RESAMPLES)
        found = np.array(slopes).reshape(k, -1)
        return Points(found, np.array(energies), centered, draws.astype(float))

    for _ in range(count):
        ask()
        energy, slope = simulator.gradient(rng.uniform(0, 2 * np.pi, len(circuit.parameters)))
        energies.append(energy)
        slopes.append(np.array(slope))
        yield points


def num_points(circuit: Circuit, samples: int | None, *, by_cones: bool = False) -> int:
    """How many random points are taken: `samples`, or by size when None.

    By light cones a gate counts as often as one of ten qubits.

    Raises:
        TooLarge: more than 20 qubits, or too many points.
    """
    if not by_cones:
        checked_memory(circuit)
    size = len(circuit.parameters)
    low, high = _POINTS
    wide = 10 if by_cones else circuit.num_qubits
    effort = (1 + circuit.num_operations) * max(_OVERHEAD, 1 << wide)
    wanted = samples or min(high, max(low, _MOST_WORK // (4 * effort)))
    if wanted * size > _MOST_SLOPES:
        if samples is not None:
            raise TooLarge(
                f"{samples:,} points of {size:,} slopes are too many; at most "
                f"{_MOST_SLOPES // size:,} points are taken."
            )
        wanted = max(2, _MOST_SLOPES // size)
    return wanted


def _comes_back(circuit: Circuit) -> bool:
    """Is the energy the same after a turn of each parameter?"""
    for operation in circuit.elementary().plain_operations:
        row = GATES[operation.gate]
        for place, angle in enumerate(operation.angles):
            for name, coefficient in angle.terms:
                if is_derived(name) or not row.frequencies:
                    return False
                turns = (float(coefficient) * f for f in row.frequencies[place])
                if any(turn != round(turn) for turn in turns):
                    return False
    return True


def _slopes(
    circuit: Circuit,
    observable: Observable,
    points: Iterator[Real],
    ask: Callable[[], None],
) -> tuple[Real, Real]:
    simulator = Simulator(circuit, observable)
    energies: list[float] = []
    slopes: list[Real] = []
    for point in points:
        ask()
        energy, slope = simulator.gradient(point)
        energies.append(energy)
        slopes.append(np.array(slope))
    return np.array(slopes).reshape(len(energies), -1), np.array(energies)
