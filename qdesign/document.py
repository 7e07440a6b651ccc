"""Documents: JSON text ↔ an immutable value with a body, its parameters and where things are drawn.

The format is stated once, in schema/document.schema.json; this file reads and writes it
whole, which makes it long.
"""

from __future__ import annotations

import importlib
import math
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final, TypeGuard, cast

from qdesign.angle import Angle
from qdesign.circuit import Block, Circuit, Condition, GateDefinition, Item, Operation
from qdesign.collecting import without_collection
from qdesign.convert.bodies import as_body
from qdesign.diagram import Diagram, Edge, EdgeKind, Spider, SpiderKind
from qdesign.errors import InvalidAngle, InvalidDocument, TooLarge
from qdesign.files import MAX_BYTES, read_text, write_text
from qdesign.following import kept_column
from qdesign.formula import check_free_name
from qdesign.json_text import (
    MAX_COLUMN,
    MAX_ITEMS,
    Place,
    fail,
    is_list,
    is_object,
    kind_of,
    parse_json,
    write_json,
)
from qdesign.pauli import Observable, as_observable
from qdesign.placing import place_definition
from qdesign.registers import Register, Registers
from qdesign.shapes import check_shape
from qdesign.showing.drawing import image, svg

if TYPE_CHECKING:
    from qdesign.problems import Problem

__all__ = [
    "MAX_BYTES",
    "MAX_ITEMS",
    "VERSION",
    "Display",
    "Document",
    "Parameter",
    "StepRecord",
    "read_text",
    "write_text",
]

VERSION: Final = 2
_READ: Final = (1, VERSION)
_SINCE_1: Final = ("observable", "layout", "history")
_PARTS: Final = {
    "problem": "Problem",
    "proof": "Proof",
    "lesson": "Lesson",
    "noise": "Noise",
}
"""Parts that are kept as JSON since version 2, with their shape in the schema, as written."""
_MAX_NESTING: Final = 40
_PLAIN: Final = frozenset(("gate", "qubits", "angles", "column"))
_NOTHING: Final[list[object]] = []


@dataclass(frozen=True, slots=True)
class Parameter:
    """A named free angle with its value, bounds and slider step, all in radians."""

    name: str
    value: float = 0.0
    low: float = -math.pi
    high: float = math.pi
    step: float = 0.01

    def __post_init__(self) -> None:
        check_free_name(self.name)
        if not all(map(math.isfinite, (self.value, self.low, self.high, self.step))):
            raise InvalidDocument(f"Parameter '{self.name}' has a number that is not finite.")
        if not self.low < self.high or not self.step > 0:
            raise InvalidDocument(
                f"Parameter '{self.name}' ranges from {self.low} to {self.high} by {self.step}: "
                "low must be below high and the step above 0."
            )


@dataclass(frozen=True, slots=True)
class Display:
    """A live display on wires after a column, or at the start before all columns."""

    id: str
    kind: str
    qubits: tuple[int, ...]
    column: float


@dataclass(frozen=True, slots=True)
class StepRecord:
    """A simplification or rewrite that led here, with how it was checked."""

    title: str
    verdict: str = ""
    before: tuple[tuple[str, float], ...] = ()
    after: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """JSON that a document keeps as it is; equal where the JSON is.

    Attributes:
        data: checked against its part of the schema when it was read. Not to be changed.
    """

    data: Any


@dataclass(frozen=True, slots=True)
class Document:
    """The saved value: a body, and what a person set beside it.

    Parameters of the body that `parameters` does not name get defaults; names that are none of the
    body's are dropped.

    Attributes:
        body: a circuit or a diagram.
        parameters: of the body. Those that are given keep their order, each other one stands behind
            the one that the body has before it.
        observable: whose expectation is shown and minimized.
        displays: live displays on the drawing.
        history: simplifications and rewrites that led here.
        folded: ids of blocks and composite gates that are drawn closed.
        kept: further parts of the format as JSON: problem, proof, lesson, noise.
        state_here: the column behind which the whole state is shown; the end for None.

    Example:
        >>> document = Document(body=Circuit.of(1, "rx(theta) 0"))
        >>> Document.loads(document.dumps()) == document
        True
    """

    body: Circuit | Diagram
    parameters: tuple[Parameter, ...] = ()
    observable: Observable | None = None
    displays: tuple[Display, ...] = ()
    history: tuple[StepRecord, ...] = ()
    folded: tuple[str, ...] = ()
    kept: Mapping[str, Kept] = field(default_factory=dict[str, Kept], hash=False)
    state_here: float | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "body", as_body(self.body))
        object.__setattr__(self, "kept", _with_name(self.kept, self.observable))
        if self.observable is not None:
            circuit = self.body if isinstance(self.body, Circuit) else None
            observable = as_observable(
                getattr(self.observable, "observable", self.observable),
                num_qubits=circuit.num_qubits if circuit else None,
                names=circuit.qubit_names if circuit else (),
            )
            object.__setattr__(self, "observable", observable)
        if isinstance(self.body, Circuit):
            # Placing first: it lists items by column, and parameters follow the items.
            body = self.body.placed()
            if body.gates:
                body = replace(body, gates=tuple(place_definition(item) for item in body.gates))
            object.__setattr__(self, "body", body)
        kept = _in_order(self.parameters, self.body.parameters)
        object.__setattr__(self, "parameters", kept)

    @property
    def values(self) -> dict[str, float]:
        """Values of the body's parameters in radians, by name."""
        return {parameter.name: parameter.value for parameter in self.parameters}

    @property
    def problem(self) -> Problem | None:
        """The problem of the catalog that the observable is, computed again; None for none."""
        from qdesign.problems import known_as

        if self.observable is None:
            return None
        if "problem" not in self.kept:
            return known_as(self.observable)
        said = self.kept["problem"].data
        return known_as(self.observable, said["name"], said["options"])

    @property
    def proof(self) -> Any:
        """The `qd.zx.Proof` that is stored with the document, or None.

        Raises:
            InvalidDocument: what is stored is no proof; with the step that does not fit.
        """
        part = self.kept.get("proof")
        if part is None:
            return None
        # It stands above documents, which keep it as JSON.
        return importlib.import_module("qdesign.proofs").Proof.from_dict(part.data)

    @property
    def noise(self) -> Any:
        """The `qd.Noise` that the drawing is looked at with; None where there is none, or off.

        Raises:
            InvalidRequest: a channel that is not known, or a key or a rate that it does not take.
        """
        part = self.kept.get("noise")
        if part is None or not part.data.get("on", True):
            return None
        # It stands beside documents, which keep it as JSON.
        noise = importlib.import_module("qdesign.simulate.noise").Noise
        return noise(part.data["channels"], part.data.get("target", ""))

    def with_noise(self, noise: Any) -> Document:
        """The document with other noise, a `qd.Noise` or its mapping; None takes it away."""
        kept = {name: part for name, part in self.kept.items() if name != "noise"}
        if noise is None:
            return replace(self, kept=kept)
        made = importlib.import_module("qdesign.simulate.noise").as_noise(noise)
        data: dict[str, object] = {"channels": made.to_json()}
        if made.target:
            data["target"] = made.target
        checked = Kept(check_shape(Place(data, "/noise"), "Noise"))
        return replace(self, kept={**kept, "noise": checked})

    def with_proof(self, proof: Any) -> Document:
        """The document at the body that a proof shows, with the proof; None takes it away."""
        kept = {name: part for name, part in self.kept.items() if name != "proof"}
        if proof is None:
            return replace(self, kept=kept)
        data = Kept(check_shape(Place(proof.to_dict(), "/proof"), "Proof"))
        return replace(self.with_body(proof.body), kept={**kept, "proof": data})

    def __repr__(self) -> str:
        energy = f", {self.observable!r}" if self.observable is not None else ""
        return f"Document({self.body!r}{energy})"

    def _repr_svg_(self) -> str:
        return svg(self.body)

    def _repr_html_(self) -> str:
        return image(svg(self.body))

    def with_body(self, body: Circuit | Diagram) -> Document:
        """The document with another body; parameters that stay keep their values and order.

        Displays stay where the gates on their wires are the same before them or behind them, else
        behind the last one that is the same; those on wires that are gone go. A diagram has no
        places: in a circuit made of one they stand at the end.
        """
        made = replace(self, body=body)
        new, old = made.body, self.body
        if isinstance(new, Diagram) or not (self.displays or self.state_here is not None):
            return made
        items = old.operations if isinstance(old, Circuit) else None
        here = self.state_here
        if here is not None:
            wires = range(max(new.num_qubits, old.num_qubits if isinstance(old, Circuit) else 0))
            here = kept_column(wires, here, old=items, new=new.operations)
        displays = tuple(
            replace(d, column=kept_column(d.qubits, d.column, old=items, new=new.operations))
            for d in self.displays
            if all(qubit < new.num_qubits for qubit in d.qubits)
        )
        return replace(made, displays=displays, state_here=here)

    def with_problem(self, problem: Problem | None) -> Document:
        """The document with the observable of a problem, which keeps its name; without for None."""
        return replace(self, observable=cast("Observable | None", problem))

    def with_values(self, values: Mapping[str, float]) -> Document:
        """The document with other parameter values; ranges widen where a value leaves them."""
        changed = tuple(
            replace(p, value=v, low=min(p.low, v), high=max(p.high, v))
            for p in self.parameters
            for v in (float(values.get(p.name, p.value)),)
        )
        return replace(self, parameters=changed)

    @staticmethod
    def loads(text: str) -> Document:
        """The document that a text holds.

        Raises:
            InvalidDocument: not JSON, another version, or against the schema; `.path` says where.
            TooLarge: over 10 MB or 100,000 operations.
        """
        data = parse_json(text)
        with without_collection():
            return _read_document(data)

    def dumps(self) -> str:
        """The document as text: stable, one operation a line, ends in a line break."""
        with without_collection():
            return write_json(_document_json(self)) + "\n"

    @staticmethod
    def load(path: str | os.PathLike[str]) -> Document:
        """The document in a file."""
        return Document.loads(read_text(path))

    def save(self, path: str | os.PathLike[str]) -> None:
        """Writes the document to a file, whole or not at all."""
        write_text(path, self.dumps())


def _in_order(given: Iterable[Parameter], names: Sequence[str]) -> tuple[Parameter, ...]:
    """A parameter for each name: given ones in their order, others behind the name before them."""
    known = {parameter.name: parameter for parameter in given}
    wanted = set(names)
    behind: dict[str | None, list[str]] = {}
    last: str | None = None
    for name in names:
        if name in known:
            last = name
        else:
            behind.setdefault(last, []).append(name)
    kept = [None, *(name for name in known if name in wanted)]
    made: list[Parameter] = []
    for name in kept:
        if name is not None:
            made.append(known[name])
        made.extend(map(Parameter, behind.get(name, ())))
    return tuple(made)


def _with_name(kept: Mapping[str, Kept], observable: object) -> Mapping[str, Kept]:
    """What is kept, with the name of the problem that is given; without one where none is."""
    if isinstance(observable, Observable):
        return kept
    kept = {name: part for name, part in kept.items() if name != "problem"}
    row, options = getattr(observable, "row", ""), getattr(observable, "options", None)
    if row and isinstance(options, Mapping):
        kept["problem"] = Kept(
            {"name": row, "options": dict(cast("Mapping[str, object]", options))}
        )
    return kept


def _document_json(document: Document) -> dict[str, object]:
    body = document.body
    data: dict[str, object] = {
        "format": "qdesign",
        "version": VERSION,
        "parameters": [
            {"name": p.name, "value": p.value, "low": p.low, "high": p.high, "step": p.step}
            for p in document.parameters
        ],
        "body": body_json(body),
    }
    if document.observable is not None:
        data["observable"] = document.observable.as_dict() or {
            "I" * document.observable.num_qubits: 0
        }
    for name in _PARTS:
        if name in document.kept:
            data[name] = document.kept[name].data
    layout: dict[str, object] = {}
    if document.displays:
        layout["displays"] = {
            d.id: {"kind": d.kind, "qubits": list(d.qubits), "column": d.column}
            for d in document.displays
        }
    if document.folded:
        layout["folded"] = list(document.folded)
    if document.state_here is not None:
        layout["state_here"] = document.state_here
    if layout:
        data["layout"] = layout
    if document.history:
        data["history"] = [_step_json(step) for step in document.history]
    return data


def _step_json(step: StepRecord) -> dict[str, object]:
    data: dict[str, object] = {"title": step.title}
    if step.verdict:
        data["verdict"] = step.verdict
    if step.before:
        data["before"] = dict(step.before)
    if step.after:
        data["after"] = dict(step.after)
    return data


def _circuit_json(circuit: Circuit) -> dict[str, object]:
    names = circuit.qubit_names or tuple(f"q{k}" for k in range(circuit.num_qubits))
    data: dict[str, object] = {
        "kind": "circuit",
        "qubits": list(names),
        "clbits": circuit.num_clbits,
    }
    if circuit.declared != Registers():
        data["registers"] = {
            kind: [{"name": name, "wires": list(wires)} for name, wires in listed]
            for kind, listed in (
                ("qubits", circuit.declared.qubits),
                ("clbits", circuit.declared.clbits),
            )
        }
    if not circuit.global_phase.is_zero:
        data["global_phase"] = str(circuit.global_phase)
    if circuit.unused_parameters:
        data["unused_parameters"] = list(circuit.unused_parameters)
    data["gates"] = {item.name: _definition_json(item) for item in circuit.gates}
    data["operations"] = _items_json(circuit.operations)
    return data


def _definition_json(item: GateDefinition) -> dict[str, object]:
    data: dict[str, object] = {"qubits": item.num_qubits, "parameters": list(item.parameters)}
    if not item.global_phase.is_zero:
        data["global_phase"] = str(item.global_phase)
    data["operations"] = _items_json(item.operations)
    return data


def _items_json(items: Sequence[Item]) -> dict[str, object]:
    return {item.id: _item_json(item) for item in items}


def _item_json(item: Item) -> dict[str, object]:
    if isinstance(item, Block):
        block: dict[str, object] = {"name": item.name} if item.name else {}
        block["count"] = item.count
        if item.indexed:
            block["indexed"] = {local: list(names) for local, names in item.indexed}
        block["operations"] = _items_json(item.operations)
        block["column"] = item.column
        return block
    data: dict[str, object] = {"gate": item.gate, "qubits": list(item.qubits)}
    if item.angles:
        data["angles"] = [str(angle) for angle in item.angles]
    if item.controls:
        data["controls"] = list(item.controls)
    if item.anticontrols:
        data["anticontrols"] = list(item.anticontrols)
    if item.clbits:
        data["clbits"] = list(item.clbits)
    if item.conditions:
        data["conditions"] = [
            {"clbits": list(c.clbits), "value": c.value, "equal": c.equal} for c in item.conditions
        ]
    data["column"] = item.column
    return data


def body_json(body: Circuit | Diagram) -> dict[str, object]:
    """A body as documents have it."""
    return _circuit_json(body) if isinstance(body, Circuit) else _diagram_json(body)


def read_body(data: object, path: str = "") -> Circuit | Diagram:
    """The body that JSON of a document holds.

    Raises:
        InvalidDocument: it is none; with the place.
    """
    place = Place(data, path)
    kind = data.get("kind") if is_object(data) else None
    return _read_circuit(place, VERSION) if kind == "circuit" else _read_diagram(place)


def _diagram_json(diagram: Diagram) -> dict[str, object]:
    spiders: dict[str, object] = {}
    for spider in diagram.spiders:
        data: dict[str, object] = {"kind": spider.kind.value}
        if not spider.phase.is_zero:
            data["phase"] = str(spider.phase)
        data["x"], data["y"] = spider.x, spider.y
        spiders[spider.id] = data
    edges = {
        e.id: {"source": e.source, "target": e.target, "kind": e.kind.value} for e in diagram.edges
    }
    data = {
        "kind": "diagram",
        "spiders": spiders,
        "edges": edges,
        "inputs": list(diagram.inputs),
        "outputs": list(diagram.outputs),
    }
    return {**data, "booleans": list(diagram.booleans)} if diagram.booleans else data


def _read_document(data: object) -> Document:
    top = Place(data)
    if not is_object(data) or "format" not in data:
        fail("", "this is not a qdesign document: 'format' is missing.")
    if data["format"] != "qdesign":
        fail("/format", "this is not a qdesign document.")
    version = data.get("version")
    if isinstance(version, bool) or version not in _READ:
        shown = version if isinstance(version, int) else kind_of(version)
        fail(
            "/version",
            f"version {shown} is not known; this program knows versions 1 to {VERSION}. "
            "Update qdesign to open it.",
        )
    newer = (*_PARTS, "derived") if version == VERSION else ()
    parts = top.object("format version parameters body", " ".join((*_SINCE_1, *newer)))
    body_place = parts["body"]
    kind = body_place.value
    if not is_object(kind) or "kind" not in kind:
        fail("/body", "'kind' is missing: circuit or diagram.")
    choice = Place(kind["kind"], "/body/kind")
    is_circuit = choice.choice("circuit", "diagram") == "circuit"
    kept = {
        name: Kept(check_shape(parts[name], part)) for name, part in _PARTS.items() if name in parts
    }
    body = _read_circuit(body_place, version) if is_circuit else _read_diagram(body_place)
    if "derived" in parts:
        check_shape(parts["derived"], "Derived")
        body = _with_formulas(body, parts["derived"])
    parameters = tuple(_read_parameter(place) for place in parts["parameters"].items())
    names = [parameter.name for parameter in parameters]
    if len(set(names)) != len(names):
        fail("/parameters", "two parameters have the same name.")
    observable = _read_observable(parts["observable"]) if "observable" in parts else None
    displays, folded, here = (
        _read_layout(parts["layout"], version) if "layout" in parts else ((), (), None)
    )
    history: tuple[StepRecord, ...] = ()
    if "history" in parts:
        history = tuple(_read_step(place) for place in parts["history"].items())
    return Document(body, parameters, observable, displays, history, folded, kept, here)


def _with_formulas(body: Circuit | Diagram, place: Place) -> Circuit | Diagram:
    """The body with the angles that a document defines by name in the places of the names."""
    waiting = {
        text.build(lambda name=name: check_free_name(name)): text.build(
            lambda text=text: Angle.parse(text.text())
        )
        for name, text in place.entries()
    }
    angles: dict[str, Angle] = {}
    while waiting:
        ready = [n for n, a in waiting.items() if waiting.keys().isdisjoint(a.parameters)]
        if not ready:
            fail(f"{place.path}/{next(iter(waiting))}", "it depends on itself.")
        for name in ready:
            angle = waiting[name]
            angles[name] = place.build(lambda angle=angle: angle.substitute(angles))
        for name in ready:
            del waiting[name]
    if isinstance(body, Circuit):
        for name in _indexing(body.operations):
            if name in angles:
                fail(f"{place.path}/{name}", "a block is repeated along it, so it is free.")
    return place.build(lambda: body.substitute(angles))


def _indexing(items: Iterable[Item]) -> Iterator[str]:
    """Names that blocks are repeated along."""
    for item in items:
        if isinstance(item, Block):
            yield from (name for _, names in item.indexed for name in names)
            yield from _indexing(item.operations)


def _read_parameter(place: Place) -> Parameter:
    parts = place.object("name value low high step")
    numbers = {key: parts[key].number() for key in ("value", "low", "high", "step")}
    return place.build(lambda: Parameter(parts["name"].text(), **numbers))


def _read_observable(place: Place) -> Observable:
    terms = {label: item.number() for label, item in place.entries()}
    return place.build(lambda: Observable(terms))


def _read_layout(
    place: Place, version: object
) -> tuple[tuple[Display, ...], tuple[str, ...], float | None]:
    parts = place.object("", "displays" if version == 1 else "displays folded state_here")
    displays: list[Display] = []
    for identity, item in parts["displays"].entries() if "displays" in parts else ():
        inner = item.object("kind qubits column")
        kind = inner["kind"].choice("bloch", "probabilities", "expectation", "density")
        displays.append(Display(identity, kind, inner["qubits"].wholes(), inner["column"].column()))
    folded = parts["folded"].texts() if "folded" in parts else ()
    return tuple(displays), folded, parts["state_here"].column() if "state_here" in parts else None


def _read_step(place: Place) -> StepRecord:
    parts = place.object("title", "verdict before after")

    def figures(key: str) -> tuple[tuple[str, float], ...]:
        if key not in parts:
            return ()
        return tuple((name, item.number()) for name, item in parts[key].entries())

    verdict = parts["verdict"].text() if "verdict" in parts else ""
    return StepRecord(parts["title"].text(), verdict, figures("before"), figures("after"))


def _read_circuit(place: Place, version: object) -> Circuit:
    optional = "global_phase" if version == 1 else "global_phase unused_parameters registers"
    parts = place.object("kind qubits clbits gates operations", optional)
    gates: list[GateDefinition] = []
    for name, item in parts["gates"].entries():
        inner = item.object("qubits parameters operations", "global_phase")
        definition = GateDefinition(
            name,
            inner["qubits"].whole(),
            _read_items(inner["operations"], 0),
            inner["parameters"].texts(),
            inner["global_phase"].angle() if "global_phase" in inner else Angle(),
        )
        gates.append(definition)
    names = parts["qubits"].texts()
    unused = parts["unused_parameters"].texts() if "unused_parameters" in parts else ()
    clbits = parts["clbits"].whole()
    declared = Registers()
    if "registers" in parts:
        named = parts["registers"]
        declared = _read_registers(named)
        named.build(lambda: declared.check(len(names), clbits))
    return place.build(
        lambda: Circuit(
            len(names),
            _read_items(parts["operations"], 0),
            num_clbits=clbits,
            gates=tuple(gates),
            global_phase=parts["global_phase"].angle() if "global_phase" in parts else Angle(),
            qubit_names=names,
            unused_parameters=unused,
            declared=declared,
        )
    )


def _read_registers(place: Place) -> Registers:
    data = check_shape(place, "Registers")
    return Registers(
        *(
            tuple(Register(each["name"], tuple(each["wires"])) for each in data[kind])
            for kind in ("qubits", "clbits")
        )
    )


def _read_items(place: Place, depth: int) -> tuple[Item, ...]:
    if depth > _MAX_NESTING:
        raise TooLarge(f"Blocks nest more than {_MAX_NESTING} deep.")
    items = [
        _plain_operation(identity, data)
        or _read_item(identity, Place(data, f"{place.path}/{identity[:60]}"), depth)
        for identity, data in place.members()
    ]
    items.sort(key=lambda item: item.column or 0)
    return tuple(items)


def _plain_operation(identity: str, data: object) -> Operation | None:
    """An operation with wires and angles only, quickly; None for what needs a careful look."""
    if not is_object(data) or not data.keys() <= _PLAIN:
        return None
    gate, qubits, column = data.get("gate"), data.get("qubits"), data.get("column")
    texts = data.get("angles", _NOTHING)
    if not (isinstance(gate, str) and is_list(qubits) and is_list(texts) and _is_column(column)):
        return None
    wires = tuple([q for q in qubits if _is_whole(q)])
    given = [text for text in texts if isinstance(text, str)]
    if len(wires) < len(qubits) or len(given) < len(texts):
        return None
    try:
        angles = tuple([Angle.parse(text) for text in given])
    except InvalidAngle:
        return None
    return Operation(gate, wires, angles, id=identity, column=column)


def _is_column(value: object) -> TypeGuard[int]:
    return type(value) is int and abs(value) <= MAX_COLUMN


def _is_whole(value: object) -> TypeGuard[int]:
    return type(value) is int and 0 <= value < 2**53


def _read_item(identity: str, place: Place, depth: int) -> Item:
    if is_object(place.value) and "operations" in place.value:
        parts = place.object("count operations column", "name indexed")
        indexed: tuple[tuple[str, tuple[str, ...]], ...] = ()
        if "indexed" in parts:
            indexed = tuple((key, item.texts()) for key, item in parts["indexed"].entries())
        return place.build(
            lambda: Block(
                _read_items(parts["operations"], depth + 1),
                parts["count"].whole(),
                parts["name"].text() if "name" in parts else "",
                indexed,
                identity,
                parts["column"].column(),
            )
        )
    parts = place.object("gate qubits column", "angles controls anticontrols clbits conditions")

    def wires(key: str) -> tuple[int, ...]:
        return parts[key].wholes() if key in parts else ()

    angles = tuple(a.angle() for a in parts["angles"].items()) if "angles" in parts else ()
    conditions = (
        tuple(_read_condition(c) for c in parts["conditions"].items())
        if "conditions" in parts
        else ()
    )
    return Operation(
        parts["gate"].text(),
        parts["qubits"].wholes(),
        angles,
        wires("controls"),
        wires("anticontrols"),
        wires("clbits"),
        conditions,
        identity,
        parts["column"].column(),
    )


def _read_condition(place: Place) -> Condition:
    parts = place.object("clbits value equal")
    equal = parts["equal"].value
    if not isinstance(equal, bool):
        fail(parts["equal"].path, "true or false is expected.")
    return place.build(lambda: Condition(parts["clbits"].wholes(), parts["value"].whole(), equal))


def _read_diagram(place: Place) -> Diagram:
    parts = place.object("kind spiders edges inputs outputs", "booleans")
    spiders: list[Spider] = []
    for identity, item in parts["spiders"].entries():
        inner = item.object("kind x y", "phase")
        kind = SpiderKind(inner["kind"].choice(*(k.value for k in SpiderKind)))
        phase = inner["phase"].angle() if "phase" in inner else Angle()
        spiders.append(Spider(identity, kind, phase, inner["x"].number(), inner["y"].number()))
    edges: list[Edge] = []
    for identity, item in parts["edges"].entries():
        inner = item.object("source target kind")
        kind = EdgeKind(inner["kind"].choice(*(k.value for k in EdgeKind)))
        edges.append(Edge(identity, inner["source"].text(), inner["target"].text(), kind))
    return place.build(
        lambda: Diagram(
            tuple(spiders),
            tuple(edges),
            parts["inputs"].texts(),
            parts["outputs"].texts(),
            parts["booleans"].texts() if "booleans" in parts else (),
        )
    )
