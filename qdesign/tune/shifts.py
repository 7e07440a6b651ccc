"""A derivative from energies at shifted values, as a device would measure it."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from qdesign.circuit import Circuit
from qdesign.errors import InvalidRequest
from qdesign.tune.spectrum import NO_POLYNOMIAL, spectrum

Vector = NDArray[np.float64]

_MOST: Final = 500


@lru_cache(maxsize=4096)
def shift_rule(circuit: Circuit, parameter: str) -> tuple[Vector, Vector]:
    """Shifts of one parameter, radians, and the weights of the energies there, both shape (2R,).

    Of R equally spaced frequencies, 2R energies give the derivative with the smallest error that
    equal shots allow.

    Raises:
        InvalidRequest: the parameter stands in formulas, or needs over a thousand energies.

    Source: Wierichs, Izaac, Wang, Lin, Quantum 6, 677 (2022), arXiv:2107.12390, equation 50.
    """
    found = spectrum(circuit, parameter)
    if found.degree == NO_POLYNOMIAL or found.degree > _MOST:
        raise InvalidRequest(
            f"Along '{parameter}' no few sampled energies give the slope: it stands in formulas of "
            "parameters, or its coefficients are far apart. Use spsa or cobyla."
        )
    order = np.arange(1, 2 * found.degree + 1)
    turns = (2 * order - 1) * np.pi / max(1, 2 * found.degree)
    step = float(found.step)
    weights = (-1.0) ** (order - 1) / (4 * max(1, found.degree) * np.sin(turns / 2) ** 2)
    # Of a shift beyond half a period, the one a period back, which is nearer.
    return (np.where(turns > np.pi, turns - 2 * np.pi, turns) / step, weights * step)
