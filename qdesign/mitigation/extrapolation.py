"""Expectations at several scales of the noise → the one at none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

Real = NDArray[np.float64]

_GRID: Final = np.linspace(0.0, 1.0, 101)
_TINY: Final = 1e-12


def polynomial_weights(scales: Sequence[float], degree: int) -> Real:
    """How much each expectation counts in the polynomial's value at 0, float64, shape (k,).

    With as many points as coefficients this is Richardson's extrapolation.
    """
    table = np.vander(np.asarray(scales, dtype=float), degree + 1, increasing=True)
    return np.linalg.pinv(table)[0]


def exponential_at_zero(
    scales: Sequence[float], values: Real, *, limit: float, steepest: float
) -> Real:
    """The value at 0 of a·exp(-b·scale) + limit, fitted by least squares with 0 ≤ b ≤ steepest.

    Args:
        scales: shape (k,).
        values: shape (..., k).
        limit: the expectation in the fully mixed state.
        steepest: the largest decay for one unit of noise.

    Returns:
        float64, shape (...).
    """
    amplitude, _ = _exponential(np.asarray(scales, dtype=float), values - limit, steepest)
    return amplitude + limit


def exponential_fit(
    scales: Sequence[float], values: Real, *, limit: float, steepest: float
) -> tuple[float, float]:
    """(a, b) of the same fit through values of shape (k,)."""
    amplitude, decay = _exponential(np.asarray(scales, dtype=float), values - limit, steepest)
    return float(amplitude), float(decay)


def _exponential(scales: Real, values: Real, steepest: float) -> tuple[Real, Real]:
    """For each decay the best amplitude is known; the best decay is found on a grid, then within.

    The sum of squares left is |y|² - (y·e)²/(e·e), so that (y·e)²/(e·e) is made the largest.
    """
    decays = steepest * _GRID
    shapes = np.exp(-np.outer(decays, scales))
    shapes /= np.linalg.norm(shapes, axis=1, keepdims=True)
    fits = (values @ shapes.T) ** 2
    best = np.argmax(fits, axis=-1)
    inner = np.clip(best, 1, len(decays) - 2)
    left, here, right = (
        np.take_along_axis(fits, np.expand_dims(inner + step, -1), -1)[..., 0]
        for step in (-1, 0, 1)
    )
    bend = left - 2 * here + right
    step = np.where(bend < 0, 0.5 * (left - right) / np.where(bend == 0, 1, bend), 0.0)
    decay = np.where(best == inner, decays[inner] + np.clip(step, -1, 1) * decays[1], decays[best])
    shape = np.exp(-np.expand_dims(decay, -1) * scales)
    amplitude = (values * shape).sum(-1) / (shape**2).sum(-1)
    return amplitude, decay


def exponential_weights(scales: Sequence[float], decay: float) -> Real:
    """How much each expectation counts in the value at 0, near a curve of this decay.

    The first derivatives of the fit: with the Jacobian J of a·exp(-b·scale) by (a, b) at a = 1, the
    first row of J⁺.
    """
    at = np.asarray(scales, dtype=float)
    shape = np.exp(-decay * at)
    return np.linalg.pinv(np.stack([shape, -at * shape], axis=1))[0]


def left_over(model: Real, values: Real, errors: Real) -> float:
    """χ²: the squares of what a model leaves of the values, each in its standard error."""
    return float((((values - model) / np.maximum(errors, _TINY)) ** 2).sum())
