"""The dense linear map that a diagram denotes: the oracle for small diagrams."""

from __future__ import annotations

import cmath
from collections.abc import Mapping, Sequence
from heapq import heapify, heappop, heappush
from typing import Final

import numpy as np

from qdesign.diagram import Diagram, EdgeKind, Spider, SpiderKind
from qdesign.errors import TooLarge
from qdesign.gates import Matrix
from qdesign.zx.bodies import as_diagram

MAX_OPEN: Final = 22
_HADAMARD: Final = np.array([[1, 1], [1, -1]], dtype=complex) * 2**-0.5

_IDENTITY: Final[Matrix] = np.eye(2, dtype=complex)


def tensor(diagram: Diagram, values: Mapping[str, float] | None = None) -> Matrix:
    """The matrix of a diagram at parameter values, exact up to rounding (scalar included).

    Spiders are added one at a time to a tensor of the open edges, fewest open edges first.

    Returns:
        complex128, shape (2**outputs, 2**inputs), Qiskit order.

    Raises:
        TooLarge: more than 22 edges would be open at once.
        MissingValue: a parameter without a value.
    """
    diagram = as_diagram(diagram)
    state = _State(values or {})
    kinds = [edge.kind for edge in diagram.edges]
    ends = _ends(diagram)
    by_id = diagram.by_id
    for name in _plan(diagram, ends):
        state.add(by_id[name], ends[name], kinds)
    order = [ends[name][0] for name in (*reversed(diagram.outputs), *reversed(diagram.inputs))]
    result = state.ordered(order, kinds)
    return result.reshape(2 ** len(diagram.outputs), 2 ** len(diagram.inputs))


def width(diagram: Diagram) -> int:
    """The most edges that are open at once while the tensor of a diagram is worked out."""
    ends = _ends(diagram)
    orders = _orders(diagram, ends)
    ports = len(diagram.inputs) + len(diagram.outputs)
    return max(ports, min(_width(order, ends) for order in orders))


def distance(a: Matrix, b: Matrix) -> float:
    """How far two matrices are apart up to a scalar: ‖a - c·b‖ of the normalized ones, c a phase.

    The Frobenius norm of each is scaled to the square root of its number of rows, that of a
    unitary. Two zero matrices are at distance 0, a zero and another one at distance 1.
    """
    size_a, size_b = float(np.linalg.norm(a)), float(np.linalg.norm(b))
    scale = a.shape[0] ** 0.5
    if min(size_a, size_b) < 1e-12 * scale:
        return 0.0 if max(size_a, size_b) < 1e-12 * scale else 1.0
    a, b = a / size_a, b / size_b
    overlap = complex(np.vdot(b, a))
    phase = overlap / abs(overlap) if abs(overlap) > 1e-12 else 1.0
    return float(np.linalg.norm(a - phase * b)) * scale


def _ends(diagram: Diagram) -> dict[str, list[int]]:
    """The ends of edges at each spider, two numbers an edge."""
    ends: dict[str, list[int]] = {spider.id: [] for spider in diagram.spiders}
    for number, edge in enumerate(diagram.edges):
        ends[edge.source].append(2 * number)
        ends[edge.target].append(2 * number + 1)
    return ends


def _orders(diagram: Diagram, ends: Mapping[str, list[int]]) -> tuple[list[str], list[str]]:
    spiders = [s for s in diagram.spiders if s.kind is not SpiderKind.BOUNDARY]
    drawn = [s.id for s in sorted(spiders, key=lambda s: s.x)]
    return _greedy([s.id for s in spiders], ends), drawn


def _plan(diagram: Diagram, ends: Mapping[str, list[int]]) -> list[str]:
    """An order of the spiders that keeps few edges open: greedy, or as drawn from left to right."""
    chosen = min(_orders(diagram, ends), key=lambda order: _width(order, ends))
    ports = len(diagram.inputs) + len(diagram.outputs)
    if max(ports, _width(chosen, ends) + 1) > MAX_OPEN:
        raise TooLarge(
            f"This diagram needs a tensor of more than {MAX_OPEN} open edges. "
            "Simplify it first, or compare it another way."
        )
    return chosen


def _greedy(names: Sequence[str], ends: Mapping[str, list[int]]) -> list[str]:
    """Each time the spider with which the fewest edges are open, one beside those that are there.

    Of equals the first in `names`. A spider's growth changes only where a neighbor was taken, so
    it is queued anew then, and what the queue says of it before is passed over.
    """
    rank = {name: k for k, name in enumerate(names)}
    owner = {end: name for name in names for end in ends[name]}
    seen: set[int] = set()
    now = {name: (*_growth(ends[name], seen), rank[name]) for name in names}
    queue = [(key, name) for name, key in now.items()]
    heapify(queue)
    order: list[str] = []
    while queue:
        key, name = heappop(queue)
        if now.get(name) != key:
            continue
        del now[name]
        order.append(name)
        seen.update(ends[name])
        for other in {owner[end ^ 1] for end in ends[name] if end ^ 1 in owner}:
            if other in now:
                now[other] = (*_growth(ends[other], seen), rank[other])
                heappush(queue, (now[other], other))
    return order


def _growth(ends: list[int], seen: set[int]) -> tuple[bool, int]:
    """Is a spider apart from what is there, and how many more edges would be open with it?"""
    closed = sum(1 for end in ends if end ^ 1 in seen)
    loops = sum(1 for end in ends if end ^ 1 in ends)
    return closed == 0, len(ends) - loops - 2 * closed


def _width(order: list[str], ends: Mapping[str, list[int]]) -> int:
    seen: set[int] = set()
    width = widest = 0
    for name in order:
        width += _growth(ends[name], seen)[1]
        widest = max(widest, width)
        seen.update(ends[name])
    return widest


class _State:
    """A tensor whose axes are edge ends that wait for their other end."""

    def __init__(self, values: Mapping[str, float]) -> None:
        self.values = values
        self.tensor: Matrix = np.ones((), dtype=complex)
        self.axes: list[int] = []

    def add(self, spider: Spider, ends: list[int], kinds: list[EdgeKind]) -> None:
        """Multiply by a spider: each of its legs is joined to an open edge or left open."""
        block = _spider(spider, len(ends), self.values)
        axes = list(ends)
        block, axes = _close_loops(block, axes, kinds)
        joined = [end for end in axes if end ^ 1 in self.axes]
        for end in joined:
            if kinds[end // 2] is EdgeKind.HADAMARD:
                place = axes.index(end)
                block = np.moveaxis(np.tensordot(_HADAMARD, block, axes=(1, place)), 0, place)
        mine = [self.axes.index(end ^ 1) for end in joined]
        theirs = [axes.index(end) for end in joined]
        self.tensor = np.tensordot(self.tensor, block, axes=(mine, theirs))
        self.axes = [a for a in self.axes if a ^ 1 not in joined] + [
            a for a in axes if a not in joined
        ]

    def ordered(self, order: list[int], kinds: list[EdgeKind]) -> Matrix:
        """The axes of the boundaries' ends in `order`; wires between two boundaries are put in."""
        for end in order:
            joined = end if end in self.axes else end ^ 1
            if joined not in self.axes:
                wire = _HADAMARD if kinds[end // 2] is EdgeKind.HADAMARD else _IDENTITY
                self.tensor = np.tensordot(self.tensor, wire, axes=0)
                self.axes.extend((end, end ^ 1))
            elif joined != end:
                place = self.axes.index(joined)
                self.axes[place] = end
                if kinds[end // 2] is EdgeKind.HADAMARD:
                    turned = np.tensordot(_HADAMARD, self.tensor, axes=(1, place))
                    self.tensor = np.moveaxis(turned, 0, place)
        return np.asarray(self.tensor, dtype=complex).transpose(
            [self.axes.index(end) for end in order]
        )


def _close_loops(block: Matrix, axes: list[int], kinds: list[EdgeKind]) -> tuple[Matrix, list[int]]:
    while True:
        loop = next((end for end in axes if end % 2 == 0 and end + 1 in axes), None)
        if loop is None:
            return block, axes
        first, second = axes.index(loop), axes.index(loop + 1)
        if kinds[loop // 2] is EdgeKind.HADAMARD:
            block = np.moveaxis(np.tensordot(_HADAMARD, block, axes=(1, first)), 0, first)
        block = np.trace(block, axis1=first, axis2=second)
        axes = [a for a in axes if a not in (loop, loop + 1)]


def _spider(spider: Spider, legs: int, values: Mapping[str, float]) -> Matrix:
    if legs > MAX_OPEN:
        raise TooLarge(
            f"Spider '{spider.id}' has {legs} edges; a dense tensor takes at most {MAX_OPEN}."
        )
    phase = cmath.exp(1j * spider.phase.at(values))
    if spider.kind is SpiderKind.H:
        block = np.ones((2,) * legs, dtype=complex)
        block[(1,) * legs] = phase
        return block
    block = np.zeros((2,) * legs, dtype=complex)
    if legs == 0:
        return np.array(1 + phase)
    block[(0,) * legs] = 1
    block[(1,) * legs] = phase
    if spider.kind is SpiderKind.X:
        for place in range(legs):
            block = np.moveaxis(np.tensordot(_HADAMARD, block, axes=(1, place)), 0, place)
    return block
