"""Quantum natural gradient: steps that are even in the state, not in the parameters."""

from __future__ import annotations

from typing import Final

import numpy as np

from qdesign.rows import Option
from qdesign.tune.optimizer import TOLERANCE, Optimizer, Run, Vector, max_steps
from qdesign.tune.optimizers.lines import lower, small_slope


def _natural_gradient(run: Run, first: Vector) -> bool:
    place = first.copy()
    rate = float(run.remembered("rate", np.array(run.reach * float(run.options["rate"]))))
    floor = float(run.options["regularization"])
    here, slope = run.gradient(place)
    for _ in range(run.max_steps):
        if run.slope < small_slope(run):
            return True
        metric = run.metric(place) + floor * np.eye(len(place))
        way = np.asarray(-np.linalg.solve(metric, slope), dtype=np.float64)
        found = lower(run, place, here, slope=slope, way=way, rate=rate)
        if found is None:
            return True
        place, rate = found
        here, slope = run.gradient(place)
        run.place, run.memory = place, {"rate": rate}
        run.step()
    return False


NATURAL_GRADIENT: Final = Optimizer(
    name="natural_gradient",
    title="Quantum natural gradient",
    help="follows the gradient as the distance of states has it, by the exact Fubini–Study metric",
    source="Stokes, Izaac, Killoran, Carleo, Quantum 4, 269 (2020), arXiv:1909.02108",
    options=(
        max_steps(1000, "iterations"),
        TOLERANCE,
        Option(
            name="rate",
            title="Rate",
            kind="number",
            default=0.05,
            low=1e-6,
            high=10,
            help="how much of the metric's way the first step goes; it grows while that gains",
        ),
        Option(
            name="regularization",
            title="Regularization",
            kind="number",
            default=1e-4,
            low=1e-12,
            high=1,
            help="added to the metric's diagonal, where parameters hardly move the state",
        ),
    ),
    minimize=_natural_gradient,
    uses_gradient=True,
    uses_states=True,
    takes_rows=False,
)
