"""A small network that learns what expectations at several noise scales become at none.

It is a line plus one hidden layer of four units, trained on circuits with known answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

Real = NDArray[np.float64]
_UNITS: Final = 4
_DECAY: Final = 1e-3
"""Weight of the squares of the network's own weights in its loss."""


@dataclass(frozen=True, slots=True)
class Network:
    """A trained network.

    Attributes:
        weights: all of its weights, float64: k of the line, its constant, 4·k and 4 into the
            layer, 4 out of it.
        center: the expectation in the fully mixed state.
        size: the spread of what it was trained on.
        num_inputs: k.
    """

    weights: Real
    center: float
    size: float
    num_inputs: int

    def at(self, values: Real) -> Real:
        """The expectation without noise, from shape (..., k)."""
        scaled = (values - self.center) / self.size
        return _run(self.weights, scaled, self.num_inputs) * self.size + self.center

    def slopes(self) -> Real:
        """Its derivatives at what the training circuits had on average, shape (k,)."""
        steps = np.eye(self.num_inputs) * 1e-3 * self.size
        return (self.at(self.center + steps) - self.at(self.center - steps)) / (2e-3 * self.size)


def trained(values: Real, ideal: Real, center: float) -> Network:
    """A network that takes `values`, shape (m, k), to `ideal`, shape (m,).

    Source: feed-forward networks for zero-noise extrapolation: arXiv:2403.07025; trained on
    near-Clifford circuits with scaled noise: Lowe et al., arXiv:2011.01157.
    """
    import scipy.optimize

    kit: Any = scipy.optimize
    count = values.shape[1]
    size = max(float(np.abs(ideal - center).max()), 1e-9)
    x, y = (values - center) / size, (ideal - center) / size
    rng = np.random.default_rng(0)
    table = np.concatenate([x, np.ones((len(x), 1))], axis=1)
    line: Real = np.linalg.pinv(table, rcond=1e-3) @ y
    start = np.zeros(count + 1 + _UNITS * (count + 2))
    start[: count + 1] = line
    start[count + 1 :] = rng.normal(0.0, 0.1, len(start) - count - 1)
    pulls = np.full(len(start), np.sqrt(_DECAY))
    pulls[: count + 1] *= 0.1

    def residuals(weights: Real) -> Real:
        return np.concatenate([_run(weights, x, count) - y, pulls * weights])

    found = kit.least_squares(residuals, start, method="trf", max_nfev=60)
    return Network(np.asarray(found.x, dtype=np.float64), center, size, count)


def _run(weights: Real, x: Real, count: int) -> Real:
    line, rest = weights[: count + 1], weights[count + 1 :]
    into = rest[: _UNITS * count].reshape(count, _UNITS)
    bias, out = rest[_UNITS * count : _UNITS * (count + 1)], rest[_UNITS * (count + 1) :]
    return x @ line[:count] + line[count] + np.tanh(x @ into + bias) @ out
