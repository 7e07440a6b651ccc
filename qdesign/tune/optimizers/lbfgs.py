"""L-BFGS-B, as SciPy has it."""

from __future__ import annotations

from typing import Any, Final

from qdesign.tune.optimizer import TOLERANCE, Optimizer, Run, Vector, max_steps


def _lbfgs(run: Run, first: Vector) -> bool:
    import scipy.optimize

    # scipy is typed in part.
    kit: Any = scipy.optimize

    reach = run.reach  # The first step is of length 1 in what SciPy sees.

    def gradient(shares: Vector) -> tuple[float, Vector]:
        energy, slope = run.gradient(shares * reach)
        return energy, slope * reach

    def step(_: Vector) -> None:
        run.step()

    found = kit.minimize(
        gradient,
        first / reach,
        jac=True,
        method="L-BFGS-B",
        callback=step,
        options={
            "maxiter": run.max_steps,
            "maxfun": 20 * run.max_steps + 100,
            "gtol": 1e-9 * reach,
            "ftol": run.tolerance * 1e-3,
            "maxcor": 20,
        },
    )
    # Status 2 is a line search that finds no lower point: as far as doubles go.
    return found.status in (0, 2)


LBFGS: Final = Optimizer(
    name="lbfgs",
    title="L-BFGS",
    help="follows the exact gradient, with curvature learned on the way",
    source="L-BFGS-B in SciPy; Byrd, Lu, Nocedal, Zhu, SIAM J. Sci. Comput. 16, 1190 (1995)",
    options=(max_steps(1000, "iterations"), TOLERANCE),
    minimize=_lbfgs,
    uses_gradient=True,
)
