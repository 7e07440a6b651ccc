"""Diagram ↔ PyZX graph, with symbolic phases exact both ways.

PyZX counts phases in multiples of π. A parameter θ (radians) becomes the symbol θ/π under its own
name, or, where that name is not a plain ASCII word, under one that spells its UTF-8 bytes. A number
of radians that is no rational multiple of π becomes a symbol that spells its 64 bits, so no phase
is ever rounded.
"""

from __future__ import annotations

import math
import re
import struct
from collections.abc import Collection, Hashable, Iterator
from fractions import Fraction
from typing import Any, Final

from qdesign.angle import Angle, check_name
from qdesign.convert.bodies import as_body
from qdesign.diagram import Diagram, Edge, EdgeKind, Spider, SpiderKind
from qdesign.errors import InvalidDiagram, NotConvertible
from qdesign.formula import boolean_turn

_PLAIN: Final = re.compile(r"[A-Za-z_]\w*(\[\d+\])?\Z", re.ASCII)
_RADIANS: Final = re.compile(r"qdradians_([0-9a-f]{16})\Z")
_NAME: Final = re.compile(r"qdname_((?:[0-9a-f]{2})+)\Z")
_RESERVED: Final = ("qdradians_", "qdname_")


def to_symbol(name: str) -> str:
    """The ASCII symbol that stands for a parameter, reversibly.

    Example:
        >>> to_symbol("theta"), to_symbol("θ")
        ('theta', 'qdname_ceb8')
    """
    plain = _PLAIN.match(name) and name != "pi" and not name.startswith(_RESERVED)
    return name if plain else f"qdname_{name.encode().hex()}"


def from_symbol(symbol: str) -> Angle:
    """The angle (radians) that a symbol stands for: π × symbol."""
    radians = _RADIANS.match(symbol)
    if radians:
        return Angle(radians=struct.unpack(">d", bytes.fromhex(radians[1]))[0])
    name = _NAME.match(symbol)
    try:
        return Angle.parameter(bytes.fromhex(name[1]).decode() if name else check_name(symbol))
    except UnicodeDecodeError:
        return Angle.parameter(symbol)


def to_phase(angle: Angle, registry: Any = None, booleans: Collection[str] = ()) -> Any:
    """An angle as a PyZX phase: a Fraction, or a Poly where it has parameters or plain radians.

    A Boolean parameter times π is PyZX's Boolean variable.
    """
    if not angle.terms and angle.radians == 0.0:
        return angle.pi % 2
    from pyzx.symbolic import Poly, Term, Var

    terms: list[Any] = [
        (coefficient, Term([(_variable(name, booleans, registry), 1)]))
        for name, coefficient in angle.terms
    ]
    if angle.radians:
        bits = struct.pack(">d", abs(angle.radians)).hex()
        sign = Fraction(1 if angle.radians > 0 else -1)
        terms.append((sign, Term([(Var(f"qdradians_{bits}", False, registry), 1)])))
    if angle.pi % 2:
        terms.append((angle.pi % 2, Term([])))
    return Poly(terms)


def _variable(name: str, booleans: Collection[str], registry: Any) -> Any:
    from pyzx.symbolic import Var

    turn = boolean_turn(name)
    if turn and turn in booleans:
        return Var(to_symbol(turn), True, registry)
    return Var(to_symbol(name), False, registry)


def from_phase(phase: Any) -> Angle:
    """A PyZX phase as an angle; a Boolean variable is a parameter times π.

    Raises:
        NotConvertible: not affine, or complex.
    """
    if not hasattr(phase, "terms"):
        return _multiple(phase)
    total = Angle()
    for coefficient, term in phase.terms:
        if not term.vars:
            total += _multiple(coefficient)
            continue
        if isinstance(coefficient, complex):
            raise NotConvertible(f"Phase {phase} has a complex coefficient; a phase is real.")
        (variable, power), *others = term.vars
        if others or power != 1:
            raise NotConvertible(
                f"Phase {phase} is not affine: name the product {term} as a variable of its own."
            )
        angle = from_symbol(variable.name)
        if variable.is_bool:
            angle = Angle.parse(f"pi*({angle})")
        total += angle * _rational(coefficient)
    return Angle(total.pi % 2, total.radians, total.terms)


def _rational(number: Any) -> Fraction:
    """A coefficient exactly, floats by their shortest decimal."""
    if isinstance(number, int | Fraction):
        return Fraction(number)
    value = float(number)
    if not math.isfinite(value):
        raise NotConvertible(f"A phase with {value} in it is not finite.")
    return Fraction(repr(value))


def _multiple(number: Any) -> Angle:
    if isinstance(number, complex):
        raise NotConvertible(f"Phase {number} is complex; a phase is real.")
    return Angle.pi_times(_rational(number) % 2)


def to_pyzx(diagram: Diagram) -> Any:
    """The PyZX graph (backend `simple`) of a diagram, equal up to a non-zero scalar.

    Spiders keep their order and places. Where PyZX's graph cannot hold parallel edges or loops as
    they are, they are reduced by the Hopf and fusion laws or split by phase-free spiders.
    """
    from pyzx.graph.graph_s import GraphS
    from pyzx.utils import EdgeType, VertexType

    body = as_body(diagram)
    if not isinstance(body, Diagram):
        raise NotConvertible("A diagram is expected, not a circuit. Take to_diagram(circuit).")
    diagram = body
    kinds = {
        SpiderKind.Z: VertexType.Z,
        SpiderKind.X: VertexType.X,
        SpiderKind.H: VertexType.H_BOX,
        SpiderKind.BOUNDARY: VertexType.BOUNDARY,
    }
    graph: Any = GraphS()
    vertex: dict[str, int] = {}
    for spider in diagram.spiders:
        phase = to_phase(spider.phase, graph.var_registry, diagram.booleans)
        place = graph.add_vertex(kinds[spider.kind], qubit=spider.y, row=spider.x)
        graph.set_phase(place, phase)
        vertex[spider.id] = place
    for source, target, kind in _split_edges(diagram, graph, vertex):
        edge_type = EdgeType.HADAMARD if kind is EdgeKind.HADAMARD else EdgeType.SIMPLE
        graph.add_edge((source, target), edge_type)
    graph.set_inputs(tuple(vertex[name] for name in diagram.inputs))
    graph.set_outputs(tuple(vertex[name] for name in diagram.outputs))
    return graph


def _split_edges(
    diagram: Diagram, graph: Any, vertex: dict[str, int]
) -> Iterator[tuple[int, int, EdgeKind]]:
    """Edges between vertices; loops and parallel edges at an H-box get a spider each."""
    from pyzx.utils import VertexType

    by_id = diagram.by_id
    seen: set[frozenset[str]] = set()
    for edge in diagram.edges:
        ends = frozenset((edge.source, edge.target))
        boxed = any(by_id[end].kind is SpiderKind.H for end in ends)
        if boxed and (ends in seen or edge.source == edge.target):
            middle = graph.add_vertex(
                VertexType.Z, qubit=by_id[edge.source].y - 0.3, row=by_id[edge.source].x + 0.3
            )
            yield vertex[edge.source], middle, EdgeKind.PLAIN
            if edge.source == edge.target:
                other = graph.add_vertex(
                    VertexType.Z, qubit=by_id[edge.source].y + 0.3, row=by_id[edge.source].x + 0.3
                )
                yield middle, other, edge.kind
                middle, kind = other, EdgeKind.PLAIN
            else:
                kind = edge.kind
            yield middle, vertex[edge.target], kind
            continue
        seen.add(ends)
        yield vertex[edge.source], vertex[edge.target], edge.kind


def from_pyzx(graph: Any) -> Diagram:
    """The diagram of a PyZX graph of any backend, or of a circuit, equal up to a non-zero scalar.

    A symbol `a` of PyZX, in multiples of π, becomes the parameter `a` in radians.

    Raises:
        NotConvertible: W-nodes, Z-boxes, grounds, H-boxes with a label that is no phase, or a phase
            that is not affine.
        InvalidDiagram: boundaries that are neither inputs nor outputs.
    """
    from pyzx.utils import EdgeType, VertexType

    if hasattr(graph, "to_graph"):
        graph = graph.to_graph()
    if not hasattr(graph, "vertices"):
        raise NotConvertible(f"A graph of PyZX is expected, not {type(graph).__name__}.")
    kinds: dict[int, SpiderKind] = {
        VertexType.Z: SpiderKind.Z,
        VertexType.X: SpiderKind.X,
        VertexType.H_BOX: SpiderKind.H,
        VertexType.BOUNDARY: SpiderKind.BOUNDARY,
    }
    spiders: list[Spider] = []
    names: dict[int, str] = {}
    for vertex in graph.vertices():
        given = graph.type(vertex)  # anything, in a graph that was read from a text
        kind = kinds.get(given) if isinstance(given, int) else None
        if kind is None:
            raise NotConvertible(
                f"Vertex {vertex} is a {str(getattr(given, 'name', given))[:40]}; a diagram has Z- "
                "and X-spiders, H-boxes and boundaries."
            )
        if graph.is_ground(vertex):
            raise NotConvertible(f"Vertex {vertex} is grounded; diagrams here have no discarding.")
        if kind is SpiderKind.H and "label" in graph.vdata_keys(vertex):
            raise NotConvertible(
                f"H-box {vertex} has the complex label {graph.vdata(vertex, 'label')}; only labels "
                "e^{i·phase} are kept."
            )
        phase = Angle() if kind is SpiderKind.BOUNDARY else from_phase(graph.phase(vertex))
        names[vertex] = f"s{vertex}"
        spiders.append(Spider(names[vertex], kind, phase, *_place(graph, vertex)))
    edges: list[Edge] = []
    for edge in graph.edges():
        source, target = graph.edge_st(edge)
        kind = graph.edge_type(edge)
        if kind not in (EdgeType.SIMPLE, EdgeType.HADAMARD):
            raise NotConvertible(f"Edge {edge} is of a kind that diagrams here do not have.")
        hadamard = EdgeKind.HADAMARD if kind == EdgeType.HADAMARD else EdgeKind.PLAIN
        edges.append(Edge(f"e{len(edges)}", names[source], names[target], hadamard))
    ports = (tuple(graph.inputs()), tuple(graph.outputs()))
    for port in (*ports[0], *ports[1]):
        if not isinstance(port, Hashable) or port not in names:
            raise InvalidDiagram(f"Input or output {str(port)[:40]} is not a vertex of the graph.")
    if not any(ports) and any(s.kind is SpiderKind.BOUNDARY for s in spiders):
        raise NotConvertible(
            "This graph does not say which boundaries are inputs and outputs. Call "
            "graph.auto_detect_io() first."
        )
    return Diagram(
        tuple(spiders),
        tuple(edges),
        tuple(names[v] for v in ports[0]),
        tuple(names[v] for v in ports[1]),
        tuple(_booleans(graph)),
    )


def _booleans(graph: Any) -> Iterator[str]:
    """The parameters that Boolean variables of a graph are."""
    for phase in graph.phases().values():
        for _, term in getattr(phase, "terms", ()):
            for variable, _ in term.vars:
                if variable.is_bool:
                    yield from from_symbol(variable.name).parameters


def _place(graph: Any, vertex: int) -> tuple[float, float]:
    row, qubit = graph.row(vertex), graph.qubit(vertex)
    try:
        return float(row), float(qubit)
    except (TypeError, ValueError, OverflowError):
        raise NotConvertible(
            f"Vertex {vertex} stands at row {str(row)[:40]}, qubit {str(qubit)[:40]}; a place is "
            "two numbers."
        ) from None


def normalize(graph: Any) -> bool:
    """Make a number of every symbolic phase in which no symbol is left; was there one?

    PyZX keeps `a - a + 1/4` as a symbol, which hides T and Clifford phases from its rules.
    """
    changed = False
    for vertex, phase in list(graph.phases().items()):
        if hasattr(phase, "terms") and not phase.free_vars():
            number = sum((Fraction(c) for c, _ in phase.terms), Fraction(0)) % 2
            graph.set_phase(
                vertex, phase.rational(number) if hasattr(phase, "rational") else number
            )
            changed = True
    return changed
