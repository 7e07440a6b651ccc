"""Clifford data regression: near-Clifford circuits with known answers teach what noise does."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, cast

import numpy as np
from numpy.typing import NDArray

from qdesign.mitigation.bench import Bench, StandIns
from qdesign.mitigation.method import INVERT, Estimate, Mitigation, Point
from qdesign.mitigation.zne import split_by
from qdesign.rows import Option, Value

Real = NDArray[np.float64]
_TRUST: Final = 0.25
"""How far the slope by the rates may be off, as a part of it and as one standard deviation."""
_OWN: Final = 0.5
"""The circuit's own part of the shots; the training circuits share the rest."""


@dataclass(frozen=True, slots=True)
class _Line:
    """ideal = slope·noisy + offset, with the errors that its scatter leaves.

    Attributes:
        center: the mean of the noisy means.
        height_error: the standard error of the line there.
        slope_error: that of the slope.
    """

    slope: float
    offset: float
    center: float
    height_error: float
    slope_error: float

    def at(self, value: float) -> float:
        return self.slope * value + self.offset

    def error_at(self, value: float) -> float:
        """The standard error of the line there."""
        return math.hypot(self.height_error, self.slope_error * (value - self.center))


def _line(noisy: Real, ideal: Real) -> _Line:
    """Least squares; where all noisy means are one, a shift."""
    return _fitted(noisy, ideal, np.zeros(len(noisy)), about=None)


def _fitted(noisy: Real, ideal: Real, errors: Real, *, about: float | None) -> _Line:
    """A line through means with errors.

    Errors widen the spread of the means and so flatten a line of least squares, which is taken out
    again (Fuller, Measurement Error Models, 1987, section 1.2). The fewer the shots, the more the
    slope by the rates counts beside it.

    Args:
        noisy: means of the training circuits, shape (k,).
        ideal: without noise.
        errors: standard errors of the means.
        about: the slope by the rates, None for unknown. No slope is taken that is off it by more
            than a factor of 2, which only shots can do.
    """
    count, center = len(noisy), float(noisy.mean())
    width = float(((noisy - center) ** 2).sum())
    flat = width <= 1e-12 * max(1.0, float((noisy**2).sum()))
    own = max(width - float(errors @ errors) * (1 - 1 / count), width / 4)
    slope = 1.0 if flat else float((noisy - center) @ ideal) / own

    def scatter() -> float:
        left = ideal - ideal.mean() - slope * (noisy - center)
        return math.sqrt(float(left @ left) / max(1, count - 2))

    share = 1.0
    if about is not None:
        trust = (_TRUST * about) ** 2
        share = trust / max(trust + scatter() ** 2 / own, 1e-300) if not flat else 1.0
        low, high = sorted((about / 2, 2 * about))
        slope = min(max(share * slope + (1 - share) * about, low), high)
    offset = float(ideal.mean()) - slope * center
    error = 0.0 if flat else math.sqrt(share / own) * scatter()
    return _Line(slope, offset, center, scatter() / math.sqrt(count), error)


@dataclass(frozen=True, slots=True)
class _Plan:
    bench: Bench
    training: StandIns
    invert: bool

    @property
    def changes(self) -> bool:
        return True

    def measure(self, shots: int, rng: np.random.Generator) -> Estimate:
        machine, count = self.bench.machine, len(self.training.ideal)
        shares = np.array([_OWN, *[(1 - _OWN) / count] * count])
        numbers = split_by(shares, shots, len(self.bench.meter.groups))
        own = machine.read(self.bench.point, numbers[0], rng, invert=self.invert)
        reads = [
            machine.read(point, number, rng, invert=self.invert)
            for point, number in zip(self.training.points, numbers[1:], strict=True)
        ]
        found = np.array([read.value for read in reads])
        errors = np.array([read.error for read in reads])
        line = _fitted(found, self.training.ideal, errors, about=self.known().slope)
        points = [Point(1.0, own.value, own.error, own.shots)]
        points += [
            Point(1.0, read.value, read.error, read.shots, float(ideal))
            for read, ideal in zip(reads, self.training.ideal, strict=True)
        ]
        error = math.hypot(line.slope * own.error, line.error_at(own.value))
        note = f"ideal = {line.slope:.3g} · noisy {line.offset:+.3g}, of {count} training circuits"
        return Estimate(line.at(own.value), error, tuple(points), note=note)

    def expected(self, points: Real) -> Real:
        line = self.known()
        return line.slope * self.bench.machine.means(points, invert=self.invert) + line.offset

    def known(self) -> _Line:
        """The line that the rates give."""
        means = self.bench.machine.means(self.training.points, invert=self.invert)
        return _line(means, self.training.ideal)


def _prepare(bench: Bench, options: Mapping[str, Value], seed: int) -> _Plan:
    training = bench.stand_ins(int(cast("int", options["circuits"])), seed)
    return _Plan(bench, training, bool(options["invert_readout"]))


CDR: Final = Mitigation(
    name="cdr",
    title="Clifford data regression",
    help="A line from noisy to ideal means, through near-Clifford circuits with known answers",
    source="arXiv:2005.10189",
    options=(
        Option(
            name="circuits",
            title="Training circuits",
            kind="integer",
            default=12,
            low=3,
            high=100,
            help="Near-Clifford circuits; they share half of the shots",
        ),
        INVERT,
    ),
    prepare=_prepare,
)
