"""Phases as PyZX, ZXLive and TikZit write them ↔ angles. Texts are read here and never run.

Numbers there count in units of π: `1/2`, `π/2` and `0.5` are all a quarter turn. A symbol `a` is
read as the parameter `a` in radians, as `from_pyzx` does; a Boolean one as π × `a`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Final

from qdesign.angle import Angle
from qdesign.convert.pyzx import from_symbol, to_symbol
from qdesign.errors import InvalidAngle
from qdesign.formula import LARGEST_DENOMINATOR, LARGEST_NUMERATOR, boolean_turn

_LONGEST: Final = 2000
_DEEPEST: Final = 30
_SMALLEST: Final = 1e-20  # radians that are written beside a symbol
_LARGEST: Final = Fraction(10) ** 40
_TOKEN: Final = re.compile(
    r"\s*(?:(?P<number>(?:\d{1,40}(?:\.\d{0,40})?|\.\d{1,40})(?:[eE][+-]?\d{1,3})?(?![\d.]))"
    r"|(?P<pi>\\pi(?![a-zA-Z])|pi(?!\w)|π)"
    r"|(?P<name>\\?(?:(?!π)[^\W\d]|_)(?:(?!π)\w)*(?:\[\d+\])?)"
    r"|(?P<sign>[-+*/^()⋅·×]))"
)
_NO_NAMES: Final[Mapping[str, str]] = MappingProxyType({})
_SUM = dict[str, Fraction]  # of symbols, "" for the number


def read_phase(
    text: str, booleans: Collection[str] = (), names: Mapping[str, str] = _NO_NAMES
) -> Angle:
    """The angle that a phase in units of π denotes, reduced mod 2π.

    Args:
        text: sums of products, such as `3π/4`, `1/2`, `2*a + 1/4`.
        booleans: symbols that are 0 or 1.
        names: parameters that symbols stand for, where it is not the symbol itself.

    Raises:
        InvalidAngle: anything else; products of symbols as well.

    Example:
        >>> str(read_phase("1/2")), str(read_phase("a + π/4"))
        ('pi/2', 'a + pi/4')
    """
    total = Angle()
    for symbol, coefficient in _Reader(text).read().items():
        if not symbol:
            total += _turn(coefficient % 2)
            continue
        name = names.get(symbol)
        angle = Angle.parameter(name) if name is not None else from_symbol(symbol)
        if symbol in booleans:
            angle = Angle.parse(f"pi*({angle})")
        total += angle * coefficient
    return total


def _turn(number: Fraction) -> Angle:
    """An angle in units of π: exact where it is short, else in radians."""
    top, bottom = number.as_integer_ratio()
    if bottom <= LARGEST_DENOMINATOR and top <= LARGEST_NUMERATOR:
        return Angle.pi_times(number)
    return Angle(radians=float(number) * math.pi)


def write_phase(angle: Angle, booleans: Collection[str] = ()) -> str:
    """The text of an angle in units of π, which PyZX and ZXLive read; empty for 0.

    Example:
        >>> write_phase(Angle.parse("pi/2")), write_phase(Angle.parse("a/2 + pi/4"))
        ('π/2', '1/2*a + 1/4')
    """
    pi = angle.pi % 2
    if not angle.terms:
        if angle.radians:
            return repr(multiple(angle.radians + math.pi * float(pi)))
        top, bottom = pi.as_integer_ratio()
        return "" if not top else f"{'' if top == 1 else top}π{'' if bottom == 1 else f'/{bottom}'}"
    parts = [(c, symbol_of(name, booleans)) for name, c in angle.terms]
    number = pi
    if abs(angle.radians) > _SMALLEST:
        number += Fraction(repr(multiple(angle.radians)))
    if number:
        parts.append((number, ""))
    text = " ".join(f"{'-' if c < 0 else '+'} {_product(abs(c), name)}" for c, name in parts)
    return text[2:] if text[0] == "+" else f"-{text[2:]}"


def symbol_of(name: str, booleans: Collection[str] = ()) -> str:
    """The symbol of PyZX that stands for a parameter."""
    turned = boolean_turn(name)
    if turned and turned in booleans:
        return to_symbol(turned)
    # PyZX takes the letters "pi" out of what may be a number; a Boolean's name is taken.
    bare = re.sub("pi", "", name.lower())
    if name in booleans or not bare.strip("0123456789_"):
        return f"qdname_{name.encode().hex()}"
    return to_symbol(name)


def multiple(radians: float) -> float:
    """The number whose product with π is `radians`, where there is one, else the nearest."""
    number = radians / math.pi
    for near in (number, math.nextafter(number, math.inf), math.nextafter(number, -math.inf)):
        if near * math.pi == radians:
            return near
    return number


def _product(number: Fraction, name: str) -> str:
    if not name:
        return str(number)
    return name if number == 1 else f"{number}*{name}"


class _Reader:
    """Reads one text; `next` is the token that comes, "" at the end."""

    def __init__(self, text: str) -> None:
        if len(text) > _LONGEST:
            raise InvalidAngle(
                f"This phase has {len(text)} letters; up to {_LONGEST} are read.", text=text[:40]
            )
        self.text = text
        self.at = 0
        self.depth = 0
        self.kind, self.next = "", ""
        self._step()

    def read(self) -> _SUM:
        if not self.next:
            return {}
        # PyZX reads "/4" as 1/4.
        total = self._product({"": Fraction(1)}) if self.next == "/" else self._sum()
        if self.next:
            raise self._refusal(f"'{self.next}' is not expected")
        return {name: c for name, c in total.items() if c}

    def _step(self) -> None:
        match = _TOKEN.match(self.text, self.at)
        if match is None:
            rest = self.text[self.at :].strip()
            if rest:
                raise self._refusal(f"'{rest[:12]}' cannot be read")
            self.kind, self.next = "", ""
            return
        self.at = match.end()
        self.kind, self.next = match.lastgroup or "", match[0].strip()

    def _refusal(self, what: str) -> InvalidAngle:
        shown = self.text if len(self.text) <= 60 else f"{self.text[:59]}…"
        return InvalidAngle(
            f"Phase '{shown}': {what}. A phase is a sum such as 1/2, 3π/4 or 2*a + 1/4, "
            "in units of π.",
            text=self.text,
        )

    def _sum(self) -> _SUM:
        total: _SUM = {}
        sign = Fraction(1)
        if self.next in ("+", "-"):
            sign = Fraction(-1 if self.next == "-" else 1)
            self._step()
            if not self.next:  # "-" is -π to PyZX
                return {"": sign}
        while True:
            for name, number in self._product(self._factor()).items():
                total[name] = total.get(name, Fraction(0)) + sign * number
            if self.next not in ("+", "-"):
                return total
            sign = Fraction(-1 if self.next == "-" else 1)
            self._step()

    def _product(self, left: _SUM) -> _SUM:
        while self.next and self.next not in ("+", "-", ")"):
            divides = self.next == "/"
            if self.kind == "sign" and self.next in "*/⋅·×":
                self._step()
            left = self._times(left, self._factor(), divides=divides)
        return left

    def _times(self, left: _SUM, right: _SUM, *, divides: bool) -> _SUM:
        if divides:
            if any(right) or not right.get(""):
                raise self._refusal("it divides by 0 or by a symbol")
            right = {"": 1 / right[""]}
        if any(right) and any(left):
            raise self._refusal("it has a product of symbols; name the product as a symbol")
        sums, number = (right, left) if any(right) else (left, right)
        factor = number.get("", Fraction(0))
        made = {name: each * factor for name, each in sums.items()}
        if any(abs(each) > _LARGEST or each.denominator > _LARGEST for each in made.values()):
            raise self._refusal("its numbers are beyond 10^40")
        return made

    def _factor(self) -> _SUM:
        kind, token = self.kind, self.next
        if token == "-":
            self._step()
            return {name: -number for name, number in self._deeper(self._factor).items()}
        if token == "(":
            self._step()
            inside = self._deeper(self._sum)
            if self.next != ")":
                raise self._refusal("a parenthesis is not closed")
            self._step()
            return self._power(inside)
        if kind not in ("number", "pi", "name"):
            raise self._refusal(f"'{token}' is not expected" if token else "it ends too early")
        self._step()
        if kind == "number":
            return self._power({"": Fraction(token)})
        return self._power({"": Fraction(1)} if kind == "pi" else {token.lstrip("\\"): Fraction(1)})

    def _power(self, base: _SUM) -> _SUM:
        if self.next != "^":
            return base
        self._step()
        if self.kind != "number" or not self.next.isdigit() or len(self.next) > 2:
            raise self._refusal("its exponent is no number from 0 to 99")
        exponent = int(self.next)
        self._step()
        made: _SUM = {"": Fraction(1)}
        for _ in range(exponent):
            made = self._times(made, base, divides=False)
        return made

    def _deeper(self, read: Callable[[], _SUM]) -> _SUM:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise self._refusal(f"parentheses stand more than {_DEEPEST} deep")
        made = read()
        self.depth -= 1
        return made
