"""COBYLA, as SciPy has it."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from qdesign.tune.optimizer import TOLERANCE, Optimizer, Run, Vector, max_steps

_FIRST: Final = 0.5
"""Radians of the first steps."""


def _cobyla(run: Run, first: Vector) -> bool:
    import scipy.optimize

    # scipy is typed in part.
    kit: Any = scipy.optimize

    def energy(values: Vector) -> float:
        found = run.energy(values)
        run.step()
        return found

    # The energy is quadratic at a minimum: a radius r leaves an error of about r². What it changes
    # within a smaller one drowns in the error of a sampled energy.
    drowned = (run.spread / run.size) ** 0.5 / 2
    reach = _FIRST * run.reach
    radius = max(min(1e-4, max(run.tolerance, 1e-14) ** 0.5), min(reach / 2, drowned))
    most = max(run.max_steps, len(first) + 2)
    begun = run.count
    run.place = first
    while (left := most + begun - run.count) >= len(first) + 2:
        options = {"rhobeg": max(reach, 2 * radius), "maxiter": left}
        found = kit.minimize(energy, run.place, method="COBYLA", tol=radius, options=options)
        run.place = np.array(found.x, dtype=float)
        if not found.success:
            return False
        # Models of sampled energies may be luck alone, so that the slope there is looked at.
        if run.sample is None or run.rests(run.place, most + begun - run.count):
            return True
    return False


COBYLA: Final = Optimizer(
    name="cobyla",
    title="COBYLA",
    help="uses evaluations alone, through linear models of them",
    source="COBYLA in SciPy; Powell, Advances in Optimization and Numerical Analysis, 51 (1994)",
    options=(max_steps(5000, "evaluations"), TOLERANCE),
    minimize=_cobyla,
    uses_gradient=False,
    sampled_steps=200,
)
