"""Sums of products such as 2a/3 + π/4, written in the style of each language that has them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final, Protocol

LARGEST_NUMERATOR: Final = 10**9
LARGEST_DENOMINATOR: Final = 10**6
_LARGEST_WHOLE: Final = 2**53


class Affine(Protocol):
    """What is written: `pi` × π + `radians` + Σ coefficient × parameter."""

    @property
    def pi(self) -> Fraction: ...
    @property
    def radians(self) -> float: ...
    @property
    def terms(self) -> tuple[tuple[str, Fraction], ...]: ...


@dataclass(frozen=True, slots=True)
class AngleStyle:
    """How a language writes sums of products.

    Attributes:
        times: between a number and what it multiplies.
        quotient: of `{top}` and `{bottom}`.
        plus, minus: between summands.
        negative: before a negative sum.
        pi: the number π.
        decimal: a number that is not negative.
        power: of `{base}` and `{exponent}`.
        between: between two factors, where `times` is nothing.
    """

    times: str
    quotient: str
    plus: str
    minus: str
    negative: str
    pi: str
    decimal: Callable[[float], str]
    power: str = "{base}**{exponent}"
    between: str = "*"


def _short(number: float) -> str:
    return repr(int(number)) if number.is_integer() and number < 1e15 else repr(number)


def _with_minus(number: float) -> str:
    return _short(number).replace("-", "−")


def _rounded(number: float) -> str:
    """Four significant digits, which are enough for a drawing."""
    return _with_minus(float(f"{number:.4g}"))


DOCUMENT: Final = AngleStyle("*", "{top}/{bottom}", " + ", " - ", "-", "pi", _short)
OPENQASM: Final = AngleStyle("*", "{top}/{bottom}", " + ", " - ", "-", "pi", repr)
QISKIT: Final = AngleStyle(" * ", "{top} / {bottom}", " + ", " - ", "-", "pi", repr)
LATEX: Final = AngleStyle(
    "",
    r"\frac{{{top}}}{{{bottom}}}",
    "+",
    "-",
    "-",
    r"\pi",
    lambda number: f"{number:g}",
    "{{{base}}}^{{{exponent}}}",
    r"\,",
)
SCREEN: Final = AngleStyle(
    "", "{top}/{bottom}", " + ", " − ", "−", "π", _rounded, "{base}^{exponent}", "·"
)
# For titles, which say what drawings round.
SCREEN_EXACT: Final = replace(SCREEN, decimal=_with_minus)


def angle_text(angle: Affine, style: AngleStyle, name: Callable[[str], str]) -> str:
    """The text of an angle; `name` writes a parameter.

    Example:
        >>> from qdesign.angle import Angle
        >>> angle = Angle.parse("2*a/3 - pi/4")
        >>> [angle_text(angle, style, str) for style in (QISKIT, SCREEN)]
        ['2 * a / 3 - pi / 4', '2a/3 − π/4']
    """
    text = ""
    for parameter, coefficient in angle.terms:
        text = _added(text, _product(coefficient, name(parameter), style), coefficient < 0, style)
    if angle.pi:
        text = _added(text, _product(angle.pi, style.pi, style), angle.pi < 0, style)
    radians = angle.radians
    if radians or not text:
        text = _added(text, style.decimal(abs(radians)), radians < 0, style)
    return text


def _added(text: str, part: str, is_negative: bool, style: AngleStyle) -> str:
    if not text:
        return style.negative + part if is_negative else part
    return text + (style.minus if is_negative else style.plus) + part


def _product(coefficient: Fraction, factor: str, style: AngleStyle) -> str:
    """|coefficient| × factor."""
    top, bottom = coefficient.as_integer_ratio()
    top = abs(top)
    # As a quotient only what reads back as itself: the product is worked out before the quotient.
    is_small = top <= LARGEST_NUMERATOR and bottom <= LARGEST_DENOMINATOR
    # Before a sum a number would be worked into it; behind the product it is not.
    behind = factor.startswith("(") and bool(style.times)
    if not is_small and (bottom > 1 or top > _LARGEST_WHOLE):
        number = style.decimal(top / bottom)
        return f"{factor}{style.times}{number}" if behind else f"{number}{style.times}{factor}"
    if top == 1:
        text = factor
    else:
        text = f"{factor}{style.times}{top}" if behind else f"{top}{style.times}{factor}"
    return text if bottom == 1 else style.quotient.format(top=text, bottom=bottom)
