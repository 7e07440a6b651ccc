"""Coordinate descent that is exact along each parameter."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from qdesign.circuit import Circuit
from qdesign.errors import InvalidRequest
from qdesign.tune.optimizer import TOLERANCE, Optimizer, Run, Vector, max_steps
from qdesign.tune.spectrum import NO_POLYNOMIAL, Spectrum, lowest_point, spectrum

_MAX_DEGREE = 500
_OTHERS: Final = "Use lbfgs, or cobyla or spsa where energies are sampled."


def _rotosolve(run: Run, first: Vector) -> bool:
    for done, place in enumerate(_rounds(run.circuit, run.energies, first), 1):
        gained = run.history[-1] - run.lowest
        run.place = place
        run.step()
        if gained < max(run.tolerance, run.spread):
            return True
        if done >= run.max_steps:
            break
    return False


def _rounds(
    circuit: Circuit,
    energies: Callable[[Sequence[NDArray[np.float64]]], Sequence[float]],
    start: NDArray[np.float64],
) -> Iterator[NDArray[np.float64]]:
    """Rounds over all parameters; yields where each has come to.

    Along a parameter the energy is a trigonometric polynomial of degree m, so 2m + 1 energies give
    its lowest point; the caller sees every energy that is asked for.

    Raises:
        InvalidRequest: a parameter needs over a thousand energies.
    """
    spectra = [spectrum(circuit, name) for name in circuit.parameters]
    for name, found in zip(circuit.parameters, spectra, strict=True):
        if found.degree == NO_POLYNOMIAL:
            raise InvalidRequest(
                f"'{name}' stands in formulas of parameters, and along it no few energies give the "
                f"lowest one. {_OTHERS}"
            )
        if found.degree > _MAX_DEGREE:
            raise InvalidRequest(
                f"Along '{name}' the energy needs {found.num_values:,} values, because its "
                f"coefficients are far apart. {_OTHERS}"
            )
    periods = np.array([found.period for found in spectra])

    def near(points: Sequence[NDArray[np.float64]]) -> Sequence[float]:
        return energies([_turned_back(values, periods) for values in points])

    place = start.copy()
    while True:
        before = place.copy()
        for index, found in enumerate(spectra):
            if found.degree:
                place[index] = _moved(place, index, found, near)
        # The polynomial's minimum is an estimate to rounding: the round ends on a real energy.
        ahead = _ahead(place, place - before, lambda values: near([values])[0])
        place = _turned_back(ahead, periods)
        yield place.copy()


def _turned_back(values: NDArray[np.float64], periods: NDArray[np.float64]) -> NDArray[np.float64]:
    """The same energy near zero: what is beyond ±π and half a period goes back by whole periods."""
    far = np.abs(values) > np.maximum(np.pi, periods / 2)
    return np.where(far, values - periods * np.round(values / periods), values)


def _ahead(
    place: NDArray[np.float64],
    direction: NDArray[np.float64],
    energy: Callable[[NDArray[np.float64]], float],
) -> NDArray[np.float64]:
    """As far along the round's whole move as it goes down: coordinates alone creep in valleys.

    Source: Hooke and Jeeves, Journal of the ACM 8, 212 (1961): the pattern move.
    """
    lowest, factor = energy(place), 1.0
    while direction.any() and factor < 1e4:
        trial = place + factor * direction
        found = energy(trial)
        if found >= lowest:
            break
        place, lowest, factor = trial, found, 2 * factor
    return place


def _moved(
    place: NDArray[np.float64],
    index: int,
    found: Spectrum,
    energies: Callable[[Sequence[NDArray[np.float64]]], Sequence[float]],
) -> float:
    trials = [place.copy() for _ in found.samples]
    for trial, shift in zip(trials, found.samples, strict=True):
        trial[index] += shift
    values = np.array(energies(trials))
    fraction, lowest = lowest_point(values)
    if lowest >= values[0]:
        return float(place[index])
    shift = fraction * found.period
    # Values stay near where they were instead of growing by a period each time.
    return float(place[index] + (shift if shift <= found.period / 2 else shift - found.period))


ROTOSOLVE: Final = Optimizer(
    name="rotosolve",
    title="Rotosolve",
    help="puts one parameter after the other where the energy along it is lowest, exactly",
    source="Ostaszewski, Grant, Benedetti, arXiv:1905.09692; Wierichs et al., arXiv:2107.12390",
    options=(max_steps(300, "rounds"), TOLERANCE),
    minimize=_rotosolve,
    uses_gradient=False,
    takes_rows=False,
    sampled_steps=10,
)
