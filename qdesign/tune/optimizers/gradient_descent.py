"""Gradient descent, as plain as it is, with steps that find their length."""

from __future__ import annotations

from typing import Final

import numpy as np

from qdesign.rows import Option
from qdesign.tune.optimizer import TOLERANCE, Optimizer, Run, Vector, max_steps
from qdesign.tune.optimizers.lines import lower, small_slope


def _gradient_descent(run: Run, first: Vector) -> bool:
    rate, place = float(run.options["rate"]), first.copy()
    here, slope = run.gradient(place)
    for _ in range(run.max_steps):
        if np.linalg.norm(slope) < small_slope(run):
            return True
        found = lower(run, place, here, slope=slope, way=-slope, rate=rate)
        if found is None:
            return True
        place, rate = found
        here, slope = run.gradient(place)
        run.step()
    return False


GRADIENT_DESCENT: Final = Optimizer(
    name="gradient_descent",
    title="Gradient descent",
    help="goes against the exact gradient; steps grow while they gain, else are halved",
    source="Cauchy, Comptes Rendus 25, 536 (1847); Armijo, Pacific J. Math. 16, 1 (1966)",
    options=(
        max_steps(3000, "iterations"),
        TOLERANCE,
        Option(
            name="rate",
            title="Rate",
            kind="number",
            default=0.1,
            low=1e-6,
            high=10,
            help="radians that the first step goes for each unit of slope",
        ),
    ),
    minimize=_gradient_descent,
    uses_gradient=True,
)
