"""Exact angles: (rational × π) + radians + Σ (coefficient × parameter), closed under sums.

The parameters are free or derived; what is derived, such as `x*y` or `sin(x)`, is one symbol to
all that works with angles, and takes its value from the free ones (qdesign/formula.py).
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Final

from qdesign.angle_text import DOCUMENT, angle_text
from qdesign.errors import InvalidAngle, MissingValue
from qdesign.formula import (
    Affine,
    check_name,
    derived,
    free_names,
    is_derived,
    is_simple_name,
    multiple_of_pi,
    parse,
    quoted,
    substituted,
    to_rational,
)

__all__ = ["Angle", "check_name", "is_simple_name", "quoted", "to_rational"]

_ZERO: Final = Fraction(0)
_DECIMAL: Final = re.compile(r"-?[0-9]{1,20}(\.[0-9]{1,30})?\Z")


def _check_distinct(names: Sequence[str]) -> None:
    if len(set(names)) != len(names):
        raise InvalidAngle(f"An angle names a parameter twice: {', '.join(names)}.")


@dataclass(frozen=True, slots=True)
class Angle:
    """An exact affine angle.

    `pi` is a rational multiple of π, `radians` a plain number of radians, `terms` the symbols with
    their rational coefficients, sorted by name: free parameters, and derived ones by their formula
    behind `=`. A number of radians that is a double nearest to k·π/48 is taken as that multiple.

    Example:
        >>> Angle.parse("pi/2 + 2*gamma") - Angle.parse("gamma")
        Angle('gamma + pi/2')
        >>> Angle.parse("pi/2 + 2*gamma").at({"gamma": 0.5})
        2.5707963267948966
    """

    pi: Fraction = _ZERO
    radians: float = 0.0
    terms: tuple[tuple[str, Fraction], ...] = ()

    def __post_init__(self) -> None:
        radians = float(self.radians)
        if not math.isfinite(radians):
            raise InvalidAngle(
                f"An angle must be finite, and {self.radians} is not.", text=str(self.radians)
            )
        pi = self.pi if self.pi is _ZERO else to_rational(self.pi)
        if radians != 0.0:
            exact = multiple_of_pi(radians)
            if exact is not None:
                pi, radians = to_rational(pi + exact), 0.0
        object.__setattr__(self, "pi", pi)
        object.__setattr__(self, "radians", radians + 0.0)
        if self.terms:
            terms = [(check_name(name), to_rational(c)) for name, c in self.terms]
            if len(terms) > 1:
                _check_distinct([name for name, _ in terms])
                terms.sort()
            object.__setattr__(self, "terms", tuple([t for t in terms if t[1]]))

    @staticmethod
    def of(value: Angle | float | int | str) -> Angle:
        """An angle from radians, from text, or itself."""
        if isinstance(value, Angle):
            return value
        if isinstance(value, str):
            return Angle.parse(value)
        try:
            number = float(value)
        except (TypeError, ValueError, OverflowError):
            raise InvalidAngle(
                f"An angle is a number of radians, a text or an Angle, not {value!r}.",
                text=str(value),
            ) from None
        return Angle(radians=number)

    @staticmethod
    def pi_times(multiple: Fraction | float | int) -> Angle:
        """`multiple` × π, exactly."""
        return Angle(pi=to_rational(multiple))

    @staticmethod
    def parameter(name: str, coefficient: Fraction | float | int = 1) -> Angle:
        """`coefficient` × the parameter `name`."""
        return Angle(terms=((name, to_rational(coefficient)),))

    @staticmethod
    def parse(text: str) -> Angle:
        """The angle that `text` denotes: numbers, pi, names, + - * / **, functions, parentheses.

        The functions are sin, cos, tan, asin, acos, atan, exp, log, sqrt and abs.

        Raises:
            InvalidAngle: not such a text; `.column` counts from 1.
        """
        if not isinstance(text, str):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise InvalidAngle(f"An angle is parsed from text, not from {type(text).__name__}.")
        if _DECIMAL.match(text):
            return Angle(radians=float(text))
        return _parsed(text)

    @property
    def parameters(self) -> tuple[str, ...]:
        """Names of the free parameters that it depends on."""
        return free_names(name for name, _ in self.terms)

    @property
    def symbols(self) -> tuple[str, ...]:
        """Names in `terms`: free parameters and derived ones."""
        return tuple(name for name, _ in self.terms)

    @property
    def constant(self) -> Angle:
        """What is left of it without its parameters."""
        return Angle(self.pi, self.radians) if self.terms else self

    @property
    def is_constant(self) -> bool:
        """Is it a number, with no parameter?"""
        return not self.terms

    @property
    def is_zero(self) -> bool:
        """Is it 0 for every value of the parameters?"""
        return not self.terms and self.pi == 0 and self.radians == 0.0

    @property
    def is_clifford(self) -> bool:
        """Is it a multiple of π/2, with no parameter?"""
        return not self.terms and self.radians == 0.0 and self.pi.denominator <= 2

    @property
    def is_t(self) -> bool:
        """Is it an odd multiple of π/4, with no parameter?"""
        return not self.terms and self.radians == 0.0 and self.pi.denominator == 4

    def coefficient(self, name: str) -> Fraction:
        """The coefficient of the parameter `name`, 0 where it does not occur."""
        return next((c for n, c in self.terms if n == name), _ZERO)

    def __add__(self, other: Angle) -> Angle:
        if not self.terms and not other.terms:
            return Angle(self.pi + other.pi, self.radians + other.radians)
        sums = dict(self.terms)
        for name, coefficient in other.terms:
            sums[name] = sums.get(name, _ZERO) + coefficient
        return Angle(self.pi + other.pi, self.radians + other.radians, tuple(sums.items()))

    def __neg__(self) -> Angle:
        return Angle(-self.pi, -self.radians, tuple((n, -c) for n, c in self.terms))

    def __sub__(self, other: Angle) -> Angle:
        return self + (-other)

    def __mul__(self, factor: Fraction | float | int) -> Angle:
        exact = to_rational(factor)
        return Angle(
            self.pi * exact,
            self.radians * float(exact),
            tuple((name, coefficient * exact) for name, coefficient in self.terms),
        )

    __rmul__ = __mul__

    def __truediv__(self, divisor: Fraction | float | int) -> Angle:
        exact = to_rational(divisor)
        if exact == 0:
            raise InvalidAngle("An angle cannot be divided by zero.")
        return self * (1 / exact)

    def at(self, values: Mapping[str, float]) -> float:
        """Radians where every parameter has a value.

        Derived parameters take theirs from the free ones, unless they are given too.

        Raises:
            MissingValue: names the first parameter that has none.
            InvalidAngle: a formula has no finite real value there.
        """
        total = float(self.pi) * math.pi + self.radians
        value_of = _value_of(values)
        for name, coefficient in self.terms:
            total += float(coefficient) * value_of(name)
        return total

    def bind(self, values: Mapping[str, float]) -> Angle:
        """The angle with values put for the parameters that `values` names."""
        if not self.terms:
            return self
        if any(is_derived(name) for name, _ in self.terms):
            return self.substitute({n: Angle(radians=float(v)) for n, v in values.items()})
        kept: list[tuple[str, Fraction]] = []
        radians = self.radians
        for name, coefficient in self.terms:
            value = values.get(name)
            if value is None:
                kept.append((name, coefficient))
            else:
                radians += float(coefficient) * float(value)
        return Angle(self.pi, radians, tuple(kept))

    def substitute(self, angles: Mapping[str, Angle]) -> Angle:
        """The angle with an angle put for each parameter that `angles` names."""
        if not any(name in angles or is_derived(name) for name, _ in self.terms):
            return self
        total = Angle(self.pi, self.radians)
        for name, coefficient in self.terms:
            other = angles.get(name)
            if other is None and is_derived(name):
                formulas = {n: _affine(angles[n]) for n in derived(name).free if n in angles}
                other = _angle(substituted(name, formulas)) if formulas else None
            total += Angle.parameter(name, coefficient) if other is None else other * coefficient
        return total

    def __str__(self) -> str:
        return angle_text(self, DOCUMENT, quoted)

    def __repr__(self) -> str:
        return f"Angle({str(self)!r})"


@lru_cache(maxsize=4096)
def _parsed(text: str) -> Angle:
    """The same few texts stand in many places of a document."""
    return _angle(parse(text))


def _angle(value: Affine) -> Angle:
    return Angle(value.pi, float(value.number), value.terms)


def _affine(angle: Angle) -> Affine:
    return Affine(to_rational(angle.radians), angle.pi, angle.terms)


def _value_of(values: Mapping[str, float]) -> Callable[[str], float]:
    """The value of a parameter, free or derived; one that is given is believed."""

    def value_of(name: str) -> float:
        value = values.get(name)
        if value is not None:
            return value
        if is_derived(name):
            return derived(name).at(value_of)
        raise MissingValue(name)

    return value_of
