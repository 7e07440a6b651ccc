"""A diagram being rewritten: spiders and edges by id, changed in place, then a diagram again.

What this file does is written once more in `extension/src/rewriting/edit.ts`, so that rules run in
a page; both stand under one corpus (decision 28).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from qdesign.angle import Angle
from qdesign.diagram import Diagram, Edge, EdgeKind, Spider, SpiderKind
from qdesign.formula import boolean_turn

PI: Angle = Angle.pi_times(1)


class Refused(Exception):
    """Why a rule does not apply, in words."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What an edit did: ids that come, go and change, in the order of the diagram."""

    new_spiders: tuple[str, ...]
    gone_spiders: tuple[str, ...]
    changed_spiders: tuple[str, ...]
    new_edges: tuple[str, ...]
    gone_edges: tuple[str, ...]
    changed_edges: tuple[str, ...]


class Edit:
    """Spiders and edges of a diagram, open to change.

    Attributes:
        spiders, edges: what there is now, by id; changed by the methods alone.
        booleans: parameters that are known to be 0 or 1.
    """

    def __init__(self, diagram: Diagram) -> None:
        self.diagram = diagram
        self.spiders = {spider.id: spider for spider in diagram.spiders}
        self.edges = {edge.id: edge for edge in diagram.edges}
        self.booleans = frozenset(diagram.booleans)
        self._was = dict(self.spiders)
        self._was_edges = dict(self.edges)
        self._at: dict[str, dict[str, None]] = {name: {} for name in self.spiders}
        for edge in diagram.edges:
            self._link(edge)
        self._count = 0
        self._near: dict[str, tuple[str, ...]] = {}
        self._heirs: list[tuple[str, str]] = []
        self._journal: list[tuple[str, str, Spider | Edge | None]] = []

    # --- asking -----------------------------------------------------------------------------------

    def at(self, name: str) -> list[Edge]:
        """The edges at a spider; a loop is listed once."""
        return [self.edges[edge] for edge in self._at[name]]

    def between(self, a: str, b: str) -> list[Edge]:
        """The edges that join two spiders."""
        return [edge for edge in self.at(a) if other_end(edge, a) == b]

    def degree(self, name: str) -> int:
        """Ends of edges at a spider: a loop counts twice."""
        return sum([2 if edge.source == edge.target else 1 for edge in self.at(name)])

    def colored_names(self) -> list[str]:
        """The Z- and X-spiders."""
        return [name for name in self.spiders if self.is_colored(name)]

    def all_edges(self) -> list[Edge]:
        """All edges."""
        return list(self.edges.values())

    def neighbors(self, name: str) -> list[str]:
        """The other spiders that edges join it to, each once."""
        return [n for n in dict.fromkeys([other_end(e, name) for e in self.at(name)]) if n != name]

    def is_colored(self, name: str) -> bool:
        """Is it a Z- or an X-spider?"""
        return self.spiders[name].kind in (SpiderKind.Z, SpiderKind.X)

    def colored(self, name: str) -> Spider:
        """The spider of that id, or Refused where it is a boundary or an H-box."""
        spider = self.spiders[name]
        if spider.kind not in (SpiderKind.Z, SpiderKind.X):
            raise Refused(f"'{name}' is no Z- or X-spider")
        return spider

    def is_pauli(self, phase: Angle) -> bool:
        """Is it a multiple of π, where a Boolean parameter times π is one?"""
        return (
            phase.radians == 0.0
            and phase.pi.denominator == 1
            and all(
                c.denominator == 1 and boolean_turn(name) in self.booleans
                for name, c in phase.terms
            )
        )

    def is_turn(self, symbol: str) -> bool:
        """Is it π times a Boolean parameter?"""
        return boolean_turn(symbol) in self.booleans

    # --- changing ---------------------------------------------------------------------------------

    def set_phase(self, name: str, angle: Angle) -> None:
        """Give a spider a phase, between 0 and 2π where it is a number."""
        terms = angle.terms
        if terms and self.booleans:
            terms = tuple([(n, c % 2 if boolean_turn(n) in self.booleans else c) for n, c in terms])
        if terms is not angle.terms or not 0 <= angle.pi < 2:
            angle = Angle(angle.pi % 2, angle.radians, terms)
        spider = self.spiders[name]
        # `replace` would take half of the time that a rule takes.
        self._put_spider(name, Spider(spider.id, spider.kind, angle, spider.x, spider.y))

    def add_phase(self, name: str, angle: Angle) -> None:
        """Add to a spider's phase."""
        self.set_phase(name, self.spiders[name].phase + angle)

    def set_kind(self, name: str, kind: SpiderKind) -> None:
        """Make a spider one of another kind."""
        self._put_spider(name, replace(self.spiders[name], kind=kind))

    def set_edge_kind(self, name: str, kind: EdgeKind) -> None:
        """Make an edge plain or a Hadamard edge."""
        edge = self.edges[name]
        self._journal.append(("edge", name, edge))
        self.edges[name] = replace(edge, kind=kind)

    def put(
        self, kind: SpiderKind, phase: Angle, near: Sequence[str], dx: float = 0.0, dy: float = 0.0
    ) -> str:
        """A new spider amid others, moved by `dx` and `dy` pitches; its id."""
        around = [self.spiders.get(name) or self._was[name] for name in near]
        x = sum([s.x for s in around]) / len(around) + dx
        y = sum([s.y for s in around]) / len(around) + dy
        name = self._fresh("s", self.spiders, self._was)
        self._put_spider(name, Spider(name, kind, Angle(), x, y))
        self._near[name] = tuple(near)
        self.set_phase(name, phase)
        return name

    def join(self, a: str, b: str, kind: EdgeKind = EdgeKind.PLAIN) -> str:
        """A new edge; its id."""
        name = self._fresh("e", self.edges, self._was_edges)
        self._journal.append(("edge", name, None))
        self.edges[name] = Edge(name, a, b, kind)
        self._link(self.edges[name])
        return name

    def cut(self, name: str) -> None:
        """Remove an edge."""
        edge = self.edges[name]
        self._journal.append(("edge", name, edge))
        self._unlink(edge)
        del self.edges[name]

    def drop(self, name: str) -> None:
        """Remove a spider and the edges at it."""
        for edge in self.at(name):
            self.cut(edge.id)
        self._journal.append(("spider", name, self.spiders[name]))
        del self.spiders[name]
        del self._at[name]

    def toggle(self, a: str, b: str) -> None:
        """Add a Hadamard edge, or remove the one that is there."""
        for edge in self.between(a, b):
            if edge.kind is EdgeKind.HADAMARD:
                self.cut(edge.id)
                return
        self.join(a, b, EdgeKind.HADAMARD)

    def inherit(self, heir: str, gone: str) -> None:
        """Say that what a spider stood for goes on in another, where phases do not tell."""
        self._heirs.append((heir, gone))

    # --- what was done ----------------------------------------------------------------------------

    def undo(self) -> None:
        """Take back all that was changed."""
        while self._journal:
            what, name, before = self._journal.pop()
            if what == "spider":
                if before is None:
                    del self.spiders[name]
                    del self._at[name]
                else:
                    self.spiders[name] = before  # type: ignore[assignment]
                    self._at.setdefault(name, {})
            else:
                now = self.edges.pop(name, None)
                if now is not None:
                    self._unlink(now)
                if before is not None:
                    self.edges[name] = before  # type: ignore[assignment]
                    self._link(before)  # type: ignore[arg-type]
        self._count = 0
        self._near.clear()
        self._heirs.clear()

    def settle(self) -> None:
        """Take what was changed as given: `undo`, `changes` and `origins` begin here."""
        for what, name, _ in self._journal:
            now, was = (
                (self.spiders, self._was) if what == "spider" else (self.edges, self._was_edges)
            )
            if name in now:
                was[name] = now[name]  # type: ignore[assignment, index]
            else:
                was.pop(name, None)
        self._journal.clear()
        self._count = 0
        self._near.clear()
        self._heirs.clear()

    def changes(self) -> Changes:
        """What came, went and changed since the diagram."""
        touched = dict.fromkeys([(what, name) for what, name, _ in self._journal])
        spiders = [name for what, name in touched if what == "spider"]
        edges = [name for what, name in touched if what == "edge"]
        return Changes(
            tuple([n for n in spiders if n not in self._was and n in self.spiders]),
            tuple([n for n in spiders if n in self._was and n not in self.spiders]),
            tuple(
                [
                    n
                    for n in spiders
                    if n in self._was and n in self.spiders and self.spiders[n] != self._was[n]
                ]
            ),
            tuple([n for n in edges if n not in self._was_edges and n in self.edges]),
            tuple([n for n in edges if n in self._was_edges and n not in self.edges]),
            tuple(
                [
                    n
                    for n in edges
                    if n in self._was_edges
                    and n in self.edges
                    and self.edges[n] != self._was_edges[n]
                ]
            ),
        )

    def done(self) -> Diagram:
        """The diagram as it is now; what did not change keeps its id and place."""
        return replace(
            self.diagram, spiders=tuple(self.spiders.values()), edges=tuple(self.edges.values())
        )

    def origins(self) -> dict[str, tuple[str, ...]]:
        """Of each spider that came or changed, the spiders of the diagram that went into it.

        A new one comes from those that it was put near and that went or changed. What went and
        stands in none of these goes into all that came or changed.
        """
        did = self.changes()
        gone = [n for n in did.gone_spiders if self._was[n].kind is not SpiderKind.BOUNDARY]
        active = {*gone, *did.changed_spiders}
        found: dict[str, list[str]] = {}
        for name in did.changed_spiders:
            found[name] = [name]
        for name in did.new_spiders:
            found[name] = self._roots(name, active)
        for heir, name in self._heirs:
            if heir in self.spiders and name in self._was:
                found.setdefault(heir, [heir] if heir in self._was else []).append(name)
        told = {name for names in found.values() for name in names}
        for name in gone:
            if name not in told:
                for heir in (*did.changed_spiders, *did.new_spiders):
                    found[heir].append(name)
        return {name: tuple(dict.fromkeys(names)) for name, names in found.items()}

    def _roots(self, name: str, active: set[str]) -> list[str]:
        if name in self._was:
            return [name] if name in active else []
        return [root for near in self._near[name] for root in self._roots(near, active)]

    # --- within -----------------------------------------------------------------------------------

    def _put_spider(self, name: str, spider: Spider) -> None:
        self._journal.append(("spider", name, self.spiders.get(name)))
        self.spiders[name] = spider
        self._at.setdefault(name, {})

    def _link(self, edge: Edge) -> None:
        self._at[edge.source][edge.id] = None
        self._at[edge.target][edge.id] = None

    def _unlink(self, edge: Edge) -> None:
        self._at[edge.source].pop(edge.id, None)
        self._at[edge.target].pop(edge.id, None)

    def _fresh(self, letter: str, taken: Iterable[str], was: Iterable[str]) -> str:
        while True:
            self._count += 1
            name = f"{letter}{len(was) + self._count}"  # type: ignore[arg-type]
            if name not in taken and name not in was:
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
