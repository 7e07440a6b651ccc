"""Pairs of Pauli strings that are carried back through a circuit: (P, Q) stands for E⟨P⟩⟨Q⟩.

A Clifford gate moves each. A rotation by an angle that is even over a turn leaves what commutes
with it in both copies, drops what does in one, and halves the rest: (P, Q) → ((P, Q) + (P', Q'))/2.
A wave stands beside a pair as cos(mφ) or sin(mφ). Weights are whole numbers over a power of 2.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any, Final, final

import numpy as np
from numpy.typing import NDArray

from qdesign.gates import matrix, pauli_matrix

Keys = NDArray[np.int64]
Bits = NDArray[np.bool_]
Weights = NDArray[Any]
"""Whole numbers (int64, or Python's own where these are too small) or float64."""

MOST_BITS: Final = 62
_LARGE: Final = 1 << 40
"""Weights from here on are Python's own: 2^20 sums of their doubles fit below."""
_HOPED: Final = 2_000
"""Pairs up to which a fraction is looked for, however few have one."""
_LOST: Final = 0.9
"""Of all pairs: where more have none, there is hardly one at the end."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A sum of averages: its value, and the fraction that it is where that is known."""

    value: float
    fraction: Fraction | None


@dataclass(frozen=True, slots=True)
class Turn:
    """exp(-iθ/2 P) with P as masks, by an angle of one kind.

    Attributes:
        x, z: bit q for X or Z on qubit q.
        wave: which shared parameter it goes by; None where it is averaged by itself, or fixed.
        times: how often it goes round while that does once.
        angle: radians where it is fixed, and the multiple of π/4 that they are, if they are.
    """

    x: int
    z: int
    wave: int | None = None
    times: int = 0
    angle: float | None = None
    eighths: int | None = None


@dataclass(frozen=True, slots=True)
class Wave:
    """A shared parameter φ, even over [0, 2π × `range`); cos(mφ) and sin(mφ) stand for m ≤ most."""

    range: Fraction
    most: int

    @property
    def width(self) -> int:
        """Bits that say which cos or sin it is."""
        return (2 * self.most + 1).bit_length()

    def mean(self, m: int) -> tuple[float, bool]:
        """The average of cos(mφ), or of sin(-mφ) where m is negative; is it 0 or 1?"""
        turns = abs(m) * self.range
        round_ = 2 * math.pi * float(turns)
        if not m:
            return 1.0, True
        if m > 0:
            return (
                (0.0, True) if (2 * turns).denominator == 1 else (math.sin(round_) / round_, False)
            )
        return (0.0, True) if turns.denominator == 1 else ((1 - math.cos(round_)) / round_, False)


@final
class Pairs:
    """Pairs of Pauli strings with weights.

    A key has x and z of the first string in its lowest 2n bits, those of the second in the next, a
    mark, and the waves. A pair is as good as the other way round. While all is exact, weights are
    whole numbers over 2^`shift`; a pair whose weight is no fraction is marked, and has the weight
    1: all that is known is that it may be there.
    """

    def __init__(
        self, num_qubits: int, strings: Iterable[tuple[int, int]], waves: Sequence[Wave],
        places: Sequence[int], *, is_exact: bool,
    ) -> None:  # fmt: skip
        self.n: Final = num_qubits
        self.waves: Final = waves
        self.places: Final = places
        self.is_exact: Final = is_exact
        self.mark: Final = np.int64(1 << 4 * num_qubits)
        self.shift = 0
        words = [x | z << num_qubits for x, z in strings]
        self.keys: Keys = np.array([w | w << 2 * num_qubits for w in words], dtype=np.int64)
        self.weights: Weights = np.ones(len(words), dtype=np.int64 if is_exact else np.float64)

    @property
    def is_lost(self) -> bool:
        """Are so many pairs marked that no fraction is left to hope for?"""
        num = len(self.keys) if self.is_exact else 0
        return num > _HOPED and int(self._marked(self.keys).sum()) > _LOST * num

    def total(self) -> Moment | None:
        """What all give in |0…0⟩; None where a fraction was looked for and there is none."""
        flips = np.int64(((1 << self.n) - 1) * (1 | 1 << 2 * self.n))
        seen = (self.keys & flips) == 0
        if not self.is_exact:
            return Moment(float(self.weights[seen].sum()), None)
        if self._marked(self.keys[seen]).any():
            return None
        whole = Fraction(sum(map(int, self.weights[seen])), 1 << self.shift)
        return Moment(float(whole), whole)

    def permute(self, gate: str, qubits: tuple[int, ...]) -> None:
        """Carry back through a Clifford gate."""
        images, signs = _images(gate)
        for copy in (0, 1):
            base = 2 * self.n * copy
            bits = [base + q for q in qubits] + [base + self.n + q for q in qubits]
            local = np.zeros(len(self.keys), dtype=np.int64)
            for k, bit in enumerate(bits):
                local |= (self.keys >> bit & 1) << k
            moved = [sum((image >> k & 1) << bit for k, bit in enumerate(bits)) for image in images]
            kept = np.int64(~sum(1 << bit for bit in bits))
            self.keys = (self.keys & kept) | np.array(moved, dtype=np.int64)[local]
            self.weights = self.weights * np.array(signs, dtype=np.int64)[local]

    def average(self, turn: Turn) -> None:
        """Carry back through a rotation whose angle is even over a turn."""
        first, second = self._against(turn, 0), self._against(turn, 1)
        rest, both = ~(first | second), first & second
        keys, weights = self.keys[both], self.weights[both]
        moved, sign = self._turned(keys, turn, 0)
        moved, other = self._turned(moved, turn, 1)
        one, half = self._halved()
        self._merge(
            [self.keys[rest], keys, moved],
            [self.weights[rest] * one, weights * half, weights * (sign * other) * half],
        )

    def fix(self, turn: Turn) -> None:
        """Carry back through a rotation by a fixed angle."""
        assert turn.angle is not None
        if turn.eighths is None or turn.eighths % 2:
            self._fix_between(turn, turn.angle)
            return
        cos, sin = ((1, 0), (0, 1), (-1, 0), (0, -1))[turn.eighths // 2 % 4]
        for copy in (0, 1):
            against = self._against(turn, copy)
            moved, sign = self._turned(self.keys, turn, copy)
            self.keys = np.where(against & (sin != 0), moved, self.keys)
            self.weights = self.weights * np.where(against, cos + sin * sign, 1)

    def _fix_between(self, turn: Turn, angle: float) -> None:
        """By an angle that is no multiple of π/2: of an odd one of π/4 cos² = sin² = 1/2."""
        first, second = self._against(turn, 0), self._against(turn, 1)
        rest = ~(first | second)
        one, half = self._halved()
        keys, weights = [self.keys[rest]], [self.weights[rest] * one]
        cos: float = math.cos(angle)
        sin: float = math.sin(angle)
        if self.is_exact:
            cos, sin = (1 if cos > 0 else -1), (1 if sin > 0 else -1)
        for chosen, copies in (
            (first & ~second, (0,)),
            (second & ~first, (1,)),
            (first & second, (0, 1)),
        ):
            is_known = not self.is_exact or (turn.eighths is not None and len(copies) == 2)
            factor = half if self.is_exact else one
            parts = [(self.keys[chosen], self.weights[chosen] * factor)]
            for copy in copies:
                moved = [(self._turned(at, turn, copy), weight) for at, weight in parts]
                parts = [(at, weight * cos) for at, weight in parts]
                parts += [(at, weight * (sin * sign)) for (at, sign), weight in moved]
            keys += [at if is_known else at | self.mark for at, _ in parts]
            weights += [weight for _, weight in parts]
        self._merge(keys, weights)

    def open(self, wave: int) -> None:
        """Let a wave stand beside each pair: cos(0φ) at first."""
        self.keys = self.keys + np.int64(self.waves[wave].most << self.places[wave])

    def share(self, turn: Turn) -> None:
        """Carry back through a rotation by a multiple of a wave: first one copy, then the other."""
        assert turn.wave is not None
        most, place = self.waves[turn.wave].most, self.places[turn.wave]
        field = np.int64((1 << self.waves[turn.wave].width) - 1)
        for copy in (0, 1):
            against = self._against(turn, copy)
            one, half = self._halved()
            keys, weights = self.keys[against], self.weights[against] * half
            m = (keys >> place & field) - most
            bare = keys & ~(field << place)
            moved, sign = self._turned(bare, turn, copy)
            is_sin, m = m < 0, np.abs(m)
            found_keys, found = [self.keys[~against]], [self.weights[~against] * one]
            # cos jφ and sin jφ times cos mφ or sin mφ, as sums of two waves.
            for step in (turn.times, -turn.times):
                flip = 1 if step == turn.times else -1
                for at, factor, to_sin in (
                    (bare, 1, is_sin),
                    (moved, sign * np.where(is_sin, -flip, flip), ~is_sin),
                ):
                    n = m + step
                    shown = np.where(to_sin, -np.abs(n), np.abs(n))
                    odd = np.where(to_sin, np.sign(n), 1)  # sin(-a) = -sin(a), sin(0) = 0
                    found_keys.append(at | (shown + most) << place)
                    found.append(weights * (factor * odd))
            self._merge(found_keys, found, folds=copy == 1)

    def close(self, wave: int) -> None:
        """Average over a wave."""
        most, place = self.waves[wave].most, self.places[wave]
        field = np.int64((1 << self.waves[wave].width) - 1)
        means = [self.waves[wave].mean(m) for m in range(-most, most + 1)]
        at = self.keys >> place & field
        values = np.array([value for value, _ in means])[at]
        known = np.array([is_known for _, is_known in means])[at]
        keys = self.keys & ~(field << place)
        if not self.is_exact:
            self._merge([keys], [self.weights * values])
            return
        kept = values != 0
        self._merge([np.where(known, keys, keys | self.mark)[kept]], [self.weights[kept]])

    def _halved(self) -> tuple[float, float]:
        """What 1 and 1/2 are written as from here on."""
        if not self.is_exact:
            return 1.0, 0.5
        self.shift += 1
        return 2, 1

    def _marked(self, keys: Keys) -> Bits:
        return (keys & self.mark) != 0

    def _against(self, turn: Turn, copy: int) -> Bits:
        """Pairs of which a string anticommutes with the rotation."""
        facing = np.int64((turn.z | turn.x << self.n) << 2 * self.n * copy)
        return (np.bitwise_count(self.keys & facing) & 1).astype(bool)

    def _turned(self, keys: Keys, turn: Turn, copy: int) -> tuple[Keys, Keys]:
        """The string iGP of a string P that anticommutes with the generator G, and its sign."""
        base, ones = 2 * self.n * copy, np.int64((1 << self.n) - 1)
        x, z = keys >> base & ones, keys >> base + self.n & ones
        new_x, new_z = x ^ turn.x, z ^ turn.z
        # A string is i^(number of Y) X^x Z^z.
        power = 1 + (turn.x & turn.z).bit_count() + np.bitwise_count(x & z).astype(np.int64)
        power += 2 * np.bitwise_count(x & turn.z).astype(np.int64)
        power -= np.bitwise_count(new_x & new_z).astype(np.int64)
        return keys ^ np.int64((turn.x | turn.z << self.n) << base), 1 - (power & 3)

    def _merge(
        self, keys: Sequence[Keys], weights: Sequence[Weights], *, folds: bool = True
    ) -> None:
        """Take these pairs, each once; `folds` those that are each other's other way round."""
        whole, sums = np.concatenate(keys), np.concatenate(weights)
        if not len(whole):
            self.keys, self.weights = whole, sums
            return
        if folds:
            ones = np.int64((1 << 2 * self.n) - 1)
            first, second = whole & ones, whole >> 2 * self.n & ones
            whole = (whole & ~(ones | ones << 2 * self.n)) | np.minimum(first, second)
            whole |= np.maximum(first, second) << 2 * self.n
        order = np.argsort(whole, kind="stable")
        whole, sums = whole[order], sums[order]
        starts = np.flatnonzero(np.concatenate([[True], whole[1:] != whole[:-1]]))
        whole, sums = whole[starts], np.add.reduceat(sums, starts)
        if self.is_exact:
            marked = self._marked(whole)
            sums[marked] = 1
            kept = sums != 0
            whole, sums = whole[kept], self._fitted(sums[kept], marked[kept])
        self.keys, self.weights = whole, sums

    def _fitted(self, sums: Weights, marked: Bits) -> Weights:
        """Weights without a common power of 2, of a kind that the next sums fit into."""
        sure = sums[~marked]
        if not len(sure) or np.abs(sure).max() < _LARGE:
            return sums
        common = int(np.bitwise_or.reduce(sure))
        down = (common & -common).bit_length() - 1
        self.shift -= down
        sums = np.where(marked, 1, sums >> down)
        peak = int(np.abs(sums).max())
        return sums.astype(object if peak >= _LARGE else np.int64)


@lru_cache(maxsize=256)
def _images(gate: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """U† P U for each string on the wires of a Clifford gate: bits and signs.

    A string has bit k for X on wire k, then for Z.
    """
    unitary = matrix(gate)
    size = len(unitary).bit_length() - 1
    strings = [
        pauli_matrix(
            "".join("IXZY"[(b >> k & 1) + 2 * (b >> size + k & 1)] for k in range(size))[::-1]
        )
        for b in range(4**size)
    ]
    images: list[int] = []
    signs: list[int] = []
    for string in strings:
        turned = unitary.conj().T @ string @ unitary
        shares = [float(np.trace(each @ turned).real) for each in strings]
        best = int(np.argmax(np.abs(shares)))
        images.append(best)
        signs.append(1 if shares[best] > 0 else -1)
    return tuple(images), tuple(signs)
