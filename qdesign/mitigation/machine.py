"""A circuit with noise as it is measured: exact means, and samples of any number of shots.

Letters are measured along their own axes, groups of terms together. What is sampled has exactly
the distribution of the noisy state's outcomes, readout errors included.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from qdesign.circuit import Circuit
from qdesign.hardware.measurement import Group, constant_of, groups_of, split
from qdesign.pauli import Observable
from qdesign.simulate.engine import Engine
from qdesign.simulate.noise import Noise
from qdesign.simulate.noisy import compile_noisy
from qdesign.simulate.program import ProgramBuilder

Real = NDArray[np.float64]
_CODES: Final = {"I": 2, "X": 1, "Y": 3, "Z": 2}
"""Digits of the engine's Pauli vector; where a basis has no letter, Z is read."""
_MOST_KEPT: Final = 100


@dataclass(frozen=True, slots=True)
class Reading:
    """An expectation as measured.

    Attributes:
        value: the mean.
        error: its standard error, by the spread of the shots.
        shots: how many there were.
    """

    value: float
    error: float
    shots: int


class Meter:
    """How an observable is read off outcomes, with the readout errors inverted or left in.

    With a bit read as ±s, the mean of s over readings of a qubit in ±t is slope·t + offset, so
    (s - offset)/slope is t on average: per qubit and per shot, whatever the state.
    """

    def __init__(self, observable: Observable, noise: Noise) -> None:
        self.num_qubits = observable.num_qubits
        self.constant = constant_of(observable)
        self.groups: tuple[Group, ...] = groups_of(observable)
        flips = [noise.readout(qubit) for qubit in range(self.num_qubits)]
        self.slopes = np.array([1 - a - b for a, b in flips])
        self.offsets = np.array([b - a for a, b in flips])
        self.bases = [_basis(group.basis) for group in self.groups]
        bits = np.arange(1 << self.num_qubits)[:, None] >> np.arange(self.num_qubits) & 1
        self._signs: Real = np.where(bits, -1.0, 1.0)
        self.plain = [self._sums(group, self._signs) for group in self.groups]
        slopes = np.where(self.slopes == 0.0, 1.0, self.slopes)
        inverted = np.asarray((self._signs - self.offsets) / slopes, dtype=float)
        self.inverted = [self._sums(group, inverted) for group in self.groups]

    def scores(self, *, invert: bool) -> list[Real]:
        """What each outcome of each group counts, shape (2**n,) a group."""
        return self.inverted if invert else self.plain

    @property
    def has_readout(self) -> bool:
        """Does readout err at all?"""
        return bool((self.slopes != 1).any() or self.offsets.any())

    def _sums(self, group: Group, signs: Real) -> Real:
        total = np.zeros(1 << self.num_qubits)
        for label, value in group.terms:
            places = [k for k, letter in enumerate(reversed(label)) if letter != "I"]
            total += value * signs[:, places].prod(axis=1)
        return total

    def outcomes(self, vector: Real, basis: NDArray[np.intp]) -> Real:
        """Probabilities of what is read along a basis, float64, shape (2**n,).

        Args:
            vector: tr(ρ P), shape (4**n,), before readout.
            basis: places of the basis's strings in it, bit k of an index for qubit k.
        """
        table = vector[basis].reshape((2,) * self.num_qubits)
        for qubit in range(self.num_qubits):
            axis = self.num_qubits - 1 - qubit
            low, high = np.take(table, 0, axis), np.take(table, 1, axis)
            high = self.slopes[qubit] * high + self.offsets[qubit] * low
            # From (1, ⟨Z⟩) of the qubit to the probabilities of 0 and of 1.
            table = np.stack([(low + high) / 2, (low - high) / 2], axis=axis)
        return table.reshape(-1)


def _basis(letters: str) -> NDArray[np.intp]:
    """Places in the Pauli vector of the strings with a basis's letter, or none, on each qubit."""
    places = np.zeros(1, dtype=np.intp)
    for qubit, letter in enumerate(reversed(letters)):
        places = np.concatenate([places, places + _CODES[letter] * 4**qubit])
    return places


Change = Callable[[Real | float, int], tuple[Real | float, float]]
"""A channel, by its matrix or the probability to depolarize, and on how many qubits it acts → the
channel to run instead, and the factor that it brings."""


class ChangedBuilder(ProgramBuilder):
    """A builder that runs other channels in place of those that it is given."""

    def __init__(self, circuit: Circuit, change: Change) -> None:
        super().__init__(circuit.num_qubits, circuit.parameters, circuit.num_clbits)
        self.change = change
        self.factor = 1.0

    def depolarize(self, wires: int, slot: int) -> None:
        """Another probability to depolarize."""
        (probability, _) = next(angle for angle, place in self._slots.items() if place == slot)
        made, factor = self.change(probability, wires.bit_count())
        assert isinstance(made, float)
        self.factor *= factor
        super().depolarize(wires, self.slot(made))

    def channel(self, transfer: Real, qubit: int) -> None:
        """Another matrix."""
        made, factor = self.change(np.asarray(transfer, dtype=np.float64), 1)
        assert isinstance(made, np.ndarray)
        self.factor *= factor
        super().channel(made, qubit)


class Machine:
    """A circuit with noise, ready to be measured at any values of its parameters.

    Args:
        circuit: unitary up to measurements at its end.
        noise: behind gates, and at readout.
        meter: of the observable.
        change: what runs in place of each channel; the channels themselves when None.
    """

    def __init__(
        self, circuit: Circuit, noise: Noise, meter: Meter, *, change: Change | None = None
    ) -> None:
        builder = None if change is None else ChangedBuilder(circuit, change)
        program = compile_noisy(circuit, noise, readout=False, builder=builder)
        self.factor = 1.0 if builder is None else builder.factor
        self.meter = meter
        self._engine = Engine(program)
        self._kept: dict[bytes, Real] = {}

    def vector(self, point: Real) -> Real:
        """tr(ρ P) before readout, float64, shape (4**n,)."""
        self._engine.noisy_tick(np.ascontiguousarray(point, dtype=np.float64))
        return self._engine.noisy_vector()

    def distributions(self, point: Real) -> list[Real]:
        """Probabilities of what each group reads, shape (2**n,) a group; kept for a while."""
        key = point.tobytes()
        if key not in self._kept:
            vector = self.vector(point)
            chances = [self.meter.outcomes(vector, basis) for basis in self.meter.bases]
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            self._kept[key] = np.stack(chances)
        return list(self._kept[key])

    def mean(self, point: Real, *, invert: bool = False) -> float:
        """The exact mean of what is read."""
        scores = self.meter.scores(invert=invert)
        found = zip(self.distributions(point), scores, strict=True)
        return self.meter.constant + float(sum(chances @ score for chances, score in found))

    def means(self, points: Real, *, invert: bool = False) -> Real:
        """The same at several points, shape (k,)."""
        return np.array([self.mean(point, invert=invert) for point in points])

    def read(
        self, point: Real, shots: int, rng: np.random.Generator, *, invert: bool = False
    ) -> Reading:
        """The mean of samples; the shots are split over the groups by their weights."""
        scores = self.meter.scores(invert=invert)
        parts = zip(self.distributions(point), scores, split(shots, self.meter.groups), strict=True)
        found = [sampled(chances, score, count, rng) for chances, score, count in parts]
        return together(self.meter.constant, found, shots)


def sampled(
    chances: Real, scores: Real, shots: int, rng: np.random.Generator
) -> tuple[float, float]:
    """The mean of a score over sampled outcomes, and the variance of that mean."""
    weights = np.clip(chances, 0.0, None)
    counts = rng.multinomial(shots, weights / weights.sum())
    mean = float(counts @ scores) / shots
    if shots < 2:
        return mean, float(np.abs(scores).max()) ** 2
    return mean, float(counts @ (scores - mean) ** 2) / (shots - 1) / shots


def together(
    constant: float, found: Sequence[tuple[float, float]], shots: int, factor: float = 1.0
) -> Reading:
    """One reading of several groups."""
    value = constant + factor * sum(mean for mean, _ in found)
    return Reading(value, factor * math.sqrt(sum(variance for _, variance in found)), shots)
