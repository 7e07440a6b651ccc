"""A derivative from energies at shifted values, as a device would measure it."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from qdesign.circuit import Circuit
from qdesign.errors import InvalidRequest
from qdesign.tune.spectrum import NO_POLYNOMIAL, Spectrum, spectrum

Vector = NDArray[np.float64]

MOST_SHIFTS: Final = 1000
"""Energies for one derivative."""


def shifts_of(along: Spectrum) -> tuple[Vector, Vector]:
    """Shifts of a parameter, radians, and weights: Σ weight · E(value + shift) is the derivative.

    Both have the shape (2R,) for R equally spaced frequencies; none where nothing turns. The error
    is the smallest that equal shots allow.

    Source: Wierichs, Izaac, Wang, Lin, "General parameter-shift rules for quantum gradients",
    arXiv:2107.12390, equation 20.
    """
    degree = along.degree
    if not degree:
        return np.zeros(0), np.zeros(0)
    order = np.arange(1, 2 * degree + 1)
    places = (2 * order - 1) * np.pi / (2 * degree)
    weights = (-1.0) ** (order - 1) / (4 * degree * np.sin(places / 2) ** 2)
    step = float(along.step)
    # The nearest of the places that are a period apart.
    return (places - 2 * np.pi * (places > np.pi)) / step, weights * step


@lru_cache(maxsize=4096)
def shift_rule(circuit: Circuit, parameter: str) -> tuple[Vector, Vector]:
    """Shifts of one parameter, radians, and the weights of the energies there, both shape (2R,).

    Raises:
        InvalidRequest: the parameter stands in formulas, or needs over a thousand energies.
    """
    found = spectrum(circuit, parameter)
    if found.degree == NO_POLYNOMIAL or 2 * found.degree > MOST_SHIFTS:
        raise InvalidRequest(
            f"Along '{parameter}' no few sampled energies give the slope: it stands in formulas of "
            "parameters, or its coefficients are far apart. Use spsa or cobyla."
        )
    return shifts_of(found)
