"""Sums of Pauli strings as they are typed, and as Qiskit, PennyLane and OpenFermion print them.

text → `PauliSum`: coefficients by masks, in the order of the text. The page reads alike by
`extension/src/document/pauli-text.ts`; docs/tuning.md lists the forms.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from qdesign.errors import InvalidObservable, TooLarge
from qdesign.given import given_text
from qdesign.pauli_tokens import Tokens

MAX_TEXT: Final = 1_000_000
MAX_QUBITS: Final = 1_000
MAX_LETTERS: Final = 20_000_000
_ROUNDING: Final = 1e-12
_MIXED: Final = "a string with a letter a qubit stands beside numbered letters"

_SMALL: Final = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_DENSE: Final = re.compile("[IXYZ]+")
_SPARSE: Final = re.compile("(?:[IXYZ]_?[0-9]+)+")
_PLACE: Final = re.compile("([IXYZ])_?([0-9]+)")
_PREFIX: Final = re.compile(r"(?:qml|pennylane|qd|qdesign)\.")
_ON_WIRES: Final = {
    "I": "I", "X": "X", "Y": "Y", "Z": "Z",
    "Identity": "I", "PauliX": "X", "PauliY": "Y", "PauliZ": "Z",
}  # fmt: skip
_LISTS: Final = ("SparsePauliOp", "SparsePauliOp.from_list", "Observable")

_Term = tuple[int, int, complex]
"""x mask, z mask, coefficient of the Pauli string with Y in both masks."""


@dataclass(frozen=True, slots=True)
class PauliSum:
    """What a text says.

    Attributes:
        terms: coefficients by x and z mask, bit k for qubit k.
        size: letters of its strings with a letter a qubit; None where it has none.
        fewest: qubits that it needs.
    """

    terms: Mapping[tuple[int, int], float]
    size: int | None
    fewest: int

    def labels(self, num_qubits: int | None = None) -> dict[str, float]:
        """Coefficients by label on so many qubits; else on as few as it needs."""
        found = self.size or self.fewest
        n = num_qubits or found
        if n < found or (self.size and n != self.size):
            raise InvalidObservable(f"The text is for {found} qubits, not for {n}.")
        if len(self.terms) * n > MAX_LETTERS:
            raise TooLarge(
                f"{len(self.terms):,} terms on {n} qubits are {len(self.terms) * n:,} letters; "
                f"at most {MAX_LETTERS:,} are taken."
            )
        return {_label(x, z, n): value for (x, z), value in self.terms.items()}


def read_sum(text: str) -> PauliSum:
    """The sum of Pauli strings that a text says.

    Raises:
        InvalidObservable: it is none; the message says in which line and column.
        InvalidRequest: it is no text.
        TooLarge: the text is longer than a million characters.
    """
    text = given_text(text, "The text of an observable")
    if len(text) > MAX_TEXT:
        raise TooLarge(f"The text of an observable has at most {MAX_TEXT:,} characters.")
    return _Reader(text).read()


class _Reader(Tokens):
    """Reads one text from left to right."""

    _size: int | None = None
    _far: int = -1
    _far_at: int = 0

    def read(self) -> PauliSum:
        self._skip_lines()
        if self._kind == "end":
            self._fail("the text is empty. Write a sum, for example 0.5 ZZ - X0", self._at)
        name = _PREFIX.sub("", self._token) if self._kind == "word" else ""
        if name in _LISTS:
            self._take()
            self._expect("(")
            terms = self._listed()
            self._expect(")")
        elif self._token == "{" or (self._token == "[" and self._begins_list()):
            terms = self._listed()
        else:
            terms = self._sum()
        self._skip_lines()
        if self._kind != "end":
            self._wrong()
        return self._collected(terms)

    # --- lists of strings and coefficients -------------------------------------------------------

    def _begins_list(self) -> bool:
        return self._ahead() in tuple("'\"(")

    def _listed(self) -> list[_Term]:
        """`{"ZZ": 0.5}`, `["ZZ"], coeffs=[0.5]` or `[("ZZ", 0.5)]`."""
        if self._token == "{":
            return self._pairs("}", self._named)
        at = self._at
        self._expect("[", move=False)
        terms = self._pairs("]", self._item)
        if self._token != ",":
            return terms
        self._take()
        if self._is("coeffs"):
            self._take()
            self._expect("=")
        self._expect("[", move=False)
        factors = self._pairs("]", self._factor_item)
        if self._token == ",":
            self._take()
        if len(factors) != len(terms):
            self._fail(
                f"{len(terms)} Pauli strings and {len(factors)} coefficients differ in number", at
            )
        return [
            (x, z, _times(c, factor))
            for (x, z, c), (_, _, factor) in zip(terms, factors, strict=True)
        ]

    def _pairs(self, end: str, item: Callable[[], _Term]) -> list[_Term]:
        terms: list[_Term] = []
        self._take()
        while self._token != end or self._kind != "sign":
            terms.append(item())
            if self._token != ",":
                break
            self._take()
        self._expect(end)
        return terms

    def _named(self) -> _Term:
        x, z = self._label()
        self._expect(":")
        return x, z, self._scalar()

    def _item(self) -> _Term:
        if self._token != "(":
            return *self._label(), complex(1)
        self._take()
        x, z = self._label()
        self._expect(",")
        value = self._scalar()
        self._expect(")")
        return x, z, value

    def _factor_item(self) -> _Term:
        return 0, 0, self._scalar()

    def _label(self) -> tuple[int, int]:
        if self._kind != "text":
            self._wrong("a Pauli string in quotation marks")
        word, at = self._token[1:-1], self._at
        self._take()
        return self._string(word, at)

    def _scalar(self) -> complex:
        at = self._at
        terms = _scalars(self._sum())
        if len(terms) != 1 or terms[0][0] or terms[0][1]:
            self._fail("a number is expected here", at)
        return terms[0][2]

    # --- sums and products -----------------------------------------------------------------------

    def _sum(self) -> list[_Term]:
        terms: list[_Term] = []
        while True:
            sign = self._signs()
            found, _ = self._product()
            terms += found if sign > 0 else [(x, z, -c) for x, z, c in found]
            if self._kind == "line":
                self._skip_lines()
                if self._is(""):
                    return terms
            elif self._token not in ("+", "-"):
                return terms

    def _signs(self) -> int:
        sign = 1
        while self._token in ("+", "-"):
            sign = -sign if self._token == "-" else sign
            self._take()
            self._skip_lines()
        return sign

    def _product(self) -> tuple[list[_Term], bool]:
        """Its terms, and whether a string with a letter a qubit is among them."""
        terms, dense = self._factor()
        while True:
            at = self._at
            divides = self._token == "/"
            if divides or self._token == "*":
                self._take()
                self._skip_lines()
                sign = self._signs()
            elif self._kind in ("number", "word") or self._token in ("(", "["):
                if self._kind == "number":
                    self._fail(f"a sign is missing before {self._token[:20]}", at)
                sign = 1
            else:
                return terms, dense
            more, also = self._factor()
            if dense and also:
                self._fail("two Pauli strings stand side by side: write one letter a qubit", at)
            if dense != also and _has_letters(more if dense else terms):
                self._fail(f"{_MIXED}: write all as in Z0 Z1, or one string as in ZZ", at)
            dense = dense or also
            if sign < 0:
                more = [(x, z, -c) for x, z, c in more]
            terms = self._divided(terms, more, at) if divides else self._times(terms, more, at)

    def _times(self, left: list[_Term], right: list[_Term], at: int) -> list[_Term]:
        if len(left) > 1 and len(right) > 1:
            self._fail("a product of two sums is not read: multiply it out", at)
        return [_product_of(a, b) for a in left for b in right]

    def _divided(self, left: list[_Term], right: list[_Term], at: int) -> list[_Term]:
        x, z, divisor = right[0]
        if len(right) > 1 or x or z or divisor.imag or not divisor.real:
            self._fail("only a real number that is not 0 can divide", at)
        return [(x, z, complex(c.real / divisor.real, c.imag / divisor.real)) for x, z, c in left]

    def _factor(self) -> tuple[list[_Term], bool]:
        kind, token, at = self._kind, self._token, self._at
        if kind == "number":
            self._take()
            value = float(token.removesuffix("j"))
            if not math.isfinite(value):
                self._fail(f"{token[:20]} is too large", at)
            return [(0, 0, complex(0, value) if token.endswith("j") else complex(value, 0))], False
        if kind == "word":
            return self._word(token, at)
        if token == "(":
            self._take()
            before, self._size = self._size, None
            terms = _scalars(self._sum())
            dense = self._size is not None
            self._join(before, at)
            self._expect(")")
            return terms, dense
        if token == "[":
            self._take()
            if self._kind == "number" and self._ahead() == "]":
                self._wrong("a Pauli string, as in [Z0 Z1]")
            found = ([(0, 0, complex(1))], False) if self._token == "]" else self._product()
            self._expect("]")
            return found
        return self._wrong()

    def _join(self, size: int | None, at: int) -> None:
        """Puts the size that stood outside of parentheses beside that inside."""
        inside = self._size
        self._size = size
        if inside is not None:
            self._sized(inside, at)

    # --- Pauli strings ---------------------------------------------------------------------------

    def _word(self, token: str, at: int) -> tuple[list[_Term], bool]:
        self._take()
        name = _PREFIX.sub("", token)
        if self._token in ("(", "[") and name in _ON_WIRES:
            return [(*self._on_wires(_ON_WIRES[name]), complex(1))], False
        x, z = self._string(token, at)
        if self._token == "(" and self._at == at + len(token):
            self._wrong("a sign or a blank behind a Pauli string")
        return [(x, z, complex(1))], token != "I" and _DENSE.fullmatch(token) is not None

    def _string(self, word: str, at: int) -> tuple[int, int]:
        """Masks of `ZZII` or `Z0Z3`; I alone is the identity on any number of qubits."""
        plain = word.translate(_SMALL)
        if _DENSE.fullmatch(plain):
            if len(plain) > MAX_QUBITS:
                self._fail(f"a Pauli string has at most {MAX_QUBITS:,} letters", at)
            if plain != "I":
                self._sized(len(plain), at)
            return int(plain.translate(_X_BITS), 2), int(plain.translate(_Z_BITS), 2)
        if not _SPARSE.fullmatch(plain):
            self._fail(
                f"'{word[:20]}' is no Pauli string: write one letter I, X, Y or Z a qubit, as in "
                "ZZII, or name qubits, as in Z0 Z3",
                at,
            )
        masks = (0, 0)
        for match in _PLACE.finditer(plain):
            one = self._letter(match[1], match[2], at)
            if (masks[0] | masks[1]) & (one[0] | one[1]):
                self._fail(f"'{word[:20]}' names a qubit twice", at)
            masks = masks[0] | one[0], masks[1] | one[1]
        return masks

    def _letter(self, letter: str, digits: str, at: int) -> tuple[int, int]:
        if len(digits) > 6 or int(digits) >= MAX_QUBITS:
            self._fail(f"qubit {digits[:9]} is too far: give 0 to {MAX_QUBITS - 1}", at)
        qubit = int(digits)
        if qubit > self._far:
            self._far, self._far_at = qubit, at
        return (1 << qubit) * (letter in "XY"), (1 << qubit) * (letter in "YZ")

    def _on_wires(self, letter: str) -> tuple[int, int]:
        """What stands behind `X`: `(0)`, `(wires=[0])`, `[0]`; of the identity any wires."""
        called = self._token == "("
        if called:
            self._take()
            if self._token == "wires":
                self._take()
                self._expect("=")
        listed = self._token == "["
        if listed:
            self._take()
        masks, count = (0, 0), 0
        while self._kind in ("number", "text"):
            if not self._token.isdecimal() or not self._token.isascii():
                self._fail(
                    f"wire {self._token[:20]} is no number: number the wires from 0", self._at
                )
            masks, count = self._letter(letter, self._token, self._at), count + 1
            self._take()
            if self._token != ",":
                break
            self._take()
        if count != 1 and letter != "I":
            self._wrong("one wire")
        if listed:
            self._expect("]")
        if called:
            self._expect(")")
        return masks

    def _sized(self, letters: int, at: int) -> None:
        if self._size is not None and self._size != letters:
            self._fail(
                f"{letters} letters stand where others have {self._size}. Write one letter a "
                "qubit, I where nothing acts",
                at,
            )
        self._size = letters

    def _collected(self, terms: list[_Term]) -> PauliSum:
        size = self._size
        if not terms:
            self._fail("an observable needs at least one term, for example 0.5 ZZ - X0", 0)
        if size is not None and self._far >= size:
            self._fail(f"qubit {self._far} is beyond strings of {size} letters", self._far_at)
        sums: dict[tuple[int, int], complex] = {}
        for x, z, c in terms:
            sums[x, z] = sums.get((x, z), 0j) + c
        for (x, z), c in sums.items():
            if not (math.isfinite(c.real) and math.isfinite(c.imag)):
                raise InvalidObservable(f"The coefficient of {_name(x, z)} is not a finite number.")
            if abs(c.imag) > _ROUNDING * max(1.0, abs(c.real)):
                raise InvalidObservable(
                    f"The coefficient of {_name(x, z)} has an imaginary part, so the sum is not "
                    "Hermitian. Give real numbers."
                )
        return PauliSum(
            {masks: c.real for masks, c in sums.items()}, size, size or max(1, self._far + 1)
        )


_X_BITS: Final = str.maketrans("IXYZ", "0110")
_Z_BITS: Final = str.maketrans("IXYZ", "0011")
_LETTERS: Final = str.maketrans("0123", "IXZY")


def _label(x: int, z: int, n: int) -> str:
    """A letter a qubit; one hexadecimal digit a qubit is on the way."""
    digits = int(f"{x:b}", 16) + 2 * int(f"{z:b}", 16)
    return f"{digits:0{n}x}".translate(_LETTERS)


def _has_letters(terms: list[_Term]) -> bool:
    return any(x or z for x, z, _ in terms)


def _scalars(terms: list[_Term]) -> list[_Term]:
    """Numbers alone as one number; other sums as they are."""
    if _has_letters(terms):
        return terms
    return [(0, 0, sum((c for _, _, c in terms), 0j))]


def _times(a: complex, b: complex) -> complex:
    return complex(a.real * b.real - a.imag * b.imag, a.real * b.imag + a.imag * b.real)


def _product_of(left: _Term, right: _Term) -> _Term:
    """Y is i X Z, so that a product of strings is one string with a power of i."""
    (x, z, a), (u, v, b) = left, right
    c = _times(a, b)
    if (x | z) & (u | v):
        power = (x & z).bit_count() + (u & v).bit_count() + 2 * (z & u).bit_count()
        turns = (power - ((x ^ u) & (z ^ v)).bit_count()) % 4
        c = (c, complex(-c.imag, c.real), -c, complex(c.imag, -c.real))[turns]
    return x ^ u, z ^ v, c


def _name(x: int, z: int) -> str:
    """`X0 Z3`; the first few letters of many."""
    qubits = [k for k in range((x | z).bit_length()) if (x | z) >> k & 1]
    letters = [f"{'XZY'[(x >> k & 1) + 2 * (z >> k & 1) - 1]}{k}" for k in qubits[:6]]
    return " ".join(letters) + (" …" if len(qubits) > 6 else "") if qubits else "the constant"
