"""Exact angles: (rational × π) + radians + Σ (coefficient × parameter), closed under sums.

Text such as `pi/2`, `2*gamma + 0.1` or `-θ[0]/4` is parsed here, never evaluated as code.
The value, its text and the parser of that text are one law, which makes the file long.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Final

from qdesign.angle_text import DOCUMENT, LARGEST_DENOMINATOR, LARGEST_NUMERATOR, angle_text
from qdesign.errors import InvalidAngle, MissingValue

_MAX_NAME: Final = 100
_MAX_TEXT: Final = 20_000
_MAX_DEPTH: Final = 60
_ZERO: Final = Fraction(0)
_ONE: Final = Fraction(1)
_DECIMAL: Final = re.compile(r"-?[0-9]{1,20}(\.[0-9]{1,30})?\Z")
_SIMPLE_NAME: Final = re.compile(r"[^\W\d]\w*(\[\d+\])*\Z")
_TOKEN: Final = re.compile(
    r"\s*(?:(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)"
    r"|(?P<name>[^\W\d]\w*(?:\[\d+\])*)"
    r"|`(?P<quoted>[^`]+)`"
    r"|(?P<sign>[-+*/()]|[−·×⁄]))"
)
_SIGNS: Final = {"−": "-", "·": "*", "×": "*", "⁄": "/"}


def to_rational(number: float | int | Fraction) -> Fraction:
    """A rational kept exactly while small, else the shortest decimal of its nearest double.

    Raises:
        InvalidAngle: NaN, infinite, or beyond the range of a double.
    """
    if isinstance(number, float):
        if not math.isfinite(number):
            raise InvalidAngle(f"An angle must be finite, and {number} is not.", text=str(number))
        return Fraction(Decimal(repr(number)))  # twice as quick as from the text itself
    if type(number) is not Fraction:
        number = Fraction(number)
    top, bottom = number.as_integer_ratio()
    if bottom <= LARGEST_DENOMINATOR and -LARGEST_NUMERATOR <= top <= LARGEST_NUMERATOR:
        return number
    try:
        return Fraction(repr(float(number)))
    except OverflowError:
        raise InvalidAngle(
            "A number in this angle is beyond 1e308. Use a smaller one.", text="overflow"
        ) from None


def check_name(name: str) -> str:
    """`name` if it can name a parameter, else InvalidAngle."""
    if not isinstance(name, str) or not name.strip() or len(name) > _MAX_NAME:  # pyright: ignore[reportUnnecessaryIsInstance]
        raise InvalidAngle(
            f"A parameter name has 1 to {_MAX_NAME} characters and is not blank.", text=str(name)
        )
    if "`" in name or not name.isprintable() or name != name.strip():
        raise InvalidAngle(
            f"Parameter name {name!r}: it may not hold line breaks, control characters, "
            "backquotes or spaces at its ends. Rename it.",
            text=name,
        )
    return name


def _check_distinct(names: Sequence[str]) -> None:
    if len(set(names)) != len(names):
        raise InvalidAngle(f"An angle names a parameter twice: {', '.join(names)}.")


@dataclass(frozen=True, slots=True)
class Angle:
    """An exact affine angle.

    `pi` is a rational multiple of π, `radians` a plain number of radians, `terms` the parameters
    with their rational coefficients, sorted by name. A number of radians that is a double nearest
    to k·π/48 is taken as that multiple of π.

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
            exact = _as_multiple_of_pi(radians)
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
        """The angle that `text` denotes: numbers, pi, π, names, + - * / and parentheses.

        Raises:
            InvalidAngle: not such a text, or not affine; `.column` counts from 1.
        """
        if not isinstance(text, str):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise InvalidAngle(f"An angle is parsed from text, not from {type(text).__name__}.")
        if _DECIMAL.match(text):
            return Angle(radians=float(text))
        return _parsed(text)

    @property
    def parameters(self) -> tuple[str, ...]:
        """Names of the parameters, sorted."""
        return tuple(name for name, _ in self.terms)

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

        Raises:
            MissingValue: names the first parameter that has none.
        """
        total = float(self.pi) * math.pi + self.radians
        for name, coefficient in self.terms:
            value = values.get(name)
            if value is None:
                raise MissingValue(name)
            total += float(coefficient) * value
        return total

    def bind(self, values: Mapping[str, float]) -> Angle:
        """The angle with values put for the parameters that `values` names."""
        if not self.terms:
            return self
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
        if not any(name in angles for name, _ in self.terms):
            return self
        total = Angle(self.pi, self.radians)
        for name, coefficient in self.terms:
            other = angles.get(name)
            total += Angle.parameter(name, coefficient) if other is None else other * coefficient
        return total

    def __str__(self) -> str:
        return angle_text(self, DOCUMENT, quoted)

    def __repr__(self) -> str:
        return f"Angle({str(self)!r})"


@lru_cache(maxsize=4096)
def _parsed(text: str) -> Angle:
    """The same few texts stand in many places of a document."""
    return _Parser(text).angle()


def is_simple_name(name: str) -> bool:
    """Can `name` stand in an angle's text without backquotes?"""
    return _SIMPLE_NAME.match(name) is not None and name not in ("pi", "π")


def quoted(name: str) -> str:
    """A parameter's name in an angle's text."""
    return name if is_simple_name(name) else f"`{name}`"


def _as_multiple_of_pi(radians: float) -> Fraction | None:
    scaled = radians * 48 / math.pi
    if not abs(scaled) < 48 * 64 + 1:
        return None
    nearest = round(scaled)
    if abs(scaled - nearest) > 1e-9 or not 0 < abs(nearest) <= 48 * 64:
        return None
    exact = Fraction(nearest, 48)
    candidates = (math.pi * exact.numerator / exact.denominator, float(exact) * math.pi)
    return exact if radians in candidates else None


@dataclass(frozen=True, slots=True)
class _Affine:
    """A value in mid-parse: like Angle, with the plain number still rational."""

    number: Fraction = _ZERO
    pi: Fraction = _ZERO
    terms: tuple[tuple[str, Fraction], ...] = ()

    def plus(self, other: _Affine, sign: int) -> _Affine:
        sums = dict(self.terms)
        for name, coefficient in other.terms:
            sums[name] = to_rational(sums.get(name, _ZERO) + sign * coefficient)
        return _Affine(
            to_rational(self.number + sign * other.number),
            to_rational(self.pi + sign * other.pi),
            tuple(sums.items()),
        )

    def times(self, factor: Fraction) -> _Affine:
        return _Affine(
            to_rational(self.number * factor),
            to_rational(self.pi * factor),
            tuple((name, to_rational(c * factor)) for name, c in self.terms),
        )

    @property
    def constant(self) -> Fraction | None:
        """The value as one rational number when no parameter is in it."""
        if self.terms:
            return None
        if not self.pi:
            return self.number
        return to_rational(float(self.number) + float(self.pi) * math.pi)


class _Parser:
    """Precedence climbing over the tokens of one angle."""

    def __init__(self, text: str) -> None:
        if not isinstance(text, str):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise InvalidAngle(f"An angle's text is a string, not {type(text).__name__}.")
        if len(text) > _MAX_TEXT:
            raise InvalidAngle(
                f"An angle's text has at most {_MAX_TEXT} characters; this has {len(text)}."
            )
        self.text = text
        self.tokens = list(self._tokens())
        self.place = 0
        self.depth = 0

    def _tokens(self) -> Iterator[tuple[str, str, int]]:
        position, end = 0, len(self.text.rstrip())
        while position < end:
            match = _TOKEN.match(self.text, position)
            if match is None or match.lastgroup is None:
                column = (
                    position + 1 + len(self.text[position:]) - len(self.text[position:].lstrip())
                )
                raise self._error(f"'{self.text[column - 1]}' cannot stand here", column)
            kind = match.lastgroup
            value = match.group(kind)
            yield kind, _SIGNS.get(value, value), match.start(kind) + 1
            position = match.end()

    def _error(self, what: str, column: int) -> InvalidAngle:
        shown = self.text if len(self.text) <= 60 else self.text[:57] + "…"
        return InvalidAngle(
            f"Angle '{shown}', column {column}: {what}. "
            "Write for example pi/2, 0.3 or 2*gamma + pi/4.",
            text=self.text,
            column=column,
        )

    def _peek(self) -> tuple[str, str, int]:
        if self.place < len(self.tokens):
            return self.tokens[self.place]
        return "end", "", len(self.text) + 1

    def angle(self) -> Angle:
        value = self._sum()
        kind, token, column = self._peek()
        if kind != "end":
            raise self._error(f"'{token}' cannot stand here", column)
        return Angle(value.pi, float(value.number), value.terms)

    def _sum(self) -> _Affine:
        value = self._term()
        while self._peek()[1] in ("+", "-") and self._peek()[0] == "sign":
            sign = 1 if self._peek()[1] == "+" else -1
            self.place += 1
            value = value.plus(self._term(), sign)
        return value

    def _term(self) -> _Affine:
        value = self._product()
        while self._peek()[1] in ("*", "/") and self._peek()[0] == "sign":
            _, operator, column = self._peek()
            self.place += 1
            other = self._product() if operator == "*" else self._factor()
            if operator == "/" and self._follows_number():
                raise self._error("it can be read in two ways; write '*' or parentheses", column)
            value = self._multiply(value, other, operator, column)
        return value

    def _product(self) -> _Affine:
        """A factor, or a number right before what it multiplies: 2γ, 3 pi, 2(a + b)."""
        value = self._factor()
        if not self._follows_number():
            return value
        _, token, column = self._peek()
        # Neither 0x10 nor 1_000 is meant as a product.
        if value.number == 0 or token.startswith("_"):
            raise self._error(f"'{token}' cannot stand here", column)
        return self._multiply(value, self._factor(), "*", column)

    def _follows_number(self) -> bool:
        """Does a name or a parenthesis stand right behind a number?"""
        kind, token, _ = self._peek()
        opens = kind in ("name", "quoted") or (kind == "sign" and token == "(")
        return opens and self.tokens[self.place - 1][0] == "number"

    def _multiply(self, left: _Affine, right: _Affine, operator: str, column: int) -> _Affine:
        divisor = right.constant
        if operator == "/":
            if divisor is None:
                raise self._error("it divides by a parameter, which is not affine", column)
            if divisor == 0:
                raise self._error("it divides by zero", column)
            return left.times(1 / divisor)
        if divisor is not None and (not right.pi or left.terms or left.pi):
            return left.times(divisor)
        factor = left.constant
        if factor is None:
            raise self._error(
                "a product of parameters is not affine; name the product as a parameter of its own",
                column,
            )
        return right.times(factor)

    def _factor(self) -> _Affine:
        sign = 1
        while self._peek()[0] == "sign" and self._peek()[1] in ("-", "+"):
            sign = -sign if self._peek()[1] == "-" else sign
            self.place += 1
        kind, token, column = self._peek()
        self.place += 1
        if kind == "number":
            if len(token) > 60:
                raise self._error("a number has at most 60 digits", column)
            value = float(token)
            exact = to_rational(value) if "e" in token.lower() else to_rational(Fraction(token))
            return _Affine(sign * exact)
        if kind == "name" and token in ("pi", "π"):
            return _Affine(pi=Fraction(sign))
        if kind in ("name", "quoted"):
            return _Affine(terms=((check_name(token), Fraction(sign)),))
        if token != "(":
            what = f"'{token}' cannot stand here" if token else "it ends too early"
            raise self._error(what, column)
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            raise self._error(f"parentheses nest more than {_MAX_DEPTH} deep", column)
        inner = self._sum()
        if self._peek()[1] != ")":
            raise self._error("a parenthesis is not closed", self._peek()[2])
        self.place += 1
        self.depth -= 1
        return inner.times(Fraction(sign))
