"""Readout inversion: every mean is taken back through the known errors of reading."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from qdesign.mitigation.bench import Bench
from qdesign.mitigation.method import Estimate, Mitigation, Point
from qdesign.rows import Value


@dataclass(frozen=True, slots=True)
class _Plan:
    bench: Bench

    @property
    def changes(self) -> bool:
        return self.bench.meter.has_readout

    def measure(self, shots: int, rng: np.random.Generator) -> Estimate:
        read = self.bench.machine.read(self.bench.point, shots, rng, invert=True)
        point = Point(1.0, read.value, read.error, shots)
        return Estimate(read.value, read.error, (point,), note="readout errors inverted")

    def expected(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        return self.bench.machine.means(points, invert=True)


def _prepare(bench: Bench, options: Mapping[str, Value], seed: int) -> _Plan:
    return _Plan(bench)


READOUT: Final = Mitigation(
    name="readout",
    title="Readout inversion",
    help="Inverts the errors of reading, qubit by qubit; errors of gates stay",
    source="arXiv:2006.14044, section II",
    prepare=_prepare,
)
