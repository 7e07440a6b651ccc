"""How something falls with n: as a power of n or exponentially, and how well each law fits."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

Law = Literal["power", "exponential"]

_LEAST_SPREAD: Final = 1e-9
"""Of logarithms about a law that fits exactly: what is left is rounding."""


@dataclass(frozen=True, slots=True)
class Fit:
    """log v = level − rate · (x − middle), where x is log n or n.

    Attributes:
        rate: the power of n, or log b of b^−n.
        rate_error: one standard error.
        spread: root mean square of what is left of the logarithms.
        likelihood: its logarithm, at the spread about the law that makes it largest.
        variance: of `level`.
    """

    law: Law
    level: float
    middle: float
    rate: float
    rate_error: float
    spread: float
    likelihood: float
    variance: float

    def at(self, n: float) -> float:
        """What the law says at n."""
        return math.exp(min(700.0, self.level - self.rate * (_place(self.law, n) - self.middle)))

    def between(self, n: float) -> tuple[float, float]:
        """The same with 95 %, where the law holds."""
        away = _place(self.law, n) - self.middle
        squares = self.variance + (away * self.rate_error) ** 2 + self.spread**2
        ratio = math.exp(min(300.0, 1.96 * math.sqrt(squares)))
        return self.at(n) / ratio, self.at(n) * ratio


def _place(law: Law, n: float) -> float:
    return math.log(n) if law == "power" else float(n)


def fitted(
    law: Law, sizes: Sequence[float], values: Sequence[float], errors: Sequence[float]
) -> Fit:
    """The law of largest likelihood through values with errors.

    Logarithms are normal about the law, with the error of each and one spread for all that the law
    does not say; that spread is fitted too.

    Args:
        law: which.
        sizes: at least two, above 0.
        values: above 0.
        errors: one standard error of each.
    """
    x = np.array([_place(law, n) for n in sizes])
    y = np.log(np.array(values, dtype=np.float64))
    noise = np.array(errors, dtype=np.float64) / np.array(values, dtype=np.float64)
    best: Fit | None = None
    for width in np.geomspace(_LEAST_SPREAD, 10.0, 121).tolist():
        widths = np.sqrt(noise**2 + width**2)
        weights = widths**-2.0
        whole = float(weights.sum())
        middle, level = float(weights @ x) / whole, float(weights @ y) / whole
        across = max(float(weights @ (x - middle) ** 2), 1e-300)
        rate = -float(weights @ ((x - middle) * (y - level))) / across
        left = y - level + rate * (x - middle)
        likelihood = -float((np.log(widths) + (left / widths) ** 2 / 2).sum())
        if best is None or likelihood > best.likelihood:
            spread = math.sqrt(float((left**2).mean()))
            best = Fit(
                law, level, middle, rate, 1 / math.sqrt(across), spread, likelihood, 1 / whole
            )
    assert best is not None
    return best
