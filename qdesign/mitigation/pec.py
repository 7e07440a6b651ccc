"""Probabilistic error cancellation: each channel's inverse as a signed sum of what can be done.

A shot runs Paulis and resets drawn behind every gate and counts with their sign times γ, the
product of the sums of absolute weights. Its mean has no bias; its variance grows as γ².
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from qdesign.errors import InvalidRequest, TooLarge
from qdesign.hardware.measurement import split
from qdesign.mitigation.bench import Bench
from qdesign.mitigation.machine import Machine, sampled, together
from qdesign.mitigation.method import Estimate, Mitigation, Point
from qdesign.rows import Value

Real = NDArray[np.float64]
MOST_FACTOR: Final = 1000.0
"""The largest γ; a million times the shots would be needed for the error of an ideal device."""
_SIGNS: Final = np.array([[1, 1, 1, 1], [1, 1, -1, -1], [1, -1, 1, -1], [1, -1, -1, 1.0]])
"""Pauli-transfer matrices of I, X, Y, Z: their diagonals."""


@dataclass(frozen=True, slots=True)
class _Plan:
    """`weighted` runs what is drawn, `signed` the same with its signs."""

    bench: Bench
    weighted: Machine
    signed: Machine

    @property
    def changes(self) -> bool:
        return True

    def measure(self, shots: int, rng: np.random.Generator) -> Estimate:
        meter, point, factor = self.bench.meter, self.bench.point, self.weighted.factor
        drawn, net = self.weighted.distributions(point), self.signed.distributions(point)
        numbers = split(shots, meter.groups)
        found: list[tuple[float, float]] = []
        for all_, rest, score, number in zip(drawn, net, meter.inverted, numbers, strict=True):
            # Of an outcome with probability p, (p + r/γ)/2 come with a plus, r the signed weight.
            chances = np.concatenate([all_ + rest / factor, all_ - rest / factor]) / 2
            found.append(sampled(chances, np.concatenate([score, -score]), number, rng))
        read = together(meter.constant, found, shots, factor)
        note = f"γ = {factor:.3g}, so that {factor**2:,.3g} × the shots give the error of one"
        points = (Point(0.0, read.value, read.error, shots),)
        return Estimate(read.value, read.error, points, note=note)

    def expected(self, points: Real) -> Real:
        return self.signed.means(points, invert=True)


def inverse_weights(channel: Real) -> tuple[Real, float, float]:
    """The inverse of a one-qubit channel as weights of I, X, Y, Z and of a reset to |0⟩ or |1⟩.

    Returns:
        Weights of I, X, Y, Z, shape (4,); that of the reset; and ±1 for |0⟩ or |1⟩. What the
        channel mixes otherwise is left as it is.

    Source: Takagi, "Optimal resource cost for error mitigation", arXiv:2006.12509, where the
    weights of depolarizing, dephasing and amplitude damping are shown to be the smallest.
    """
    try:
        inverse = np.linalg.inv(channel)
    except np.linalg.LinAlgError:
        inverse = np.full((4, 4), np.inf)
    if not np.isfinite(inverse).all() or np.abs(inverse).max() > 1e6:
        raise InvalidRequest(
            "A channel of this noise loses everything and has no inverse. Lower its rate, or take "
            "another method."
        )
    shift, best = float(inverse[3, 0]), None
    for side in (1.0, -1.0):
        reset = side * shift
        diagonal = np.diag(inverse).copy()
        diagonal[0] = 1.0 - reset
        weights = _SIGNS @ diagonal / 4
        cost = float(np.abs(weights).sum()) + abs(reset)
        if best is None or cost < best[0] - 1e-12:
            best = (cost, weights, reset, side)
    assert best is not None
    return best[1], best[2], best[3]


def _done(weights: Real, reset: float, side: float) -> Real:
    """The Pauli-transfer matrix of weighted Paulis and a reset."""
    made = np.diag(_SIGNS @ weights)
    made[0, 0] += reset
    made[3, 0] += side * reset
    return made


def _weighted(channel: Real | float, num_qubits: int) -> tuple[Real | float, float]:
    """The channel, then what is drawn behind it; and γ."""
    if not isinstance(channel, np.ndarray):
        count = 4.0**num_qubits
        kept = 1.0 - channel
        if kept <= 1e-6:
            raise InvalidRequest(
                "Depolarizing with probability 1 has no inverse. Lower its rate, or take another "
                "method."
            )
        none, some = (1 + (count - 1) / kept) / count, (1 / kept - 1) / count
        factor = none + (count - 1) * some
        return 1.0 - kept * (none - some) / factor, factor
    weights, reset, side = inverse_weights(channel)
    factor = float(np.abs(weights).sum()) + abs(reset)
    return _done(np.abs(weights), abs(reset), side) @ channel / factor, factor


def _signed(channel: Real | float, num_qubits: int) -> tuple[Real | float, float]:
    """The channel, then its inverse."""
    if not isinstance(channel, np.ndarray):
        return 0.0, 1.0
    return _done(*inverse_weights(channel)) @ channel, 1.0


def _prepare(bench: Bench, options: Mapping[str, Value], seed: int) -> _Plan:
    weighted = bench.changed("weighted", _weighted)
    if weighted.factor > MOST_FACTOR:
        raise TooLarge(
            f"Canceling this noise takes γ = {weighted.factor:,.3g}, and at most "
            f"{MOST_FACTOR:,.0f} is taken. Use a shorter circuit, lower rates or another method."
        )
    return _Plan(bench, weighted, bench.changed("signed", _signed))


PEC: Final = Mitigation(
    name="pec",
    title="Probabilistic error cancellation",
    help="Inverts every channel on average by random Paulis and resets; no bias, many shots",
    source="arXiv:1612.02058",
    prepare=_prepare,
)
