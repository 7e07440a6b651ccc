"""Numbers that write down what is done with them: a function of numbers → formulas of parameters.

Python's operators, NumPy's functions and arrays of objects work with them, and so does PennyLane,
whose functions are NumPy's for what is no tensor. What needs a value is refused in one sentence.
"""

from __future__ import annotations

import cmath
import math
import numbers
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any, Final, NoReturn, cast

import numpy as np
from numpy.typing import NDArray

from qdesign.angle import Angle
from qdesign.errors import InvalidAngle, NotConvertible
from qdesign.formula import (
    Affine,
    Result,
    affine,
    call,
    multiple_of_pi,
    power,
    product,
    quotient,
    to_rational,
)

FUNCTIONS_TAKEN: Final = (
    "sin, cos, tan, arcsin, arccos, arctan, sinh, cosh, tanh, exp, log, sqrt, abs and powers"
)
_DEGREE: Final = Affine(pi=Fraction(1, 180))


class Traced:
    """A formula of free parameters that passes for a real number, or for one times i.

    Attributes:
        value: the formula.
        is_imaginary: is it meant times i?
        word: the text that a person gave for it, which it stays equal to, so that a text that is an
            option of a function can be told apart when it is used.
    """

    __slots__ = ("is_imaginary", "value", "word")

    def __init__(self, value: Affine, *, is_imaginary: bool = False, word: str = "") -> None:
        self.value = value
        self.is_imaginary = is_imaginary
        self.word = word

    @staticmethod
    def of(name: str) -> Traced:
        """The free parameter of that name."""
        (term,) = Angle.parameter(name).terms
        return Traced(Affine(terms=(term,)))

    @staticmethod
    def text(word: str) -> Traced | float:
        """What an angle's text denotes."""
        angle = Angle.parse(word)
        if angle.is_constant:
            return angle.at({})
        return Traced(Affine(to_rational(angle.radians), angle.pi, angle.terms), word=word)

    @property
    def angle(self) -> Angle:
        """The formula as an angle."""
        if self.is_imaginary:
            raise NotConvertible(f"{self} is not real, and angles are.")
        return Angle(self.value.pi, float(self.value.number), self.value.terms)

    def __str__(self) -> str:
        shown = str(Angle(self.value.pi, float(self.value.number), self.value.terms))
        shown = shown if len(shown) <= 60 else shown[:57] + "…"
        return f"'{shown}'{' times i' if self.is_imaginary else ''}"

    __repr__ = __str__

    def __format__(self, form: str) -> str:
        return str(self)  # in messages of functions, whatever the form of numbers

    # arithmetic

    def __pos__(self) -> Traced:
        return self

    def __neg__(self) -> Traced:
        return Traced(self.value.times(Fraction(-1)), is_imaginary=self.is_imaginary)

    def __abs__(self) -> Any:
        return _worked_out(call, "abs", self.value)

    def __add__(self, other: Any) -> Any:
        return _sum(self, other, 1)

    __radd__ = __add__

    def __sub__(self, other: Any) -> Any:
        return _sum(self, other, -1)

    def __rsub__(self, other: Any) -> Any:
        return _sum(-self, other, 1)

    def __mul__(self, other: Any) -> Any:
        found = _read(other)
        if found is None:
            return NotImplemented
        value = affine(product(self.value, found.value))
        if self.is_imaginary and found.is_imaginary:
            return _made(value.times(Fraction(-1)), is_imaginary=False)
        return _made(value, is_imaginary=self.is_imaginary != found.is_imaginary)

    __rmul__ = __mul__

    def __truediv__(self, other: Any) -> Any:
        found = _read(other)
        return NotImplemented if found is None else _ratio(self, found)

    def __rtruediv__(self, other: Any) -> Any:
        found = _read(other)
        return NotImplemented if found is None else _ratio(found, self)

    def __pow__(self, other: Any) -> Any:
        found = _read(other)
        return NotImplemented if found is None else _raised(self, found)

    def __rpow__(self, other: Any) -> Any:
        found = _read(other)
        return NotImplemented if found is None else _raised(found, self)

    # what NumPy calls on objects, by its names

    @property
    def real(self) -> Traced | float:
        return 0.0 if self.is_imaginary else self

    @property
    def imag(self) -> Traced | float:
        return Traced(self.value) if self.is_imaginary else 0.0

    def conjugate(self) -> Traced:
        return -self if self.is_imaginary else self

    def sin(self) -> Any:
        return self._at("sin")

    def cos(self) -> Any:
        return self._at("cos")

    def tan(self) -> Any:
        return self._at("tan")

    def arcsin(self) -> Any:
        return self._at("asin")

    def arccos(self) -> Any:
        return self._at("acos")

    def arctan(self) -> Any:
        return self._at("atan")

    def exp(self) -> Any:
        return self._at("exp")

    def log(self) -> Any:
        return self._at("log")

    def sqrt(self) -> Any:
        return self._at("sqrt")

    def sinh(self) -> Any:
        return (self.exp() - (-self).exp()) / 2

    def cosh(self) -> Any:
        return (self.exp() + (-self).exp()) / 2

    def tanh(self) -> Any:
        return 1 - 2 / ((2 * self).exp() + 1)

    def deg2rad(self) -> Any:
        return self * Traced(_DEGREE)

    radians = deg2rad

    def _at(self, function: str) -> Any:
        if self.is_imaginary:
            raise NotConvertible(f"{function} of {self} is not followed: parameters are real.")
        return _worked_out(call, function, self.value)

    # what needs a value

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Traced) and (other.value, other.is_imaginary) == (
            self.value,
            self.is_imaginary,
        ):
            return True
        if isinstance(other, str):
            return other == self.word
        if isinstance(other, (Traced, numbers.Number, np.ndarray)):
            self._compared()
        return False

    def __hash__(self) -> int:
        return hash(self.word or (self.value, self.is_imaginary))

    def __bool__(self) -> NoReturn:
        self._compared()

    def __lt__(self, other: object) -> NoReturn:
        self._compared()

    __le__ = __gt__ = __ge__ = __lt__

    def _compared(self) -> NoReturn:
        raise NotConvertible(
            f"The function decides by the value of {self}, which a free parameter does not have. "
            "Give numbers for the arguments in it."
        )

    def __float__(self, *_digits: object) -> NoReturn:
        raise NotConvertible(
            f"The function needs {self} as a number. Of parameters, qml.math and qml.numpy have "
            f"{FUNCTIONS_TAKEN}; for all else give numbers for the arguments in it."
        )

    __complex__ = __round__ = __float__

    def __mod__(self, other: object) -> NoReturn:
        raise NotConvertible(
            f"The function takes a remainder or whole part of {self}, which is not followed. "
            "Leave that out, or give numbers for the arguments in it."
        )

    __rmod__ = __floordiv__ = __rfloordiv__ = __divmod__ = __floor__ = __ceil__ = __trunc__ = (
        __mod__
    )

    def __index__(self) -> NoReturn:
        raise NotConvertible(
            f"The function needs {self} as a whole number. Give that argument a number."
        )

    __int__ = __index__

    def __getitem__(self, place: object) -> NoReturn:
        name = self.angle.parameters[0].partition("[")[0]
        raise NotConvertible(
            f"The function takes {self} for an array, a list or wires. Give the argument's value, "
            f"or its shape, for example shapes={{{name!r}: (2, 3)}}."
        )


def traced(name: str, value: Any) -> Any:
    """An argument, where free parameters stand for what in it is trainable.

    Args:
        name: the argument's, which begins the names of its parameters.
        value: arrays of floating-point numbers with `requires_grad`, texts and angles in lists,
            mappings and arrays are taken; all else stays as it is.
    """
    if isinstance(value, str):
        try:
            return Traced.text(value)
        except InvalidAngle:
            return value
    if isinstance(value, Angle):
        return Traced.text(str(value))
    if getattr(value, "requires_grad", False) and "float" in str(getattr(value, "dtype", "")):
        return parameters(name, tuple(int(size) for size in value.shape))
    if isinstance(value, Mapping):
        items = cast("Mapping[Any, Any]", value).items()
        return {key: traced(f"{name}_{key}", part) for key, part in items}
    if type(cast("object", value)) in (list, tuple):
        parts = (traced(f"{name}[{k}]", part) for k, part in enumerate(value))
        return type(value)(parts)
    if isinstance(value, np.ndarray):
        return _traced_array(name, cast("NDArray[Any]", value))
    return value


def _traced_array(name: str, array: NDArray[Any]) -> NDArray[Any]:
    """An array of texts or objects with its entries traced; any other as it is."""
    if array.dtype.kind not in "OU":
        return array
    result = np.empty(array.shape, dtype=object)
    for place in np.ndindex(array.shape):
        result[place] = traced(_element(name, place), array[place])
    return result


def parameters(name: str, shape: tuple[int, ...]) -> Any:
    """Free parameters `name[i][j]` in an array of objects of that shape; one where it is ()."""
    if not shape:
        return Traced.of(name)
    result = np.empty(shape, dtype=object)
    for place in np.ndindex(shape):
        result[place] = Traced.of(_element(name, place))
    return result


def angle_of(value: Any) -> Angle | None:
    """The angle of a traced value, alone or as the one entry of an array; None for all else."""
    inner = _entry(value)
    return inner.angle if isinstance(inner, Traced) else None


def _element(name: str, place: tuple[int, ...]) -> str:
    return name + "".join(f"[{index}]" for index in place)


def _entry(value: Any) -> Any:
    """The one entry of an array without axes, or the value."""
    inner: Any = value
    while isinstance(inner, np.ndarray) and not cast("NDArray[Any]", inner).shape:
        inner = cast("Any", inner).item()
    return cast("Any", inner)


def _read(value: Any) -> Traced | None:
    """A number or a formula; None for what is neither."""
    value = _entry(value)
    if isinstance(value, Traced):
        return value
    if isinstance(value, (int, Fraction)):
        return Traced(Affine(to_rational(value)))
    if not isinstance(value, numbers.Number):
        return None
    number = complex(cast("Any", value))
    if not cmath.isfinite(number) or (number.real and number.imag):
        raise NotConvertible(
            f"The number {value} in an angle is not real or not finite. Angles are real."
        )
    radians = number.imag or number.real
    multiple = multiple_of_pi(radians)
    exact = Affine(pi=multiple) if multiple else Affine(to_rational(radians))
    return Traced(exact, is_imaginary=bool(number.imag))


def _made(value: Affine, *, is_imaginary: bool) -> Any:
    """The formula, as a plain number where no parameter is left in it."""
    if value.terms:
        return Traced(value, is_imaginary=is_imaginary)
    number = float(value.pi) * math.pi + float(value.number)
    return number * 1j if is_imaginary and number else number


def _sum(left: Traced, other: Any, sign: int) -> Any:
    right = _read(other)
    if right is None:
        return NotImplemented
    if right.value == Affine():
        return left
    if left.is_imaginary != right.is_imaginary:
        raise NotConvertible(
            f"The function adds {left} and {right}, which is a complex number. Angles are real."
        )
    return _made(left.value.plus(right.value, sign), is_imaginary=left.is_imaginary)


def _ratio(top: Traced, bottom: Traced) -> Any:
    if bottom.is_imaginary:
        top, bottom = _times_i(top), Traced(bottom.value.times(Fraction(-1)))
    result = _worked_out(quotient, top.value, bottom.value)
    return _times_i(result) if top.is_imaginary else result


def _times_i(value: Any) -> Any:
    if not isinstance(value, Traced):
        return value * 1j
    if value.is_imaginary:
        return Traced(value.value.times(Fraction(-1)))
    return Traced(value.value, is_imaginary=True)


def _raised(base: Traced, exponent: Traced) -> Any:
    if base.is_imaginary or exponent.is_imaginary:
        raise NotConvertible(f"A power of {base} is not followed: parameters are real.")
    return _worked_out(power, base.value, exponent.value)


def _worked_out(operation: Callable[..., Result], *operands: Affine | str) -> Any:
    try:
        return _made(affine(operation(*operands)), is_imaginary=False)
    except (ArithmeticError, ValueError):
        raise NotConvertible("An angle of the function is not a finite real number.") from None
