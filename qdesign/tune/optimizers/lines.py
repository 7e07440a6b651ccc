"""How far to go along a way down: as far as the last step told, less where that goes up."""

from __future__ import annotations

from typing import Final

import numpy as np

from qdesign.tune.optimizer import Run, Vector

_ENOUGH: Final = 1e-4
"""Of what the slope promises; a step that gains less is taken again, half as long."""
_LONGER: Final = 1.25
_SHORTEST: Final = 1e-14
"""Of the first step: where none gains, doubles end."""


def small_slope(run: Run) -> float:
    """A norm of the slope at which one that follows it rests."""
    return run.tolerance**0.5 * 1e-2


def lower(
    run: Run, place: Vector, here: float, *, slope: Vector, way: Vector, rate: float
) -> tuple[Vector, float] | None:
    """A lower point at `rate` times `way`, or at less of it; None where there is none.

    Args:
        run: whose energies are asked for.
        place: where it stands, shape (num_parameters,).
        here: the energy there.
        slope: there, of the same shape.
        way: on which the energy goes down, of the same shape.
        rate: how much of it to go first.

    Returns:
        The point, and how much of the way to go first next time.

    Source: Armijo, Pacific Journal of Mathematics 16, 1 (1966).
    """
    first, promised = rate, float(slope @ way)
    rounding = 4 * np.finfo(float).eps * abs(here)
    while rate > _SHORTEST * first:
        trial = place + rate * way
        if run.energy(trial) <= here + _ENOUGH * rate * promised + rounding:
            return trial, _LONGER * rate
        rate /= 2
    return None
