"""Two diagrams → are they one map: by PyZX's reduction, or as tensors; for the check of proofs.

Nothing here is shared with the rulebook, with edits and with rules.
"""

from __future__ import annotations

import cmath
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import numpy as np

from qdesign.convert.pyzx import normalize, to_pyzx
from qdesign.diagram import Diagram, EdgeKind, Spider, SpiderKind

_MOST_OPEN: Final = 16
_WIDEST: Final = 20
_MOST_REDUCED: Final = 250
_ROOT: Final = 2**-0.5
_ZERO: Final = 1e-11
_PLAIN: Final = 1


def proved_equal(a: Diagram, b: Diagram) -> bool:
    """Does PyZX reduce a∘b† and a∘a† to wires? Then a is unitary up to a scalar, and b is a.

    False says nothing.
    """
    return _closes(a, b) and _closes(a, a)


def _closes(a: Diagram, b: Diagram) -> bool:
    """Does PyZX reduce a∘b† to wires, with a number that is never 0?"""
    import pyzx

    sizes = len(a.spiders) + len(b.spiders)
    boxes = any(s.kind is SpiderKind.H for s in (*a.spiders, *b.spiders))
    if (
        boxes
        or sizes > _MOST_REDUCED
        or len(a.inputs) != len(a.outputs)
        or a.booleans
        or b.booleans
    ):
        return False
    graph: Any = to_pyzx(_then_adjoint(a, b))
    normalize(graph)
    pyzx.full_reduce(graph)
    while normalize(graph):
        pyzx.full_reduce(graph)
    scalar = graph.scalar
    if scalar.is_zero or scalar.sum_of_phases or len(scalar.phasenodes):
        return False
    if graph.num_vertices() != 2 * len(a.inputs):
        return False
    wires = dict(zip(graph.inputs(), graph.outputs(), strict=True))
    return all(
        graph.connected(start, end) and graph.edge_type(graph.edge(start, end)) == _PLAIN
        for start, end in wires.items()
    )


def _then_adjoint(a: Diagram, b: Diagram) -> Diagram:
    """A and then b†, the boundaries between them as spiders of phase 0."""
    joined = {name: f"j{k}" for k, name in enumerate(a.outputs)}
    back = {name: f"j{k}" for k, name in enumerate(b.outputs)}
    spiders = [replace(s, id=f"a{s.id}") for s in a.spiders if s.id not in joined]
    spiders += [Spider(name, SpiderKind.Z) for name in joined.values()]
    spiders += [replace(s, id=f"b{s.id}", phase=-s.phase) for s in b.spiders if s.id not in back]
    edges = [
        replace(e, id=f"{side}{e.id}", source=_named(e.source, side, names),
                target=_named(e.target, side, names))
        for side, each, names in (("a", a, joined), ("b", b, back))
        for e in each.edges
    ]  # fmt: skip
    starts, ends = [f"a{name}" for name in a.inputs], [f"b{name}" for name in b.inputs]
    return Diagram(tuple(spiders), tuple(edges), tuple(starts), tuple(ends))


def _named(end: str, side: str, joined: Mapping[str, str]) -> str:
    return joined.get(end) or f"{side}{end}"


def apart(a: np.ndarray[Any, Any], b: np.ndarray[Any, Any]) -> float:
    """The sine of the angle between two maps as vectors; 1 where just one of them is 0."""
    sizes = float(np.linalg.norm(a)), float(np.linalg.norm(b))
    if min(sizes) < _ZERO:
        return 0.0 if max(sizes) < _ZERO else 1.0
    a, b = a.ravel() / sizes[0], b.ravel() / sizes[1]
    return float(np.linalg.norm(a - np.vdot(b, a) * b))


def as_tensor(diagram: Diagram, values: Mapping[str, float]) -> np.ndarray[Any, Any] | None:
    """The map, an axis for each input and output in order; None where it is too large.

    Every edge end is an axis. Spiders are taken one by one, each time one that leaves the fewest
    axes open.
    """
    ends: dict[str, list[tuple[str, int]]] = {s.id: [] for s in diagram.spiders}
    for edge in diagram.edges:
        ends[edge.source].append((edge.id, 0))
        ends[edge.target].append((edge.id, 1))
    kinds = {edge.id: edge.kind for edge in diagram.edges}
    ports = [*diagram.inputs, *diagram.outputs]
    waiting = {s.id: s for s in diagram.spiders}
    now, axes = np.ones((), dtype=complex), list[Any]()
    while waiting:
        have = set(axes)
        name = min(waiting, key=lambda n: sum(-1 if (e, 1 - k) in have else 1 for e, k in ends[n]))
        spider = waiting.pop(name)
        if len(axes) + len(ends[name]) > _WIDEST or len(ends[name]) > _MOST_OPEN:
            return None
        block = _block(spider, ends[name], kinds, values)
        mine: list[Any] = [*ends[name], *([f"port {name}"] if name in ports else [])]
        now = np.tensordot(now, block, axes=0) if not axes else _joined(now, axes, block, mine)
        axes = _left(axes, mine) if axes else mine
        now, axes = _traced(now, axes)
        if len(axes) > _MOST_OPEN:
            return None
    return now.transpose([axes.index(f"port {name}") for name in ports])


def _facing(axis: Any) -> Any:
    """The axis of the other end of an edge; that of a port faces none."""
    return None if isinstance(axis, str) else (axis[0], 1 - axis[1])


def _joined(now: Any, axes: list[Any], block: Any, mine: list[Any]) -> Any:
    shared = [a for a in mine if _facing(a) in axes]
    left = [axes.index(_facing(a)) for a in shared]
    return np.tensordot(now, block, axes=(left, [mine.index(a) for a in shared]))


def _left(axes: list[Any], mine: list[Any]) -> list[Any]:
    shared = [a for a in mine if _facing(a) in axes]
    used = [_facing(a) for a in shared]
    return [a for a in axes if a not in used] + [a for a in mine if a not in shared]


def _traced(now: Any, axes: list[Any]) -> tuple[Any, list[Any]]:
    """Both ends of a loop closed."""
    for axis in list(axes):
        other = _facing(axis)
        if axis in axes and other in axes:
            now = np.trace(now, axis1=axes.index(axis), axis2=axes.index(other))
            axes = [x for x in axes if x not in (axis, other)]
    return now, axes


def _block(
    spider: Spider, ends: list[tuple[str, int]], kinds: Mapping[str, EdgeKind], values: Any
) -> np.ndarray[Any, Any]:
    """A spider's tensor; the Hadamard of an edge belongs to its source."""
    turn = np.array([[1, 1], [1, -1]], dtype=complex) * _ROOT
    if spider.kind is SpiderKind.BOUNDARY:
        block = np.eye(2, dtype=complex)
    else:
        phase = cmath.exp(1j * spider.phase.at(values))
        shape = (2,) * len(ends)
        block = np.ones(shape, complex) if spider.kind is SpiderKind.H else np.zeros(shape, complex)
        block[(0,) * len(ends)] = 1
        block[(1,) * len(ends)] = phase if ends else 1 + phase
        if not ends and spider.kind is SpiderKind.H:
            block[()] = phase
    flips = [spider.kind is SpiderKind.X for _ in ends]
    for place, (edge, side) in enumerate(ends):
        if flips[place] != (kinds[edge] is EdgeKind.HADAMARD and side == 0):
            block = np.moveaxis(np.tensordot(turn, block, axes=(1, place)), 0, place)
    return block
