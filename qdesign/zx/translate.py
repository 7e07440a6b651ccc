"""Circuit → diagram: phases become Z- and X-spiders, controlled phases become phase gadgets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from qdesign.angle import Angle
from qdesign.circuit import Circuit
from qdesign.control import has_controls
from qdesign.convert.bodies import as_body
from qdesign.diagram import Diagram, Edge, EdgeKind, Spider, SpiderKind
from qdesign.errors import NotUnitary
from qdesign.expansion import Counter, check_budget, repeated
from qdesign.gates import ROWS
from qdesign.operation import Operation
from qdesign.zx.parts import Part, parts
from qdesign.zx.tracing import Traced

_COLORS: Final = {"Z": SpiderKind.Z, "X": SpiderKind.X}
_PHASES: Final = {
    row.name: (_COLORS[row.axes], Angle.parse(row.turn))
    for row in ROWS
    if row.is_part and row.turn and row.axes in _COLORS
}


def to_diagram(circuit: Circuit) -> Diagram:
    """The diagram of a unitary circuit, equal to it up to a non-zero scalar.

    Spiders are drawn at x = column and y = qubit; inputs are `in0`, `in1`, …, outputs `out0`, ….

    Raises:
        NotUnitary: the circuit measures, resets or has conditions.

    Example:
        >>> to_diagram(Circuit.of(2, "h 0; cx 0 1; rz(theta) 1")).parameters
        ('theta',)
    """
    body = as_body(circuit)
    if isinstance(body, Diagram):
        return body
    return traced_diagram(body).body


def traced_diagram(circuit: Circuit) -> Traced[Diagram]:
    """As `to_diagram`; each spider and edge names the operation that it was made of, by its id.

    Swaps, and operations that only turn or end a wire, may make none. Operations inside of a
    repeat block have ids of their own; all that a composite gate makes has that gate's id.
    """
    if not circuit.is_unitary:
        raise NotUnitary(
            "A circuit with measurement, reset or conditions has no diagram. Remove them, for "
            "example with circuit.without_final_measurements()."
        )
    builder = _Builder(circuit.num_qubits)
    count = 0
    for operation, pieces in _elementary(circuit):
        builder.origin = operation.id
        for piece in pieces:
            count += 1
            check_budget(count)
            for part in parts(piece):
                builder.add(part)
    return Traced(builder.diagram(), {name: tuple(ids) for name, ids in builder.origins.items()})


def _elementary(circuit: Circuit) -> Iterator[tuple[Operation, tuple[Operation, ...]]]:
    """Each operation as drawn, with the rows of the table that it stands for."""
    composite = {gate.name for gate in circuit.gates}
    check_budget(Counter(circuit.gates).count(circuit.operations))
    for operation in repeated(circuit.operations):
        if operation.gate in composite or has_controls(operation):
            yield (
                operation,
                replace(circuit, operations=(operation,)).elementary().plain_operations,
            )
        else:
            yield operation, (operation,)


class _Builder:
    """Spiders and edges so far, and for each qubit the end that is still open."""

    def __init__(self, num_qubits: int) -> None:
        self.inputs = tuple(f"in{q}" for q in range(num_qubits))
        self.spiders = [
            Spider(name, SpiderKind.BOUNDARY, x=0.0, y=float(q))
            for q, name in enumerate(self.inputs)
        ]
        self.edges: list[Edge] = []
        self.ends = list(self.inputs)
        self.turned: list[list[str]] = [[] for _ in range(num_qubits)]
        self.origin = ""
        self.origins = {name: list[str]() for name in self.inputs}
        self.columns = [1] * num_qubits

    def add(self, part: Part) -> None:
        qubits = part.qubits
        if part.kind == "gphase":
            return
        if part.kind == "h":
            self.turned[qubits[0]].append(self.origin)
        elif part.kind in _PHASES:
            kind, phase = _PHASES[part.kind]
            self._on_wire(qubits[0], kind, phase)
        elif part.kind == "y":
            self._on_wire(qubits[0], SpiderKind.Z, Angle.pi_times(1))
            self._on_wire(qubits[0], SpiderKind.X, Angle.pi_times(1))
        elif part.kind == "x_rotation":
            self._on_wire(qubits[0], SpiderKind.X, part.angle)
        elif part.kind == "rotation":
            self._rotation(qubits, part.angle)
        elif part.kind == "swap":
            self._swap(*qubits)
        else:
            self._pair(part.kind, *qubits)

    def _rotation(self, qubits: tuple[int, ...], angle: Angle) -> None:
        if len(qubits) == 1:
            self._on_wire(qubits[0], SpiderKind.Z, angle)
            return
        column = self._align(qubits)
        legs = [self._on_wire(q, SpiderKind.Z, Angle()) for q in qubits]
        middle = sum(qubits) / len(qubits)
        hub = self._spider(SpiderKind.X, Angle(), column + 0.35, middle + 0.3)
        leaf = self._spider(SpiderKind.Z, angle, column + 0.7, middle + 0.3)
        for leg in legs:
            self._edge(leg, hub)
        self._edge(hub, leaf)

    def _pair(self, kind: str, control: int, target: int) -> None:
        self._align((control, target))
        first = self._on_wire(control, SpiderKind.Z, Angle())
        if kind == "cx":
            self._edge(first, self._on_wire(target, SpiderKind.X, Angle()))
        else:
            second = self._on_wire(target, SpiderKind.Z, Angle())
            self._edge(first, second, hadamard=True)

    def _swap(self, a: int, b: int) -> None:
        self._align((a, b))
        self.ends[a], self.ends[b] = self.ends[b], self.ends[a]
        self.turned[a], self.turned[b] = self.turned[b], self.turned[a]

    def _align(self, qubits: tuple[int, ...]) -> int:
        """Start a new column on every wire between the outermost of `qubits`."""
        span = range(min(qubits), max(qubits) + 1)
        column = max(self.columns[q] for q in span)
        for q in span:
            self.columns[q] = column if q in qubits else column + 1
        return column

    def _on_wire(self, qubit: int, kind: SpiderKind, phase: Angle) -> str:
        name = self._spider(kind, phase, float(self.columns[qubit]), float(qubit))
        self._wire(qubit, name)
        self.ends[qubit] = name
        self.columns[qubit] += 1
        return name

    def _spider(self, kind: SpiderKind, phase: Angle, x: float, y: float) -> str:
        name = f"s{len(self.spiders)}"
        self.spiders.append(Spider(name, kind, phase, x, y))
        self.origins[name] = [self.origin] if self.origin else []
        return name

    def _wire(self, qubit: int, name: str) -> None:
        """An edge from the open end of a wire, with the H gates that stood on it."""
        turns, self.turned[qubit] = self.turned[qubit], []
        hadamard = len(turns) % 2 == 1
        self._edge(self.ends[qubit], name, hadamard=hadamard, of=turns if hadamard else ())

    def _edge(
        self,
        source: str,
        target: str,
        *,
        hadamard: bool = False,
        of: Sequence[str] | None = None,
    ) -> None:
        kind = EdgeKind.HADAMARD if hadamard else EdgeKind.PLAIN
        name = f"e{len(self.edges)}"
        self.edges.append(Edge(name, source, target, kind))
        made = (self.origin,) if of is None else of
        self.origins[name] = [each for each in dict.fromkeys(made) if each]

    def diagram(self) -> Diagram:
        last = float(max(self.columns, default=1))
        outputs = tuple(f"out{q}" for q in range(len(self.ends)))
        for q, name in enumerate(outputs):
            self.spiders.append(Spider(name, SpiderKind.BOUNDARY, x=last, y=float(q)))
            self.origins[name] = []
            self._wire(q, name)
        return Diagram(tuple(self.spiders), tuple(self.edges), self.inputs, outputs)
