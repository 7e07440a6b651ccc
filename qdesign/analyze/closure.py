"""Lie algebras that Pauli words generate, in closed form: no list of their words is made.

A commutator of two words is their product where they do not commute. So the words of the algebra
are an orbit of transvections v → v + ⟨v, g⟩ g over GF(2), for each connected part of the graph of
generators that do not commute, and such orbits are known.

Source: Janssen, "Skew-symmetric vanishing lattices and their monodromy groups", Math. Ann. 266
(1983); Aguilar et al., "Full classification of Pauli Lie algebras", arXiv:2408.00081.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from qdesign.analyze.words import Word, odd, packed

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


def ideals_of(
    words: Iterable[Word], num_qubits: int, *, ask: Callable[[], None] = lambda: None
) -> tuple[Ideal, ...]:
    """The algebra that words generate, part by part; the identity is left out.

    Example:
        >>> words = [Word(0, 0b11), Word(0b01, 0), Word(0b10, 0)]
        >>> [(part.name, part.dimension) for part in ideals_of(words, 2)]
        [('so(4) ≅ su(2) ⊕ su(2)', 6)]
    """
    vectors = list(dict.fromkeys(w.x | w.z << num_qubits for w in words if w.x or w.z))
    return tuple(_ideal(part, num_qubits, ask) for part in _parts(vectors, num_qubits, ask))


def _parts(vectors: Sequence[int], n: int, ask: Callable[[], None]) -> list[list[int]]:
    """Connected parts of the graph of what does not commute, each in an order of neighbors."""
    mask = (1 << n) - 1
    x, z = packed((v & mask for v in vectors), n), packed((v >> n for v in vectors), n)
    left = np.ones(len(vectors), dtype=bool)
    found: list[list[int]] = []
    for start in range(len(vectors)):
        if not left[start]:
            continue
        left[start] = False
        part, place = [start], 0
        while place < len(part):
            ask()
            at = part[place]
            near = np.flatnonzero(left & (odd(x & z[at]) ^ odd(z & x[at])))
            left[near] = False
            part += near.tolist()
            place += 1
        found.append([vectors[k] for k in part])
    return found


def _product(a: int, b: int, n: int) -> int:
    """1 where two words do not commute."""
    mask = (1 << n) - 1
    return ((a & mask & b >> n).bit_count() + (b & mask & a >> n).bit_count()) & 1


def _ideal(part: Sequence[int], n: int, ask: Callable[[], None]) -> Ideal:
    mask = (1 << n) - 1
    if len(part) == 1:
        only = part[0]
        diagonal = 0 if only & mask else 1
        word = (Word(only & mask, only >> n),)
        return Ideal(word, "u(1)", 1, 1, "u(1)", lambda v: v == only, diagonal)
    space = Space()
    basis = [vector for vector in part if space.add(vector)]
    ask()
    kernel = _radical(basis, n, ask)
    radical = Space(kernel)
    generators = tuple(Word(v & mask, v >> n) for v in basis)
    rank = len(basis) - len(radical)
    orbit = _orbit(part, basis, radical, n, ask, most=math.comb(rank + 2, 2))
    if orbit is not None:
        section, steps = orbit
        return _rotations(generators, section, steps, radical, n)
    form = _Form(basis, n)
    consistent = all(form(vector) == 1 for vector in part)

    def member(vector: int) -> bool:
        if space.reduced(vector) or not radical.reduced(vector):
            return False
        return not consistent or form(vector) == 1

    diagonal = _diagonal(space, radical, form if consistent else None, n)
    half, copies = rank // 2, 1 << len(radical)
    if not consistent:
        size, name = (4**half - 1) * copies, f"su({_power_of_two(half)})"
        return Ideal(generators, "full", size, copies, name, member, diagonal)
    if any(form(vector) for vector in kernel):
        copies //= 2
        size, name = (4**half - 1) * copies, f"su({_power_of_two(half)})"
        return Ideal(generators, "form", size, copies, name, member, diagonal)
    # Of 4^half values of the form, 2^(half - 1) (2^half ± 1) are 1: so by its Arf invariant.
    if _arf(basis, radical, form, n):
        size, name = 2 ** (half - 1) * (2**half + 1) * copies, f"sp({_power_of_two(half - 1)})"
    else:
        size, name = 2 ** (half - 1) * (2**half - 1) * copies, f"so({_power_of_two(half)})"
    return Ideal(generators, "form", size, copies, name, member, diagonal)


def _radical(basis: Sequence[int], n: int, ask: Callable[[], None]) -> list[int]:
    """A basis of what commutes with the whole space, within it."""
    rows: list[tuple[int, int]] = []  # (products with the basis, the vector)
    for vector in basis:
        ask()
        rows.append((sum(_product(vector, b, n) << k for k, b in enumerate(basis)), vector))
    echelon: dict[int, tuple[int, int]] = {}
    found: list[int] = []
    for products, vector in rows:
        while products and products.bit_length() - 1 in echelon:
            other = echelon[products.bit_length() - 1]
            products, vector = products ^ other[0], vector ^ other[1]
        if products:
            echelon[products.bit_length() - 1] = (products, vector)
        else:
            found.append(vector)
    return found


def _orbit(
    part: Sequence[int], basis: Sequence[int], radical: Space, n: int, ask: Callable[[], None],
    *, most: int,
) -> tuple[dict[int, int], Space] | None:  # fmt: skip
    """Words by what they are up to what commutes with all, and by what these differ.

    None where there are more than `most`.
    """
    moves = list(basis)
    while True:
        keys = [radical.reduced(move) for move in moves]
        clashes = [sum(_product(a, b, n) << k for k, b in enumerate(moves)) for a in moves]
        section = {keys[0]: moves[0]}
        steps = Space()
        waiting = [(moves[0], keys[0], clashes[0])]
        while waiting:
            ask()
            vector, key, rest = waiting.pop()
            clash = rest
            while rest:
                k = (rest & -rest).bit_length() - 1
                rest &= rest - 1
                after, there = vector ^ moves[k], key ^ keys[k]
                if there not in section:
                    section[there] = after
                    waiting.append((after, there, clash ^ clashes[k]))
                    if len(section) > most:
                        return None
                elif section[there] != after:
                    steps.add(section[there] ^ after)
        # What is in the orbit moves nothing further.
        new = [v for v in part if not _in_section(v, section, steps, radical)]
        if not new:
            return section, steps
        moves.append(new[0])


def _in_section(vector: int, section: Mapping[int, int], steps: Space, radical: Space) -> bool:
    key = radical.reduced(vector)
    return key in section and not steps.reduced(section[key] ^ vector)


def _rotations(
    generators: tuple[Word, ...], section: Mapping[int, int], steps: Space, radical: Space, n: int
) -> Ideal:
    """so(m), which has m(m − 1)/2 words up to what commutes with all."""
    count, copies = len(section), 1 << len(steps)
    m = (1 + math.isqrt(1 + 8 * count)) // 2
    name = f"so({m})"
    if m == 3 and copies > 1:  # so(4) is two copies of su(2)
        name, copies = "so(4)", copies // 2
    mask = (1 << n) - 1

    def member(vector: int) -> bool:
        if all_of.reduced(vector):
            return False
        return _in_section(vector, section, steps, radical)

    all_of = Space(w.x | w.z << n for w in generators)
    # A fiber is a coset of `steps`; of it those words are diagonal that its X-parts leave.
    flips = Space(v & mask for v in steps.rows.values())
    ways = 1 << (len(steps) - len(flips))
    diagonal = sum(ways for v in section.values() if not flips.reduced(v & mask))
    size = count << len(steps)
    return Ideal(generators, "rotation", size, copies, _SMALL.get(name, name), member, diagonal)


class _Form:
    """The quadratic form that is 1 on independent words, q(a + b) = q(a) + q(b) + ⟨a, b⟩."""

    def __init__(self, basis: Sequence[int], n: int) -> None:
        self.n = n
        self.rows: dict[int, tuple[int, int]] = {}
        for vector in basis:
            rest, value = self._reduced(vector, 1)
            self.rows[rest.bit_length() - 1] = (rest, value)

    def _reduced(self, vector: int, value: int) -> tuple[int, int]:
        while vector and vector.bit_length() - 1 in self.rows:
            row, of_row = self.rows[vector.bit_length() - 1]
            value ^= of_row ^ _product(vector, row, self.n)
            vector ^= row
        return vector, value

    def __call__(self, vector: int) -> int:
        """Its value on a vector of the space."""
        return self._reduced(vector, 0)[1]


def _arf(basis: Sequence[int], radical: Space, form: _Form, n: int) -> int:
    """The Arf invariant of the form where what commutes with all is left out."""
    vectors = [radical.reduced(v) for v in basis]
    total = 0
    while vectors:
        first = vectors.pop()
        at = next((k for k, v in enumerate(vectors) if _product(first, v, n)), None)
        if at is None:
            continue
        second = vectors.pop(at)
        total ^= form(first) & form(second)
        for k, v in enumerate(vectors):
            moved = v
            if _product(v, second, n):
                moved ^= first
            if _product(v, first, n):
                moved ^= second
            vectors[k] = moved
    return total


def _diagonal(space: Space, radical: Space, form: _Form | None, n: int) -> int:
    """How many words of I and Z a form's algebra has."""
    found = 0
    for sign, part in ((1, space), (-1, radical)):
        flat = _without_x(part, n)
        if form is None:
            found += sign * (1 << len(flat))
        elif any(form(v) for v in flat):  # on words that commute the form is linear
            found += sign * (1 << len(flat) - 1)
    return found


def _without_x(space: Space, n: int) -> list[int]:
    """A basis of the words of I and Z in a space."""
    mask = (1 << n) - 1
    echelon: dict[int, int] = {}
    found: list[int] = []
    for vector in space.rows.values():
        while vector & mask and (vector & mask).bit_length() - 1 in echelon:
            vector ^= echelon[(vector & mask).bit_length() - 1]
        if vector & mask:
            echelon[(vector & mask).bit_length() - 1] = vector
        else:
            found.append(vector)
    return found


def name_of(ideals: Sequence[Ideal]) -> str:
    """The algebra in words, such as `so(8) ⊕ u(1)^2`."""
    counts: dict[str, int] = {}
    for ideal in ideals:
        counts[ideal.name] = counts.get(ideal.name, 0) + ideal.copies
    if list(counts.items()) == [("so(4) ≅ su(2) ⊕ su(2)", 1)]:
        return "so(4) ≅ su(2) ⊕ su(2)"
    parts: list[str] = []
    ordered = sorted(counts.items(), key=lambda item: item[0] == "u(1)")
    for name, count in ordered:
        short = name if len(ordered) == 1 and count == 1 else name.partition(" ")[0]
        parts.append(short if count == 1 else _power(short, count))
    return " ⊕ ".join(parts) if parts else "0"


def _power_of_two(exponent: int) -> str:
    return str(1 << exponent) if exponent <= _WRITTEN else f"2^{exponent}"


def _power(name: str, count: int) -> str:
    if count == 2:
        return f"{name} ⊕ {name}"
    return f"{name}^{count}" if name == "u(1)" else f"{name}^(⊕{count:,})"
