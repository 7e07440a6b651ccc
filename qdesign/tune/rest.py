"""A point where an optimizer came to rest: a minimum, a plain, or one from which it goes down.

Without slope are also a maximum, a saddle and a plain. Curvature and a seeded kick tell them apart.
"""

from __future__ import annotations

from typing import Final, Literal

import numpy as np

from qdesign.errors import InvalidAngle
from qdesign.tune.optimizer import Run, Vector, size_of

_MOST_PRODUCTS: Final = 24
_LENGTHS: Final = (0.3, 0.1, 0.03)
_FAR: Final = 16
_STEEP: Final = 3.0
"""Times the slope from which one step down a curvature of 1 gains half the tolerance."""
_SMALL: Final = 1e-7
"""Of the sum of the observable's coefficients: less curvature or gain may be rounding."""


def at_rest(run: Run, rng: np.random.Generator) -> Literal["minimum", "flat", "slope"] | Vector:
    """What the best point of a run is, found by its curvature and by energies around it.

    Args:
        run: with a best point.
        rng: for the directions that are tried.

    Returns:
        "slope" where there is one; "minimum" where the energy rises or stays around it; "flat"
        where it does not change at all and none of 16 random points is lower; else a lower point,
        float64, shape (num_parameters,).

    Raises:
        Stopped: the caller wants no more.
    """
    best, here = np.array(run.best), run.lowest
    observable = run.simulator.observable
    assert observable is not None
    size = size_of(observable)
    small = _SMALL * size
    try:
        if _slope(run, best) > max(_STEEP * (run.tolerance * size) ** 0.5, 10 * small):
            return "slope"
        curvature, direction = _lowest_curvature(run, best, rng)
    except InvalidAngle:  # a formula has none there, as √x at 0: energies alone say what it is
        curvature, direction = 0.0, _unit(rng, len(best))
    if curvature > small:
        return "minimum"
    random = _unit(rng, len(best))
    kicks = [sign * t * d for d in (direction, random) for t in _LENGTHS for sign in (1, -1)]
    points = [best + kick for kick in kicks]
    energies = [run.energy(point) for point in points]
    if max(energies) <= here + small and min(energies) >= here - small:
        points = list(rng.uniform(-np.pi, np.pi, (_FAR, len(best))))
        energies = [run.energy(point) for point in points]
        if min(energies) >= here - small:
            run.best, run.lowest = best, here
            return "flat"
    lowest = int(np.argmin(energies))
    if energies[lowest] < here - small:
        return points[lowest]
    run.best, run.lowest = best, here  # where the slope is known, not a point that was tried
    return "minimum"


def _slope(run: Run, place: Vector) -> float:
    """The norm of the gradient at a point, also for what asks for none on its way."""
    run.count += 1
    return float(np.linalg.norm(run.simulator.gradient(place)[1]))


def _lowest_curvature(run: Run, place: Vector, rng: np.random.Generator) -> tuple[float, Vector]:
    """The lowest eigenvalue of the Hessian with its direction, or what 24 products say of it.

    By Lanczos from a random direction: what it finds is never below the true one, so that a
    negative curvature is one.
    """
    basis = [_unit(rng, len(place))]
    images: list[Vector] = []
    while True:
        images.append(run.curvature(place, basis[-1]))
        rows = np.array(basis)
        table = rows @ np.array(images).T
        values, vectors = np.linalg.eigh((table + table.T) / 2)
        rest = images[-1].copy()
        for _ in range(2):
            rest -= rows.T @ (rows @ rest)
        length = float(np.linalg.norm(rest))
        if len(basis) == min(len(place), _MOST_PRODUCTS) or length <= 1e-9 * abs(table).max():
            return float(values[0]), rows.T @ vectors[:, 0]
        basis.append(rest / length)


def _unit(rng: np.random.Generator, size: int) -> Vector:
    drawn = rng.normal(size=size)
    return drawn / np.linalg.norm(drawn)
