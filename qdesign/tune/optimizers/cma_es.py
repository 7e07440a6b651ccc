"""CMA-ES, as the library `cma` has it: generations of points whose spread learns the valley."""

from __future__ import annotations

import warnings
from typing import Any, Final

import numpy as np

from qdesign.errors import InvalidRequest
from qdesign.kits import CMA
from qdesign.rows import Option
from qdesign.tune.optimizer import TOLERANCE, Optimizer, Run, Vector, max_steps


def _cma_es(run: Run, first: Vector) -> bool:
    rng = np.random.default_rng((run.seed, 3, len(run.history)))
    with CMA.needed_by("CMA-ES"), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of figures, which it would draw with matplotlib
        from cma.evolution_strategy import CMAEvolutionStrategy

    size = int(run.options["population"])
    if 0 < size < 4:
        raise InvalidRequest(f"A generation of {size} points learns nothing. Give 4 or more, or 0.")
    gain = max(run.tolerance, run.spread)

    def drawn(count: int, size: int) -> Vector:
        return rng.standard_normal((count, size))

    options: dict[str, Any] = {
        "randn": drawn,  # numpy's global generator is left alone
        "seed": np.nan,
        "verbose": -10,  # writes and reads no file
        "popsize": size or None,
        "tolfun": gain * 1e-2,
        "tolfunhist": gain * 1e-2,
        "tolx": min(1e-4, max(gain, 1e-18) ** 0.5 * 1e-1),
        "maxiter": np.inf,
    }
    options = {name: value for name, value in options.items() if value is not None}
    # It asks for two parameters at least; one that does nothing stands beside a single one.
    alone = len(first) == 1
    begin = np.append(first, 0.0) if alone else first
    usual = run.reach * float(run.options["first_step"])
    spread = max(1e-12, float(run.remembered("spread", np.array(usual))))
    kit: Any = CMAEvolutionStrategy  # typed in part
    search = kit(begin, spread, options)
    for _ in range(run.max_steps):
        points = [np.asarray(point, dtype=float) for point in search.ask()]
        energies = run.energies([point[:1] if alone else point for point in points])
        search.tell(points, energies)
        run.place = np.array(search.result.xfavorite, dtype=float)[: len(first)]
        run.memory = {"spread": float(search.sigma)}
        run.step(energy=float(np.min(energies)))
        if search.stop():
            return True
    return False


CMA_ES: Final = Optimizer(
    name="cma_es",
    title="CMA-ES",
    help="generations of random points whose spread learns the valley; by evaluations alone",
    source="cma; Hansen, Ostermeier, Evol. Comput. 9, 159 (2001); Hansen, arXiv:1604.00772",
    options=(
        max_steps(2000, "generations"),
        TOLERANCE,
        Option(
            name="first_step",
            title="First spread",
            kind="number",
            default=0.5,
            low=1e-4,
            high=10,
            unit="rad",
            help="how far the first points lie about the start",
        ),
        Option(
            name="population",
            title="Points of a generation",
            kind="integer",
            default=0,
            low=0,
            high=10_000,
            help="0 for 4 + 3 ln p of p parameters",
        ),
    ),
    minimize=_cma_es,
    uses_gradient=False,
    sampled_steps=40,
)
