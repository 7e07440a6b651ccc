"""Gradient descent, as plain as it is, with steps that find their length."""

from __future__ import annotations

from typing import Final

import numpy as np

from qdesign.rows import Option
from qdesign.tune.optimizer import TOLERANCE, Optimizer, Run, Vector, max_steps
from qdesign.tune.optimizers.lines import lower, small_slope


def _gradient_descent(run: Run, first: Vector) -> bool:
    given, place = float(run.options["rate"]) / run.size, first.copy()
    if run.sample is not None:
        return _by_samples(run, place, given)
    rate = float(run.remembered("rate", np.array(run.reach * given)))
    here, slope = run.gradient(place)
    for _ in range(run.max_steps):
        if run.slope < small_slope(run):
            return True
        found = lower(run, place, here, slope=slope, way=-slope, rate=rate)
        if found is None:
            return True
        place, rate = found
        here, slope = run.gradient(place)
        run.place, run.memory = place, {"rate": rate}
        run.step()
    return False


def _by_samples(run: Run, place: Vector, rate: float) -> bool:
    """Sampled energies do not tell whether a step gained: its length falls to zero instead."""
    for k in range(int(run.memory.get("steps", 0)), run.max_steps):
        _, slope = run.gradient(place)
        place = place - rate * (1 - k / run.max_steps) * slope
        run.place, run.memory = place, {"steps": k + 1}
        run.step()
    return False


GRADIENT_DESCENT: Final = Optimizer(
    name="gradient_descent",
    title="Gradient descent",
    help="goes against the gradient; steps grow while they gain, else are halved",
    source="Cauchy, Comptes Rendus 25, 536 (1847); Armijo, Pacific J. Math. 16, 1 (1966)",
    options=(
        max_steps(3000, "iterations"),
        TOLERANCE,
        Option(
            name="rate",
            title="Rate",
            kind="number",
            default=0.5,
            low=1e-6,
            high=100,
            help="radians that the first step goes for a slope of the sum of all coefficients",
        ),
    ),
    minimize=_gradient_descent,
    uses_gradient=True,
    sampled_steps=60,
)
