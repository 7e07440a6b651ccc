"""JSON texts of diagrams ↔ diagrams: of PyZX and ZXLive (`.zxg`), new and old, and of Quantomatic.

Scalars are left out, but a diagram whose scalar is 0 is refused. What a diagram here cannot hold
is refused with the name that it has in the text.
"""

from __future__ import annotations

import cmath
import json
import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, cast

from qdesign.angle import Angle
from qdesign.convert.phase_text import read_phase, symbol_of, write_phase
from qdesign.diagram import Diagram, Edge, EdgeKind, Spider, SpiderKind
from qdesign.errors import InvalidAngle, InvalidDiagram, InvalidDocument, NotConvertible, TooLarge
from qdesign.formula import boolean_turn

MOST_SPIDERS: Final = 100_000
_MOST_EDGES: Final = 1_000_000
_FARTHEST: Final = 1e6
_PLAIN_H: Final = Angle.pi_times(1)
_Z_BOX: Final = "Z-box"
_KINDS: Final[Mapping[int, SpiderKind | str]] = {
    0: SpiderKind.BOUNDARY, 1: SpiderKind.Z, 2: SpiderKind.X, 3: SpiderKind.H, 4: "W-node",
    5: "W-node", 6: _Z_BOX, 99: "dummy node",
}  # fmt: skip
_OLD_KINDS: Final[Mapping[str, SpiderKind | str]] = {
    "Z": SpiderKind.Z, "X": SpiderKind.X, "hadamard": SpiderKind.H, "W_input": "W-node",
    "W_output": "W-node", "Z_box": _Z_BOX,
}  # fmt: skip
_TAKEN: Final = "A diagram has Z- and X-spiders, H-boxes and boundaries."


def read_json(text: str) -> Any:
    """The value of a JSON text.

    Raises:
        InvalidDocument: it is none.
    """
    try:
        return json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        raise InvalidDocument("This is no JSON text, or not the whole of it.") from None


FURTHER: Final = "booleans"
"""What lists Boolean parameters without π, which PyZX and ZXLive take for free ones."""


def loads(text: str) -> Diagram:
    """The diagram of a `.zxg` or JSON text.

    Raises:
        InvalidDocument, NotConvertible, TooLarge: what cannot be read, named.
    """
    return read_graph(read_json(text))


def dumps(diagram: Diagram) -> str:
    """The diagram as PyZX and ZXLive read it (JSON version 2, parallel edges kept)."""
    return json.dumps(graph_of(diagram), ensure_ascii=False) + "\n"


def read_graph(value: Any, *, numbered: bool = True) -> Diagram:
    """The diagram of a JSON value; older ZXLive files hold it as a text inside the text.

    Ids are numbers in the order of the text; with `numbered` false they are made of the names that
    vertices have there, so that those of several diagrams correspond.
    """
    if isinstance(value, str):
        value = read_json(value)
    if not isinstance(value, dict):
        raise InvalidDocument("A diagram of ZXLive or PyZX is an object with vertices and edges.")
    facts = cast("dict[str, Any]", value)
    _check_scalar(facts.get("scalar"))
    types = _object(facts.get("variable_types", {}), "variable_types")
    booleans = frozenset(name for name, is_boolean in types.items() if is_boolean is True)
    further = facts.get(FURTHER)
    listed = cast("list[Any]", further) if isinstance(further, list) else []
    found = _Found(booleans, numbered, further=[str(name) for name in listed])
    if "vertices" in facts or "version" in facts:
        _read_new(facts, found)
    elif "wire_vertices" in facts or "node_vertices" in facts:
        _read_old(facts, found)
    else:
        raise InvalidDocument("This has no 'vertices', so it is no diagram of ZXLive or PyZX.")
    return found.diagram()


@dataclass(slots=True)
class _Found:
    """What was read so far: spiders by the name that they have in the text."""

    booleans: Collection[str]
    numbered: bool = True
    further: Collection[str] = ()
    spiders: dict[str, Spider] = field(default_factory=dict[str, Spider])
    edges: list[Edge] = field(default_factory=list[Edge])
    inputs: list[str] = field(default_factory=list[str])
    outputs: list[str] = field(default_factory=list[str])
    turned: set[str] = field(default_factory=set[str])
    read: dict[str, Angle] = field(default_factory=dict[str, Angle])
    joined: dict[str, int] = field(default_factory=dict[str, int])

    def phase(self, name: str, text: Any) -> Angle:
        """A phase, of which the same few stand in many places."""
        if isinstance(text, int | float) and not isinstance(text, bool):
            text = repr(text)
        if not isinstance(text, str):
            raise InvalidDocument(f"Vertex {name} has the phase {_shown(text)}, which is no text.")
        known = self.read.get(text)
        if known is None:
            try:
                known = self.read[text] = read_phase(text, self.booleans)
            except InvalidAngle as error:
                raise InvalidDocument(f"Vertex {name}: {error}") from None
        return known

    def add(
        self, name: str, kind: SpiderKind | str | None, place: Any, phase: Any, label: Any
    ) -> None:
        if name in self.spiders:
            raise InvalidDocument(f"Two vertices are called {name[:40]}.")
        if kind == _Z_BOX:
            kind = SpiderKind.Z
            angle = Angle() if label is None else self.label(name, label, _Z_BOX)
        elif not isinstance(kind, SpiderKind):
            raise NotConvertible(f"Vertex {name[:40]} is a {kind or 'node of no kind'}. {_TAKEN}")
        elif kind is SpiderKind.H and label is not None:
            angle = self.label(name, label, "H-box")
        else:
            angle = phase if isinstance(phase, Angle) else self.phase(name, phase)
        if kind is SpiderKind.BOUNDARY:
            angle = Angle()
        made = f"s{len(self.spiders)}" if self.numbered else f"s{name[:60]}"
        self.spiders[name] = Spider(made, kind, angle, *_place(name, place))

    def label(self, name: str, label: Any, what: str) -> Angle:
        """The phase of a box with a complex label, which must lie on the unit circle."""
        try:
            number = complex(label)
        except (TypeError, ValueError, OverflowError):
            return self.phase(name, label)  # PyZX's labels in units of π
        if not abs(abs(number) - 1) < 1e-12:
            raise NotConvertible(
                f"{what} {name[:40]} has the label {_shown(label)}; only labels e^(i·phase) are "
                "kept here."
            )
        turn = cmath.phase(number) / math.pi
        near = round(turn * 240) / 240
        exact = abs(near - turn) < 1e-12
        return (
            self.phase(name, f"{round(near * 240)}/240" if exact else repr(turn))
            if turn
            else Angle()
        )

    def join(self, source: str, target: str, kind: EdgeKind) -> None:
        for end in (source, target):
            if end not in self.spiders:
                raise InvalidDocument(f"An edge ends at {end[:40]}, which is no vertex.")
        ids = self.spiders[source].id, self.spiders[target].id
        name = f"e{len(self.edges)}"
        if not self.numbered:
            ends = "-".join(sorted((source[:40], target[:40])))
            number = self.joined[ends] = self.joined.get(ends, 0) + 1
            name = f"e{ends}" if number == 1 else f"e{ends}-{number}"
        self.edges.append(Edge(name, *ids, kind))

    def diagram(self) -> Diagram:
        """The diagram; where the text does not say what a boundary is, its place does."""
        ids = {name: spider.id for name, spider in self.spiders.items()}
        for name in (*self.inputs, *self.outputs):
            if name not in ids:
                raise InvalidDocument(f"Input or output {name[:40]} is no vertex.")
        taken = {ids[name] for name in (*self.inputs, *self.outputs)}
        spiders = tuple(self.spiders.values())
        inputs, outputs = sides(spiders, self.edges, taken)
        try:
            return Diagram(
                spiders,
                tuple(self.edges),
                (*(ids[name] for name in self.inputs), *inputs),
                (*(ids[name] for name in self.outputs), *outputs),
                tuple(sorted({*self.booleans, *self.further})),
            )
        except InvalidDiagram as error:
            names = {spider.id: name for name, spider in self.spiders.items()}
            words = str(error)
            for each in words.split("'")[1::2]:
                words = words.replace(f"'{each}'", f"'{names.get(each, each)}'")
            raise InvalidDocument(words) from None


def sides(
    spiders: Sequence[Spider], edges: Iterable[Edge], taken: Collection[str]
) -> tuple[list[str], list[str]]:
    """Boundaries that are not `taken`, as inputs and outputs: left of what they join, or not."""
    missing = {s.id: s for s in spiders if s.kind is SpiderKind.BOUNDARY and s.id not in taken}
    if not missing:
        return [], []
    by_id = {spider.id: spider for spider in spiders}
    middle = sum(s.x for s in spiders) / len(spiders)
    to_right: dict[str, float] = {}
    for edge in edges:
        for end, other in ((edge.source, edge.target), (edge.target, edge.source)):
            if end in missing:
                to_right[end] = by_id[other].x - by_id[end].x
    ordered = sorted(missing.values(), key=lambda s: (s.y, s.x))
    inputs = [s.id for s in ordered if (to_right.get(s.id, 0.0) or middle - s.x) > 0]
    chosen = set(inputs)
    return inputs, [s.id for s in ordered if s.id not in chosen]


def _read_new(facts: dict[str, Any], found: _Found) -> None:
    version = facts.get("version", 2)
    if version != 2:
        raise InvalidDocument(
            f"This diagram has version {_shown(version)} of PyZX's format; version 2 and the one "
            "before it are read."
        )
    vertices = _items(facts.get("vertices"), "vertices", MOST_SPIDERS)
    for entry in vertices:
        vertex = _object(entry, "a vertex")
        name = _name(vertex.get("id"))
        if vertex.get("is_ground"):
            raise NotConvertible(f"Vertex {name} is grounded; diagrams here have no discarding.")
        data = _object(vertex.get("data") or {}, f"'data' of vertex {name}")
        kind = vertex.get("t")
        known = _KINDS.get(kind) if type(kind) is int else None
        found.add(name, known, vertex.get("pos"), vertex.get("phase", ""), data.get("label"))
    for entry in _items(facts.get("edges"), "edges", _MOST_EDGES):
        if not isinstance(entry, list) or len(cast("list[Any]", entry)) not in (2, 3):
            raise InvalidDocument(
                f"An edge is {_shown(cast('object', entry))}; it is [vertex, vertex, kind]."
            )
        source, target, *rest = cast("list[Any]", entry)
        kind = rest[0] if rest else 1
        if type(kind) is not int or kind not in (1, 2):
            raise NotConvertible(
                f"The edge {_name(source)} to {_name(target)} is neither plain nor Hadamard."
            )
        hadamard = EdgeKind.HADAMARD if kind == 2 else EdgeKind.PLAIN
        found.join(_name(source), _name(target), hadamard)
    found.inputs = [_name(each) for each in _items(facts.get("inputs", []), "inputs", MOST_SPIDERS)]
    found.outputs = [
        _name(each) for each in _items(facts.get("outputs", []), "outputs", MOST_SPIDERS)
    ]


def _read_old(facts: dict[str, Any], found: _Found) -> None:
    """Quantomatic's form, which PyZX wrote before: H-edges are nodes between two edges."""
    between: dict[str, list[str]] = {}
    nodes = _entries(facts, "node_vertices", MOST_SPIDERS)
    for name, entry in nodes.items():
        notes = _object(entry.get("annotation") or {}, f"'annotation' of {name[:40]}")
        data = _object(entry.get("data") or {}, f"'data' of {name[:40]}")
        kind = data.get("type", "Z")
        if kind == "hadamard" and data.get("is_edge") in ("true", True):
            between[name] = []
            continue
        if data.get("ground"):
            raise NotConvertible(
                f"Vertex {name[:40]} is grounded; diagrams here have no discarding."
            )
        known = _OLD_KINDS.get(kind) if isinstance(kind, str) else None
        # A Hadamard node of Quantomatic says nothing more; PyZX says `is_edge` of its H-boxes.
        plain = kind == "hadamard" and "value" not in data and "is_edge" not in data
        phase = _PLAIN_H if plain else data.get("value", "")
        found.add(name, known, _old_place(notes), phase, notes.get("label"))
    sides_of: dict[str, list[tuple[float, str]]] = {"input": [], "output": []}
    for name, entry in _entries(facts, "wire_vertices", MOST_SPIDERS).items():
        notes = _object(entry.get("annotation") or {}, f"'annotation' of {name[:40]}")
        found.add(name, SpiderKind.BOUNDARY, _old_place(notes), "", None)
        for side, listed in sides_of.items():
            place = notes.get(side, False)
            if place is True:
                listed.append((found.spiders[name].y, name))
            elif place is not False and isinstance(place, int | float):
                listed.append((place, name))
    found.inputs = [name for _, name in sorted(sides_of["input"])]
    found.outputs = [name for _, name in sorted(sides_of["output"])]
    for entry in _entries(facts, "undir_edges", _MOST_EDGES).values():
        ends = [_name(entry.get("src")), _name(entry.get("tgt"))]
        if entry.get("type") == "w_io":
            raise NotConvertible(f"The edge {ends[0]} to {ends[1]} is of a W-node. {_TAKEN}")
        halves = [end for end in ends if end in between]
        if len(halves) == 2:
            raise InvalidDocument(f"The Hadamard edges {ends[0]} and {ends[1]} join each other.")
        if halves:
            between[halves[0]].append(ends[1 - ends.index(halves[0])])
        else:
            found.join(ends[0], ends[1], EdgeKind.PLAIN)
    for name, joined in between.items():
        if len(joined) != 2:
            raise InvalidDocument(
                f"The Hadamard edge {name[:40]} joins {len(joined)} vertices, not two."
            )
        found.join(joined[0], joined[1], EdgeKind.HADAMARD)


def _old_place(notes: Mapping[str, Any]) -> Any:
    coord = notes.get("coord")
    if isinstance(coord, list) and len(cast("list[Any]", coord)) == 2:
        x, y = cast("list[Any]", coord)
        return [x, -y if isinstance(y, int | float) else y]
    return cast("object", coord)


def _place(name: str, place: Any) -> tuple[float, float]:
    if isinstance(place, list) and len(cast("list[Any]", place)) == 2:
        numbers = [
            float(each)
            for each in cast("list[Any]", place)
            if isinstance(each, int | float) and abs(each) <= _FARTHEST
        ]
        if len(numbers) == 2:
            return numbers[0], numbers[1]
    raise InvalidDocument(
        f"Vertex {name[:40]} stands at {_shown(cast('object', place))}; "
        "a place is two numbers up to 10^6."
    )


def _check_scalar(scalar: Any) -> None:
    """Refuses a scalar of 0: all else is lost up to a factor, but this would be another map."""
    if isinstance(scalar, str):
        scalar = read_json(scalar)
    if isinstance(scalar, dict) and cast("dict[str, Any]", scalar).get("is_zero") is True:
        raise NotConvertible(
            "The scalar of this diagram is 0, so it is the zero map whatever its spiders are. "
            "Diagrams here leave scalars out, and would say something else."
        )


def _entries(facts: dict[str, Any], key: str, most: int) -> dict[str, dict[str, Any]]:
    entries = _object(facts.get(key) or {}, key)
    if len(entries) > most:
        raise TooLarge(f"This has {len(entries):,} {key}; up to {most:,} are read.")
    return {name: _object(entry, name[:40]) for name, entry in entries.items()}


def _items(value: Any, what: str, most: int) -> list[Any]:
    if not isinstance(value, list):
        raise InvalidDocument(f"'{what}' of this diagram is no list.")
    items = cast("list[Any]", value)
    if len(items) > most:
        raise TooLarge(f"This diagram has {len(items):,} {what}; up to {most:,} are read.")
    return items


def _object(value: Any, what: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise InvalidDocument(f"In this diagram {what} is {_shown(value)}, not an object.")
    return cast("dict[str, Any]", value)


def _name(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise InvalidDocument(f"A vertex is called {_shown(value)}; it needs a number or a name.")
    return str(value)


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:39]}…"


def graph_of(diagram: Diagram, number: Mapping[str, int] | None = None) -> dict[str, Any]:
    """The diagram as an object of PyZX's JSON, its spiders numbered in order or as given."""
    if number is None:
        number = {spider.id: index for index, spider in enumerate(diagram.spiders)}
    vertices: list[dict[str, Any]] = []
    kinds = {kind: code for code, kind in _KINDS.items() if isinstance(kind, SpiderKind)}
    for spider in diagram.spiders:
        vertex: dict[str, Any] = {
            "id": number[spider.id],
            "t": kinds[spider.kind],
            "pos": [round(spider.x, 3), round(spider.y, 3)],
        }
        phase = write_phase(spider.phase, diagram.booleans)
        if phase:
            vertex["phase"] = phase
        vertices.append(vertex)
    return {
        "version": 2,
        "backend": "multigraph",
        "variable_types": variable_types(diagram),
        **({FURTHER: further} if (further := unturned(diagram)) else {}),
        "scalar": {"power2": 0, "phase": "0"},
        "inputs": [number[name] for name in diagram.inputs],
        "outputs": [number[name] for name in diagram.outputs],
        "edata": {},
        "auto_simplify": False,
        "vertices": vertices,
        "edges": [
            [number[e.source], number[e.target], 2 if e.kind is EdgeKind.HADAMARD else 1]
            for e in diagram.edges
        ],
    }


def unturned(diagram: Diagram) -> list[str]:
    """Boolean parameters that no phase has times π, as PyZX reads all of them."""
    turned = {boolean_turn(name) for name in diagram.symbols}
    return [name for name in diagram.booleans if name not in turned]


def variable_types(diagram: Diagram) -> dict[str, bool]:
    """The symbols that PyZX will read: is each one Boolean?"""
    return {
        symbol_of(name, diagram.booleans): boolean_turn(name) in diagram.booleans
        for name in diagram.symbols
    }
