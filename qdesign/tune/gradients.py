"""Derivatives of an energy."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from qdesign.simulate.simulator import Simulator


def hessian_of(simulator: Simulator, values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Second derivatives at values of shape (p,): float64, shape (p, p), per radian²."""
    count = len(values)
    rows = [simulator.hessian_product(unit, values) for unit in np.eye(count)]
    table = np.array(rows).reshape(count, count)
    return (table + table.T) / 2
