"""Amplitudes as they are typed, and as NumPy and Qiskit print them; or a sum of kets."""

from __future__ import annotations

import cmath
import re
from itertools import accumulate
from typing import Final, NoReturn

import numpy as np
from numpy.typing import NDArray

from qdesign.errors import InvalidRequest, TooLarge

MAX_TEXT: Final = 100_000
MAX_QUBITS: Final = 8
_MAX_DEPTH: Final = 30

# Possessive throughout: what is matched is not given back, so that no text takes long.
_NUMBER: Final = r"(?:[0-9]++(?:\.[0-9]*+)?+|\.[0-9]++)(?:[eE][+-]?[0-9]++)?+"
_TOKEN: Final = re.compile(
    r"(?P<ket>\|[01]+[>⟩])"
    rf"|(?P<number>{_NUMBER})(?P<unit>[ij](?![A-Za-z]))?"
    r"|(?P<word>[A-Za-z]+|√|π)"
    r"|(?P<sign>\*\*|[-+*/^()])"
)
_LIST: Final = re.compile(
    r"^[\w.]*\(?\s*\[(?P<inside>[^\[\]]*)\]\s*(?:,[\w\s=(),.]*)?\)?$", re.ASCII
)
_PRINTED: Final = re.compile(
    rf"\s*+([+-]?+\s*+{_NUMBER}(?:j|(?:\s*+[+-]\s*+{_NUMBER}j)?+))(?=\s|$)"
)
_SCALAR: Final = re.compile(r"\b(?:np|numpy)\.(?:complex|float|int)[0-9]+\(")
_SAME: Final = str.maketrans({"−": "-", "·": "*", "×": "*"})

_Value = complex | dict[str, complex]


def read_state(text: str) -> NDArray[np.complex128]:
    """The amplitudes that a text says, complex128, shape (2**n,), Qiskit order, not normalized.

    Raises:
        InvalidRequest: it says none; with the column.
        TooLarge: more than 100,000 characters or 8 qubits.
    """
    if len(text) > MAX_TEXT:
        raise TooLarge(f"The text of a state has at most {MAX_TEXT:,} characters.")
    text = _SCALAR.sub(lambda found: " " * (len(found[0]) - 1) + "(", text.translate(_SAME)).strip()
    if not text:
        raise InvalidRequest("Give amplitudes, such as [1, 0, 0, 1], or kets, such as |00> + |11>.")
    if "…" in text or "..." in text:
        raise InvalidRequest("The state was shortened where it was printed: print all of it.")
    found = _LIST.match(text)
    if found is not None:
        return _amplitudes(found["inside"], found.start("inside"))
    value = _Reader(text, 0).read()
    if not isinstance(value, dict):
        raise InvalidRequest(
            "This is a number. Give amplitudes, such as [1, 0, 0, 1], or kets: |00> + |11>."
        )
    sizes = sorted({len(bits) for bits in value})
    if len(sizes) > 1:
        raise InvalidRequest(f"Kets of {sizes[0]} and of {sizes[-1]} qubits are in one sum.")
    psi = np.zeros(1 << sizes[0], dtype=complex)
    for bits, amplitude in value.items():
        psi[int(bits, 2)] = amplitude
    return psi


def _amplitudes(inside: str, start: int) -> NDArray[np.complex128]:
    parts: list[str] = []
    places: list[int] = []
    if "," in inside:
        parts = inside.split(",")
        if not parts[-1].strip():
            parts.pop()
        ends = accumulate((len(part) + 1 for part in parts), initial=start)
        places = list(ends)[: len(parts)]
    else:
        at, end = 0, len(inside.rstrip())
        while at < end and len(parts) <= 1 << MAX_QUBITS:
            found = _PRINTED.match(inside, at)
            if found is None:
                # No list of plain numbers with blanks between: it is one amplitude, or wrong.
                parts, places = [inside], [start]
                break
            parts.append(found[1])
            places.append(start + found.start(1))
            at = found.end()
    if len(parts) > 1 << MAX_QUBITS:
        raise TooLarge(f"A state to prepare has at most {1 << MAX_QUBITS} amplitudes.")
    values = [_Reader(part, place).read() for part, place in zip(parts, places, strict=True)]
    if any(isinstance(value, dict) for value in values):
        raise InvalidRequest("Kets stand in no list. Write a sum, such as |00> + |11>.")
    return np.array(values, dtype=complex)


class _Reader:
    """Reads one sum from left to right; a token is looked at before it is taken."""

    def __init__(self, text: str, start: int) -> None:
        self._text, self._start = text, start
        self._at = self._end = 0
        self._match: re.Match[str] | None = None
        self._depth = 0
        self._take()

    def read(self) -> _Value:
        value = self._sum()
        if self._at < len(self._text):
            self._wrong()
        return value

    def _take(self) -> None:
        self._at = self._end
        while self._at < len(self._text) and self._text[self._at].isspace():
            self._at += 1
        self._match = _TOKEN.match(self._text, self._at)
        if self._match is None and self._at < len(self._text):
            self._wrong()
        self._end = self._at if self._match is None else self._match.end()

    def _is(self, *signs: str) -> str:
        """Which of some signs the token is; empty for none."""
        sign = "" if self._match is None else (self._match["sign"] or "")
        return sign if sign in signs else ""

    def _sum(self) -> _Value:
        total = self._product()
        while sign := self._is("+", "-"):
            self._take()
            right = _times(self._product(), -1.0 if sign == "-" else 1.0)
            if isinstance(total, dict) and isinstance(right, dict):
                for bits, amplitude in right.items():
                    total[bits] = total.get(bits, 0) + amplitude
            elif isinstance(total, dict) or isinstance(right, dict):
                self._fail("a number and a ket cannot be added")
            else:
                total += right
        return total

    def _product(self) -> _Value:
        left = self._signed()
        while True:
            sign = self._is("*", "/")
            if sign:
                self._take()
            elif self._match is None or (self._match["sign"] not in (None, "(")):
                return left
            right = self._signed()
            if isinstance(right, dict):
                if isinstance(left, dict) or sign == "/":
                    self._fail("a ket is multiplied by numbers alone")
                left, right = right, left
            if sign == "/":
                if not right:
                    self._fail("here is a division by zero")
                right = 1 / right
            left = _times(left, right)

    def _signed(self) -> _Value:
        negative = False
        while sign := self._is("+", "-"):
            negative ^= sign == "-"
            self._take()
        value = self._atom()
        if self._is("**", "^"):
            self._take()
            power = self._signed()
            if isinstance(value, dict) or isinstance(power, dict):
                self._fail("kets have no powers")
            try:
                value = value**power
            except (ArithmeticError, ValueError):
                self._fail("this power is no finite number")
        return _times(value, -1.0) if negative else value

    def _atom(self) -> _Value:
        match = self._match
        if match is None:
            self._fail("the text ends too early")
        if match["ket"]:
            bits = match["ket"][1:-1]
            if len(bits) > MAX_QUBITS:
                raise TooLarge(f"A state to prepare has at most {MAX_QUBITS} qubits.")
            self._take()
            return {bits: 1.0 + 0j}
        if match["number"]:
            self._take()
            return float(match["number"]) * (1j if match["unit"] else 1.0)
        if word := match["word"]:
            at = self._at
            self._take()
            if word in ("i", "j"):
                return 1j
            if word in ("pi", "π"):
                return cmath.pi
            if word in ("sqrt", "√"):
                value = self._atom()
                if isinstance(value, dict):
                    self._fail("a ket has no root")
                return cmath.sqrt(value)
            self._at = at
            self._fail(f"'{word[:20]}' is not known; numbers, i, pi and sqrt are")
        if not self._is("("):
            self._wrong()
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            self._fail(f"brackets are more than {_MAX_DEPTH} deep")
        self._take()
        value = self._sum()
        if not self._is(")"):
            self._fail("a ')' is missing")
        self._depth -= 1
        self._take()
        return value

    def _wrong(self) -> NoReturn:
        self._fail(f"'{self._text[self._at]}' cannot stand here")

    def _fail(self, why: str) -> NoReturn:
        raise InvalidRequest(f"At character {self._start + self._at + 1}: {why}.")


def _times(value: _Value, factor: complex) -> _Value:
    if isinstance(value, dict):
        return {bits: amplitude * factor for bits, amplitude in value.items()}
    return value * factor
