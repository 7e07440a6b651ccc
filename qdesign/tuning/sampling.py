"""Energies at points ← shots that are drawn here, from a seed, without a queue.

Terms that one circuit can measure share its shots, as in a job of the queue.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from qdesign.circuit import Circuit
from qdesign.errors import InvalidObservable, InvalidRequest, TooLarge
from qdesign.given import given_whole
from qdesign.hardware.measurement import (
    IDEAL_QUBITS,
    Group,
    check_measurable,
    constant_of,
    groups_of,
    split,
    sums,
    turned,
)
from qdesign.pauli import as_observable
from qdesign.simulate.drawn import as_drawn, in_order
from qdesign.simulate.simulator import Simulator

if TYPE_CHECKING:
    from qdesign.simulate.noise import Noise

Real = NDArray[np.float64]

_MOST_SHOTS: Final = 10_000_000
_MOST_BYTES: Final = 1 << 29
"""Of what each outcome of each circuit counts."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A circuit that measures a group: what each of its outcomes counts, and its shots."""

    simulator: Simulator
    outcomes: Real
    shots: int


@dataclass(frozen=True, slots=True)
class Sampling:
    """Measures energies with shots that are drawn from a seed.

    Attributes:
        shots: of each energy, over all its circuits.
        seed: with the number of the evaluation it says which shots are drawn.
        constant: what needs no shots.
    """

    shots: int
    seed: int
    constant: float
    _names: tuple[str, ...] = field(repr=False)
    _parts: tuple[_Part, ...] = field(repr=False)

    def __call__(self, point: Real, number: int) -> tuple[float, float]:
        """The energy at a point, and one standard error of it."""
        rng = np.random.default_rng((self.seed, 5, number))
        named = dict(zip(self._names, point.tolist(), strict=True))
        energy, variance = self.constant, 0.0
        for part in self._parts:
            chances = part.simulator.probabilities(named)
            values = _drawn(chances, part.outcomes, part.shots, rng)
            energy += float(values.mean())
            # One shot tells no spread; then it is the largest that there can be.
            spread = values.var(ddof=1) if part.shots > 1 else np.abs(part.outcomes).max() ** 2
            variance += float(spread) / part.shots
        return energy, math.sqrt(variance)


def sampling(
    circuit: Circuit, observable: object, *, shots: object, seed: int, noise: Noise | None
) -> Sampling:
    """What measures the energies of a circuit here.

    Raises:
        InvalidObservable: it is none, or on other qubits than the circuit.
        InvalidRequest: the circuit measures by itself, or the shots do not fit.
        TooLarge: the outcomes are too many to be listed.
    """
    number = given_whole(shots, "The number of shots", low=1)
    if number > _MOST_SHOTS:
        raise InvalidRequest(
            f"{number:,} shots of each energy were asked for; at most {_MOST_SHOTS:,} are drawn."
        )
    found = as_observable(observable, num_qubits=circuit.num_qubits, names=circuit.qubit_names)
    if found.num_qubits != circuit.num_qubits:
        raise InvalidObservable(
            f"The observable is on {found.num_qubits} qubits and the circuit on "
            f"{circuit.num_qubits}. Give one letter a qubit of the circuit."
        )
    check_measurable(circuit)
    groups = groups_of(found)
    size = circuit.num_qubits
    if size > IDEAL_QUBITS or len(groups) * 8 << size > _MOST_BYTES:
        raise TooLarge(
            f"Shots of {len(groups):,} circuits on {size} qubits are not drawn here; at most "
            f"{IDEAL_QUBITS} qubits are, of few circuits. Leave the shots out, or name a target."
        )
    shares = split(number, groups)
    # With noise the gates are run as they are drawn, and what turns qubits behind them all.
    drawn = circuit if noise is None else as_drawn(circuit)
    made = [in_order(turned(drawn, group.basis)) for group in groups]
    parts = tuple(
        _Part(Simulator(each, noise=noise), _outcomes(group, size), share)
        for each, group, share in zip(made, groups, shares, strict=True)
    )
    return Sampling(number, seed, constant_of(found), circuit.parameters, parts)


def _outcomes(group: Group, num_qubits: int) -> Real:
    """What each outcome counts, shape (2**n,)."""
    index = np.arange(1 << num_qubits, dtype=np.uint64)
    shifts = np.arange(num_qubits, dtype=np.uint64)
    return sums(group.terms, (index[:, None] >> shifts & np.uint64(1)).astype(np.uint8))


def _drawn(chances: Real, outcomes: Real, shots: int, rng: np.random.Generator) -> Real:
    """What `shots` outcomes count, shape (shots,)."""
    return rng.choice(outcomes, shots, p=chances / chances.sum())
