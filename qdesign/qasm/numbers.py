"""Exact arithmetic of constants: int, Fraction for decimals, Affine for π and parameters."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import partial
from typing import Final, NamedTuple

from qdesign import formula
from qdesign.angle import Angle, check_name, to_rational
from qdesign.errors import InvalidAngle

_MAX_BITS: Final = 4096
_LARGEST_DENOMINATOR: Final = 10**6
_LARGEST_NUMERATOR: Final = 10**9

Exact = int | Fraction


class Affine(NamedTuple):
    """number + pi × π + Σ coefficient × parameter, in radians; light, for use while folding."""

    number: Exact
    pi: Exact
    terms: tuple[tuple[str, Exact], ...] = ()

    @property
    def parameters(self) -> tuple[str, ...]:
        """Names of the free parameters."""
        return formula.free_names(name for name, _ in self.terms)


Number = Exact | Affine


class NotComputable(Exception):
    """An operation that has no value; the text says why, and ends in a full stop."""


class NotAffine(NotComputable):
    """An operation that has a value only where parameters are numbers."""


CONSTANTS: Final[Mapping[str, Number]] = {
    "pi": Affine(0, 1),
    "π": Affine(0, 1),
    "tau": Affine(0, 2),
    "τ": Affine(0, 2),
    "euler": to_rational(math.e),
    "ℇ": to_rational(math.e),
}


def parameter(name: str) -> Affine:
    """The parameter `name` as a value."""
    return Affine(0, 0, ((check_name(name), 1),))


def decimal(value: float) -> Fraction:
    """A decimal literal, exactly as it is written."""
    return to_rational(value)


def to_angle(number: Number) -> Angle:
    """A number of radians as an angle."""
    if not isinstance(number, Affine):
        return Angle(radians=to_float(number))
    radians = to_float(number.number) if number.number else 0.0
    return Angle(_fraction(number.pi), radians, tuple([(n, _fraction(c)) for n, c in number.terms]))


def _fraction(number: Exact) -> Fraction:
    return number if type(number) is Fraction else Fraction(number)


def from_angle(angle: Angle) -> Number:
    """An angle as a value."""
    return _simple(Affine(to_rational(angle.radians), angle.pi, angle.terms))


def to_float(number: Number) -> float:
    """A number without parameters as a double."""
    try:
        if isinstance(number, Affine):
            if number.terms:
                names = ", ".join(f"'{name}'" for name in number.parameters)
                raise NotAffine(
                    f"this needs a number, and depends on the parameter {names}. Name the whole "
                    "expression as an input of its own."
                )
            return float(number.number) + float(number.pi) * math.pi
        return float(number)
    except OverflowError:
        raise NotComputable("this number is beyond 1e308.") from None


def _plain(number: Number) -> Exact:
    if isinstance(number, Affine):
        return decimal(to_float(number)) if number.pi or number.terms else number.number
    return number


def _simple(value: Affine) -> Number:
    # A real number, not an integer: it divides as one.
    return value if value.terms or value.pi else Fraction(value.number)


def add(left: Number, right: Number, sign: int = 1) -> Number:
    """The sum left + sign × right."""
    if not isinstance(left, Affine):
        if not isinstance(right, Affine):
            return checked(left + right if sign > 0 else left - right)
        left = Affine(left, 0)
    elif not isinstance(right, Affine):
        right = Affine(right, 0)
    if sign < 0:
        right = _scale(right, -1)
    number = _plus(left.number, right.number)
    pi = _plus(left.pi, right.pi)
    if not right.terms:
        return _simple(Affine(number, pi, left.terms))
    sums = dict(left.terms)
    for name, coefficient in right.terms:
        sums[name] = _plus(sums.get(name, 0), coefficient)
    terms = tuple(sums.items())
    if 0 in sums.values():
        terms = tuple((name, coefficient) for name, coefficient in terms if coefficient)
    return _simple(Affine(number, pi, terms))


def _plus(left: Exact, right: Exact) -> Exact:
    if left and right:
        return checked(left + right)
    return left or right


def _scale(value: Affine, factor: Exact) -> Affine:
    if factor == 1:
        return value
    return Affine(
        _times(value.number, factor),
        _times(value.pi, factor),
        tuple([(name, _times(coefficient, factor)) for name, coefficient in value.terms]),
    )


def _times(number: Exact, factor: Exact) -> Exact:
    if type(number) is int and number in (0, 1):
        return factor if number else 0
    return checked(number * factor)


def multiply(left: Number, right: Number) -> Number:
    """The product left × right, affine in the parameters."""
    if isinstance(right, Affine) and (not isinstance(left, Affine) or not left.terms):
        left, right = right, left
    if not isinstance(left, Affine):
        assert not isinstance(right, Affine)
        return checked(left * right)
    if isinstance(right, Affine):
        if right.terms or (right.pi and not right.number):
            return _derived(formula.product, left, right)
        right = _plain(right)
    return _simple(_scale(left, right)) if right else 0


def _has_terms(number: Number) -> bool:
    return isinstance(number, Affine) and bool(number.terms)


def _derived(operation: Callable[..., formula.Result], *operands: Number) -> Number:
    """An operation on parameters that gives a derived one."""
    parts = [_formula(operand) for operand in operands]
    try:
        value = formula.affine(operation(*parts))
    except InvalidAngle as error:
        raise NotComputable(str(error)) from None
    except (ArithmeticError, ValueError):
        raise NotComputable("it has no finite real value.") from None
    return _simple(Affine(value.number, value.pi, value.terms))


def _formula(number: Number) -> formula.Affine:
    if not isinstance(number, Affine):
        return formula.Affine(Fraction(number))
    terms = tuple((name, Fraction(c)) for name, c in number.terms)
    return formula.Affine(Fraction(number.number), Fraction(number.pi), terms)


def divide(left: Number, right: Number) -> Number:
    """The quotient left / right; two integers give an exact fraction."""
    if isinstance(right, Affine):
        if right.terms or (right.pi and not right.number and _has_terms(left)):
            return _derived(formula.quotient, left, right)
        if isinstance(left, Affine) and not (left.terms or left.number or right.number):
            return Fraction(left.pi) / right.pi
        right = _plain(right)
    if right == 0:
        raise NotComputable("it divides by zero.")
    if isinstance(left, Affine):
        inverse = Fraction(1, right) if isinstance(right, int) else 1 / right
        return _simple(_scale(left, inverse))
    quotient = Fraction(left) / right
    if isinstance(left, int) and isinstance(right, int) and quotient.denominator == 1:
        return quotient.numerator
    return checked(quotient)


def power(left: Number, right: Number) -> Number:
    """The power left ** right; exact for integer exponents of exact numbers."""
    if _has_terms(left) or _has_terms(right):
        return _derived(formula.power, left, right)
    base, exponent = _plain(left), _plain(right)
    if isinstance(base, int) and exponent == 0:
        return 1
    if isinstance(exponent, int) and abs(exponent) <= _MAX_BITS:
        if base == 0 and exponent < 0:
            raise NotComputable("it divides by zero.")
        size = max(abs(base.numerator).bit_length(), base.denominator.bit_length())
        if isinstance(base, int) and exponent >= 0:
            if size * exponent > _MAX_BITS:
                raise NotComputable("this power has more than a thousand digits.")
            return base**exponent
    return _real(math.pow, base, exponent)


def remainder(left: Number, right: Number) -> Number:
    """The remainder left % right with the sign of C."""
    top, bottom = _plain(left), _plain(right)
    if bottom == 0:
        raise NotComputable("it divides by zero.")
    rest = abs(top) % abs(bottom)
    return checked(-rest if top < 0 else rest)


def truncated(left: int, right: int) -> int:
    """Integer division toward zero."""
    if right == 0:
        raise NotComputable("it divides by zero.")
    quotient = abs(left) // abs(right)
    return quotient if (left < 0) == (right < 0) else -quotient


def shift(left: int, by: int) -> int:
    """The shift left << by, or >> where `by` is negative."""
    if by > _MAX_BITS:
        raise NotComputable("this shift is by more than a thousand digits.")
    return int(checked(left << by)) if by >= 0 else left >> min(-by, _MAX_BITS)


def checked(number: Exact) -> Exact:
    """The number, rounded to a double where its exact form grows."""
    if not isinstance(number, int):
        small = number.denominator <= _LARGEST_DENOMINATOR
        if small and -_LARGEST_NUMERATOR <= number.numerator <= _LARGEST_NUMERATOR:
            return number
        return to_rational(number)
    if number.bit_length() > _MAX_BITS:
        raise NotComputable("this integer has more than a thousand digits.")
    return number


def compare(left: Number, right: Number) -> int:
    """-1, 0 or 1."""
    if isinstance(left, Affine) or isinstance(right, Affine):
        a, b = to_float(left), to_float(right)
        return (a > b) - (a < b)
    return (left > right) - (left < right)


def _real(function: Callable[..., float], *arguments: Number) -> Fraction:
    try:
        value = function(*(to_float(a) for a in arguments))
    except (ValueError, OverflowError, ZeroDivisionError):
        shown = ", ".join(str(to_angle(a)) for a in arguments)
        raise NotComputable(f"it has no finite real value at {shown}.") from None
    return to_rational(value)


def _or_derived(name: str, function: Callable[[Number], Number]) -> Callable[[Number], Number]:
    """A function of numbers, which of parameters gives a derived one."""

    def applied(x: Number) -> Number:
        if not _has_terms(x):
            return function(x)
        return _derived(partial(formula.call, name), x)

    return applied


def _function(name: str, function: Callable[[float], float]) -> Callable[[Number], Number]:
    return _or_derived(name, lambda x: _real(function, x))


def _inverse(name: str, function: Callable[[float], float]) -> Callable[[Number], Number]:
    return _or_derived(name, lambda x: from_angle(Angle(radians=float(_real(function, x)))))


def _rounded(function: Callable[[float], int]) -> Callable[[Number], Number]:
    return lambda x: Fraction(int(_real(function, x)))


def _absolute(number: Number) -> Number:
    return number if compare(number, 0) >= 0 else multiply(number, -1)


def _square_root(number: Number) -> Number:
    plain = _plain(number)
    if plain >= 0:
        top, bottom = math.isqrt(plain.numerator), math.isqrt(plain.denominator)
        if top * top == plain.numerator and bottom * bottom == plain.denominator:
            return Fraction(top, bottom)
    return _real(math.sqrt, plain)


FUNCTIONS: Final[Mapping[str, tuple[int, Callable[..., Number]]]] = {
    "sin": (1, _function("sin", math.sin)),
    "cos": (1, _function("cos", math.cos)),
    "tan": (1, _function("tan", math.tan)),
    "arcsin": (1, _inverse("asin", math.asin)),
    "arccos": (1, _inverse("acos", math.acos)),
    "arctan": (1, _inverse("atan", math.atan)),
    "asin": (1, _inverse("asin", math.asin)),
    "acos": (1, _inverse("acos", math.acos)),
    "atan": (1, _inverse("atan", math.atan)),
    "exp": (1, _function("exp", math.exp)),
    "log": (1, _function("log", math.log)),
    "ln": (1, _function("log", math.log)),
    "sqrt": (1, _or_derived("sqrt", _square_root)),
    "floor": (1, _rounded(math.floor)),
    "ceiling": (1, _rounded(math.ceil)),
    "abs": (1, _or_derived("abs", _absolute)),
    "mod": (2, remainder),
    "pow": (2, power),
}
"""Functions by name, with the number of arguments."""
