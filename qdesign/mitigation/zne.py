"""Zero-noise extrapolation: measured with more and more noise, and read off where it is none."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, cast

import numpy as np
from numpy.typing import NDArray

from qdesign.errors import InvalidRequest
from qdesign.mitigation.bench import Bench
from qdesign.mitigation.extrapolation import (
    exponential_at_zero,
    exponential_fit,
    exponential_weights,
    left_over,
    polynomial_weights,
)
from qdesign.mitigation.folding import MOST_SCALE
from qdesign.mitigation.method import INVERT, Estimate, Mitigation, Point
from qdesign.mitigation.network import Network, trained
from qdesign.rows import Option, Value
from qdesign.showing.tables import count as counted

Real = NDArray[np.float64]
_CURVE: Final = 41
_REPEATED: Final = 400
_STEEPER: Final = 2.0
"""How much faster than in stand-ins an expectation may decay."""
_LEARNT: Final = 16
"""Stand-ins that tell the decay for the split of the shots."""
_TRAINING: Final = 40
"""Stand-ins that the network learns from."""
_LEAST: Final = 0.02
"""The least share of the shots that any scale factor gets."""


def scale_factors(text: str) -> tuple[float, ...]:
    """Scale factors from text such as `1,3,5`.

    Raises:
        InvalidRequest: fewer than two, not rising, not numbers, or out of bounds.
    """
    try:
        scales = tuple(float(part) for part in text.split(","))
    except ValueError:
        scales = (0.0,)
    rising = all(a < b for a, b in pairwise(scales))
    if not 2 <= len(scales) <= 8 or not rising or scales[0] < 1 or scales[-1] > MOST_SCALE:
        raise InvalidRequest(
            f"'scales' is {text[:40]!r}; write 2 to 8 rising numbers from 1 to {MOST_SCALE:g}, "
            "such as 1,3,5."
        )
    return scales


@dataclass(frozen=True, slots=True)
class _Plan:
    """An extrapolation of one circuit.

    Attributes:
        weights: how much each scale factor's expectation counts, about; it splits the shots, and
            is the extrapolation itself where that is a polynomial.
        steepest: the largest decay of an exponential, by what stand-ins have.
        network: what extrapolates instead of a curve.
    """

    bench: Bench
    scales: tuple[float, ...]
    folding: str
    extrapolation: str
    degree: int
    invert: bool
    weights: Real
    steepest: float = 0.0
    network: Network | None = None

    @property
    def changes(self) -> bool:
        return True

    def at_zero(self, values: Real) -> Real:
        """The expectation without noise from those at the scale factors, shape (..., k)."""
        if self.network is not None:
            return self.network.at(values)
        if self.extrapolation == "exponential":
            limit = self.bench.meter.constant
            return exponential_at_zero(self.scales, values, limit=limit, steepest=self.steepest)
        return values @ self.weights

    def shares(self) -> Real:
        """Parts of the shots for each scale factor, shape (k,), in sum 1.

        The variance Σ w²σ²/N of a weighted sum is least, at a given ΣN, where N is in proportion
        to |w|·σ; σ of one shot is about the same at all factors (Neyman's allocation; for
        extrapolation: Krebsbach, Trauzettel, Calzona, arXiv:2201.08080).
        """
        weights = np.abs(self.weights)
        shares = np.maximum(weights / max(weights.sum(), 1e-300), _LEAST)
        return shares / shares.sum()

    def measure(self, shots: int, rng: np.random.Generator) -> Estimate:
        counts = split_by(self.shares(), shots, len(self.bench.meter.groups))
        points = [
            self._read(scale, count, rng) for scale, count in zip(self.scales, counts, strict=True)
        ]
        values = np.array([point.value for point in points])
        errors = np.array([point.error for point in points])
        value = float(self.at_zero(values))
        error = self._error(values, errors)
        curve, chi2, note = self._fit(values, errors)
        return Estimate(value, error, tuple(points), curve, chi2, note)

    def expected(self, points: Real) -> Real:
        machines = [self.bench.folded(scale, self.folding) for scale in self.scales]
        means = [machine.means(points, invert=self.invert) for machine in machines]
        return self.at_zero(np.stack(means, axis=-1))

    def _read(self, scale: float, shots: int, rng: np.random.Generator) -> Point:
        machine = self.bench.folded(scale, self.folding)
        read = machine.read(self.bench.point, shots, rng, invert=self.invert)
        return Point(scale, read.value, read.error, shots)

    def _error(self, values: Real, errors: Real) -> float:
        """The standard error of the result: of repetitions drawn around the values if it bends."""
        if self.extrapolation in ("linear", "polynomial"):
            return float(np.linalg.norm(self.weights * errors))
        normal = np.random.default_rng(0).standard_normal((_REPEATED, len(values)))
        made = self.at_zero(values + normal * errors)
        return float(np.sqrt(np.mean((made - self.at_zero(values)) ** 2)))

    def _fit(
        self, values: Real, errors: Real
    ) -> tuple[tuple[tuple[float, float], ...], float | None, str]:
        """The curve, χ² for each free point, and what was fitted."""
        at = np.linspace(0.0, self.scales[-1], _CURVE)
        scales = np.asarray(self.scales)
        if self.network is not None:
            return (), None, "a small network, trained on near-Clifford circuits"
        if self.extrapolation == "exponential":
            limit = self.bench.meter.constant
            amplitude, decay = exponential_fit(
                self.scales, values, limit=limit, steepest=self.steepest
            )
            heights = amplitude * np.exp(-decay * at) + limit
            model = amplitude * np.exp(-decay * scales) + limit
            free = len(scales) - 2
            note = f"a·exp(−{decay:.3g} λ) toward the fully mixed state"
        else:
            table = np.vander(scales, self.degree + 1, increasing=True)
            found = np.linalg.pinv(table) @ values
            heights = np.vander(at, self.degree + 1, increasing=True) @ found
            model = table @ found
            free = len(scales) - self.degree - 1
            note = "a line" if self.degree == 1 else f"a polynomial of degree {self.degree}"
        curve = tuple(zip(at.tolist(), heights.tolist(), strict=True))
        return curve, left_over(model, values, errors) / free if free else None, note


def split_by(shares: Real, shots: int, bases: int) -> list[int]:
    """Shots in these shares, in sum as asked, for circuits that are measured along some bases.

    Raises:
        InvalidRequest: there are not enough.
    """
    count, least = len(shares), 2 * bases  # two shots tell a spread
    if shots < count * least:
        raise InvalidRequest(
            f"{shots:,} shots are too few: {count} circuits are measured along "
            f"{counted(bases, 'basis', 'bases')} each. Ask for {count * least:,} or more."
        )
    left = shots - count * least
    given = np.floor(shares * left).astype(int)
    given[np.argsort(given - shares * left, kind="stable")[: left - int(given.sum())]] += 1
    return [int(number) + least for number in given]


def _prepare(bench: Bench, options: Mapping[str, Value], seed: int) -> _Plan:
    scales = scale_factors(str(options["scales"]))
    folding, kind = str(options["folding"]), str(options["extrapolation"])
    degree = 1 if kind == "linear" else int(cast("int", options["degree"]))
    invert = bool(options["invert_readout"])
    network, steepest = None, 0.0
    if kind in ("linear", "polynomial"):
        if degree >= len(scales):
            raise InvalidRequest(
                f"A polynomial of degree {degree} needs {degree + 1} scale factors, and there are "
                f"{len(scales)}. Add some, or take a lower degree."
            )
        weights = polynomial_weights(scales, degree)
    else:
        learnt = bench.stand_ins(_TRAINING if kind == "network" else _LEARNT, seed)
        machines = [bench.folded(scale, folding) for scale in scales]
        means = np.stack([each.means(learnt.points, invert=invert) for each in machines], -1)
        if kind == "network":
            network = trained(means, learnt.ideal, bench.meter.constant)
            weights = network.slopes()
        else:
            decay = _decay(scales, means - bench.meter.constant)
            weights, steepest = exponential_weights(scales, decay), _STEEPER * decay
    return _Plan(bench, scales, folding, kind, degree, invert, weights, steepest, network)


def _decay(scales: tuple[float, ...], means: Real) -> float:
    """How fast the distance from the fully mixed state falls for one unit of noise."""
    sizes = np.linalg.norm(means, axis=0)
    ratio = sizes[1] / sizes[0] if sizes[0] > 0 else 1.0
    return float(np.clip(-math.log(max(ratio, 1e-3)) / (scales[1] - scales[0]), 0.01, 1.5))


ZNE: Final = Mitigation(
    name="zne",
    title="Zero-noise extrapolation",
    help="Measures with more noise, by gates undone and done again, and extrapolates to none",
    source="arXiv:2005.10921",
    options=(
        Option(
            name="extrapolation",
            title="Extrapolation",
            kind="choice",
            default="exponential",
            choices=("linear", "polynomial", "exponential", "network"),
            titles=("Linear", "Polynomial", "Exponential", "Small network"),
            help="The curve through the points; the network learns from near-Clifford circuits",
        ),
        Option(
            name="scales",
            title="Scale factors",
            kind="text",
            default="1,3,5",
            help="Factors of the noise, rising, from 1 on",
        ),
        Option(
            name="folding",
            title="Folding",
            kind="choice",
            default="local",
            choices=("local", "global"),
            titles=("Each gate", "Whole circuit"),
            help="What is undone and done again",
        ),
        Option(
            name="degree",
            title="Degree",
            kind="integer",
            default=2,
            low=1,
            high=6,
            help="Of the polynomial",
        ),
        INVERT,
    ),
    prepare=_prepare,
)
