"""Diagram → circuit where it is one as it stands: spiders on wires, joined as gates are.

Nothing is rewritten, so that what is read is an oracle for what was.
"""

from __future__ import annotations

import cmath
from itertools import pairwise

from qdesign.circuit import Circuit, Operation
from qdesign.diagram import Diagram, Edge, EdgeKind, Spider, SpiderKind

_SIMPLE = (SpiderKind.Z, SpiderKind.X)


def read_off(diagram: Diagram) -> Circuit | None:
    """The circuit of a diagram, up to a non-zero scalar; None where it does not stand as one.

    Wires lead from inputs to outputs over spiders. A plain edge between a Z- and an X-spider of two
    wires is a CX, a Hadamard edge between two of one color a CZ, in the basis of that color; a hub
    with one leaf is a rotation about Z on all its other neighbors. A spider without edges is a
    number; one that is 0 at some values is no circuit.

    Args:
        diagram: as many inputs as outputs; else None.
    """
    if len(diagram.inputs) != len(diagram.outputs):
        return None
    return _Reader(diagram).circuit()


class _Reader:
    """Wires that are followed from the inputs, each up to a spider that waits for its gates."""

    def __init__(self, diagram: Diagram) -> None:
        self.diagram = diagram
        self.spiders = diagram.by_id
        self.at: dict[str, dict[str, Edge]] = {name: {} for name in self.spiders}
        for edge in diagram.edges:
            self.at[edge.source][edge.id] = edge
            self.at[edge.target][edge.id] = edge
        self.wire: dict[str, int] = {}
        self.ends: dict[int, str] = {}
        self.operations: list[Operation] = []

    def circuit(self) -> Circuit | None:
        if any(edge.source == edge.target for edge in self.diagram.edges):
            return None
        if any(self._may_be_zero(spider) for spider in self.diagram.spiders):
            return None
        waiting: list[int] = []
        for wire, name in enumerate(self.diagram.inputs):
            (edge,) = self.at[name].values()
            if not self._enter(wire, edge, name):
                return None
            waiting.append(wire)
        here = {wire: name for name, wire in self.wire.items()}
        waiting = [wire for wire in waiting if wire not in self.ends]
        while waiting:
            wire = waiting.pop()
            name = here.get(wire)
            if name is None or wire in self.ends:
                continue
            if not self._gates(name):
                return None
            if len(self.at[name]) != 1:
                continue
            (edge,) = self.at[name].values()
            self._turn(wire, self.spiders[name])
            del self.wire[name]
            if not self._enter(wire, edge, name):
                return None
            if wire not in self.ends:
                here[wire] = next(n for n, w in self.wire.items() if w == wire)
                waiting.append(wire)
                waiting.extend(self._beside(here[wire]))
        if len(self.ends) != len(self.diagram.inputs) or any(self.at.values()):
            return None
        self._permute()
        return Circuit(len(self.diagram.inputs), tuple(self.operations))

    def _may_be_zero(self, spider: Spider) -> bool:
        """Is it a number, 1 + e^(iα), that is 0 or is so at some values?"""
        if spider.kind not in _SIMPLE or self.at[spider.id]:
            return False
        phase = spider.phase
        return bool(phase.terms) or abs(cmath.exp(1j * phase.at({})) + 1) < 1e-9

    def _enter(self, wire: int, edge: Edge, from_: str) -> bool:
        """Follow an edge along a wire; False where no gate can begin there."""
        name = edge.target if edge.source == from_ else edge.source
        spider = self.spiders[name]
        self._cut(edge)
        if edge.kind is EdgeKind.HADAMARD:
            self.operations.append(Operation("h", (wire,)))
        if spider.kind is SpiderKind.BOUNDARY:
            self.ends[wire] = name
            return name in self.diagram.outputs
        if spider.kind not in _SIMPLE or name in self.wire:
            return False
        self.wire[name] = wire
        return True

    def _cut(self, edge: Edge) -> None:
        self.at[edge.source].pop(edge.id)
        self.at[edge.target].pop(edge.id)

    def _beside(self, name: str) -> list[int]:
        """Wires whose gates may have waited for a spider."""
        found: list[int] = []
        for edge in self.at[name].values():
            other = edge.target if edge.source == name else edge.source
            if other in self.wire:
                found.append(self.wire[other])
            elif self.spiders[other].kind is not SpiderKind.BOUNDARY:
                ends = [n for e in self.at[other].values() for n in (e.source, e.target)]
                found.extend(self.wire[n] for n in ends if n in self.wire and n != name)
        return found

    def _gates(self, name: str) -> bool:
        """All gates at a spider whose other wires have come to theirs; False for what is none."""
        for edge in list(self.at[name].values()):
            if edge.id not in self.at[name]:
                continue
            other = edge.target if edge.source == name else edge.source
            if other in self.wire:
                if not self._pair(name, other, edge):
                    return False
            elif len(self.at[name]) > 1:
                self._rotation(name, other)
        return True

    def _pair(self, a: str, b: str, edge: Edge) -> bool:
        first, second = self.spiders[a], self.spiders[b]
        wires = (self.wire[a], self.wire[b])
        same = first.kind is second.kind
        if same is not (edge.kind is EdgeKind.HADAMARD):
            return False
        self._cut(edge)
        if not same:
            ordered = wires if first.kind is SpiderKind.Z else wires[::-1]
            self.operations.append(Operation("cx", ordered))
        else:
            self._in_basis(first.kind, wires, Operation("cz", wires))
        return True

    def _rotation(self, name: str, hub: str) -> None:
        """The rotation of a hub, if its legs end at spiders of wires and one at a leaf."""
        middle = self.spiders[hub]
        if middle.kind not in _SIMPLE or not middle.phase.is_zero:
            return
        kind = EdgeKind.PLAIN if middle.kind is SpiderKind.X else EdgeKind.HADAMARD
        legs: list[str] = []
        leaves: list[Spider] = []
        edges = list(self.at[hub].values())
        for edge in edges:
            other = edge.target if edge.source == hub else edge.source
            spider = self.spiders[other]
            if edge.kind is not kind or spider.kind is not SpiderKind.Z:
                return
            if other in self.wire:
                legs.append(other)
            elif len(self.at[other]) == 1:
                leaves.append(spider)
            else:
                return
        if len(leaves) != 1 or len(set(legs)) != len(legs):
            return
        wires = tuple(self.wire[leg] for leg in legs)
        for edge in edges:
            self._cut(edge)
        ladder = [Operation("cx", pair) for pair in pairwise(wires)]
        self.operations += [
            *ladder,
            Operation("rz", wires[-1:], (leaves[0].phase,)),
            *reversed(ladder),
        ]

    def _turn(self, wire: int, spider: Spider) -> None:
        if not spider.phase.is_zero:
            gate = "rz" if spider.kind is SpiderKind.Z else "rx"
            self.operations.append(Operation(gate, (wire,), (spider.phase,)))

    def _in_basis(self, kind: SpiderKind, wires: tuple[int, ...], operation: Operation) -> None:
        around = [Operation("h", (w,)) for w in wires] if kind is SpiderKind.X else []
        self.operations += [*around, operation, *around]

    def _permute(self) -> None:
        """Swaps that bring each wire to its output."""
        place = {name: wire for wire, name in enumerate(self.diagram.outputs)}
        order = [place[self.ends[wire]] for wire in range(len(self.ends))]
        for wire in range(len(order)):
            while order[wire] != wire:
                to = order[wire]
                self.operations.append(Operation("swap", (wire, to)))
                order[wire], order[to] = order[to], order[wire]
