"""ZX diagrams: spiders, H-boxes and boundaries joined by plain and Hadamard edges, immutable."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from qdesign.angle import Angle
from qdesign.errors import InvalidDiagram, TooLarge, UnknownParameter
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
