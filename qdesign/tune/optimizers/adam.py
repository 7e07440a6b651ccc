"""Adam, with a rate that falls to zero over the steps. The page's Optimize has these constants."""

from __future__ import annotations

from typing import Final

import numpy as np

from qdesign.rows import Option
from qdesign.tune.optimizer import TOLERANCE, Optimizer, Run, Vector, max_steps


def _adam(run: Run, first: Vector) -> bool:
    rate, mean_share, square_share, epsilon = (
        float(run.options[name]) for name in ("rate", "mean_share", "square_share", "epsilon")
    )
    # Kingma and Ba's β₁ and β₂.
    keep_mean, keep_square = 1 - mean_share, 1 - square_share
    place = first.copy()
    mean = run.remembered("mean", np.zeros_like(place))
    square = run.remembered("square", np.zeros_like(place))
    for k in range(1 + int(run.memory.get("steps", 0)), run.max_steps + 1):
        _, slope = run.gradient(place)
        if run.sample is None and run.slope < run.tolerance**0.5 * 1e-2:
            return True
        mean = keep_mean * mean + mean_share * slope
        square = keep_square * square + square_share * slope * slope
        scaled = mean / (1 - keep_mean**k) / (np.sqrt(square / (1 - keep_square**k)) + epsilon)
        place = place - rate * (1 - (k - 1) / run.max_steps) * scaled
        run.place = place
        run.memory = {"steps": k, "mean": mean, "square": square}
        run.step()
    return False


ADAM: Final = Optimizer(
    name="adam",
    title="Adam",
    help="follows the gradient, scaled by what it was before",
    source="Kingma, Ba, arXiv:1412.6980",
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
            unit="rad",
            help="how far the first step goes; it falls to zero over the steps",
        ),
        Option(
            name="mean_share",
            title="Share of the newest in the mean",
            kind="number",
            default=0.1,
            low=1e-4,
            high=1,
            help="1 - β₁: how much of each gradient enters the mean",
        ),
        Option(
            name="square_share",
            title="Share of the newest in the mean square",
            kind="number",
            default=0.001,
            low=1e-6,
            high=1,
            help="1 - β₂: how much of each squared gradient enters the mean square",
        ),
        Option(
            name="epsilon",
            title="ε",
            kind="number",
            default=1e-12,
            low=1e-15,
            high=1,
            help="what keeps a step finite where the gradient vanishes",
        ),
    ),
    minimize=_adam,
    uses_gradient=True,
    sampled_steps=100,
)
