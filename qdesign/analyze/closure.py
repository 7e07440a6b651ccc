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
from typing import Final

from qdesign.analyze.edges import of_pairs, tree_of
from qdesign.analyze.spaces import Clashes, Ideal, Space, ones, power_of_two, product, rotations
from qdesign.analyze.words import Word
from qdesign.errors import TooLarge

_FEW: Final = 8
_MANY: Final = 300
_MOST_LISTED: Final = 200_000
"""Words that are listed at most; the orbits of the small kind are seen before, nearly always."""


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
    clashes = Clashes(vectors, n)
    left = (1 << len(vectors)) - 1
    found: list[list[int]] = []
    while left:
        near = left & -left
        part: list[int] = []
        place = 0
        while True:
            left ^= near
            part += [vectors[k] for k in ones(near)]
            if place == len(part):
                break
            ask()
            near = left & clashes.of(part[place])
            place += 1
        found.append(part)
    return found


def _ideal(part: Sequence[int], n: int, ask: Callable[[], None]) -> Ideal:
    mask = (1 << n) - 1
    if len(part) == 1:
        only = part[0]
        diagonal = 0 if only & mask else 1
        word = (Word(only & mask, only >> n),)
        return Ideal(word, "u(1)", 1, 1, "u(1)", lambda v: v == only, diagonal)
    tree = tree_of(part, n, ask)
    if tree is not None:
        return of_pairs(tree, n)
    space = Space()
    basis = [vector for vector in part if space.add(vector)]
    ask()
    kernel = _radical(basis, n, ask)
    radical = Space(kernel)
    generators = tuple(Word(v & mask, v >> n) for v in basis)
    rank = len(basis) - len(radical)
    if not _is_large(basis, n, ask):
        most = math.comb(rank + 2, 2)
        if most > _MOST_LISTED:
            raise TooLarge(
                f"A Lie algebra of {len(part):,} generators is not told apart. Take fewer qubits."
            )
        orbit = _orbit(part, basis, radical, n, ask, most=most)
        if orbit is not None:
            return _rotations(generators, *orbit, radical, n)
    form = _Form(basis, n)
    consistent = all(form(vector) == 1 for vector in part)

    def member(vector: int) -> bool:
        if space.reduced(vector) or not radical.reduced(vector):
            return False
        return not consistent or form(vector) == 1

    diagonal = _diagonal(space, radical, form if consistent else None, n)
    half, copies = rank // 2, 1 << len(radical)
    if not consistent:
        size, name = (4**half - 1) * copies, f"su({power_of_two(half)})"
        return Ideal(generators, "full", size, copies, name, member, diagonal)
    if any(form(vector) for vector in kernel):
        copies //= 2
        size, name = (4**half - 1) * copies, f"su({power_of_two(half)})"
        return Ideal(generators, "form", size, copies, name, member, diagonal)
    # Of 4^half values of the form, 2^(half - 1) (2^half ± 1) are 1: so by its Arf invariant.
    if _arf(basis, radical, form, n):
        size, name = 2 ** (half - 1) * (2**half + 1) * copies, f"sp({power_of_two(half - 1)})"
    else:
        size, name = 2 ** (half - 1) * (2**half - 1) * copies, f"so({power_of_two(half)})"
    return Ideal(generators, "form", size, copies, name, member, diagonal)


def _is_large(basis: Sequence[int], n: int, ask: Callable[[], None]) -> bool:
    """Do some of the generators already make more words than so(m) has?"""
    size = _FEW
    while size < min(len(basis), _MANY):
        some = basis[:size]
        radical = Space(_radical(some, n, ask))
        most = math.comb(size - len(radical) + 2, 2)
        if _orbit(some, some, radical, n, ask, most=most) is None:
            return True
        size *= 2
    return False


def _radical(basis: Sequence[int], n: int, ask: Callable[[], None]) -> list[int]:
    """A basis of what commutes with the whole space, within it."""
    clashes = Clashes(basis, n)
    echelon: dict[int, tuple[int, int]] = {}  # (products with the basis, the vector)
    found: list[int] = []
    for vector in basis:
        ask()
        products = clashes.of(vector)
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
        all_clashes = Clashes(moves, n)
        clashes = [all_clashes.of(move) for move in moves]
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
    m = (1 + math.isqrt(1 + 8 * len(section))) // 2
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
    return rotations(generators, m, len(steps), member, diagonal)


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
            value ^= of_row ^ product(vector, row, self.n)
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
        at = next((k for k, v in enumerate(vectors) if product(first, v, n)), None)
        if at is None:
            continue
        second = vectors.pop(at)
        total ^= form(first) & form(second)
        for k, v in enumerate(vectors):
            moved = v
            if product(v, second, n):
                moved ^= first
            if product(v, first, n):
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
