"""SPSA: a slope along all parameters at once from two energies, however many parameters."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Final

import numpy as np

from qdesign.rows import Option
from qdesign.tune.optimizer import TOLERANCE, Optimizer, Run, Vector, max_steps

_ALPHA: Final = 0.602
_GAMMA: Final = 0.101
"""How fast steps and perturbations fall with their number: Spall's, for few iterations."""
_STABLE: Final = 0.1
"""Share of the steps in which the step's size hardly falls."""
_EXACT: Final = 1e-3
"""Radians by which exact energies are taken apart: no noise drowns their difference."""
_LONGEST: Final = 3.0
"""Times the first step; noise or a first slope that was small by chance make none longer."""

Turn = Callable[[Vector, Vector, float, np.random.Generator], Vector]
"""The way to go for a direction of signs, at a place, with perturbations of a width."""


def follow(run: Run, first: Vector, *, turn: Turn | None = None) -> bool:
    """Goes along random directions as far as two energies tell; `turn` may bend the way."""
    rng = run.drawing((2, run.kicks) if run.kicks else (2,))
    step = run.reach * float(run.options["first_step"])
    given = float(run.options["perturbation"])
    # Exact energies have no noise that perturbations must rise above and that steps must outlive.
    width, alpha = (_EXACT, 0.0) if run.sample is None else (given, _ALPHA)
    later = 1 + _STABLE * run.max_steps
    place = first.copy()

    def signs() -> Vector:
        return rng.choice((-1.0, 1.0), len(place))

    def pairs(ways: list[Vector], by: float) -> tuple[Vector, float]:
        """Slopes from `place` along directions, measured together, and the mean energy."""
        found = run.energies([place + sign * by * way for way in ways for sign in (1, -1)])
        return (np.array(found[::2]) - np.array(found[1::2])) / (2 * by), float(np.mean(found))

    small = run.tolerance**0.5 * 1e-2
    begun = int(run.memory.get("steps", 0))
    looked = 2 * len(place) + 8  # slopes that must be small for it to rest
    if begun:
        gain = float(run.remembered("gain", np.array(0.0)))
        seen = deque([np.inf] * looked, looked)
    else:
        # The first steps are to be as long as asked: that calibrates the gain.
        ways = [signs() for _ in range(int(run.options["calibrations"]))]
        usual = float(np.abs(pairs(ways, width)[0]).mean())
        if usual <= small:
            return True
        gain = step * later**alpha / usual
        seen = deque([usual], looked)
    for k in range(begun, run.max_steps):
        sign = signs()
        by = width / (k + 1) ** _GAMMA
        (slope,), middle = pairs([sign], by)
        way = sign if turn is None else turn(place, sign, by, rng)
        factor = (k + later) ** -alpha
        farthest = float(np.abs(slope * way).max()) * factor
        gain = min(gain, _LONGEST * step / max(farthest, 1e-300))
        place = place - gain * factor * slope * way
        run.place = place
        seen.append(abs(slope))
        rests = run.sample is None and max(seen) <= small
        state = rng.bit_generator.state
        run.memory = {**run.memory, "steps": k + 1, "gain": gain, "drawing": state}
        if run.sample is None and (rests or k + 1 == run.max_steps):
            run.energy(place)
        run.step(middle)
        if rests:
            return True
    return False


OPTIONS: Final = (
    Option(
        name="first_step",
        title="First step",
        kind="number",
        default=0.15,
        low=1e-4,
        high=3,
        unit="rad",
        help="how far the first iterations move each parameter, on average",
    ),
    Option(
        name="perturbation",
        title="Perturbation",
        kind="number",
        default=0.2,
        low=1e-3,
        high=1.5,
        unit="rad",
        help="how far apart sampled energies are taken; exact ones are taken close together",
    ),
    Option(
        name="calibrations",
        title="Calibrations",
        kind="integer",
        default=5,
        low=1,
        high=1000,
        help="pairs of evaluations at the start, whose slopes say how far to go",
    ),
)

SPSA: Final = Optimizer(
    name="spsa",
    title="SPSA",
    help="follows a slope that two evaluations tell, however many parameters; made for noise",
    source="Spall, IEEE Transactions on Aerospace and Electronic Systems 34, 817 (1998)",
    options=(max_steps(10_000, "iterations of two evaluations"), TOLERANCE, *OPTIONS),
    minimize=follow,
    uses_gradient=False,
    sampled_steps=100,
)
