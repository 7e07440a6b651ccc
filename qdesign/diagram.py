"""ZX diagrams: spiders, H-boxes and boundaries joined by plain and Hadamard edges, immutable."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import count as countup
from typing import Final

from qdesign.angle import Angle
from qdesign.errors import InvalidDiagram, InvalidRequest, TooLarge, UnknownParameter
from qdesign.showing.drawing import Drawing, draw, image, svg
from qdesign.showing.tables import count

MAX_SPIDERS: Final = 1_000_000


class SpiderKind(StrEnum):
    """What stands at a place of a diagram."""

    Z = "Z"
    X = "X"
    H = "H"
    BOUNDARY = "boundary"


class EdgeKind(StrEnum):
    """How two places are joined."""

    PLAIN = "plain"
    HADAMARD = "hadamard"


@dataclass(frozen=True, slots=True)
class Spider:
    """A spider, an H-box or a boundary, with its phase in exact radians.

    The label of an H-box is e^{i·phase}, so that π is the plain one. `x` (along time) and `y`
    (across wires) are where it is drawn, in units of one wire pitch; they are not compared.
    """

    id: str
    kind: SpiderKind
    phase: Angle = Angle()
    x: float = field(default=0.0, compare=False)
    y: float = field(default=0.0, compare=False)


@dataclass(frozen=True, slots=True)
class Edge:
    """A join of two spiders by id; parallel edges and self-loops are allowed."""

    id: str
    source: str
    target: str
    kind: EdgeKind = EdgeKind.PLAIN


@dataclass(frozen=True, slots=True)
class Diagram:
    """An immutable ZX diagram, a linear map up to a non-zero scalar.

    Attributes:
        spiders: spiders, H-boxes and boundaries; ids are unique.
        edges: edges; ids are unique.
        inputs, outputs: ids of boundaries, qubit 0 first. Each boundary has one edge.
        booleans: parameters that are known to be 0 or 1, sorted; those that no phase has are left
            out.
    """

    spiders: tuple[Spider, ...] = ()
    edges: tuple[Edge, ...] = ()
    inputs: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    booleans: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if len(self.spiders) > MAX_SPIDERS:
            raise TooLarge(f"A diagram has at most {MAX_SPIDERS:,} spiders.")
        by_id = {spider.id: spider for spider in self.spiders}
        if len(by_id) != len(self.spiders):
            raise InvalidDiagram("Two spiders of this diagram have the same id.")
        if len({edge.id for edge in self.edges}) != len(self.edges):
            raise InvalidDiagram("Two edges of this diagram have the same id.")
        degree = dict.fromkeys(by_id, 0)
        for edge in self.edges:
            for end in (edge.source, edge.target):
                if end not in by_id:
                    raise InvalidDiagram(
                        f"Edge '{edge.id}' joins '{end}', which is not a spider of this diagram."
                    )
                degree[end] += 1
        self._check_boundaries(by_id, degree)
        if self.booleans:
            known = set(self.parameters)
            kept = tuple(sorted({name for name in self.booleans if name in known}))
            object.__setattr__(self, "booleans", kept)

    def _check_boundaries(self, by_id: Mapping[str, Spider], degree: Mapping[str, int]) -> None:
        ends = (*self.inputs, *self.outputs)
        if len(set(ends)) != len(ends):
            raise InvalidDiagram("A boundary is named twice among the inputs and outputs.")
        for end in ends:
            if end not in by_id or by_id[end].kind is not SpiderKind.BOUNDARY:
                raise InvalidDiagram(f"Input or output '{end}' is not a boundary of this diagram.")
        for spider in self.spiders:
            if spider.kind is not SpiderKind.BOUNDARY:
                continue
            if spider.id not in ends:
                raise InvalidDiagram(
                    f"Boundary '{spider.id}' is neither an input nor an output. Say which it is."
                )
            if degree[spider.id] != 1:
                raise InvalidDiagram(
                    f"Boundary '{spider.id}' has {degree[spider.id]} edges; a boundary has one."
                )

    @property
    def parameters(self) -> tuple[str, ...]:
        """Names of the free parameters, in order of first use."""
        return tuple(dict.fromkeys(n for s in self.spiders for n in s.phase.parameters))

    @property
    def symbols(self) -> tuple[str, ...]:
        """Names that phases have, of free parameters and of derived ones, in order of first use."""
        return tuple(dict.fromkeys(n for s in self.spiders for n in s.phase.symbols))

    @property
    def by_id(self) -> dict[str, Spider]:
        """The spiders by id."""
        return {spider.id: spider for spider in self.spiders}

    @property
    def neighbors(self) -> dict[str, list[Edge]]:
        """The edges at each spider; a self-loop is listed once."""
        found: dict[str, list[Edge]] = {spider.id: [] for spider in self.spiders}
        for edge in self.edges:
            found[edge.source].append(edge)
            if edge.target != edge.source:
                found[edge.target].append(edge)
        return found

    @property
    def num_spiders(self) -> int:
        """Spiders and H-boxes, without boundaries."""
        return sum(1 for s in self.spiders if s.kind is not SpiderKind.BOUNDARY)

    def draw(self, format: str = "text") -> Drawing:  # noqa: A002 (as exporters call it)
        """A drawing: in letters where it is printed, as a picture where a notebook shows it.

        Args:
            format: `text`, of a large diagram its first part; or another exporter of pictures,
                such as `svg` or `tikz`, whose text is the whole.

        Raises:
            InvalidRequest: no such picture of a diagram.
        """
        return draw(self, format, kind="diagram")

    def _repr_svg_(self) -> str:
        return svg(self)

    def _repr_html_(self) -> str:
        return image(svg(self))

    def __repr__(self) -> str:
        ends = f"{count(len(self.inputs), 'input')}, {count(len(self.outputs), 'output')}"
        return (
            f"Diagram({count(self.num_spiders, 'spider')}, {count(len(self.edges), 'edge')}, "
            f"{count(len(self.parameters), 'parameter')}, {ends})"
        )

    def bind(self, values: Mapping[str, float]) -> Diagram:
        """The diagram with numbers put for the parameters that `values` names."""
        known = self.parameters
        for name in values:
            if name not in known:
                raise UnknownParameter(name, known)
        return self.substitute({name: Angle.of(float(v)) for name, v in values.items()})

    def substitute(self, angles: Mapping[str, Angle]) -> Diagram:
        """The diagram with an angle put for each parameter that `angles` names."""
        return self.with_spiders(
            replace(spider, phase=spider.phase.substitute(angles)) for spider in self.spiders
        )

    def with_spiders(self, spiders: Iterable[Spider]) -> Diagram:
        """The diagram with other spiders; edges, inputs and outputs stay."""
        return replace(self, spiders=tuple(spiders))

    def adjoint(self) -> Diagram:
        """The diagram of the adjoint map: phases negated, inputs and outputs exchanged."""
        turned = tuple(replace(s, phase=-s.phase) for s in self.spiders)
        return replace(self, spiders=turned, inputs=self.outputs, outputs=self.inputs)

    def then(self, other: Diagram) -> Diagram:
        """This map, then `other`: outputs are joined to the inputs of `other`, in order.

        Ids of `other` that are taken get new ones. A closed loop stays as a spider with a loop.

        Raises:
            InvalidDiagram: not as many outputs as `other` has inputs.
        """
        _check_diagram(other)
        if len(self.outputs) != len(other.inputs):
            raise InvalidDiagram(
                f"The first diagram has {count(len(self.outputs), 'output')} and the second "
                f"{count(len(other.inputs), 'input')}. Both must be as many to be joined."
            )
        shift = max((s.x for s in self.spiders), default=0.0)
        shift -= min((s.x for s in other.spiders), default=0.0)
        second = _beside(self, other, dx=shift)
        joints = dict(zip(second.inputs, self.outputs, strict=True))
        edges = {edge.id: edge for edge in self.edges}
        for edge in second.edges:
            source, target = (joints.get(end, end) for end in (edge.source, edge.target))
            edges[edge.id] = replace(edge, source=source, target=target)
        loops = set(_without_joints(edges, self.outputs))
        kept = tuple(
            replace(s, kind=SpiderKind.Z) if s.id in loops else s
            for s in (*self.spiders, *second.spiders)
            if s.id not in joints and (s.id not in self.outputs or s.id in loops)
        )
        booleans = _booleans(self, other)
        return Diagram(kept, tuple(edges.values()), self.inputs, second.outputs, booleans)

    def tensor(self, other: Diagram) -> Diagram:
        """This map ⊗ `other`, side by side: qubits of `other` come behind, drawn below.

        Ids of `other` that are taken get new ones.
        """
        _check_diagram(other)
        shift = max((s.y for s in self.spiders), default=-1.0) + 1
        shift -= min((s.y for s in other.spiders), default=0.0)
        second = _beside(self, other, dy=shift)
        return Diagram(
            self.spiders + second.spiders,
            self.edges + second.edges,
            self.inputs + second.inputs,
            self.outputs + second.outputs,
            _booleans(self, other),
        )


def _check_diagram(other: object) -> None:
    if not isinstance(other, Diagram):
        raise InvalidRequest(
            f"A diagram is expected, not {type(other).__name__}. Make one of a circuit by "
            "to_diagram(circuit)."
        )


def _beside(first: Diagram, other: Diagram, *, dx: float = 0.0, dy: float = 0.0) -> Diagram:
    """`other` moved, with ids that `first` does not have."""
    spiders = _fresh((s.id for s in first.spiders), [s.id for s in other.spiders])
    edges = _fresh((e.id for e in first.edges), [e.id for e in other.edges])
    return Diagram(
        tuple(replace(s, id=spiders[s.id], x=s.x + dx, y=s.y + dy) for s in other.spiders),
        tuple(Edge(edges[e.id], spiders[e.source], spiders[e.target], e.kind) for e in other.edges),
        tuple(spiders[name] for name in other.inputs),
        tuple(spiders[name] for name in other.outputs),
    )


def _fresh(taken: Iterable[str], names: list[str]) -> dict[str, str]:
    used = {*taken}
    free = (name for k in countup(1) if (name := f"t{k}") not in used)
    others = {name for name in names if name not in used}
    return {n: n if n in others else next(f for f in free if f not in others) for n in names}


def _without_joints(edges: dict[str, Edge], joints: Iterable[str]) -> Iterator[str]:
    """Takes joints of two edges out of `edges`, in place; yields those that closed a loop."""
    at: dict[str, list[str]] = {name: [] for name in joints}
    for edge in edges.values():
        for end in (edge.source, edge.target):
            if end in at:
                at[end].append(edge.id)
    for joint, (one, two) in at.items():
        if one == two:
            yield joint
            continue
        first, second = edges[one], edges.pop(two)
        start = first.target if first.source == joint else first.source
        end = second.target if second.source == joint else second.source
        same = first.kind is second.kind
        kind = EdgeKind.PLAIN if same else EdgeKind.HADAMARD
        edges[one] = Edge(one, start, end, kind)
        if end in at:
            at[end][at[end].index(two)] = one


def _booleans(first: Diagram, second: Diagram) -> tuple[str, ...]:
    """Names that are Boolean wherever they occur."""
    free = {n for d in (first, second) for n in d.parameters if n not in d.booleans}
    return tuple(name for name in (*first.booleans, *second.booleans) if name not in free)
