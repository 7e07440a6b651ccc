"""Diagonal (IQP) circuits: Clifford gates, and rotations that are diagonal in one product basis.

With Clifford gates moved behind them, rotations turn about strings X^w of |0…0⟩. A term's mean is
then one over bits b of (-1)^{x·b} Π exp(-iθ_w (-1)^{w·b}), w over the rotations that anticommute
with the term. Where few bits are fixed, each w has one other bit at most, and the mean over those
is a product of cosines and sines.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final, final

import numpy as np
from numpy.typing import NDArray

from qdesign.circuit import Circuit
from qdesign.errors import TooLarge
from qdesign.pauli import Observable
from qdesign.simulate.engines.protocol import EngineRow, Real, Runner
from qdesign.simulate.engines.words import Word, Words, words_of
from qdesign.simulate.turns import MOST_CONTROLS, MOST_QUBITS

_FEW_BITS: Final = 20
"""Bits that are summed over, at most."""
_MOST_LOOKS: Final = 1 << 24
"""Rotations times terms that are looked at."""
_MOST_SECONDS: Final = 600
_SECONDS_EACH: Final = 3e-8
"""For a rotation at one value of the fixed bits."""
_SECONDS_SUM: Final = 1e-4
"""For a sum, beside that."""
_ROWS: Final = 1 << 12
"""Values of the fixed bits that are looked at together."""
_MOST_MARGINAL: Final = 8

_Masks = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class _Sum:
    """One factor of a mean: rotations that share bits, and the other bits that they have.

    Attributes:
        words: places of the rotations.
        fixed: signs of each fixed bit in each word, as bits, shape (c, t).
        group: the other bit of each word, shape (t,), its number; -1 where there is none.
        odd: bits of x: of the fixed ones, then of the others.
    """

    words: NDArray[np.intp]
    fixed: NDArray[np.int64]
    group: NDArray[np.int64]
    odd: tuple[NDArray[np.int64], NDArray[np.bool_]]

    @property
    def work(self) -> float:
        """Values of the fixed bits times rotations."""
        return 2.0 ** len(self.fixed) * max(1, len(self.words))

    def mean(self, angles: Real) -> tuple[complex, NDArray[np.complex128]]:
        """The factor, and its derivatives by the angles of its rotations."""
        bits, total = len(self.fixed), 0j
        theta = angles[self.words]
        slopes: NDArray[np.complex128] = np.zeros(len(theta), dtype=np.complex128)
        free, count = self.group < 0, len(self.odd[1])
        members = np.zeros((len(theta), count))
        members[np.flatnonzero(~free), self.group[~free]] = 1
        for start in range(0, 1 << bits, _ROWS):
            rows = np.arange(start, min(start + _ROWS, 1 << bits))
            values = rows[:, None] >> np.arange(bits) & 1
            signs = 1.0 - 2 * (values @ self.fixed & 1)
            weights = 1.0 - 2 * (values @ self.odd[0] & 1)
            turned = signs * theta
            alone = weights * np.exp(-1j * turned[:, free].sum(axis=1))
            alpha = turned @ members
            factors = np.where(self.odd[1], -1j * np.sin(alpha), np.cos(alpha))
            rises = np.where(self.odd[1], -1j * np.cos(alpha), -np.sin(alpha))
            one = np.ones((len(rows), 1))
            before = np.cumprod(np.concatenate([one, factors], axis=1), axis=1)
            after = np.cumprod(np.concatenate([one, factors[:, ::-1]], axis=1), axis=1)[:, ::-1]
            found = alone * before[:, -1]
            total += complex(found.sum())
            inner = alone[:, None] * before[:, :-1] * rises * after[:, 1:]
            by_group = np.concatenate([inner, -1j * found[:, None]], axis=1)
            np.add(slopes, (signs * by_group[:, self.group]).sum(axis=0), out=slopes)  # -1: no bit
        scale = 0.5**bits
        return total * scale, np.multiply(slopes, scale, dtype=np.complex128)


@dataclass(frozen=True, slots=True)
class _Mean:
    """A term's mean: a sign or ±i, times a product of sums; no sums for a fixed number."""

    factor: complex
    sums: tuple[_Sum, ...]

    def at(self, angles: Real, slopes: Real, weight: float) -> float:
        """Its value; its derivatives times `weight` are added to `slopes`."""
        found = [each.mean(angles) for each in self.sums]
        whole = self.factor * math.prod((value for value, _ in found), start=1 + 0j)
        for number, each in enumerate(self.sums):
            others = [value for k, (value, _) in enumerate(found) if k != number]
            rest = self.factor * math.prod(others, start=1 + 0j)
            np.add.at(slopes, each.words, weight * (rest * found[number][1]).real)
        return whole.real


@final
class Diagonal(Runner):
    """An energy as sums over few bits of products.

    Source: Bremner, Jozsa and Shepherd, arXiv:1005.1407.
    """

    def __init__(self, circuit: Circuit, observable: Observable | None) -> None:
        self._size = circuit.num_qubits
        self._words = words_of(circuit)
        terms = list(observable.masks()) if observable is not None else []
        self._weights = [weight for *_, weight in terms]
        self._means = _means(self._words, [(x, z) for x, z, _ in terms])
        seconds = _seconds(self._means)
        if seconds > _MOST_SECONDS:
            raise TooLarge(
                f"One energy by these sums would take about {seconds / 60:,.0f} minutes; at most "
                f"{_MOST_SECONDS // 60} are taken. Leave out terms."
            )
        bits = [len(each.fixed) for mean in self._means for each in mean.sums]
        sums = f"{len(bits):,} sums over at most {max(bits, default=0)} bits"
        self.says = f"{len(self._words.strings):,} diagonal rotations, {sums}"

    def expectation(self, values: Real) -> float:
        """Σ coefficient × mean."""
        return self.gradient(values)[0]

    def gradient(self, values: Real) -> tuple[float, Real]:
        """The same with its derivatives, from the derivative of each factor."""
        angles = self._words.angles(values)
        slopes, total = np.zeros(len(angles)), 0.0
        for mean, weight in zip(self._means, self._weights, strict=True):
            total += weight * mean.at(angles, slopes, weight)
        return total, self._words.back(values, slopes)

    def bloch_vectors(self, values: Real) -> Real:
        """(⟨X⟩, ⟨Y⟩, ⟨Z⟩) of each qubit, each a mean."""
        return self._at(self._singles, values).reshape(-1, 3)

    def marginal(self, qubits: Sequence[int], values: Real) -> Real:
        """From the means of all products of Z on them.

        Raises:
            TooLarge: more than 8 qubits, or one of these means takes too many bits.
        """
        if len(qubits) > _MOST_MARGINAL:
            raise TooLarge(
                f"Probabilities of {len(qubits)} qubits were asked for; here are at most "
                f"{_MOST_MARGINAL} at a time. Use engine='mps', which gives more."
            )
        subsets = range(1 << len(qubits))
        masks = [(0, sum(1 << q for k, q in enumerate(qubits) if s >> k & 1)) for s in subsets]
        table = self._at(_means(self._words, masks), values).reshape((2,) * len(qubits))
        for axis in range(len(qubits)):
            plus, minus = np.split(table, 2, axis=axis)
            table = np.concatenate([plus + minus, plus - minus], axis=axis)
        return np.clip(table.reshape(-1) / len(subsets), 0, 1)

    @cached_property
    def _singles(self) -> Sequence[_Mean]:
        letters = ((1, 0), (1, 1), (0, 1))
        return _means(
            self._words, [(x << q, z << q) for q in range(self._size) for x, z in letters]
        )

    def _at(self, means: Sequence[_Mean], values: Real) -> Real:
        angles = self._words.angles(values)
        unused = np.zeros(len(angles))
        return np.array([mean.at(angles, unused, 0.0) for mean in means])


def _seconds(means: Sequence[_Mean]) -> float:
    sums = [each for mean in means for each in mean.sums]
    return sum(each.work for each in sums) * _SECONDS_EACH + len(sums) * _SECONDS_SUM


def _means(words: Words, masks: _Masks) -> list[_Mean]:
    """What the means of some strings are.

    Raises:
        TooLarge: a rotation that one sees is not diagonal, or one takes sums over too many bits.
    """
    if len(masks) * max(1, len(words.strings)) > _MOST_LOOKS:
        raise TooLarge(
            f"{len(masks):,} terms and {len(words.strings):,} rotations are more than are looked "
            "at for diagonal circuits. Leave out terms."
        )
    return [_mean(words, words.moved(mask)) for mask in masks]


def _mean(words: Words, term: Word) -> _Mean:
    x, z, turns = term
    seen: list[int] = []
    for place in range(len(words.strings) - 1, -1, -1):
        wx, wz = words.strings[place]
        against = ((wx & z).bit_count() + (wz & x).bit_count()) & 1
        if wz and any((words.strings[k][0] & wz).bit_count() & 1 for k in seen):
            against = 1
        if against and wz:
            raise TooLarge("Rotations are not diagonal in one basis from a product state.")
        if against:
            seen.append(place)
    # ⟨0|X^x Z^z = (-1)^{x·z} ⟨x|, and i^turns of the string beside.
    factor = 1j ** ((turns + 2 * (x & z).bit_count()) % 4)
    support = 0
    for place in seen:
        support |= words.strings[place][0]
    if x & ~support:
        return _Mean(0j, ())
    strings = {place: words.strings[place][0] for place in seen}
    return _Mean(factor, tuple(_sum(part, x) for part in _components(strings)))


def _components(strings: Mapping[int, int]) -> Iterator[dict[int, int]]:
    """Rotations that share bits, together: the bits of each by its place."""
    parts: list[tuple[int, dict[int, int]]] = []
    for place, bits in strings.items():
        merged, members = bits, {place: bits}
        rest: list[tuple[int, dict[int, int]]] = []
        for other, inner in parts:
            if other & merged:
                merged |= other
                members |= inner
            else:
                rest.append((other, inner))
        parts = [*rest, (merged, members)]
    for _, members in parts:
        yield members


def _sum(members: Mapping[int, int], x: int) -> _Sum:
    """Bits to fix so that each word has one other bit at most: the most common one, and again."""
    fixed: list[int] = []
    left: list[int] = [word for word in members.values() if word.bit_count() > 1]
    while left:
        if len(fixed) == _FEW_BITS:
            raise TooLarge(f"A term needs sums over more than {_FEW_BITS} bits at once.")
        seen: Counter[int] = Counter(bit for word in left for bit in _bits(word))
        chosen: int = seen.most_common(1)[0][0]
        fixed.append(chosen)
        left = [word & ~(1 << chosen) for word in left]
        left = [word for word in left if word.bit_count() > 1]
    kept = sum(1 << bit for bit in fixed)
    others = sorted({bit for word in members.values() for bit in _bits(word & ~kept)})
    number = {bit: k for k, bit in enumerate(others)}
    group = [next((number[bit] for bit in _bits(w & ~kept)), -1) for w in members.values()]
    table = [[word >> bit & 1 for word in members.values()] for bit in fixed]
    return _Sum(
        np.array(list(members), dtype=np.intp),
        np.array(table, dtype=np.int64).reshape(len(fixed), len(members)),
        np.array(group, dtype=np.int64),
        (
            np.array([x >> bit & 1 for bit in fixed], dtype=np.int64),
            np.array([x >> bit & 1 for bit in others], dtype=bool),
        ),
    )


def _bits(word: int) -> Iterator[int]:
    while word:
        yield (word & -word).bit_length() - 1
        word &= word - 1


@lru_cache(maxsize=1)
def _looked(circuit: Circuit, observable: Observable) -> float:
    """About how many seconds an energy takes; kept for who asks next.

    Raises:
        TooLarge: it is not diagonal, or takes sums over too many bits.
    """
    words = words_of(circuit)
    return _seconds(_means(words, [(x, z) for x, z, _ in observable.masks()]))


def _refuses(circuit: Circuit, observable: Observable | None) -> str | None:
    if observable is None:
        return "Diagonal circuits have the mean of an observable here."
    if circuit.num_qubits > MOST_QUBITS:
        return f"{circuit.num_qubits:,} qubits are more than its {MOST_QUBITS:,}."
    for operation in circuit.plain_operations:
        if len(operation.controls) + len(operation.anticontrols) >= MOST_CONTROLS:
            return f"Operation {operation.gate} has more controls than it takes."
    try:
        seconds = _looked(circuit, observable)
    except TooLarge as error:
        return str(error)
    return None if seconds <= _MOST_SECONDS else "Its sums would take more than ten minutes."


def _cost(circuit: Circuit, observable: Observable | None) -> float:
    return 0.0 if observable is None else _looked(circuit, observable)


ROW: Final = EngineRow(
    name="diagonal",
    title="Diagonal gates",
    help="rotations that are diagonal in one basis (IQP): sums over few bits, exactly",
    source="Bremner, Jozsa and Shepherd, arXiv:1005.1407",
    runner=Diagonal,
    refuses=_refuses,
    fits=_refuses,
    cost=_cost,
)
