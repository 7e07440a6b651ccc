"""Hypothesis strategies for the core values."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

from qdesign.angle import Angle
from qdesign.circuit import Block, Circuit, Condition, GateDefinition, Item, Operation
from qdesign.diagram import Diagram, Edge, EdgeKind, Spider, SpiderKind
from qdesign.document import Display, Document, Parameter, StepRecord
from qdesign.gates import GATES
from qdesign.pauli import Observable

NAMES = ("a", "gamma", "θ", "θ[0]", "pi", "my angle", "t")
UNITARY = tuple(sorted(name for name, row in GATES.items() if row.is_unitary))
texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=8)
finite = st.floats(allow_nan=False, allow_infinity=False)


@st.composite
def angles(draw: st.DrawFn, names: tuple[str, ...] = NAMES) -> Angle:
    used = draw(st.lists(st.sampled_from(names), unique=True, max_size=2)) if names else []
    few = st.fractions(min_value=-8, max_value=8, max_denominator=12)
    terms = tuple((name, draw(few) or Fraction(1)) for name in used)
    return Angle(draw(few), draw(st.sampled_from([0.0, 0.25]) | st.floats(-10, 10)), terms)


@st.composite
def operations(
    draw: st.DrawFn, num_qubits: int, names: tuple[str, ...] = NAMES, *, controls: bool = True
) -> Operation:
    wires = draw(st.permutations(range(num_qubits)))
    row = GATES[draw(st.sampled_from([n for n in UNITARY if GATES[n].num_qubits <= num_qubits]))]
    given = tuple(draw(angles(names)) for _ in row.angles)
    own, rest = tuple(wires[: row.num_qubits]), tuple(wires[row.num_qubits :])
    count = draw(st.sampled_from([0, 0, 0, 1, 2])) if controls else 0
    split = draw(st.integers(0, count))
    return Operation(row.name, own, given, rest[:split], rest[split:count])


@st.composite
def _definitions(draw: st.DrawFn) -> GateDefinition:
    inner = draw(st.lists(operations(2, ("a", "b")), max_size=3))
    phase = draw(angles(("b",)))
    return GateDefinition("mine", 2, tuple(inner), ("a", "b"), phase)


@st.composite
def _blocks(draw: st.DrawFn, num_qubits: int) -> Block:
    count = draw(st.integers(0, 3))
    inner = draw(st.lists(operations(num_qubits, ("a", "local")), max_size=3))
    indexed = (("local", tuple(f"local_{k}" for k in range(count))),)
    kept = indexed if draw(st.booleans()) else ()
    return Block(tuple(inner), count, draw(texts), kept)


@st.composite
def circuits(draw: st.DrawFn, *, unitary: bool = True, max_qubits: int = 4) -> Circuit:
    n = draw(st.integers(2, max_qubits))
    gates = (draw(_definitions()),) if draw(st.booleans()) else ()
    items: list[Item] = []
    for _ in range(draw(st.integers(0, 5))):
        kinds = ["operation", "operation", "block"] + ["composite"] * len(gates)
        kind = draw(st.sampled_from(kinds if unitary else [*kinds, "classical"]))
        if kind == "operation":
            items.append(draw(operations(n)))
        elif kind == "block":
            items.append(draw(_blocks(n)))
        elif kind == "composite":
            wires = draw(st.permutations(range(n)))
            control = tuple(wires[2:3]) if draw(st.booleans()) else ()
            given = (draw(angles()), draw(angles()))
            items.append(Operation("mine", (wires[0], wires[1]), given, control))
        else:
            items.append(draw(_classical(n)))
    return Circuit(
        n,
        tuple(items),
        num_clbits=0 if unitary else 2,
        gates=gates,
        global_phase=draw(angles()),
    )


@st.composite
def _classical(draw: st.DrawFn, num_qubits: int) -> Operation:
    qubit = draw(st.integers(0, num_qubits - 1))
    kind = draw(st.sampled_from(["measure", "reset", "barrier", "if"]))
    if kind == "measure":
        return Operation("measure", (qubit,), clbits=(draw(st.integers(0, 1)),))
    if kind == "if":
        condition = Condition((0, 1), draw(st.integers(0, 3)), draw(st.booleans()))
        return Operation("x", (qubit,), conditions=(condition,))
    return Operation(kind, (qubit,))


@st.composite
def diagrams(draw: st.DrawFn) -> Diagram:
    inputs = tuple(f"in{k}" for k in range(draw(st.integers(0, 2))))
    outputs = tuple(f"out{k}" for k in range(draw(st.integers(0, 2))))
    place = st.floats(-50, 50)
    inside = [
        Spider(
            f"s{k}",
            draw(st.sampled_from([SpiderKind.Z, SpiderKind.X, SpiderKind.H])),
            draw(angles()),
            draw(place),
            draw(place),
        )
        for k in range(draw(st.integers(1, 4)))
    ]
    ends = [Spider(name, SpiderKind.BOUNDARY) for name in (*inputs, *outputs)]
    choose = st.sampled_from([s.id for s in inside])
    pairs = [(end.id, draw(choose)) for end in ends]
    pairs += draw(st.lists(st.tuples(choose, choose), max_size=5))
    kind = st.sampled_from(list(EdgeKind))
    edges = tuple(Edge(f"e{k}", a, b, draw(kind)) for k, (a, b) in enumerate(pairs))
    return Diagram(tuple(inside + ends), edges, inputs, outputs)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    body: Circuit | Diagram = draw(circuits(unitary=False) | diagrams())
    low, width = draw(st.floats(-10, 10)), draw(st.floats(0.5, 10))
    step = draw(st.floats(1e-6, 1))
    parameters = tuple(
        Parameter(name, draw(finite), low, low + width, step) for name in body.parameters
    )
    observable: Observable | None = None
    displays: tuple[Display, ...] = ()
    if isinstance(body, Circuit):
        label = st.text("IXYZ", min_size=body.num_qubits, max_size=body.num_qubits)
        terms = st.dictionaries(label, finite, min_size=1, max_size=3)
        observable = draw(st.none() | st.builds(Observable, terms))
        displays = draw(st.sampled_from([(), (Display("d1", "bloch", (0, 1), 0),)]))
    figures = st.lists(st.tuples(texts, finite), max_size=2, unique_by=lambda pair: pair[0])
    steps = st.builds(StepRecord, texts, texts, figures.map(tuple), figures.map(tuple))
    history = tuple(draw(st.lists(steps, max_size=2)))
    return Document(body, parameters, observable, displays, history)
