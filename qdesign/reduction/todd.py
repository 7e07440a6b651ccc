"""Fewer T gates: commuting π/4 rotations replaced by fewer with the same third-order phase.

Source: Heyfron and Campbell, arXiv:1712.01557 (TODD), on blocks of commuting Pauli rotations, so
that no Hadamard is replaced by a qubit.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from qdesign.angle import Angle
from qdesign.reduction.phase_search import reduce_phases
from qdesign.zx.gadgets import Rotation, Rotations, anticommute, merge
from qdesign.zx.phases import Parities, eighths, equal_phases, polynomial, signed

_MOST_COLUMNS = 400
_FEWEST = 4
_MOST_WITH_EFFORT = 12


def reduce_block(
    block: Sequence[Rotation],
    num_qubits: int,
    rng: np.random.Generator,
    stop: Callable[[], bool],
    effort: int,
) -> list[Rotation] | None:
    """Commuting rotations by odd multiples of π/4 as fewer of them and Clifford ones, or None."""
    parities = Parities.of(block, num_qubits)
    old: list[tuple[int, int]] = []
    for rotation in block:
        weight, found = eighths(rotation), parities.parity(rotation.x, rotation.z)
        if weight is None or found is None:
            return None
        old.append((found[0], weight * found[1]))
    if len(block) > _MOST_COLUMNS:
        return None
    columns = reduce_phases([bits for bits, weight in old if weight % 2], rng, stop, effort=effort)
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
    form: Rotations, rng: np.random.Generator, stop: Callable[[], bool], *, effort: int = 0
) -> tuple[Rotations, list[tuple[Rotations, Rotations]]]:
    """Rotations with fewer odd multiples of π/4, and the chain of forms that proves it.

    Each pair of the chain differs in one commuting block; between pairs rotations are merged. The
    first blocks, the largest, have the `effort` of `reduce_phases`.
    """
    current = merge(form, stop)
    chain: list[tuple[Rotations, Rotations]] = []
    hopeless: set[frozenset[tuple[int, int]]] = set()
    efforts = itertools.chain([effort] * _MOST_WITH_EFFORT, itertools.repeat(0))
    while not stop():
        changed = _reduce_some(current, rng, stop, hopeless, efforts)
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
    efforts: Iterator[int],
) -> tuple[Rotations, Rotations] | None:
    """The form with one block brought together, and the same with that block smaller.

    Args:
        form: merged rotations.
        rng: for the order in which moves are tried.
        stop: asked now and then.
        hopeless: axes of blocks that could not be reduced; blocks within one are left out too.
        efforts: of `reduce_phases`, block by block.
    """
    for block in _blocks(form.rotations):
        axes = frozenset((r.x, r.z) for r in block.inside)
        if any(axes <= known for known in hopeless):
            continue
        new = reduce_block(block.inside, form.num_qubits, rng, stop, next(efforts))
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
