"""QN-SPSA: SPSA whose steps are even in the state, by a metric that few overlaps tell."""

from __future__ import annotations

from typing import Final

import numpy as np

from qdesign.rows import Option
from qdesign.tune.optimizer import TOLERANCE, Optimizer, Run, Vector, max_steps
from qdesign.tune.optimizers.spsa import OPTIONS, follow


def _qn_spsa(run: Run, first: Vector) -> bool:
    size = len(first)
    floor = float(run.options["regularization"])
    # A mean of all samples, from a first one that leaves ways as they are.
    mean = run.remembered("metric", np.eye(size))
    seen = int(run.remembered("samples", np.array(1.0)))

    def turn(place: Vector, way: Vector, by: float, rng: np.random.Generator) -> Vector:
        nonlocal mean, seen
        one, two = (by * rng.choice((-1.0, 1.0), size) for _ in range(2))
        ahead, alone, back, aside = run.overlaps(place, [one + two, one, two - one, -one])
        bent = -(ahead - alone - back + aside) / (4 * by * by)
        sample = bent * (np.outer(one, two) + np.outer(two, one)) / (2 * by * by)
        seen += 1
        mean = mean + (sample - mean) / seen
        run.memory.update(metric=mean, samples=seen)
        values, axes = np.linalg.eigh(mean)
        stretched = np.abs(values) + floor
        return np.asarray(axes @ ((axes.T @ way) / stretched), dtype=np.float64)

    return follow(run, first, turn=turn)


QN_SPSA: Final = Optimizer(
    name="qn_spsa",
    title="QN-SPSA",
    help="SPSA along the natural gradient: overlaps of states tell the metric, four a step",
    source="Gacon, Zoufal, Carleo, Woerner, Quantum 5, 567 (2021), arXiv:2103.09232",
    options=(
        max_steps(10_000, "iterations of two energies and four overlaps"),
        TOLERANCE,
        *OPTIONS,
        Option(
            name="regularization",
            title="Regularization",
            kind="number",
            default=0.05,
            low=1e-6,
            high=10,
            help="added to the metric's sizes, where parameters hardly move the state",
        ),
    ),
    minimize=_qn_spsa,
    uses_gradient=False,
    uses_states=True,
    takes_rows=False,
    sampled_steps=100,
)
