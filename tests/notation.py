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
from qdesign.gates import GATES
from qdesign.zx.notation import diagram

__all__ = ["circuit", "diagram"]

_GATE = re.compile(r"(?P<name>\w+)(?:\((?P<angles>.*)\))?\Z")


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
