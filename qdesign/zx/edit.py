"""A diagram being rewritten: spiders and edges by id, changed in place, then a diagram again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from qdesign.angle import Angle
from qdesign.diagram import Diagram, Edge, EdgeKind, Spider, SpiderKind

PI: Angle = Angle.pi_times(1)


class Refused(Exception):
    """Why a rule does not apply, in words."""


class Edit:
    """Spiders and edges of a diagram, open to change."""

    def __init__(self, diagram: Diagram) -> None:
        self.diagram = diagram
        self.spiders = {spider.id: spider for spider in diagram.spiders}
        self.edges = {edge.id: edge for edge in diagram.edges}
        self._count = 0

    def done(self) -> Diagram:
        """The diagram as it is now; what did not change keeps its id and place."""
        return Diagram(
            tuple(self.spiders.values()),
            tuple(self.edges.values()),
            self.diagram.inputs,
            self.diagram.outputs,
        )

    def at(self, name: str) -> list[Edge]:
        """The edges at a spider; a loop is listed once."""
        return [e for e in self.edges.values() if name in (e.source, e.target)]

    def between(self, a: str, b: str) -> list[Edge]:
        """The edges that join two spiders."""
        return [e for e in self.edges.values() if {e.source, e.target} == {a, b}]

    def degree(self, name: str) -> int:
        """Ends of edges at a spider: a loop counts twice."""
        return sum((e.source == name) + (e.target == name) for e in self.edges.values())

    def colored(self, name: str) -> Spider:
        """The spider of that id, or Refused where it is a boundary or an H-box."""
        spider = self.spiders[name]
        if spider.kind not in (SpiderKind.Z, SpiderKind.X):
            raise Refused(f"'{name}' is no Z- or X-spider")
        return spider

    def add_phase(self, name: str, angle: Angle) -> None:
        """Add to a spider's phase."""
        total = self.spiders[name].phase + angle
        reduced = Angle(total.pi % 2, total.radians, total.terms)
        self.spiders[name] = replace(self.spiders[name], phase=reduced)

    def put(
        self, kind: SpiderKind, phase: Angle, near: Iterable[Spider], shift: float = 0.0
    ) -> str:
        """A new spider amid others; its id."""
        around = list(near)
        x = sum(s.x for s in around) / len(around)
        y = sum(s.y for s in around) / len(around) + shift
        name = self._fresh("s", self.spiders)
        self.spiders[name] = Spider(name, kind, phase, x, y)
        return name

    def join(self, a: str, b: str, kind: EdgeKind = EdgeKind.PLAIN) -> None:
        """A new edge."""
        name = self._fresh("e", self.edges)
        self.edges[name] = Edge(name, a, b, kind)

    def drop(self, name: str) -> None:
        """Remove a spider and the edges at it."""
        for edge in self.at(name):
            del self.edges[edge.id]
        del self.spiders[name]

    def toggle(self, a: str, b: str) -> None:
        """Add a Hadamard edge, or remove the one that is there."""
        found = next((e for e in self.between(a, b) if e.kind is EdgeKind.HADAMARD), None)
        if found is None:
            self.join(a, b, EdgeKind.HADAMARD)
        else:
            del self.edges[found.id]

    def _fresh(self, letter: str, taken: dict[str, Spider] | dict[str, Edge]) -> str:
        while True:
            self._count += 1
            name = f"{letter}{len(taken) + self._count}"
            if name not in taken:
                return name


def other_end(edge: Edge, name: str) -> str:
    """The spider at the other end; the same one for a loop."""
    return edge.target if edge.source == name else edge.source


def both(a: EdgeKind, b: EdgeKind) -> EdgeKind:
    """Two edges in a row as one: two Hadamards cancel."""
    return EdgeKind.PLAIN if a is b else EdgeKind.HADAMARD


def flipped(kind: EdgeKind) -> EdgeKind:
    """The other kind of edge."""
    return both(kind, EdgeKind.HADAMARD)


def opposite(kind: SpiderKind) -> SpiderKind:
    """The other color."""
    return SpiderKind.X if kind is SpiderKind.Z else SpiderKind.Z
