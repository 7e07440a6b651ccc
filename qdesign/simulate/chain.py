"""Derived parameters by the free ones, with derivatives: the chain rule beside the engine."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from qdesign.errors import InvalidAngle
from qdesign.formula import FUNCTIONS, Affine, Derived, derived, is_derived, no_derivative

Real = NDArray[np.float64]

_DRAWS: Final = 200
_INVERSE: Final[tuple[Callable[[float], float], ...]] = (
    lambda x: 1 / x,
    lambda x: -1 / x**2,
    lambda x: 2 / x**3,
)
"""1 / x and its first two derivatives."""


@dataclass(frozen=True, slots=True)
class _Jet:
    """A value, its gradient (shape (p,)), and the derivatives of both along one direction."""

    value: float
    slopes: Real
    turned: float
    bent: Real

    def through(self, value: float, slope: float, curvature: float) -> _Jet:
        """A function of this value, by its value and first two derivatives here."""
        return _Jet(
            value,
            slope * self.slopes,
            slope * self.turned,
            curvature * self.turned * self.slopes + slope * self.bent,
        )

    def times(self, other: _Jet) -> _Jet:
        """The product."""
        a, b = self, other
        return _Jet(
            a.value * b.value,
            a.value * b.slopes + b.value * a.slopes,
            a.value * b.turned + b.value * a.turned,
            a.turned * b.slopes + a.value * b.bent + b.turned * a.slopes + b.value * a.bent,
        )


class Chain:
    """The derived parameters of a program, in order, as functions of its free ones.

    Example:
        >>> chain = Chain(("x", "y"), ("=x*y",))
        >>> chain.values(np.array([2.0, 3.0])).tolist()
        [6.0]
        >>> chain.slopes(np.array([2.0, 3.0])).tolist()
        [[3.0, 2.0]]
    """

    def __init__(self, free: Sequence[str], names: Sequence[str]) -> None:
        self.places: Final = {name: k for k, name in enumerate(free)}
        self.formulas: Final = tuple(derived(name) for name in names)
        self.used: Final = frozenset(
            self.places[name] for formula in self.formulas for name in formula.free
        )

    def values(self, free: Real) -> Real:
        """Values, float64, shape (d,), at free ones of shape (p,).

        Raises:
            InvalidAngle: a formula has no finite real value there.
        """
        listed = free.tolist()
        known: dict[str, float] = {}

        def value_of(name: str) -> float:
            if not is_derived(name):
                return listed[self.places[name]]
            value = known.get(name)
            if value is None:
                value = known[name] = derived(name).at(value_of)
            return value

        return np.array([formula.at(value_of) for formula in self.formulas], dtype=np.float64)

    def table(self, points: Real) -> Real:
        """Values at many points, shape (k, d), for free ones of shape (k, p)."""
        rows = [self.values(point) for point in points]
        return np.array(rows, dtype=np.float64).reshape(len(points), len(self.formulas))

    def slopes(self, free: Real) -> Real:
        """Derivatives by the free parameters, shape (d, p).

        Raises:
            InvalidAngle: a formula has no finite value there, or no finite slope.
        """
        jets = self._jets(free, np.zeros_like(free))
        return self._finite([jet.slopes for jet in jets], free, "slope")

    def bends(self, free: Real, direction: Real) -> Real:
        """Derivatives of `slopes` along a direction of shape (p,); shape (d, p)."""
        jets = self._jets(free, direction)
        return self._finite([jet.bent for jet in jets], free, "curvature")

    def point(self, draw: Callable[[], Real]) -> Real:
        """A drawn point at which all formulas have values and derivatives, shape (p,).

        After some attempts it is taken from the open unit interval, where the usual functions do.

        Raises:
            InvalidAngle: there was none.
        """
        for attempt in range(_DRAWS):
            drawn = draw()
            free = drawn if attempt < _DRAWS // 2 else np.abs(drawn) % 1.0
            try:
                self.slopes(free)
            except InvalidAngle:
                if attempt == _DRAWS - 1:
                    raise
                continue
            return free
        return draw()

    def _jets(self, free: Real, direction: Real) -> list[_Jet]:
        known: dict[str, _Jet] = {}
        nothing = np.zeros(len(free))

        def jet_of(name: str) -> _Jet:
            jet = known.get(name)
            if jet is None:
                if is_derived(name):
                    jet = _jet(derived(name), jet_of, nothing)
                else:
                    k = self.places[name]
                    one = nothing.copy()  # a matrix of all of them would be large
                    one[k] = 1.0
                    jet = _Jet(float(free[k]), one, float(direction[k]), nothing)
                known[name] = jet
            return jet

        self.values(free)  # where one has none, that is what is wrong
        with np.errstate(invalid="ignore", over="ignore"):
            return [_jet(formula, jet_of, nothing) for formula in self.formulas]

    def _finite(self, rows: list[Real], free: Real, kind: str) -> Real:
        for formula, row in zip(self.formulas, rows, strict=True):
            if not np.isfinite(row).all():
                raise no_derivative(formula, lambda name: float(free[self.places[name]]), kind)
        return np.array(rows, dtype=np.float64).reshape(len(rows), len(free))


def _or_nan(function: Callable[..., float], *at: float) -> float:
    """A value or a derivative; NaN where there is no finite one."""
    try:
        return float(function(*at))
    except (ArithmeticError, ValueError, TypeError):
        return math.nan


def _jet(formula: Derived, jet_of: Callable[[str], _Jet], nothing: Real) -> _Jet:
    parts = [_sum(part, jet_of, nothing) for part in formula.operands]
    if formula.operation == "**":
        return _power(*parts)
    if formula.operation != "*":
        function, at = FUNCTIONS[formula.operation], parts[0].value
        curve = (function.value, function.slope, function.curvature)
        return parts[0].through(*(_or_nan(each, at) for each in curve))
    total = _Jet(1.0, nothing, 0.0, nothing)
    for part in parts:
        total = total.times(part)
    for part in formula.divisors:
        below = _sum(part, jet_of, nothing)
        at = below.value
        total = total.times(below.through(*(_or_nan(each, at) for each in _INVERSE)))
    return total


def _sum(value: Affine, jet_of: Callable[[str], _Jet], nothing: Real) -> _Jet:
    total, turned = float(value.pi) * math.pi + float(value.number), 0.0
    slopes, bent = nothing, nothing
    for name, coefficient in value.terms:
        jet, share = jet_of(name), float(coefficient)
        total += share * jet.value
        turned += share * jet.turned
        slopes, bent = slopes + share * jet.slopes, bent + share * jet.bent
    return _Jet(total, slopes, turned, bent)


def _power(base: _Jet, exponent: _Jet) -> _Jet:
    n, at = exponent.value, base.value
    if not exponent.slopes.any() and not exponent.bent.any():
        first = n * _or_nan(math.pow, at, n - 1) if n else 0.0
        second = n * (n - 1) * _or_nan(math.pow, at, n - 2) if n not in (0, 1) else 0.0
        return base.through(_or_nan(math.pow, at, n), first, second)
    value, curve = _or_nan(math.pow, at, n), FUNCTIONS["log"]
    logarithm = base.through(
        _or_nan(curve.value, at), _or_nan(curve.slope, at), _or_nan(curve.curvature, at)
    )
    return exponent.times(logarithm).through(value, value, value)
