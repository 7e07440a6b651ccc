"""Words as vectors over GF(2), spans of them, and the parts of an algebra that they make."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from qdesign.analyze.words import Word

_WRITTEN: Final = 12
"""Powers of two up to here are written as their number."""
_SMALL: Final = {
    "so(3)": "su(2)",
    "so(4)": "so(4) ≅ su(2) ⊕ su(2)",
    "so(5)": "so(5) ≅ sp(2)",
    "so(6)": "so(6) ≅ su(4)",
}
"""Orthogonal algebras that have another name, too."""


class Space:
    """A span over GF(2) of vectors that are whole numbers, with coordinates on demand."""

    def __init__(self, vectors: Iterable[int] = ()) -> None:
        self.rows: dict[int, int] = {}
        for vector in vectors:
            self.add(vector)

    def __len__(self) -> int:
        return len(self.rows)

    def reduced(self, vector: int) -> int:
        """What is left of a vector; 0 where the space has it."""
        rest = vector
        while rest:
            top = rest.bit_length() - 1
            if top in self.rows:
                vector ^= self.rows[top]
                rest ^= self.rows[top]
            rest &= (1 << top) - 1
        return vector

    def add(self, vector: int) -> bool:
        """Is it new? Then the space is larger from now on."""
        vector = self.reduced(vector)
        if not vector:
            return False
        top = vector.bit_length() - 1
        self.rows[top] = vector
        return True


def product(a: int, b: int, n: int) -> int:
    """1 where two words do not commute."""
    mask = (1 << n) - 1
    return ((a & mask & b >> n).bit_count() + (b & mask & a >> n).bit_count()) & 1


class Clashes:
    """Which of some words do not commute with another one, as bits of a whole number."""

    def __init__(self, vectors: Iterable[int], num_qubits: int) -> None:
        self._columns: list[int] = [0] * (2 * num_qubits)
        self._next = 1
        for vector in vectors:
            self.add(vector)

    def add(self, vector: int) -> None:
        """One word more, the last one."""
        half = len(self._columns) // 2
        for place in ones(vector):  # X of one meets Z of the other
            self._columns[place - half] |= self._next
        self._next <<= 1

    def of(self, vector: int) -> int:
        """Bit k where the k-th word and this one do not commute."""
        total = 0
        for place in ones(vector):
            total ^= self._columns[place]
        return total


def ones(number: int) -> Iterator[int]:
    """The places of its bits, the lowest first."""
    while number:
        lowest = number & -number
        number ^= lowest
        yield lowest.bit_length() - 1


@dataclass(frozen=True, slots=True)
class Ideal:
    """What one connected part of the generators gives: a simple algebra, so and so often.

    Attributes:
        generators: of the part, independent over GF(2).
        kind: `u(1)` of one word, `rotation` so(m), else `form`: all words of a quadratic form, or
            `full`: all words that do not commute with everything here.
        dimension: of all copies together.
        copies: how many.
        name: of one copy.
    """

    generators: tuple[Word, ...]
    kind: str
    dimension: int
    copies: int
    name: str
    _member: Callable[[int], bool] = field(repr=False, compare=False)
    num_diagonal: int = 0
    "Words of I and Z alone that it has."

    def has(self, word: Word, num_qubits: int) -> bool:
        """Is the word in the algebra?"""
        return self._member(word.x | word.z << num_qubits)


def rotations(
    generators: tuple[Word, ...], m: int, twists: int, member: Callable[[int], bool], diagonal: int
) -> Ideal:
    """Copies of so(m): each of its words stands there 2^twists times."""
    size, copies, name = m * (m - 1) // 2 << twists, 1 << twists, f"so({m})"
    if m == 3 and twists:  # so(4) is two copies of su(2)
        name, copies = "so(4)", copies // 2
    named = _SMALL.get(name, name)
    return Ideal(generators, "rotation", size, copies, named, member, diagonal)


def name_of(ideals: Sequence[Ideal]) -> str:
    """The algebra in words, such as `so(8) ⊕ u(1)^2`."""
    counts: dict[str, int] = {}
    for ideal in ideals:
        counts[ideal.name] = counts.get(ideal.name, 0) + ideal.copies
    return _named(counts)


def name_of_parts(names: Iterable[str]) -> str:
    """The sum of some algebras in words.

    Example:
        >>> name_of_parts(["su(3)", "su(2)", "su(2)", "u(1)"])
        'su(3) ⊕ su(2) ⊕ su(2) ⊕ u(1)'
    """
    return _named(Counter(names))


def _named(counts: Mapping[str, int]) -> str:
    if list(counts.items()) == [("so(4) ≅ su(2) ⊕ su(2)", 1)]:
        return "so(4) ≅ su(2) ⊕ su(2)"
    parts: list[str] = []
    ordered = sorted(counts.items(), key=lambda item: item[0] == "u(1)")
    for name, count in ordered:
        short = name if len(ordered) == 1 and count == 1 else name.partition(" ")[0]
        parts.append(short if count == 1 else _power(short, count))
    return " ⊕ ".join(parts) if parts else "0"


def power_of_two(exponent: int) -> str:
    """2^exponent, as its number where that is short."""
    return str(1 << exponent) if exponent <= _WRITTEN else f"2^{exponent}"


def _power(name: str, count: int) -> str:
    if count == 2:
        return f"{name} ⊕ {name}"
    return f"{name}^{count}" if name == "u(1)" else f"{name}^(⊕{count:,})"
