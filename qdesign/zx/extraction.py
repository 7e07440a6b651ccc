"""Diagram → circuit, through PyZX's extraction; parameters are kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from qdesign.angle import Angle
from qdesign.circuit import STAT_TITLES, Circuit, Operation, Stats
from qdesign.convert.pyzx import from_phase, normalize
from qdesign.diagram import Diagram, SpiderKind
from qdesign.errors import InvalidDiagram, NotExtractable, QdesignError
from qdesign.gates import ROWS
from qdesign.showing.tables import count
from qdesign.zx.bodies import as_diagram
from qdesign.zx.reading import read_off
from qdesign.zx.reduce import Reduction, reduced_graph
from qdesign.zx.tracing import Traced, marks_of

_NAMED: Final = {
    Angle(Angle.parse(row.turn).pi % 2): row.name
    for row in ROWS
    if row.axes == "Z" and row.turn and not row.angles
}


_SHOWN: Final = ("num_two_qubit", "num_rotations", "num_t", "depth")


@dataclass(frozen=True, slots=True)
class ExtractionFigures:
    """Figures of an extracted circuit, exact, beside those of the circuit as it was drawn.

    Attributes:
        before: of the circuit that the diagram stands as; None where it stands as none.
        after: of the extracted circuit.
    """

    before: Stats | None
    after: Stats

    @property
    def is_longer(self) -> bool:
        """Has the circuit as drawn fewer two-qubit gates? Then simplify that one."""
        return self.before is not None and self.after.num_two_qubit > self.before.num_two_qubit

    def __str__(self) -> str:
        told: list[str] = []
        for name in _SHOWN:
            was = "" if self.before is None else f"{getattr(self.before, name)} → "
            told.append(f"{STAT_TITLES[name]} {was}{getattr(self.after, name)}")
        return ", ".join(told)


def extraction_figures(diagram: Diagram, circuit: Circuit | None = None) -> ExtractionFigures:
    """What extraction does to the figures of a diagram that stands as a circuit.

    Args:
        diagram: the diagram.
        circuit: what was extracted from it; done here when not given.

    Raises:
        NotExtractable: the diagram has no circuit form.

    Example:
        >>> from qdesign.zx.translate import to_diagram
        >>> print(extraction_figures(to_diagram(Circuit.of(2, "cx 0 1; rz(a) 1; cx 0 1; t 0"))))
        two-qubit gates 2 → 2, rotations 2 → 2, T gates 1 → 1, depth 4 → 8
    """
    body = as_diagram(diagram)
    drawn = read_off(body)
    made = extract(body) if circuit is None else circuit
    return ExtractionFigures(None if drawn is None else drawn.stats, made.stats)


def extract(diagram: Diagram, *, kind: Reduction = "full") -> Circuit:
    """The circuit that a diagram with flow denotes.

    The diagram is reduced first. Free parameters are kept: angles of the result are sums of angles
    of `diagram`.

    Args:
        diagram: as many inputs as outputs (n each).
        kind: the reduction before extraction: `full`, or `clifford`, which keeps causal structure.

    Returns:
        A circuit on n qubits equal to `diagram` up to a non-zero scalar.

    Raises:
        NotExtractable: no flow was found; `.spiders` names those that block.
        NotConvertible: the diagram has H-boxes.

    Example:
        >>> from qdesign.zx.translate import to_diagram
        >>> extract(to_diagram(Circuit.of(2, "h 0; cx 0 1; cx 0 1; h 0"))).num_operations
        0

    Source: Backens et al., "There and back again", arXiv:2003.01664.
    """
    return _extracted(as_diagram(diagram), kind, traced=False).body


def traced_extract(diagram: Diagram, *, kind: Reduction = "full") -> Traced[Circuit]:
    """As `extract`; operations have ids, and each phase names the spiders that went into it.

    Gates that come of edges (H, CX, CZ, SWAP) name none: elimination makes them of many.
    """
    return _extracted(as_diagram(diagram), kind, traced=True)


def _extracted(diagram: Diagram, kind: Reduction, *, traced: bool) -> Traced[Circuit]:
    if len(diagram.inputs) != len(diagram.outputs):
        raise NotExtractable(
            f"This diagram has {count(len(diagram.inputs), 'input')} and "
            f"{count(len(diagram.outputs), 'output')}; a circuit has as many of each.",
            spiders=(*diagram.inputs, *diagram.outputs),
        )
    try:
        graph = reduced_graph(diagram, kind=kind, traced=traced)
    except InvalidDiagram as error:
        spiders = tuple(s.id for s in diagram.spiders if s.kind is not SpiderKind.BOUNDARY)
        raise NotExtractable(str(error), spiders=spiders) from error
    names = [spider.id for spider in diagram.spiders]
    num_qubits, gates = _gates(graph, dict(enumerate(names)))
    operations = [pair for gate in gates for pair in _operations(gate)]
    if not traced:
        return Traced(Circuit(num_qubits, tuple(operation for operation, _ in operations)), {})
    named = [replace(operation, id=f"o{k}") for k, (operation, _) in enumerate(operations, 1)]
    found = {
        item.id: marks_of(phase, names)
        for item, (_, phase) in zip(named, operations, strict=True)
        if phase is not None
    }
    return Traced(Circuit(num_qubits, tuple(named)), found)


def extract_graph(graph: Any, *, names: dict[int, str], short: bool = True) -> Circuit:
    """The circuit of a reduced PyZX graph, which is used up.

    Args:
        graph: graph-like, from `reduced_graph`.
        names: the spider that each vertex came from, for messages.
        short: spend time on fewer CX gates.
    """
    num_qubits, gates = _gates(graph, names, short=short)
    operations = (operation for gate in gates for operation, _ in _operations(gate))
    return Circuit(num_qubits, tuple(operations))


def _gates(graph: Any, names: dict[int, str], *, short: bool = True) -> tuple[int, list[Any]]:
    """PyZX's gates of a reduced graph, and on how many qubits."""
    import pyzx

    normalize(graph)
    num_qubits = len(graph.outputs())
    before = {v: graph.type(v) for v in graph.vertices()}
    try:
        _close_parted_wires(graph)
        result = pyzx.extract_circuit(graph, optimize_cnots=2 if short else 0)
    except QdesignError:
        raise
    except Exception as error:
        # PyZX raises bare Exception (and IndexError on wires that end) when no vertex can be taken.
        blocked = _blocking(graph, names, before)
        raise NotExtractable(
            f"This diagram has no circuit form: {_named(blocked)} extraction. "
            "Undo the last step to go back.",
            spiders=blocked,
        ) from error
    return num_qubits, result.gates


def _named(blocked: Sequence[str]) -> str:
    if not blocked:
        return "its wires block"
    if len(blocked) == 1:
        return f"spider {blocked[0]} blocks"
    names = [*blocked[:4], *([f"{len(blocked) - 4} more"] if len(blocked) > 4 else [])]
    return f"spiders {', '.join(names[:-1])} and {names[-1]} block"


def _close_parted_wires(graph: Any) -> None:
    """Refuse graphs in which an output or an input has lost its wire."""
    inputs, outputs = set(graph.inputs()), set(graph.outputs())
    for port in (*inputs, *outputs):
        if not graph.neighbors(port):
            raise ValueError("a wire ends")


def _blocking(graph: Any, names: dict[int, str], before: dict[int, Any]) -> tuple[str, ...]:
    ports = {*graph.inputs(), *graph.outputs()}
    left = [v for v in graph.vertices() if v not in ports]
    known = [names[v] for v in left if v in names and v in before]
    return tuple(known or [f"s{v}" for v in left] or [names.get(v, f"s{v}") for v in ports])


def _operations(gate: Any) -> Iterable[tuple[Operation, Any]]:
    """The operation of a gate of PyZX, if any, with the phase that it was made of."""
    kind = gate.name
    if kind == "HAD":
        yield Operation("h", (gate.target,)), None
    elif kind in ("CNOT", "CZ"):
        yield Operation("cx" if kind == "CNOT" else "cz", (gate.control, gate.target)), None
    elif kind == "SWAP":
        yield Operation("swap", (gate.control, gate.target)), None
    elif kind == "NOT":
        yield Operation("x", (gate.target,)), None
    elif kind in ("ZPhase", "Z", "S", "T"):
        angle = from_phase(gate.phase)
        name = _NAMED.get(angle)
        if name is not None:
            yield Operation(name, (gate.target,)), gate.phase
        elif not angle.is_zero:
            yield Operation("p", (gate.target,), (angle,)), gate.phase
    elif kind == "XPhase":
        yield Operation("rx", (gate.target,), (from_phase(gate.phase),)), gate.phase
    else:
        raise NotExtractable(f"Extraction gave the gate {kind}, which is not expected.")
