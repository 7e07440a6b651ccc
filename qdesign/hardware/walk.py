"""Follows a circuit along another one that was made of it, gate by gate or pair by pair."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice, product
from typing import Final

import numpy as np

from qdesign.hardware.nodes import Matrix, Node, Wires

Origins = frozenset[int]
_CLOSE: Final = 1e-8
_LONGEST: Final = 400
"""Gates that one gate, or the gates of one pair of qubits, are replaced by at most."""


class Walk:
    """Follows a circuit along another that was made of it, group by group.

    Args:
        groups: of the old circuit's gates; each is looked for as a whole.
        new: the new circuit's gates.
        start: on which wire of the new circuit each wire of the old one starts.
        known: origins of the old circuit's gates, by number.

    Attributes:
        found: origins of the new circuit's gates that were met.
        swaps: those of the new circuit that route.
    """

    def __init__(
        self,
        groups: Sequence[Sequence[Node]],
        new: Iterable[Node],
        start: Mapping[int, int],
        known: Mapping[int, Origins],
    ) -> None:
        self.found: dict[int, Origins] = {}
        self.swaps = 0
        self._known = known
        self._groups = groups
        self._wires = [
            tuple(dict.fromkeys(wire for node in group for wire in node.wires)) for group in groups
        ]
        self._at = dict(start)
        self._open = dict.fromkeys(range(len(groups)))
        self._queues: dict[int, deque[int]] = defaultdict(deque)
        for number, touched in enumerate(self._wires):
            for wire in touched:
                self._queues[wire].append(number)
        self._left: dict[int, deque[Node]] = defaultdict(deque)
        for node in new:
            for wire in node.wires:
                self._left[wire].append(node)

    def run(self) -> bool:
        """Goes as far as it can; was all of both circuits met?"""
        while self._open:
            waiting = [number for number in self._open if self._is_next(number)]
            met = [number for number in waiting if self._meet(number)]
            if not met and not self._swap():
                return False
        return not any(self._left.values())

    def give_up(self) -> dict[int, Origins]:
        """What was found; all that was not met is made of all that was not."""
        keys = {node.key for number in self._open for node in self._groups[number]}
        rest = frozenset[int]().union(*(self._known[key] for key in keys))
        missed = {node.key: rest for row in self._left.values() for node in row}
        return {**self.found, **missed}

    def _is_next(self, number: int) -> bool:
        return all(self._queues[wire][0] == number for wire in self._wires[number])

    def _meet(self, number: int) -> bool:
        """Looks for a group in front of its wires."""
        group = self._groups[number]
        same = self._same(group)
        if same is not None:
            for old, new in zip(group, same, strict=True):
                self.found[new.key] = self._known[old.key]
            self._close(number, same)
            return True
        made = self._made_of(group, self._wires[number])
        if made is None:
            return False
        sources = frozenset[int]().union(*(self._known[node.key] for node in group))
        self.found.update((node.key, sources) for node in made)
        self._close(number, made)
        return True

    def _close(self, number: int, taken: Iterable[Node]) -> None:
        for node in taken:
            for wire in node.wires:
                self._left[wire].popleft()
        for wire in self._wires[number]:
            self._queues[wire].popleft()
        del self._open[number]

    def _same(self, group: Sequence[Node]) -> list[Node] | None:
        """The very same gates, in the same order along each wire."""
        passed: dict[int, int] = defaultdict(int)
        found: list[Node] = []
        for node in group:
            wires = tuple(self._at.get(wire, wire) for wire in node.wires)
            fronts = [self._left[wire] for wire in wires]
            if any(len(front) <= passed[w] for w, front in zip(wires, fronts, strict=True)):
                return None
            other = fronts[0][passed[wires[0]]]
            if not other.is_like(node, wires) or any(
                front[passed[w]] is not other for w, front in zip(wires, fronts, strict=True)
            ):
                return None
            for wire in wires:
                passed[wire] += 1
            found.append(other)
        return found

    def _made_of(self, group: Sequence[Node], wires: Wires) -> list[Node] | None:
        """What stands in front of a group's wires and has its matrix."""
        goal = _matrix_of(group, wires) if len(wires) <= 2 else None
        if goal is None:
            return None
        return self._until(goal, tuple(self._at.get(wire, wire) for wire in wires))

    def _until(self, goal: Matrix, places: Wires) -> list[Node] | None:
        """What stands in front on some wires and makes a matrix, as little of it as does."""
        found: list[Node] = []
        now = np.eye(1 << len(places), dtype=np.complex128)
        while len(found) < _LONGEST:
            ends = [self._alone(place, found) for place in places]
            counts = product(*(range(len(end) + 1) for end in ends)) if _is_local(now, goal) else ()
            for count in sorted(counts, key=sum):
                rest = [node for end, n in zip(ends, count, strict=True) for node in end[:n]]
                if _alike(_applied(rest, places, now), goal):
                    return [*found, *rest]
            found.extend(node for end in ends for node in end)
            now = _applied([node for end in ends for node in end], places, now)
            node = self._shared(places, found)
            if node is None:
                return None
            found.append(node)
            now = _applied([node], places, now)
        return None

    def _alone(self, place: int, taken: Sequence[Node]) -> list[Node]:
        """The gates of one qubit in front on a wire, behind those that are taken."""
        row = self._left[place]
        start = sum(place in node.wires for node in taken)
        found: list[Node] = []
        for node in islice(row, start, start + _LONGEST):
            if len(node.wires) > 1 or node.matrix is None:
                break
            found.append(node)
        return found

    def _shared(self, places: Wires, taken: Sequence[Node]) -> Node | None:
        """The gate of both wires in front, behind those that are taken."""
        fronts: list[Node] = []
        for place in places:
            start = sum(place in node.wires for node in taken)
            row = self._left[place]
            if start >= len(row):
                return None
            fronts.append(row[start])
        node = fronts[0]
        is_it = len(places) == 2 and fronts[1] is node and node.matrix is not None
        return node if is_it else None

    def _swap(self) -> bool:
        """Follows a swap in front that routes; or one that is left out, its wires exchanged."""
        for front in self._left.values():
            node = front[0] if front and front[0].name == "swap" else None
            if node is not None and all(self._left[wire][0] is node for wire in node.wires):
                for wire in node.wires:
                    self._left[wire].popleft()
                a, b = node.wires
                there = {a: b, b: a}
                self._at = {wire: there.get(place, place) for wire, place in self._at.items()}
                self.found[node.key] = frozenset()
                self.swaps += 1
                return True
        for number in self._open:
            if self._is_next(number) and [node.name for node in self._groups[number]] == ["swap"]:
                a, b = self._wires[number]
                self._at[a], self._at[b] = self._at.get(b, b), self._at.get(a, a)
                self._close(number, ())
                return True
        return False


def by_pairs(nodes: Sequence[Node]) -> list[list[Node]]:
    """Gates in groups on one pair of qubits each, as far as such a group goes."""
    groups: list[list[Node]] = []
    open_on: dict[int, list[Node]] = {}
    for node in nodes:
        if node.matrix is not None and len(node.wires) == 1:
            (wire,) = node.wires
            if wire not in open_on:
                open_on[wire] = []
                groups.append(open_on[wire])
            open_on[wire].append(node)
        elif node.matrix is not None:
            a, b = node.wires
            found = open_on.get(a)
            if found is None or found is not open_on.get(b):
                found = list[Node]()
                for wire in node.wires:  # what stands alone in front goes into it
                    before: list[Node] = open_on.get(wire, [])
                    if all(len(each.wires) == 1 for each in before):
                        found.extend(before)
                        before.clear()
                    open_on[wire] = found
                groups.append(found)
            found.append(node)
        else:
            for wire in node.wires:
                open_on.pop(wire, None)
            groups.append([node])
    return [group for group in groups if group]


def _matrix_of(group: Sequence[Node], wires: Wires) -> Matrix | None:
    total = np.eye(1 << len(wires), dtype=np.complex128)
    for node in group:
        step = node.matrix
        if step is None:
            return None
        total = _placed(step, node.wires, wires) @ total
    return total


def _applied(nodes: Iterable[Node], wires: Wires, before: Matrix) -> Matrix:
    for node in nodes:
        step = node.matrix
        assert step is not None, "only what has a matrix is taken"
        before = _placed(step, node.wires, wires) @ before
    return before


def _is_local(now: Matrix, goal: Matrix) -> bool:
    """Do gates of one qubit lead from one matrix to the other?"""
    if len(now) == 2:
        return True
    rest = (goal @ now.conj().T).reshape(2, 2, 2, 2).transpose(0, 2, 1, 3).reshape(4, 4)
    return bool(np.linalg.svd(rest, compute_uv=False)[1] < _CLOSE)


def _placed(matrix: Matrix, on: Wires, wires: Wires) -> Matrix:
    """A gate's matrix on one or two wires, the first of which is the lowest."""
    if on == wires:
        return matrix
    if len(on) == len(wires):
        return matrix[np.ix_([0, 2, 1, 3], [0, 2, 1, 3])]
    other = np.eye(2, dtype=np.complex128)
    both = (other, matrix) if on[0] == wires[0] else (matrix, other)
    return np.asarray(np.kron(*both), dtype=np.complex128)


def _alike(a: Matrix, b: Matrix) -> bool:
    """Up to a phase."""
    return bool(abs(abs(np.vdot(a, b)) - len(a)) < _CLOSE * len(a))
