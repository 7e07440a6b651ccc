"""Parities whose third-order phases add up to something → fewer parities with the same sum.

A set of parities A_j of weight one has the cubic coefficients Σ_j A_jα A_jβ A_jγ modulo 2. Adding z
to the columns that y chooses (and z once more where y is odd) keeps them where every Σ_j y_j A_jα
A_jβ is that of zwᵀ + wzᵀ + c zzᵀ for some w and c.

Sources: Heyfron and Campbell, arXiv:1712.01557 (TODD); Vandaele, arXiv:2407.08695 (one elimination
for all z). The hashed test of many z at once is ours.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from qdesign.reduction.gf2 import Span, combined, ones

Words = NDArray[np.uint64]

_SPARE_BITS: Final = 16
_CHUNK_WORDS: Final = 1 << 17
_MOST_SUMS: Final = 24
_MOST_STARTS: Final = 16
_WORK: Final = 1_200_000


def reduce_phases(
    columns: Sequence[int],
    rng: np.random.Generator,
    stop: Callable[[], bool],
    *,
    effort: int = 0,
) -> list[int]:
    """Parities with the same cubic coefficients, as few as the search finds.

    Args:
        columns: one bit mask for each parity of weight 1.
        rng: for the order in which moves are tried.
        stop: asked now and then; the best so far is returned.
        effort: how many times `num_starts` further descents there are, with moves at random: which
            minimum a descent ends in is up to its first moves.
    """
    start, back = _compressed(odd(columns))
    best = _descended(start, rng, stop, at_random=False)
    for _ in range(effort * num_starts(start)):
        if stop() or not best:
            break
        other = _descended(start, rng, stop, at_random=True)
        if len(other) < len(best):
            best = other
    return [combined(column, back) for column in best]


def num_starts(columns: Sequence[int]) -> int:
    """How often descents of columns are tried by habit: fewer times where one takes long."""
    width = max((column.bit_length() for column in columns), default=1)
    return max(1, min(_MOST_STARTS, _WORK // (width * len(columns) ** 2 + 1)))


def odd(columns: Sequence[int]) -> list[int]:
    """Columns that occur an odd number of times, without zero."""
    seen: dict[int, None] = {}
    for column in columns:
        if column in seen:
            del seen[column]
        elif column:
            seen[column] = None
    return list(seen)


def _compressed(columns: list[int]) -> tuple[list[int], list[int]]:
    """Columns over as many bits as are independent, and what each of these bits stands for."""
    span, back = Span(), list[int]()
    found: list[int] = []
    for column in columns:
        rest, used = span.reduced(column)
        if rest:
            span.add(column)
            used = 1 << len(back)
            back.append(column)
        found.append(used)
    return found, back


def _descended(
    columns: list[int],
    rng: np.random.Generator,
    stop: Callable[[], bool],
    *,
    at_random: bool,
) -> list[int]:
    """Columns after moves that lower their number, until none does."""
    while columns and not stop():
        moves = _Moves(columns, rng)
        better = (moves.any_for_all() if at_random else moves.for_all()) or moves.for_some(stop)
        if better is None:
            break
        columns = better
    return columns


class _Moves:
    """The moves of one set of columns."""

    def __init__(self, columns: list[int], rng: np.random.Generator) -> None:
        self.columns = columns
        self.rng = rng
        self.width = max(column.bit_length() for column in columns)
        self.pairs = _pairs(columns)
        self.place = {column: j for j, column in enumerate(columns)}
        self.span = Span()
        added = (self.span.add(_squares(column, self.width)) for column in columns)
        self.free = [y for y in added if y]

    def for_all(self) -> list[int] | None:
        """The best move of a y that goes with every z."""
        best, chosen = 0, (0, 0)
        for y in self._sums(self.free):
            gains = self._gains(y)
            if not gains:
                continue
            z = max(gains, key=gains.__getitem__)
            if gains[z] > best:
                best, chosen = gains[z], (y, z)
        return self._moved(*chosen) if best else None

    def any_for_all(self) -> list[int] | None:
        """A move, chosen at random, of a y that goes with every z and lowers the number."""
        choices = self._sums(self.free)
        for k in self.rng.permutation(len(choices)):
            y = choices[int(k)]
            lower = [z for z, gain in self._gains(y).items() if gain > 0]
            if lower:
                return self._moved(y, lower[int(self.rng.integers(len(lower)))])
        return None

    def for_some(self, stop: Callable[[], bool]) -> list[int] | None:
        """The best move of a y that goes with some z, among the first z that have one."""
        zs = list(self.pairs)
        self.rng.shuffle(zs)
        zs.sort(key=lambda z: -len(self.pairs[z]))
        hashes = _Hashes(self.span, self.width, self.rng)
        size = max(1, _CHUNK_WORDS // (self.width * hashes.words))
        for start in range(0, len(zs), size):
            if stop():
                return None
            best, chosen = 0, (0, 0)
            part = zs[start : start + size]
            for k in np.nonzero(hashes.are_special(part))[0]:
                z = part[int(k)]
                own = [y for y in map(self._solved, hashes.solutions(z)) if y]
                for y in self._sums(own, self.free):
                    gain = self._gain(y, z)
                    if gain > best:
                        best, chosen = gain, (y, z)
            if best:
                return self._moved(*chosen)
        return None

    def _solved(self, vector: int) -> int:
        """The y whose products are a vector; 0 where there is none."""
        rest, used = self.span.reduced(vector)
        return 0 if rest else used

    def _sums(self, own: Sequence[int], others: Sequence[int] = ()) -> list[int]:
        """Choices and sums of them, each with one of `own`."""
        found = list(own)
        if len(own) <= _MOST_SUMS:
            found += [a ^ b for k, a in enumerate(own) for b in own[:k]]
        every = [*own, *others]
        if len(every) > 1:
            for a in own:
                for _ in range(2):
                    total = a
                    for k in self.rng.integers(0, 2, len(every)).nonzero()[0]:
                        total ^= every[int(k)]
                    found.append(total)
            if len(others) <= _MOST_SUMS:
                found += [a ^ b for a in own for b in others]
        return [y for y in found if y]

    def _gains(self, y: int) -> dict[int, int]:
        """How many columns less each z gives that makes some meet, for a y that goes with all."""
        columns = self.columns
        inside = [columns[j] for j in ones(y)]
        outside = [column for j, column in enumerate(columns) if not y >> j & 1]
        is_odd = len(inside) & 1
        gains: dict[int, int] = {}
        for a in inside:
            for b in outside:
                z = a ^ b
                gains[z] = gains.get(z, -is_odd) + 2
        for a in inside:
            gains[a] = gains.get(a, -is_odd) + 1
        if is_odd:
            for b in outside:
                gains[b] = gains.get(b, -1) + 2
        return gains

    def _gain(self, y: int, z: int) -> int:
        is_odd = y.bit_count() & 1
        gain = -is_odd + 2 * sum(1 for a, b in self.pairs.get(z, ()) if (y >> a ^ y >> b) & 1)
        place = self.place.get(z)
        if place is not None:
            gain += 1 if y >> place & 1 else 2 * is_odd
        return gain

    def _moved(self, y: int, z: int) -> list[int]:
        moved = [c ^ z if y >> j & 1 else c for j, c in enumerate(self.columns)]
        return odd([*moved, z] if y.bit_count() & 1 else moved)


def _pairs(columns: Sequence[int]) -> dict[int, list[tuple[int, int]]]:
    """The z that make columns meet or vanish, with the pairs that meet."""
    pairs: dict[int, list[tuple[int, int]]] = {column: [] for column in columns}
    for a, first in enumerate(columns):
        for b in range(a):
            pairs.setdefault(first ^ columns[b], []).append((a, b))
    return pairs


def _squares(bits: int, width: int) -> int:
    """All products of two bits and the bits themselves, as one number: i, j at i·width + j - i."""
    total = 0
    for index in ones(bits):
        total |= (bits >> index) << (index * width)
    return total


class _Hashes:
    """Random words for all products of two bits that vanish on what a basis spans.

    Products that belong to z and lie in the span are found among words, most z at once.

    Attributes:
        words: 64-bit words of each.
    """

    def __init__(self, span: Span, width: int, rng: np.random.Generator) -> None:
        self.width = width
        self.words = (width + _SPARE_BITS + 63) // 64
        nbytes = 8 * self.words
        raw = rng.bytes(nbytes * width * width)
        flat = [int.from_bytes(raw[k : k + nbytes], "little") for k in range(0, len(raw), nbytes)]
        for top in sorted(span.rows):
            flat[top - 1] = combined(span.rows[top][0] ^ 1 << (top - 1), flat)
        self.products = [[0] * width for _ in range(width)]
        for i in range(width):
            for j in range(i, width):
                self.products[i][j] = self.products[j][i] = flat[i * width + j - i]
        table = b"".join(v.to_bytes(nbytes, "little") for row in self.products for v in row)
        self.table: Words = np.frombuffer(table, dtype=np.uint64).reshape(width, width, self.words)

    def are_special(self, zs: Sequence[int]) -> NDArray[np.bool_]:
        """Has z products in the span? bool, shape (len(zs),)."""
        width = self.width
        chosen = np.array([[z >> i & 1 for i in range(width)] for z in zs], dtype=bool)
        rows: Words = np.zeros((len(zs), width, self.words), dtype=np.uint64)
        square: Words = np.zeros((len(zs), self.words), dtype=np.uint64)
        for i in range(width):
            here = chosen[:, i]
            square[here] ^= rows[here, i] ^ self.table[i, i]
            step = self.table[i].copy()
            step[i] = 0
            rows[here] ^= step
        pivots = chosen.argmax(axis=1)
        rows[np.arange(len(zs)), pivots] = square
        return _are_dependent(rows)

    def solutions(self, z: int) -> list[int]:
        """Products zwᵀ + wzᵀ + c zzᵀ that are likely to be in the span."""
        width = self.width
        inside = list(ones(z))
        span = Span()
        vectors = [_squares(z, width)]
        hashed = [0]
        for k, i in enumerate(inside):
            for j in inside[k:]:
                hashed[0] ^= self.products[i][j]
        for j in range(width):
            if j == inside[0]:
                continue
            vector = value = 0
            for i in inside:
                if i != j:
                    value ^= self.products[i][j]
                    vector |= 1 << (min(i, j) * width + abs(i - j))
            vectors.append(vector)
            hashed.append(value)
        return [combined(used, vectors) for used in map(span.add, hashed) if used]


def _are_dependent(rows: Words) -> NDArray[np.bool_]:
    """Are the rows of each matrix dependent? They are eliminated in place."""
    count, height, words = rows.shape
    found = np.zeros(count, dtype=bool)
    for j in range(height):
        row = rows[:, j]
        pivot = np.zeros_like(row)
        is_open = np.ones(count, dtype=bool)
        for word in range(words):
            value = row[:, word]
            pivot[:, word] = np.where(is_open, value & (~value + np.uint64(1)), 0)
            is_open &= value == 0
        found |= is_open
        below = rows[:, j + 1 :]
        has = ((below & pivot[:, None]) != 0).any(axis=2)
        below ^= np.where(has[:, :, None], row[:, None], np.uint64(0))
    return found
