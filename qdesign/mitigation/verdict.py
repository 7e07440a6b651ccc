"""Measured numbers and stand-ins → whether mitigation helps, harms, or cannot be told to.

The question is which expectation is nearer to the ideal one over many repetitions: the raw one or
the mitigated one, both with the same shots. Their variances are measured. Their biases are not:
stand-ins, near-Clifford circuits with the same gates and known answers, tell by the rates that are
given how the bias of either goes with the ideal expectation, and how much it scatters around that.
With the two measured means this gives a distribution of the two biases, and so a chance that
mitigation helps. The ideal expectation of the circuit itself is never asked for.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

Real = NDArray[np.float64]
Word = Literal["helps", "harms", "cannot tell"]

SURE: Final = 0.65
"""The chance from which one side is said."""
ALIKE: Final = 1.05
"""Expected errors that differ by no more than this factor are alike."""
_DRAWS: Final = 4000
_WIDE: Final = 10.0
"""How wide the ideal expectation may lie before anything is measured, in the norm Σ|c|."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What is said of a mitigation.

    Attributes:
        word: "helps", "harms" or "cannot tell".
        chance: that the mitigated expectation has the smaller error.
        raw_error, mitigated_error: root mean square errors to expect, bias and shots.
        raw_bias, mitigated_bias: what is to be expected of them without the shots.
        is_same: does the method nothing here, so that both are measured in the same way?
    """

    word: Word
    chance: float
    raw_error: float
    mitigated_error: float
    raw_bias: float
    mitigated_bias: float
    is_same: bool = False


def judge(
    raw: tuple[float, float],
    mitigated: tuple[float, float],
    *,
    ideal: Real,
    raw_means: Real,
    mitigated_means: Real,
    scale: float,
) -> Judged:
    """Whether the mitigated or the raw expectation is nearer to the ideal one.

    Args:
        raw: its measured mean, with the standard error.
        mitigated: the same.
        ideal: expectations of the stand-ins without noise, shape (k,).
        raw_means: what is measured of them on average, shape (k,).
        mitigated_means: what the method makes of that, shape (k,).
        scale: Σ|c| of the observable without its constant.
    """
    lines, spread = _biases(ideal, raw_means - ideal, mitigated_means - ideal, scale)
    # Unknown: the ideal expectation, and how far either bias is off its line.
    center = float(ideal.mean())
    prior = np.zeros((3, 3))
    prior[0, 0] = (_WIDE * scale) ** 2
    prior[1:, 1:] = spread
    seen = np.array([[1 + lines[0][1], 1.0, 0.0], [1 + lines[1][1], 0.0, 1.0]])
    offset = np.array([line[0] for line in lines])
    start = np.array([center, 0.0, 0.0])
    values = np.array([raw[0], mitigated[0]]) - offset
    noise = np.diag([raw[1] ** 2, mitigated[1] ** 2])
    gain = prior @ seen.T @ np.linalg.pinv(seen @ prior @ seen.T + noise, rcond=1e-13)
    mean = start + gain @ (values - seen @ start)
    left = prior - gain @ seen @ prior
    draws = _drawn(mean, left)
    biases = [line[0] + line[1] * draws[:, 0] + draws[:, k + 1] for k, line in enumerate(lines)]
    squares = [
        bias**2 + error**2 for bias, (_, error) in zip(biases, (raw, mitigated), strict=True)
    ]
    chance = float((squares[1] < squares[0]).mean())
    roots = [math.sqrt(float(each.mean())) for each in squares]
    word: Word = "helps" if chance >= SURE else "harms" if chance <= 1 - SURE else "cannot tell"
    if max(roots) <= ALIKE * min(roots):
        word = "cannot tell"
    return Judged(
        word, chance, roots[0], roots[1], float(biases[0].mean()), float(biases[1].mean())
    )


def _biases(
    ideal: Real, raw: Real, mitigated: Real, scale: float
) -> tuple[list[tuple[float, float]], Real]:
    """(offset, slope) of either bias over the ideal expectation, and the covariance around them."""
    count = len(ideal)
    flat = count < 3 or float(np.ptp(ideal)) < 1e-9 * scale
    table = np.ones((count, 1)) if flat else np.stack([np.ones(count), ideal], axis=1)
    inverse = np.linalg.pinv(table)
    left = np.empty((2, count))
    lines: list[tuple[float, float]] = []
    for k, bias in enumerate((raw, mitigated)):
        found = inverse @ bias
        left[k] = bias - table @ found
        lines.append((float(found[0]), 0.0 if flat else float(found[1])))
    spread = left @ left.T / max(1, count - table.shape[1])
    return lines, spread + np.eye(2) * (1e-9 * scale) ** 2


def _drawn(mean: Real, covariance: Real) -> Real:
    """Samples of a Gaussian, shape (4000, 3), the same each time."""
    values, vectors = np.linalg.eigh((covariance + covariance.T) / 2)
    normal = np.random.default_rng(0).standard_normal((_DRAWS // 2, len(mean)))
    normal = np.concatenate([normal, -normal])
    return mean + normal * np.sqrt(np.clip(values, 0.0, None)) @ vectors.T
