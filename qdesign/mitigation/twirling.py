"""Pauli twirling: noise averaged over random Paulis around each gate, so that none adds up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from qdesign.mitigation.bench import Bench
from qdesign.mitigation.machine import Machine
from qdesign.mitigation.method import INVERT, Estimate, Mitigation, Point
from qdesign.rows import Value

Real = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Plan:
    """Each shot is of a circuit with new Paulis, merged into the gates beside them.

    What is sampled so has the distribution of the averaged noise, which is run.
    """

    machine: Machine
    point: Real
    invert: bool
    changes: bool

    def measure(self, shots: int, rng: np.random.Generator) -> Estimate:
        read = self.machine.read(self.point, shots, rng, invert=self.invert)
        point = Point(1.0, read.value, read.error, shots)
        return Estimate(read.value, read.error, (point,), note="a new random circuit each shot")

    def expected(self, points: Real) -> Real:
        return self.machine.means(points, invert=self.invert)


def _is_even(bench: Bench) -> bool:
    """Are all channels of Paulis alone, so that averaging leaves them as they are?"""
    found: list[bool] = []

    def look(channel: Real | float, qubits: int) -> tuple[Real | float, float]:
        made, _ = _averaged(channel, qubits)
        found.append(bool(np.allclose(channel, made, rtol=0.0, atol=1e-12)))
        return channel, 1.0

    bench.changed("looked at", look)
    return all(found)


def _averaged(channel: Real | float, _: int) -> tuple[Real | float, float]:
    """The channel averaged over Paulis before and behind it: its diagonal, Pauli errors alone."""
    return (channel if isinstance(channel, float) else np.diag(np.diag(channel))), 1.0


def _prepare(bench: Bench, options: Mapping[str, Value], seed: int) -> _Plan:
    machine = bench.changed("twirled", _averaged)
    invert = bool(options["invert_readout"])
    changes = (invert and bench.meter.has_readout) or not _is_even(bench)
    return _Plan(machine, bench.point, invert, changes)


TWIRLING: Final = Mitigation(
    name="twirling",
    title="Pauli twirling",
    help="Random Paulis around every gate turn its noise into random Pauli errors",
    source="arXiv:1512.01098",
    options=(INVERT,),
    prepare=_prepare,
)
