"""Formulas of parameters: sums of products with exact numbers, and what is derived from them.

Text such as `pi/2`, `2*gamma + 0.1` or `(pi - x)*(pi - y)` is parsed here, never evaluated as code.
What is no sum of parameters times numbers becomes a derived parameter: a name that begins with `=`
and goes on with the formula's one text, so that the meaning stays wherever the name goes. The
value, its text and the parser of that text are one law, which makes the file long.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from qdesign.angle_text import (
    DOCUMENT,
    LARGEST_DENOMINATOR,
    LARGEST_NUMERATOR,
    AngleStyle,
    angle_text,
)
from qdesign.angle_text import Affine as Sum
from qdesign.errors import InvalidAngle

MARK: Final = "="
"""What the name of a derived parameter begins with."""

_MAX_NAME: Final = 100
_MAX_TEXT: Final = 20_000
_MAX_FORMULA: Final = 2_000
_MAX_DEPTH: Final = 60
_MOST_KNOWN: Final = 65_536
_ZERO: Final = Fraction(0)
_ONE: Final = Fraction(1)
_SIMPLE_NAME: Final = re.compile(r"[^\W\d]\w*(\[\d+\])*\Z")
_BARE_NUMBER: Final = re.compile(r"\d+(\.\d+)?\Z")
_TOKEN: Final = re.compile(
    r"\s*(?:(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)"
    r"|(?P<name>[^\W\d]\w*(?:\[\d+\])*)"
    r"|`(?P<quoted>[^`]+)`"
    r"|(?P<sign>\*\*|[-+*/()^]|[−·×⁄]))"
)
_SIGNS: Final = {"−": "-", "·": "*", "×": "*", "⁄": "/", "^": "**"}


@dataclass(frozen=True, slots=True)
class Function:
    """A function of one number, with its first two derivatives."""

    value: Callable[[float], float]
    slope: Callable[[float], float]
    curvature: Callable[[float], float]


FUNCTIONS: Final[Mapping[str, Function]] = {
    "sin": Function(math.sin, math.cos, lambda x: -math.sin(x)),
    "cos": Function(math.cos, lambda x: -math.sin(x), lambda x: -math.cos(x)),
    "tan": Function(
        math.tan,
        lambda x: 1 + math.tan(x) ** 2,
        lambda x: 2 * math.tan(x) * (1 + math.tan(x) ** 2),
    ),
    "asin": Function(
        math.asin, lambda x: (1 - x * x) ** -0.5, lambda x: x * float((1 - x * x) ** -1.5)
    ),
    "acos": Function(
        math.acos, lambda x: -float((1 - x * x) ** -0.5), lambda x: -x * float((1 - x * x) ** -1.5)
    ),
    "atan": Function(math.atan, lambda x: 1 / (1 + x * x), lambda x: -2 * x / (1 + x * x) ** 2),
    "exp": Function(math.exp, math.exp, math.exp),
    "log": Function(math.log, lambda x: 1 / x, lambda x: -1 / (x * x)),
    "sqrt": Function(math.sqrt, lambda x: 0.5 / math.sqrt(x), lambda x: -0.25 / (x * math.sqrt(x))),
    "abs": Function(abs, lambda x: math.copysign(1.0, x), lambda _: 0.0),
}
"""Functions that a formula may have, by name."""


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
    if isinstance(name, str) and name.startswith(MARK):  # pyright: ignore[reportUnnecessaryIsInstance]
        derived(name)
        return name
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


def is_derived(name: str) -> bool:
    """Is it the name of a derived parameter?"""
    return name.startswith(MARK)


def is_simple_name(name: str) -> bool:
    """Can `name` stand in a formula's text without backquotes?"""
    return _SIMPLE_NAME.match(name) is not None and name not in ("pi", "π")


def boolean_turn(name: str) -> str:
    """The parameter b of the derived parameter π·b, which turns by 0 or π where b is 0 or 1.

    Empty for any other name.
    """
    if not is_derived(name):
        return ""
    formula = derived(name)
    if formula.operation != "*" or formula.divisors or formula.operands[1:] != (_TURN,):
        return ""
    other = _alone(formula.operands[0])
    return "" if is_derived(other) else other


def quoted(name: str) -> str:
    """A parameter in a formula's text; of a derived one its formula."""
    if is_derived(name):
        text, formula = name[len(MARK) :], derived(name)
        # A sign before a sum is worked into it, and here could not be taken out again.
        first = formula.operands[0] if formula.operation == "*" and formula.operands else None
        return f"({text})" if first is not None and not _small_parts(first) else text
    return name if is_simple_name(name) else f"`{name}`"


def multiple_of_pi(radians: float) -> Fraction | None:
    """k/48 where `radians` is a double nearest to k·π/48."""
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
class Affine:
    """`number` + `pi` × π + Σ coefficient × parameter, the number of radians rational."""

    number: Fraction = _ZERO
    pi: Fraction = _ZERO
    terms: tuple[tuple[str, Fraction], ...] = ()

    @property
    def radians(self) -> float:
        """The number as a double."""
        return float(self.number)

    @property
    def constant(self) -> Fraction | None:
        """The value as one rational number when no parameter is in it."""
        if self.terms:
            return None
        if not self.pi:
            return self.number
        return to_rational(float(self.number) + float(self.pi) * math.pi)

    @property
    def is_turn(self) -> bool:
        """Is it a multiple of π and nothing else?"""
        return bool(self.pi) and not self.number and not self.terms

    def plus(self, other: Affine, sign: int = 1) -> Affine:
        """The sum self + sign × other."""
        sums = dict(self.terms)
        for name, coefficient in other.terms:
            sums[name] = to_rational(sums.get(name, _ZERO) + sign * coefficient)
        return Affine(
            to_rational(self.number + sign * other.number),
            to_rational(self.pi + sign * other.pi),
            tuple((name, c) for name, c in sums.items() if c),
        )

    def times(self, factor: Fraction) -> Affine:
        """The product with a number."""
        if not factor:
            return Affine()
        return Affine(
            to_rational(self.number * factor),
            to_rational(self.pi * factor),
            tuple((name, to_rational(c * factor)) for name, c in self.terms),
        )

    def at(self, value_of: Callable[[str], float]) -> float:
        """Radians where every parameter has a value."""
        total = float(self.pi) * math.pi + float(self.number)
        for name, coefficient in self.terms:
            total += float(coefficient) * value_of(name)
        return total


_TURN: Final = Affine(pi=_ONE)


@dataclass(frozen=True, slots=True)
class Derived:
    """One operation on formulas.

    Attributes:
        operation: `*`, `**` or a function's name.
        operands: factors; base and exponent; or the function's argument.
        divisors: what the product is divided by.
    """

    operation: str
    operands: tuple[Affine, ...]
    divisors: tuple[Affine, ...] = ()

    @property
    def free(self) -> tuple[str, ...]:
        """The free parameters in it, in order of first use."""
        names = (name for part in (*self.operands, *self.divisors) for name, _ in part.terms)
        return free_names(names)

    def at(self, value_of: Callable[[str], float]) -> float:
        """Its value where every free parameter has one.

        Raises:
            InvalidAngle: there it is no finite real number.
        """
        parts = [part.at(value_of) for part in self.operands]
        try:
            if self.operation == "*":
                value = math.prod(parts) / math.prod(part.at(value_of) for part in self.divisors)
            else:
                value = _applied(self.operation, parts)
        except (ValueError, OverflowError, ZeroDivisionError, TypeError):
            value = math.nan
        if not math.isfinite(value):
            raise no_value(self, value_of)
        return value


def no_value(formula: Derived, value_of: Callable[[str], float]) -> InvalidAngle:
    """The error of a formula that has no finite value at some point."""
    what = f"'{_text(formula)}' is not a finite real number"
    return _refused_at(what, formula, value_of)


def no_derivative(
    formula: Derived, value_of: Callable[[str], float], kind: str = "slope"
) -> InvalidAngle:
    """The error of a formula that has a value at some point, and no finite slope or curvature."""
    return _refused_at(f"The {kind} of '{_text(formula)}' is not finite", formula, value_of)


def _refused_at(what: str, formula: Derived, value_of: Callable[[str], float]) -> InvalidAngle:
    at = ", ".join(f"{name} = {value_of(name):.6g}" for name in formula.free[:4])
    return InvalidAngle(f"{what} at {at}. Give other values.", text=_text(formula))


def _applied(operation: str, parts: Sequence[float]) -> float:
    """A power or a function at numbers; a complex power raises TypeError."""
    if operation == "**":
        base, exponent = parts
        return math.pow(base, exponent)
    return FUNCTIONS[operation].value(parts[0])


def free_names(names: Iterable[str]) -> tuple[str, ...]:
    """The free parameters among names and in the formulas of derived ones, in order."""
    found: dict[str, None] = {}
    for name in names:
        if is_derived(name):
            found.update(dict.fromkeys(derived(name).free))
        else:
            found[name] = None
    return tuple(found)


_known: dict[str, Derived] = {}


def derived(name: str) -> Derived:
    """The operation that the name of a derived parameter stands for.

    Raises:
        InvalidAngle: the name is not one formula in its one text.
    """
    formula = _known.get(name)
    if formula is not None:
        return formula
    parser = _Parser(name[len(MARK) :])
    value = parser.parsed()
    if parser.last is None or value != Affine(terms=((name, _ONE),)):
        raise InvalidAngle(
            f"Parameter name {name[:80]!r}: names that begin with '{MARK}' are kept for formulas. "
            "Rename it.",
            text=name,
        )
    return _remembered(name, parser.last)


def _remembered(name: str, formula: Derived) -> Derived:
    if len(_known) > _MOST_KNOWN:
        _known.clear()
    _known[name] = formula
    return formula


# --- operations ----------------------------------------------------------------------------------


Result = Affine | tuple[Fraction, Derived]
"""What an operation gives: an affine value, or a number times a formula."""


def product(left: Affine, right: Affine) -> Result:
    """The product, affine where one of the two is a number."""
    for value, turn in ((left, right), (right, left)):
        if value.terms and turn.is_turn:
            return _turned(value, turn.pi)
    factor = right.constant
    if factor is not None and (not right.pi or left.terms or left.pi):
        return left.times(factor)
    factor = left.constant
    if factor is not None:
        return right.times(factor)
    return _product((left, right), ())


def _turned(value: Affine, turns: Fraction) -> Result:
    """A sum times a multiple of π: a parameter times π is one exact symbol."""
    if len(value.terms) == 1 and not value.number and not value.pi:
        return _product((value, Affine(pi=turns)), ())
    total = Affine(_squared_turn(value.pi * turns), value.number * turns)
    for name, coefficient in value.terms:
        part = Affine(terms=((name, coefficient * turns),))
        total = total.plus(affine(_product((part, _TURN), ())))
    return total


def _squared_turn(multiple: Fraction) -> Fraction:
    """A multiple of π² as a number."""
    return to_rational(float(multiple) * math.pi**2) if multiple else _ZERO


def quotient(left: Affine, right: Affine) -> Result:
    """The quotient.

    Raises:
        ZeroDivisionError: `right` is the number 0.
    """
    if left.terms and right.is_turn and len(left.terms) == 1 and not left.number and not left.pi:
        return _product((left,), (right,))
    divisor = right.constant
    if divisor is not None:
        return left.times(1 / divisor)
    if left.constant == 0:
        return Affine()
    return _product((left,), (right,))


def power(base: Affine, exponent: Affine) -> Result:
    """The power base ** exponent.

    Raises:
        ArithmeticError, ValueError: two numbers without a finite real power.
    """
    number, constant = base.constant, exponent.constant
    if constant == 1:
        return base
    if constant == 0:
        return Affine(_ONE)
    if number is not None and constant is not None:
        if constant.denominator == 1 and abs(constant) <= 64:
            return Affine(to_rational(number**constant.numerator))
        return _number(math.pow(number, constant))
    return _ONE, Derived("**", (_settled(base), _settled(exponent)))


def call(function: str, argument: Affine) -> Result:
    """A function of `FUNCTIONS` at a formula.

    Raises:
        ArithmeticError, ValueError: a number at which it has no finite value.
    """
    if argument.terms:
        squared = _squared(argument) if function == "sqrt" else None
        if squared is not None:  # as languages without an absolute value write one
            return call("abs", squared)
        return _ONE, Derived(function, (_settled(argument),))
    exact = float(argument.pi) * math.pi + float(argument.number)
    return _number(FUNCTIONS[function].value(exact))


def _squared(value: Affine) -> Affine | None:
    """What the sum is the square of, where it is nothing else."""
    name = _alone(value)
    formula = derived(name) if is_derived(name) else None
    if formula is None or formula.operation != "**":
        return None
    base, exponent = formula.operands
    return base if exponent.constant == 2 else None


def _content(value: Affine) -> Fraction:
    """What is taken out of a sum that is a factor, so that its first term is a positive integer."""
    parts = _small_parts(value)
    if not parts:
        return _ONE
    top = math.gcd(*(part.numerator for part in parts))
    content = Fraction(top, math.lcm(*(part.denominator for part in parts)))
    if content.denominator > LARGEST_DENOMINATOR:
        return _ONE
    return content if parts[0] > 0 else -content


def _small_parts(value: Affine) -> list[Fraction]:
    """The numbers in a sum; none where one of them would not come back from a product exactly."""
    parts = [c for c in (*(c for _, c in value.terms), value.pi, value.number) if c]
    small = all(c.denominator <= LARGEST_DENOMINATOR >= abs(c) for c in parts)
    return parts if small else []


def affine(result: Result) -> Affine:
    """The result with a derived parameter for its formula.

    Raises:
        InvalidAngle: the formula is too long to be kept.
    """
    if isinstance(result, Affine):
        return result
    coefficient, formula = result
    text = _text(formula)
    if len(text) > _MAX_FORMULA:
        raise InvalidAngle(
            f"The formula '{text[:57]}…' has more than {_MAX_FORMULA:,} characters. "
            "Name a part of it as a parameter of its own.",
            text=text,
        )
    _remembered(MARK + text, formula)
    return Affine(terms=((MARK + text, coefficient),))


def substituted(name: str, formulas: Mapping[str, Affine]) -> Affine:
    """A derived parameter's formula with formulas put for the parameters that are named."""
    formula = derived(name)
    if formulas.keys().isdisjoint(formula.free):
        return Affine(terms=((name, _ONE),))
    parts = [_replaced(part, formulas) for part in formula.operands]
    try:
        if formula.operation == "**":
            return affine(power(parts[0], parts[1]))
        if formula.operation != "*":
            return affine(call(formula.operation, parts[0]))
        total = Affine(_ONE)
        for part in parts:
            total = affine(product(total, part))
        for part in formula.divisors:
            total = affine(quotient(total, _replaced(part, formulas)))
    except (ValueError, ArithmeticError):
        raise InvalidAngle(
            f"'{_text(formula)}' is not a finite real number with these values. Give other ones.",
            text=_text(formula),
        ) from None
    return total


def _replaced(part: Affine, formulas: Mapping[str, Affine]) -> Affine:
    total = Affine(part.number, part.pi)
    for name, coefficient in part.terms:
        if is_derived(name):
            found = substituted(name, formulas)
        else:
            found = formulas.get(name) or Affine(terms=((name, _ONE),))
        total = total.plus(found.times(coefficient))
    return total


def _number(value: float) -> Affine:
    if isinstance(value, complex) or not math.isfinite(value):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise ValueError(value)
    return _settled(Affine(to_rational(value)))


def _settled(value: Affine) -> Affine:
    """The value as its own text gives it back: terms sorted, the number a double."""
    number, pi = to_rational(float(value.number)), value.pi
    turns = multiple_of_pi(float(number)) if number else None
    if turns is not None:
        number, pi = _ZERO, to_rational(pi + turns)
    terms = tuple(sorted((name, c) for name, c in value.terms if c))
    return Affine(number, pi, terms)


def _product(factors: Iterable[Affine], divisors: Iterable[Affine]) -> Result:
    """A product as a number times one formula: factors of factors taken out, sorted by text."""
    coefficient = _ONE
    above: list[Affine] = []
    below: list[Affine] = []
    for given, over, under in ((factors, above, below), (divisors, below, above)):
        for each in given:
            part = _settled(each)
            share = _ONE
            if len(part.terms) == 1 and not part.number and not part.pi:
                (name, share), *_ = part.terms
                inner = derived(name) if is_derived(name) else None
                if inner is not None and inner.operation == "*":
                    over.extend(inner.operands)
                    under.extend(inner.divisors)
                else:
                    over.append(Affine(terms=((name, _ONE),)))
            elif part.terms:
                share = _content(part)
                over.append(part.times(1 / share))
            elif part.is_turn:
                share = part.pi
                over.append(_TURN)
            else:
                share = part.constant or _ZERO
            coefficient = coefficient * share if over is above else coefficient / share
    while _TURN in above and _TURN in below:
        above.remove(_TURN)
        below.remove(_TURN)
    if not below and len(above) == 1:
        return above[0].times(coefficient)
    above.sort(key=_place)
    below.sort(key=_place)
    return to_rational(coefficient), Derived("*", tuple(above), tuple(below))


def _place(value: Affine) -> tuple[bool, str]:
    """Factors stand by their texts, π behind all others."""
    return value == _TURN, sum_text(value)


def _text(formula: Derived) -> str:
    """The one text of a formula, which reads back as itself."""
    return _written(formula, DOCUMENT, quoted, _plain_call)


def sum_text(value: Affine) -> str:
    """A sum's text as documents have it."""
    return angle_text(value, DOCUMENT, quoted)


def _plain_call(function: str, argument: str) -> str:
    return f"{function}({argument})"


def styled(
    value: Sum,
    style: AngleStyle,
    rename: Callable[[str], str],
    call: Callable[[str, str], str] = _plain_call,
) -> str:
    """A sum, with the formulas in it, in the style of another language.

    Args:
        value: an angle.
        style: how sums of products are written.
        rename: writes a free parameter.
        call: writes a function of `FUNCTIONS` with its argument; may raise NotConvertible.
    """

    def symbol(name: str) -> str:
        return _written(derived(name), style, symbol, call) if is_derived(name) else rename(name)

    return angle_text(value, style, symbol)


def _written(
    formula: Derived,
    style: AngleStyle,
    symbol: Callable[[str], str],
    call: Callable[[str, str], str],
) -> str:
    def whole(value: Affine) -> str:
        return angle_text(value, style, symbol)

    def part(value: Affine, bare: Callable[[Derived], bool]) -> str:
        if value == _TURN:
            return whole(value)
        name = _alone(value)
        is_bare = name and (not is_derived(name) or bare(derived(name)))
        return whole(value) if is_bare else f"({whole(value)})"

    if formula.operation == "**":
        base, exponent = formula.operands
        below, raised = part(base, lambda f: f.operation in FUNCTIONS), whole(exponent)
        if below[1:-1] == whole(base) and _BARE_NUMBER.match(whole(base)):
            below = whole(base)
        name = _alone(exponent)
        if not (_BARE_NUMBER.match(raised) or (name and not is_derived(name))):
            raised = f"({raised})"
        return style.power.format(base=below, exponent=raised)
    if formula.operation != "*":
        return call(formula.operation, whole(formula.operands[0]))
    factors = [part(value, lambda f: f.operation != "*") for value in formula.operands]
    text = (style.times or style.between).join(factors) or "1"
    for value in formula.divisors:
        text = style.quotient.format(top=text, bottom=part(value, lambda f: f.operation != "*"))
    return text


def _alone(value: Affine) -> str:
    """The name of a sum that is one parameter, else ''."""
    one = len(value.terms) == 1 and value.terms[0][1] == 1 and not value.number and not value.pi
    return value.terms[0][0] if one else ""


# --- text ----------------------------------------------------------------------------------------


def parse(text: str) -> Affine:
    """The formula that `text` denotes: numbers, pi, π, names, + - * / **, functions, parentheses.

    Raises:
        InvalidAngle: not such a text; `.column` counts from 1.
    """
    return _Parser(text).parsed()


def check_free_name(name: str) -> str:
    """`name` if it can name a free parameter, else InvalidAngle."""
    if is_derived(name):
        raise InvalidAngle(
            f"Parameter name {name!r}: no name begins with '{MARK}'. Rename it.", text=name
        )
    return check_name(name)


class _Parser:
    """Precedence climbing over the tokens of one formula."""

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
        self.last: Derived | None = None

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

    def parsed(self) -> Affine:
        value = self._sum()
        kind, token, column = self._peek()
        if kind != "end":
            raise self._error(f"'{token}' cannot stand here", column)
        return value

    def _sum(self) -> Affine:
        value = self._term()
        while self._peek()[1] in ("+", "-") and self._peek()[0] == "sign":
            sign = 1 if self._peek()[1] == "+" else -1
            self.place += 1
            value = value.plus(self._term(), sign)
        return value

    def _term(self) -> Affine:
        value = self._product()
        while self._peek()[1] in ("*", "/") and self._peek()[0] == "sign":
            _, operator, column = self._peek()
            self.place += 1
            other = self._product() if operator == "*" else self._factor()
            if operator == "/" and self._follows_number():
                raise self._error("it can be read in two ways; write '*' or parentheses", column)
            value = self._multiply(value, other, operator, column)
        return value

    def _product(self) -> Affine:
        """A factor, or a number right before what it multiplies: 2γ, 3 pi, 2(a + b)."""
        start = self.place
        value = self._factor()
        if not self._follows_number():
            return value
        _, token, column = self._peek()
        if any(sign == "**" for _, sign, _ in self.tokens[start : self.place]):
            raise self._error("it can be read in two ways; write '*' or parentheses", column)
        # Neither 0x10 nor 1_000 is meant as a product.
        if value.number == 0 or token.startswith("_"):
            raise self._error(f"'{token}' cannot stand here", column)
        return self._multiply(value, self._factor(), "*", column)

    def _follows_number(self) -> bool:
        """Does a name or a parenthesis stand right behind a number?"""
        kind, token, _ = self._peek()
        opens = kind in ("name", "quoted") or (kind == "sign" and token == "(")
        return opens and self.tokens[self.place - 1][0] == "number"

    def _multiply(self, left: Affine, right: Affine, operator: str, column: int) -> Affine:
        if operator == "*":
            return self._kept(product(left, right), column)
        if right.constant == 0:
            raise self._error("it divides by zero", column)
        return self._kept(quotient(left, right), column)

    def _kept(self, result: Result, column: int) -> Affine:
        """The result; remembered where it is a formula."""
        if not isinstance(result, Affine):
            self.last = result[1]
        try:
            return affine(result)
        except InvalidAngle as error:
            raise self._error(str(error).split(". ")[0], column) from None

    def _factor(self) -> Affine:
        """A value with its signs; a power binds stronger than they do."""
        sign = _ONE
        while self._peek()[0] == "sign" and self._peek()[1] in ("-", "+"):
            sign = -sign if self._peek()[1] == "-" else sign
            self.place += 1
        value = self._value()
        if self._peek()[1] == "**" and self._peek()[0] == "sign":
            column = self._peek()[2]
            self.place += 1
            value = self._worked_out(column, power, value, self._deeper(column, self._factor))
        return value if sign > 0 else value.times(sign)

    def _worked_out(
        self, column: int, operation: Callable[..., Result], *operands: Affine | str
    ) -> Affine:
        try:
            return self._kept(operation(*operands), column)
        except InvalidAngle:
            raise
        except (ArithmeticError, ValueError):
            raise self._error("it is not a finite real number", column) from None

    def _deeper(self, column: int, read: Callable[[], Affine]) -> Affine:
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            raise self._error(f"parentheses nest more than {_MAX_DEPTH} deep", column)
        inner = read()
        self.depth -= 1
        return inner

    def _value(self) -> Affine:
        kind, token, column = self._peek()
        self.place += 1
        if kind == "number":
            if len(token) > 60:
                raise self._error("a number has at most 60 digits", column)
            value = float(token)
            return Affine(to_rational(value if "e" in token.lower() else Fraction(token)))
        if kind == "name" and self._peek()[:2] == ("sign", "("):
            return self._call(token, column)
        if kind == "name" and token in ("pi", "π"):
            return Affine(pi=_ONE)
        if kind in ("name", "quoted"):
            return Affine(terms=((check_free_name(token), _ONE),))
        if token != "(":
            what = f"'{token}' cannot stand here" if token else "it ends too early"
            raise self._error(what, column)
        return self._inside(column)

    def _inside(self, column: int) -> Affine:
        """What stands in a parenthesis that is open."""
        inner = self._deeper(column, self._sum)
        if self._peek()[1] != ")":
            raise self._error("a parenthesis is not closed", self._peek()[2])
        self.place += 1
        return inner

    def _call(self, name: str, column: int) -> Affine:
        if name not in FUNCTIONS:
            listed = ", ".join(FUNCTIONS)
            raise self._error(f"there is no function '{name}', only {listed}", column)
        self.place += 1
        return self._worked_out(column, call, name, self._inside(column))
