"""How fast an energy can turn along one parameter, and its exact trigonometric polynomial.

An expectation along a parameter is a trigonometric polynomial whose frequencies follow from the
gate table (Schuld, Sweke, Meyer, arXiv:2008.08605), so that few values give all of it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import numpy as np
from numpy.typing import NDArray

from qdesign.angle import Angle
from qdesign.circuit import Circuit, Operation
from qdesign.formula import derived, is_derived
from qdesign.gates import GATES

_HALF = Fraction(1, 2)
_FINEST: Final = 1000
"""The largest denominator of a step along a direction that still counts as a ratio."""
NO_POLYNOMIAL: Final = 1 << 40
"""The degree along a parameter that formulas hold: no few values give all of it."""


@dataclass(frozen=True, slots=True)
class Spectrum:
    """Frequencies 0, step, 2·step, …, degree·step of an expectation along one parameter."""

    step: Fraction
    degree: int

    @property
    def num_values(self) -> int:
        """Values of the expectation that determine it along the parameter."""
        return 2 * self.degree + 1

    @property
    def period(self) -> float:
        """Radians after which the expectation repeats."""
        return 2 * math.pi / float(self.step)

    @property
    def samples(self) -> NDArray[np.float64]:
        """Where to take the values, float64, shape (num_values,), radians from 0."""
        return np.linspace(0, self.period, self.num_values, endpoint=False)

    def interpolation(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Matrix from values at `samples` to values at `points`, shape (points, num_values)."""
        angles = (points[:, None] - self.samples[None, :]) * float(self.step)
        order = np.arange(1, self.degree + 1)
        return (1 + 2 * np.cos(angles[..., None] * order).sum(axis=-1)) / self.num_values

    def slopes(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Matrix from values at `samples` to derivatives at `points`, like `interpolation`."""
        angles = (points[:, None] - self.samples[None, :]) * float(self.step)
        order = np.arange(1, self.degree + 1)
        rates = order * float(self.step)
        return -2 * (rates * np.sin(angles[..., None] * order)).sum(axis=-1) / self.num_values


Occurrence = tuple[Angle, Fraction, int]
"""An angle of a circuit, with the unit and the largest of the frequencies that it turns at."""


def occurrences(circuit: Circuit) -> tuple[Occurrence, ...]:
    """Each angle of a circuit whose value can be seen in an expectation."""
    return tuple(o for operation in circuit.plain_operations for o in _occurrences(operation))


def spectrum(circuit: Circuit, parameter: str) -> Spectrum:
    """Frequencies that an expectation of `circuit` can have along `parameter`.

    Where a derived parameter depends on it there are none such: the degree is `NO_POLYNOMIAL`.

    Example:
        >>> spectrum(Circuit.of(2, "rx(a) 0; crz(2*a) 0 1"), "a")
        Spectrum(step=Fraction(1, 1), degree=3)
    """
    return spectrum_along(occurrences(circuit), {parameter: 1.0})


def spectrum_along(angles: Iterable[Occurrence], direction: Mapping[str, float]) -> Spectrum:
    """The same along a direction: `direction` has what each parameter moves by, others rest.

    Where these are no small ratios of whole numbers, the degree is `NO_POLYNOMIAL`.
    """
    steps = {name: Fraction(step).limit_denominator(_FINEST) for name, step in direction.items()}
    if any(float(steps[name]) != step for name, step in direction.items()):
        return Spectrum(Fraction(1), NO_POLYNOMIAL)
    units: list[Fraction] = []
    total = Fraction(0)
    for angle, unit, highest in angles:
        rate = Fraction(0)
        for name, coefficient in angle.terms:
            if name in steps:
                rate += coefficient * steps[name]
            elif is_derived(name) and not steps.keys().isdisjoint(derived(name).free):
                return Spectrum(Fraction(1), NO_POLYNOMIAL)
        if rate:
            units.append(abs(rate) * unit)
            total += abs(rate) * highest
    if not units:
        return Spectrum(Fraction(1), 0)
    step = _common(units)
    return Spectrum(step, int(total / step))


def _occurrences(operation: Operation) -> Iterable[Occurrence]:
    """Each angle with the unit and the largest of its frequencies."""
    row = GATES[operation.gate]
    controlled = bool(operation.controls or operation.anticontrols)
    for formal, angle, own in zip(row.angles, operation.angles, row.frequencies, strict=True):
        # What turns a wire by half its angle is seen at half its frequency under a control.
        frequencies = (*own, 0.5) if controlled and formal in row.half_angles else own
        if controlled and not own:  # a phase of the whole state
            frequencies = (1.0,)
        if frequencies:
            unit = _HALF if any(f % 1 for f in frequencies) else Fraction(1)
            yield angle, unit, math.ceil(max(frequencies))


def _common(units: Iterable[Fraction]) -> Fraction:
    """The largest number that divides all of them."""
    numerator, denominator = 0, 1
    for unit in units:
        joint = math.lcm(denominator, unit.denominator)
        numerator = math.gcd(
            numerator * (joint // denominator), unit.numerator * (joint // unit.denominator)
        )
        denominator = joint
    return Fraction(numerator, denominator)


def lowest_point(values: NDArray[np.float64]) -> tuple[float, float]:
    """Where the trigonometric polynomial through equally spaced values is lowest.

    Args:
        values: an odd number of them over one period, shape (2·degree + 1,).

    Returns:
        The place as a fraction of the period, in [0, 1), and the polynomial there.
    """
    degree = len(values) // 2
    modes = np.fft.rfft(values) / len(values)
    modes[1:] *= 2
    if degree == 0:
        return 0.0, float(values[0])
    if degree == 1:
        place = (np.angle(modes[1]) + math.pi) / (-2 * math.pi) % 1.0
        return float(place), float(modes[0].real - abs(modes[1]))
    fine = 16 * degree
    grid = np.fft.irfft(np.concatenate([modes[:1] * 2, modes[1:]]) * fine / 2, fine)
    lower = (grid <= np.roll(grid, 1)) & (grid <= np.roll(grid, -1))
    starts = np.flatnonzero(lower)
    starts = starts[np.argsort(grid[starts])[:4]]
    found = [_polished(modes, float(start) / fine) for start in starts]
    return min(found, key=lambda pair: pair[1])


def _polished(modes: NDArray[np.complex128], place: float) -> tuple[float, float]:
    """Newton's steps to the minimum next to `place`, kept only where they go down."""
    turns = 2j * math.pi * np.arange(len(modes))

    def derivative(at: float, order: int) -> float:
        return float((modes * turns**order * np.exp(turns * at)).sum().real)

    best = derivative(place, 0)
    for _ in range(20):
        curvature = derivative(place, 2)
        if curvature <= 0:
            break
        moved = place - derivative(place, 1) / curvature
        energy = derivative(moved, 0)
        if energy > best or moved == place:
            break
        place, best = moved, energy
    return place % 1.0, best
