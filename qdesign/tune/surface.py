"""Energies over a plane between the points that were run: slopes, and where they are lowest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from qdesign.simulate.simulator import Simulator
from qdesign.tune.spectrum import Spectrum

Vector = NDArray[np.float64]
Place = tuple[float, float]
Slopes = Callable[[Vector], tuple[float, Vector]]
"""A place, shape (2,) → the energy there with its two derivatives."""

_VALLEYS: Final = 6


@dataclass(frozen=True, slots=True)
class Polynomial:
    """The trigonometric polynomial through the energies at the samples of two spectra.

    Attributes:
        table: float64, shape (values along x, values along y).
    """

    along_x: Spectrum
    along_y: Spectrum
    table: NDArray[np.float64]

    def energies(self, xs: Vector, ys: Vector) -> NDArray[np.float64]:
        """Energies at all pairs, shape (len(xs), len(ys))."""
        return self.along_x.interpolation(xs) @ self.table @ self.along_y.interpolation(ys).T

    def slopes(self, place: Vector) -> tuple[float, Vector]:
        """The energy at a place, and its two derivatives."""
        across, up = self.along_x.interpolation(place[:1]), self.along_y.interpolation(place[1:])
        both = (
            self.along_x.slopes(place[:1]) @ self.table @ up.T,
            across @ self.table @ self.along_y.slopes(place[1:]).T,
        )
        return float((across @ self.table @ up.T)[0, 0]), np.array([each[0, 0] for each in both])


def runs(simulator: Simulator, base: Vector, plane: NDArray[np.float64]) -> Slopes:
    """The same by runs of the circuit, at `base` and some of each row of `plane`, shape (2, p)."""

    def at(place: Vector) -> tuple[float, Vector]:
        energy, gradient = simulator.gradient(base + place @ plane)
        return energy, plane @ gradient

    return at


def lowest_of(
    grid: NDArray[np.float64], axes: tuple[Vector, Vector], bounds: tuple[Place, Place],
    slopes: Slopes,
) -> tuple[float, Place]:  # fmt: skip
    """The lowest energy and its place, by going down from the lowest valleys of the grid."""
    import scipy.optimize

    # scipy is typed in part.
    kit: Any = scipy.optimize
    shifts = [(a, b) for a in (-1, 0, 1) for b in (-1, 0, 1) if a or b]
    around = np.min([np.roll(grid, shift, axis=(0, 1)) for shift in shifts], axis=0)
    valleys = np.argwhere(grid <= around + 1e-12)
    valleys = valleys[np.argsort(grid[tuple(valleys.T)], kind="stable")[:_VALLEYS]]
    ends = [
        kit.minimize(
            slopes,
            np.array([axes[0][i], axes[1][j]]),
            jac=True,
            method="L-BFGS-B",
            bounds=list(bounds),
            options={"gtol": 1e-10, "ftol": 1e-15},
        )
        for i, j in valleys
    ]
    best = min(ends, key=lambda end: end.fun)
    return float(best.fun), (float(best.x[0]), float(best.x[1]))
