"""Fewer T gates: commuting π/4 rotations replaced by fewer with the same third-order phase.

Source: Heyfron and Campbell, arXiv:1712.01557 (TODD), on blocks of commuting Pauli rotations, so
that no Hadamard is replaced by a qubit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from qdesign.angle import Angle
from qdesign.zx.gadgets import Rotation, Rotations, anticommute, merge
from qdesign.zx.phases import Parities, eighths, equal_phases, polynomial, signed

_MOST_COLUMNS = 400
_ALL_DIRECTIONS = 6
_FEWEST = 4


def reduce_phases(
    columns: Sequence[int], rng: np.random.Generator, stop: Callable[[], bool]
) -> list[int]:
    """Parities whose sum of [A·g] has the same coefficients modulo Clifford ones, fewer of them.

    Args:
        columns: one bit mask for each parity of weight 1.
        rng: for the order in which moves are tried.
        stop: asked now and then.
    """
    current = _odd(columns)
    while not stop():
        better = _step(current, rng, stop)
        if better is None:
            break
        current = better
    return current


def _odd(columns: Sequence[int]) -> list[int]:
    """Columns that occur an odd number of times, without zero."""
    seen: dict[int, None] = {}
    for column in columns:
        if column in seen:
            del seen[column]
        elif column:
            seen[column] = None
    return list(seen)


def _step(
    columns: list[int], rng: np.random.Generator, stop: Callable[[], bool]
) -> list[int] | None:
    """One application: z added to the columns that y chooses, so that some meet and vanish."""
    pairs: dict[int, list[tuple[int, int]]] = {column: [] for column in columns}
    for a in range(len(columns)):
        for b in range(a + 1, len(columns)):
            pairs.setdefault(columns[a] ^ columns[b], []).append((a, b))
    order = list(pairs)
    rng.shuffle(order)
    order.sort(key=lambda z: -len(pairs[z]))
    width = max(column.bit_length() for column in columns) if columns else 0
    if width <= _ALL_DIRECTIONS:
        order += [z for z in range(1, 1 << width) if z not in pairs]
    for count, z in enumerate(order):
        if count % 32 == 0 and stop():
            return None
        found = _moved(columns, z, pairs.get(z, ()), rng)
        if found is not None and len(found) < len(columns):
            return found
    return None


def _moved(
    columns: list[int], z: int, pairs: Sequence[tuple[int, int]], rng: np.random.Generator
) -> list[int] | None:
    """The shortest list found by adding z to an allowed choice of columns."""
    free = _kernel(columns, z)
    if not free:
        return None
    candidates = list(free)
    if len(free) <= 20:
        candidates += [a ^ b for k, a in enumerate(free) for b in free[:k]]
    for _ in range(8):
        chosen = 0
        for k in rng.integers(0, 2, len(free)).nonzero()[0]:
            chosen ^= free[int(k)]
        candidates.append(chosen)
    best: list[int] | None = None
    for y in candidates:
        gone = 2 * sum(1 for a, b in pairs if (y >> a ^ y >> b) & 1)
        if best is not None and len(columns) - gone - 1 >= len(best):
            continue
        moved = [c ^ z if y >> j & 1 else c for j, c in enumerate(columns)]
        if y.bit_count() & 1:
            moved.append(z)
        moved = _odd(moved)
        if best is None or len(moved) < len(best):
            best = moved
    return best


def _kernel(columns: list[int], z: int) -> list[int]:
    """All y (as bits over columns, a basis) with Σ y A_β = 0 and Σ y A_β A_γ = 0 beside z."""
    pivot = z.bit_length() - 1
    others = z ^ 1 << pivot
    basis: dict[int, tuple[int, int]] = {}
    kernel: list[int] = []
    for j, column in enumerate(columns):
        bits = column ^ others if column >> pivot & 1 else column
        bits &= ~(1 << pivot)
        vector = _squares(bits)
        used = 1 << j
        while vector:
            top = vector.bit_length()
            found = basis.get(top)
            if found is None:
                basis[top] = (vector, used)
                break
            vector ^= found[0]
            used ^= found[1]
        else:
            kernel.append(used)
    return kernel


def _squares(bits: int) -> int:
    """All products of two bits and the bits themselves, as one number."""
    total = 0
    rest = bits
    while rest:
        low = rest & -rest
        index = low.bit_length() - 1
        # Products of bit `index` with itself and the higher ones stand in a slot of their own.
        total |= (bits >> index) << (index * 64)
        rest ^= low
    return total


def reduce_block(
    block: Sequence[Rotation],
    num_qubits: int,
    rng: np.random.Generator,
    stop: Callable[[], bool],
) -> list[Rotation] | None:
    """Commuting rotations by odd multiples of π/4 as fewer of them and Clifford ones, or None."""
    parities = Parities.of(block, num_qubits)
    old: list[tuple[int, int]] = []
    for rotation in block:
        weight, found = eighths(rotation), parities.parity(rotation.x, rotation.z)
        if weight is None or found is None:
            return None
        old.append((found[0], weight * found[1]))
    if len(parities.generators) > 63 or len(block) > _MOST_COLUMNS:
        return None
    columns = reduce_phases([bits for bits, weight in old if weight % 2], rng, stop)
    if len(columns) >= sum(1 for _, weight in old if weight % 2):
        return None
    left = polynomial([*old, *((bits, -1) for bits in columns)])
    terms = [(bits, 1) for bits in columns]
    for place, value in left.items():
        if len(place) == 1:
            terms.append((1 << place[0], value))
        elif len(place) == 2 and value % 4 == 0:
            # (-1)^{g_i g_j}: a quarter turn about each, one back about their product.
            terms += [(1 << place[0], 2), (1 << place[1], 2), (1 << place[0] | 1 << place[1], -2)]
        else:
            return None
    new: list[Rotation] = []
    for bits, weight in terms:
        x, z, s = signed(parities.row(bits))
        if weight % 8:
            new.append(Rotation(x, z, Angle(pi=Fraction(weight * s % 8, 4))))
    return new if equal_phases(block, new, num_qubits) else None


def todd(
    form: Rotations, rng: np.random.Generator, stop: Callable[[], bool]
) -> tuple[Rotations, list[tuple[Rotations, Rotations]]]:
    """Rotations with fewer odd multiples of π/4, and the chain of forms that proves it.

    Each pair of the chain differs in one commuting block; between pairs rotations are merged.
    """
    current = merge(form, stop)
    chain: list[tuple[Rotations, Rotations]] = []
    hopeless: set[frozenset[tuple[int, int]]] = set()
    while not stop():
        changed = _reduce_some(current, rng, stop, hopeless)
        if changed is None:
            break
        chain.append(changed)
        current = merge(changed[1], stop)
    return current, chain


def _reduce_some(
    form: Rotations,
    rng: np.random.Generator,
    stop: Callable[[], bool],
    hopeless: set[frozenset[tuple[int, int]]],
) -> tuple[Rotations, Rotations] | None:
    """The form with one block brought together, and the same with that block smaller.

    Args:
        form: merged rotations.
        rng: for the order in which moves are tried.
        stop: asked now and then.
        hopeless: axes of blocks that could not be reduced; blocks within one are left out too.
    """
    for block in _blocks(form.rotations):
        axes = frozenset((r.x, r.z) for r in block.inside)
        if any(axes <= known for known in hopeless):
            continue
        new = reduce_block(block.inside, form.num_qubits, rng, stop)
        if new is not None:
            return block.pair(form, new)
        if stop():
            return None
        hopeless.add(axes)
    return None


@dataclass(slots=True)
class _Block:
    """Commuting π/4 rotations that can be brought together, and what comes before and after."""

    before: list[Rotation]
    inside: list[Rotation]
    after: list[Rotation]

    def pair(self, form: Rotations, new: list[Rotation]) -> tuple[Rotations, Rotations]:
        """The form with the block as it is, and with `new` in its place."""
        old = [*self.before, *self.inside, *self.after]
        other = [*self.before, *new, *self.after]
        return (
            Rotations(form.num_qubits, old, form.frame),
            Rotations(form.num_qubits, other, form.frame),
        )


def _blocks(rotations: Sequence[Rotation]) -> list[_Block]:
    """The blocks that grow from each rotation, forwards and backwards; largest first."""
    found: dict[frozenset[int], _Block] = {}
    last = len(rotations) - 1
    for start, rotation in enumerate(rotations):
        if eighths(rotation) is None:
            continue
        for block in (
            _grown(rotations, start),
            _turned(_grown([rotations[last - k] for k in range(last + 1)], last - start)),
        ):
            if len(block.inside) >= _FEWEST:
                key = frozenset(id(r) for r in block.inside)
                found.setdefault(key, block)
    return sorted(found.values(), key=lambda block: -len(block.inside))


def _turned(block: _Block) -> _Block:
    return _Block(block.after[::-1], block.inside[::-1], block.before[::-1])


def _grown(rotations: Sequence[Rotation], start: int) -> _Block:
    """All rotations after `start` that commute with it, each other and all that they must pass."""
    inside: list[Rotation] = []
    after: list[Rotation] = []
    for rotation in rotations[start:]:
        x, z = rotation.x, rotation.z
        free = eighths(rotation) is not None and not any(
            anticommute(x, z, other.x, other.z) for other in (*after, *inside)
        )
        (inside if free else after).append(rotation)
    return _Block(list(rotations[:start]), inside, after)
