"""A Clifford's rows brought to single wires by pair gates between neighbors: the end of a walk.

Wires of a tree are cut off one by one: the X and Z of some row are brought to a leaf, along the
tree, and that leaf is left alone from then on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from qdesign.reduction.walks import Step
from qdesign.zx.gadgets import Frame

_X, _Y, _Z = 0, 1, 2
_AXES: Final = (_X, _Y, _Z)


def gathered(frame: Frame, steps: Iterable[Step], neighbors: Sequence[Sequence[int]]) -> list[Step]:
    """Pair gates between neighbors that end a walk: behind them each row is on one wire.

    Args:
        frame: the Clifford that the walk is to be, with its rotations.
        steps: the walk so far, with all its rotations.
        neighbors: of each wire, connected.
    """
    count = frame.num_qubits
    rows = Rows([0] * count, [0] * count)
    for number, row in enumerate((*frame.x, *frame.z)):
        for wire in range(count):
            rows.x[wire] |= (row[0] >> wire & 1) << number
            rows.z[wire] |= (row[1] >> wire & 1) << number
    for rotation, a, b, first, second in steps:
        if rotation < 0:
            rows.apply(a, b, first, second)
    return list(_brought_to_wires(rows, neighbors))


def _against(axis: int, x: int, z: int) -> int:
    return z if axis == _X else x if axis == _Z else x ^ z


class Rows:
    """The X and Z of each wire at the end of a Clifford, seen through pair gates; signs left out.

    By wire, bits of all rows: those of X first, then those of Z.
    """

    def __init__(self, x: Sequence[int], z: Sequence[int]) -> None:
        self.x, self.z = list(x), list(z)

    def apply(self, a: int, b: int, first: int, second: int) -> None:
        by_a = _against(first, self.x[a], self.z[a])
        by_b = _against(second, self.x[b], self.z[b])
        for wire, axis, change in ((a, first, by_b), (b, second, by_a)):
            if axis != _Z:
                self.x[wire] ^= change
            if axis != _X:
                self.z[wire] ^= change

    def axis(self, wire: int, row: int) -> int:
        """The axis of a row on a wire, or -1."""
        x, z = self.x[wire] >> row & 1, self.z[wire] >> row & 1
        return (_Y if z else _X) if x else _Z if z else -1

    def support(self, row: int) -> set[int]:
        return {q for q in range(len(self.x)) if (self.x[q] | self.z[q]) >> row & 1}

    @property
    def weight(self) -> int:
        return sum((x | z).bit_count() for x, z in zip(self.x, self.z, strict=True))


def _brought_to_wires(rows: Rows, neighbors: Sequence[Sequence[int]]) -> Iterator[Step]:
    """Pair gates between neighbors after which each row stands on one wire, whichever it is."""
    count = len(neighbors)
    tree = _tree(neighbors)
    left = set(range(count))
    waiting = set(range(count))
    while len(left) > 1:
        _, wire, row = min(
            (_effort(tree, left, leaf, rows.support(r) | rows.support(r + count)), leaf, r)
            for leaf in left
            if len(tree[leaf] & left) == 1
            for r in waiting
        )
        yield from _gather(rows, tree, left, wire, row, -1)
        yield from _gather(rows, tree, left, wire, row + count, rows.axis(wire, row))
        left.remove(wire)
        waiting.remove(row)


def _tree(neighbors: Sequence[Sequence[int]]) -> list[set[int]]:
    found: list[set[int]] = [set() for _ in neighbors]
    reached, waiting = {0}, [0]
    for wire in waiting:
        for other in neighbors[wire]:
            if other not in reached:
                reached.add(other)
                waiting.append(other)
                found[wire].add(other)
                found[other].add(wire)
    return found


def _parents(tree: list[set[int]], left: set[int], root: int) -> dict[int, int]:
    """The way to the root, nearest first."""
    found, waiting = {root: root}, [root]
    for wire in waiting:
        for other in sorted(tree[wire] & left):
            if other not in found:
                found[other] = wire
                waiting.append(other)
    return found


def _effort(tree: list[set[int]], left: set[int], root: int, support: set[int]) -> int:
    parents = _parents(tree, left, root)
    on: set[int] = set()
    for wire in support:
        while wire != root and wire not in on:
            on.add(wire)
            wire = parents[wire]
    return 2 * len(on) - len(support)


def _gather(
    rows: Rows, tree: list[set[int]], left: set[int], root: int, row: int, kept: int
) -> Iterator[Step]:
    """Pair gates that bring a row to `root` alone; on it they are about `kept`, if given."""
    parents = _parents(tree, left, root)
    for wire in reversed(list(parents)):
        axis = rows.axis(wire, row)
        if wire == root or axis < 0:
            continue
        up = parents[wire]
        if rows.axis(up, row) < 0:
            yield _best(rows, wire, up, [p for p in _AXES if p != axis], _AXES)
            axis = rows.axis(wire, row)
        there = rows.axis(up, row)
        allowed = [kept] if up == root and kept >= 0 else [p for p in _AXES if p != there]
        yield _best(rows, wire, up, [axis], allowed)


def _best(rows: Rows, a: int, b: int, first: Sequence[int], second: Sequence[int]) -> Step:
    """Of pair gates about some axes, that which leaves the rows shortest; it is applied."""
    found: tuple[int, int, int] | None = None
    for p in first:
        for q in second:
            rows.apply(a, b, p, q)
            found = min(found or (rows.weight, p, q), (rows.weight, p, q))
            rows.apply(a, b, p, q)
    assert found is not None
    _, p, q = found
    rows.apply(a, b, p, q)
    return -1, a, b, p, q
