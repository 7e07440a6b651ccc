"""Nelder–Mead, as SciPy has it, with constants for many parameters."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from qdesign.tune.optimizer import TOLERANCE, Optimizer, Run, Vector, max_steps

_FIRST: Final = 0.5
"""Radians between the first corners."""


def _nelder_mead(run: Run, first: Vector) -> bool:
    import scipy.optimize

    # scipy is typed in part.
    kit: Any = scipy.optimize

    def step(corners: Vector) -> None:
        run.place = np.array(corners, dtype=float)
        run.step()

    size = len(first)
    # Where energies are sampled, what corners differ by drowns in their error at last.
    gain = max(run.tolerance * 1e-2, run.spread)
    options = {
        "initial_simplex": first + np.vstack([np.zeros(size), run.reach * _FIRST * np.eye(size)]),
        "maxiter": run.max_steps + 1,  # it counts the start, too
        "maxfev": 10 * (size + 1) * (run.max_steps + 1),
        "xatol": max(1e-9, gain**0.5),
        "fatol": max(gain, 1e-15),
        "adaptive": size > 2,
    }
    found = kit.minimize(run.energy, first, method="Nelder-Mead", callback=step, options=options)
    run.place = np.array(found.x, dtype=float)
    return bool(found.success)


NELDER_MEAD: Final = Optimizer(
    name="nelder_mead",
    title="Nelder–Mead",
    help="moves the corners of a simplex by evaluations alone; for a dozen parameters at most",
    source="SciPy; Nelder, Mead, Comput. J. 7, 308 (1965); Gao, Han, COAP 51 (2012)",
    options=(max_steps(20_000, "moves of a corner"), TOLERANCE),
    minimize=_nelder_mead,
    uses_gradient=False,
    sampled_steps=200,
)
