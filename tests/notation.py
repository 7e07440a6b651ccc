"""Circuits and diagrams drawn as text, as in docs/conventions.md.

q0: h  ●  rz(θ)  rzz(a)     in0 - Z(π/4) = X(θ) - out0     ('-' plain, '=' Hadamard edge)
q1: .  X  [p]    ~          in1 - a:Z - out1               (a name lets later lines come back)

A column holds what stands below each other. '.' is nothing, ● a control, ○ an anti-control of the
gates X, Y, Z or [gate] of its column, and ~ a further wire of the gate above it.
"""

from __future__ import annotations

import re

from qdesign.angle import Angle
from qdesign.circuit import Circuit, Operation
from qdesign.diagram import Diagram, Edge, EdgeKind, Spider, SpiderKind
from qdesign.gates import GATES

_GATE = re.compile(r"(?P<name>\w+)(?:\((?P<angles>.*)\))?\Z")
_SPIDER = re.compile(r"(?:(?P<name>\w+):)?(?P<kind>[ZXH])(?:\((?P<phase>[^)]*)\))?\Z")


def circuit(text: str) -> Circuit:
    """The circuit that is drawn."""
    rows = [line.split(":", 1)[1].split() for line in text.splitlines() if line.strip()]
    assert len({len(row) for row in rows}) == 1, "every wire has as many columns"
    operations: list[Operation] = []
    for column in zip(*rows, strict=True):
        operations.extend(_column(column))
    return Circuit(len(rows), tuple(operations))


def _column(tokens: tuple[str, ...]) -> list[Operation]:
    controls = tuple(q for q, token in enumerate(tokens) if token == "●")
    anticontrols = tuple(q for q, token in enumerate(tokens) if token == "○")
    found: list[Operation] = []
    for qubit, token in enumerate(tokens):
        if token in ("●", "○", ".", "~"):
            continue
        targeted = token in ("X", "Y", "Z") or token.startswith("[")
        match = _GATE.match(token.strip("[]"))
        assert match, f"'{token}' is not a gate"
        name = match["name"].lower()
        angles = tuple(Angle.parse(a) for a in (match["angles"] or "").split(",") if a)
        wires = (qubit, *(q for q, t in enumerate(tokens) if t == "~"))[
            : max(1, GATES[name].num_qubits)
        ]
        if targeted and (controls or anticontrols):
            found.append(_controlled(name, wires, angles, controls, anticontrols))
        else:
            found.append(Operation(name, wires, angles))
    return found


def _controlled(
    name: str,
    wires: tuple[int, ...],
    angles: tuple[Angle, ...],
    controls: tuple[int, ...],
    anticontrols: tuple[int, ...],
) -> Operation:
    for row in GATES.values():
        if row.base == name and row.num_controls == len(controls) and not anticontrols:
            return Operation(row.name, controls + wires, angles)
    return Operation(name, wires, angles, controls, anticontrols)


def diagram(text: str) -> Diagram:
    """The diagram that is drawn."""
    spiders: dict[str, Spider] = {}
    edges: list[Edge] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        parts = re.findall(r"[^\s(]*\([^)]*\)|\S+", line)
        ids = [_spider(token, spiders) for token in parts[::2]]
        for sign, source, target in zip(parts[1::2], ids[:-1], ids[1:], strict=True):
            kind = {"-": EdgeKind.PLAIN, "=": EdgeKind.HADAMARD}[sign]
            edges.append(Edge(f"e{len(edges)}", source, target, kind))
    ends = {
        side: tuple(sorted((s for s in spiders if re.match(rf"{side}\d", s)), key=_number))
        for side in ("in", "out")
    }
    return Diagram(tuple(spiders.values()), tuple(edges), ends["in"], ends["out"])


def _number(name: str) -> int:
    return int(re.sub(r"\D", "", name))


def _spider(token: str, spiders: dict[str, Spider]) -> str:
    if token in spiders:
        return token
    if re.match(r"(in|out)\d+\Z", token):
        spiders[token] = Spider(token, SpiderKind.BOUNDARY)
        return token
    match = _SPIDER.match(token)
    assert match, f"'{token}' is not a spider, a boundary or a name that was given before"
    name = match["name"] or f"s{len(spiders)}"
    phase = Angle.parse(match["phase"]) if match["phase"] else Angle()
    if match["kind"] == "H" and not match["phase"]:
        phase = Angle.pi_times(1)
    spiders[name] = Spider(name, SpiderKind(match["kind"]), phase)
    return name
