"""Lie algebras that sums of Pauli words generate, by linear algebra modulo primes.

A vector of the algebra has a coefficient for each word that can be met. Ranks modulo a prime are
never too large, and are too small for few primes only, so the largest of two is taken.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import numpy as np
from numpy.typing import NDArray

from qdesign.analyze.words import Bits, Word, odd, packed

Real = NDArray[np.float64]
Places = NDArray[np.int64]
Move = Callable[[Word], Word]

PRIMES: Final = (1_048_573, 1_048_571)
"""Below 2^20, so that sums of 2^13 products are exact in float64."""
MOST_WORDS: Final = 20_000
_MAX_ENTRIES: Final = 20_000_000
_BATCH: Final = 64

Sum = Mapping[Word, Fraction]
"""Coefficients by word of sign +1."""


@dataclass(frozen=True, slots=True)
class Closed:
    """What sums generate.

    Attributes:
        dimension: how large it is, or how large it was when it was given up.
        center: the dimension of what commutes with all; None where it was given up.
        rank: how many independent commuting ones it has at most; None where it was given up.
        whole: was the closure reached?
        words: how many words are met.
    """

    dimension: int
    center: int | None
    rank: int | None
    whole: bool
    words: int


def closed(
    sums: Sequence[Sum],
    *,
    moves: Sequence[Move] = (),
    most: int,
    seed: int = 0,
    ask: Callable[[], None] = lambda: None,
) -> Closed:
    """The dimension of the algebra of some sums.

    Args:
        sums: each at least one word.
        moves: maps of words, such as by a Clifford gate, that the algebra is closed under.
        most: dimensions at which it is given up.
        seed: for a generic vector, by which the rank is found.
        ask: called often; may raise.
    """
    met = _met(sums, moves, ask)
    if met is None:
        return Closed(len(sums), None, None, False, MOST_WORDS)
    index = _Index(met)
    most = min(most, _MAX_ENTRIES // max(1, len(index)), len(index))
    found = [_modulo(p, sums, moves, index, most, seed, ask) for p in PRIMES]
    return max(found, key=lambda each: each.dimension)


def _met(
    sums: Sequence[Sum], moves: Sequence[Move], ask: Callable[[], None]
) -> dict[Word, int] | None:
    """All words that commutators and moves can make, numbered; None where there are too many."""
    generators = list(dict.fromkeys(word for each in sums for word in each))
    index = {word: k for k, word in enumerate(generators)}
    waiting = list(generators)
    while waiting:
        ask()
        word = waiting.pop()
        made = [Word(word.x ^ g.x, word.z ^ g.z) for g in generators if not word.commutes(g)]
        made += [Word(after.x, after.z) for after in (move(word) for move in moves)]
        for each in made:
            if each not in index:
                index[each] = len(index)
                waiting.append(each)
        if len(index) > MOST_WORDS:
            return None
    return index


class _Span:
    """Rows modulo a prime, in echelon form with ones on pivots that no other row has."""

    def __init__(self, prime: int, width: int) -> None:
        self.prime = prime
        self.rows = np.zeros((0, width))
        self.pivots: list[int] = []

    def __len__(self) -> int:
        return len(self.pivots)

    def add(self, batch: Real) -> Real:
        """What of the batch is new, as rows; they belong to the span from now on."""
        p = self.prime
        if len(self):
            batch = _rest(batch - batch[:, self.pivots] @ self.rows, p)
        new: list[Real] = []
        places: list[int] = []
        for at in range(len(batch)):
            row = batch[at]
            nonzero = np.flatnonzero(row)
            if not len(nonzero):
                continue
            pivot = int(nonzero[0])
            row = _rest(row * pow(int(row[pivot]), -1, p), p)
            others = batch[at + 1 :, pivot].copy()
            batch[at + 1 :] = _rest(batch[at + 1 :] - np.outer(others, row), p)
            for k, earlier in enumerate(new):
                new[k] = _rest(earlier - earlier[pivot] * row, p)
            new.append(row)
            places.append(pivot)
        if not new:
            return np.zeros((0, batch.shape[1]))
        made = np.array(new)
        if len(self):
            self.rows = _rest(self.rows - self.rows[:, places] @ made, p)
        self.rows = np.concatenate([self.rows, made])
        self.pivots += places
        return made


def _rest(numbers: Real, prime: int) -> Real:
    """Whole numbers modulo a prime, about 0; much quicker than `%`."""
    return numbers - np.rint(numbers * (1 / prime)) * prime


def _modulo(
    prime: int,
    sums: Sequence[Sum],
    moves: Sequence[Move],
    index: _Index,
    most: int,
    seed: int,
    ask: Callable[[], None],
) -> Closed:
    brackets = [_bracket(each, index, prime) for each in sums]
    maps = [*brackets, *(_mover(move, index, prime) for move in moves)]
    start = np.zeros((len(sums), len(index)))
    for row, each in zip(start, sums, strict=True):
        for word, value in each.items():
            row[index.places[word]] = value.numerator * pow(value.denominator, -1, prime) % prime
    span = _Span(prime, len(index))
    waiting = list(span.add(start))
    while waiting:
        if len(span) > most:
            return Closed(len(span), None, None, False, len(index))
        batch = np.array(waiting[:_BATCH])
        del waiting[:_BATCH]
        for each in maps:
            ask()
            waiting += list(span.add(each(batch)))
    derived = _Span(prime, len(index))
    for bracket in brackets:
        for at in range(0, len(span), _BATCH):
            ask()
            derived.add(bracket(span.rows[at : at + _BATCH]))
    rank = _rank(span, index, prime, seed, ask)
    return Closed(len(span), len(span) - len(derived), rank, True, len(index))


def _rank(span: _Span, index: _Index, prime: int, seed: int, ask: Callable[[], None]) -> int:
    """How much of the algebra commutes with a generic one of its vectors."""
    rng = np.random.default_rng(seed)
    generic = _rest(rng.integers(1, prime, len(span)).astype(float) @ span.rows, prime)
    words = list(index.places)
    vector = {words[k]: Fraction(int(generic[k])) for k in np.flatnonzero(generic).tolist()}
    bracket = _bracket(vector, index, prime)
    image = _Span(prime, len(index))
    for at in range(0, len(span), _BATCH):
        ask()
        image.add(bracket(span.rows[at : at + _BATCH]))
    return len(span) - len(image)


def _bracket(each: Sum, index: _Index, prime: int) -> Callable[[Real], Real]:
    """Half the commutators of rows with a sum, where iP stands for the word P."""
    parts: list[tuple[float, Places, Places, Real]] = []
    for word, value in each.items():
        factor = value.numerator * pow(value.denominator, -1, prime) % prime
        parts.append((float(factor), *index.products(word)))

    def apply(batch: Real) -> Real:
        total = np.zeros_like(batch)
        for factor, sources, targets, signs in parts:
            total[:, targets] += factor * signs * batch[:, sources]
        return _rest(total, prime)

    return apply


class _Index:
    """Words with numbers, and what a word makes of each of them."""

    def __init__(self, places: Mapping[Word, int]) -> None:
        self.places = places
        width = max((word.x | word.z).bit_length() for word in places)
        self.x = packed((word.x for word in places), width)
        self.z = packed((word.z for word in places), width)
        self.width = width

    def __len__(self) -> int:
        return len(self.places)

    def products(self, word: Word) -> tuple[Places, Places, Real]:
        """The words that do not commute with one, what it makes of them, and the signs."""
        gx, gz = packed([word.x], self.width)[0], packed([word.z], self.width)[0]
        sources = np.flatnonzero(odd(self.x & gz) ^ odd(self.z & gx))
        x, z = self.x[sources] ^ gx, self.z[sources] ^ gz
        power = np.full(len(sources), (word.x & word.z).bit_count())
        power += np.bitwise_count(self.x & self.z).sum(axis=1, dtype=np.int64)[sources]
        power += 2 * odd(self.x[sources] & gz) - np.bitwise_count(x & z).sum(axis=1, dtype=np.int64)
        both = np.concatenate([self.x, x]), np.concatenate([self.z, z])
        _, first, places = _keyed(*both)
        targets = first[places[len(self.x) :]]
        known = targets < len(self.x)
        signs = np.where(power % 4 == 1, -1.0, 1.0)
        return sources[known], targets[known], signs[known]


def _keyed(x: Bits, z: Bits) -> tuple[Bits, Places, Places]:
    both = np.concatenate([x, z], axis=1)
    if both.shape[1] == 2 and not (both >> np.uint64(32)).any():
        keys = both[:, 0] | both[:, 1] << np.uint64(32)
        kept, first, places = np.unique(keys, return_index=True, return_inverse=True)
    else:
        kept, first, places = np.unique(both, axis=0, return_index=True, return_inverse=True)
    return kept, first, places.reshape(-1)


def _mover(move: Move, index: _Index, prime: int) -> Callable[[Real], Real]:
    moved = [move(word) for word in index.places]
    targets = np.array([index.places[Word(word.x, word.z)] for word in moved], int)
    signs = np.array([float(word.sign) for word in moved])

    def apply(batch: Real) -> Real:
        total = np.zeros_like(batch)
        total[:, targets] = signs * batch
        return total

    return apply
