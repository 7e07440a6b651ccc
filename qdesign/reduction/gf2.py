"""Linear algebra modulo 2 on vectors that are the bits of integers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence


def ones(bits: int) -> Iterator[int]:
    """The places of the bits that are set, lowest first."""
    while bits:
        low = bits & -bits
        yield low.bit_length() - 1
        bits ^= low


def combined(bits: int, vectors: Sequence[int]) -> int:
    """The sum of the vectors that the bits choose."""
    total = 0
    for index in ones(bits):
        total ^= vectors[index]
    return total


class Span:
    """What vectors that were added one after the other span.

    Attributes:
        rows: by its highest bit, each independent vector reduced, and the added ones it sums up.
    """

    def __init__(self, vectors: Iterable[int] = ()) -> None:
        self.rows: dict[int, tuple[int, int]] = {}
        self._count = 0
        for vector in vectors:
            self.add(vector)

    def reduced(self, vector: int) -> tuple[int, int]:
        """What is left of a vector, and which of the added ones were taken away from it."""
        rows = self.rows
        used = 0
        while vector:
            row = rows.get(vector.bit_length())
            if row is None:
                break
            vector ^= row[0]
            used ^= row[1]
        return vector, used

    def add(self, vector: int) -> int:
        """Adds a vector; the bits of those that it sums up, its own included, or 0 if it is new."""
        rest, used = self.reduced(vector)
        used ^= 1 << self._count
        self._count += 1
        if not rest:
            return used
        self.rows[rest.bit_length()] = (rest, used)
        return 0
