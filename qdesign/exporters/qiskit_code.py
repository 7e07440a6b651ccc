"""Circuits → Python code that builds the same circuit in Qiskit."""

from __future__ import annotations

import json
import keyword
import re
from collections.abc import Iterator, Sequence
from typing import Final

from qdesign.angle import Angle
from qdesign.angle_text import QISKIT as STYLE
from qdesign.circuit import Circuit, Condition, Operation
from qdesign.decisions import TooManyTerms, on_registers, writes_own
from qdesign.errors import NotConvertible
from qdesign.exporter import Exporter
from qdesign.formula import styled
from qdesign.gates import GATES, Gate
from qdesign.registers import Registers, in_order

_PLAIN: Final = re.compile(r"[A-Za-z_]\w*", re.ASCII)
_MAX_COPIES: Final = 16
_USES_PI: Final = re.compile(r"\bpi\b", re.ASCII)
_REGISTERS: Final = ("ClassicalRegister", "QuantumRegister")
_TAKEN: Final = frozenset((*keyword.kwlist, "pi", "qc", "Parameter", "QuantumCircuit", *_REGISTERS))


def qiskit_code(circuit: Circuit) -> str:
    """Python text; blocks and composite gates are expanded, parameters keep their names.

    The page writes the same text without Python (extension/src/document/qiskit-code.ts).

    Raises:
        NotConvertible: a condition that falls into too many cases, or a gate without a class.
    """
    flat = circuit.elementary()
    variables = _variables(circuit.parameters)
    phase = "" if flat.global_phase.is_zero else _angle(flat.global_phase, variables)
    named = _registers(flat)
    # Where they are not made, one register holds every bit.
    every = tuple(range(flat.num_clbits))
    held = list(flat.registers.values()) if named else [every]
    body: list[str] = []
    for operation in flat.plain_operations:
        body.extend(_under(operation, _line(operation, variables), held))
    needs_pi = any(_USES_PI.search(text) for text in (phase, *body))
    lines = ["from math import pi", ""] if needs_pi else []
    classes = [name for name in _REGISTERS if any(part.startswith(name) for part in named)]
    lines.append(f"from qiskit import {', '.join(sorted((*classes, 'QuantumCircuit')))}")
    if variables:
        lines.append("from qiskit.circuit import Parameter")
    rows = {o.gate: GATES[o.gate] for o in flat.plain_operations}
    used = sorted({row.qiskit for row in rows.values() if row.qiskit and not _method(row)})
    if used:
        lines.append(f"from qiskit.circuit.library import {', '.join(used)}")
    lines.append("")
    quoted = {name: json.dumps(name, ensure_ascii=False) for name in variables}
    lines += [f"{variable} = Parameter({quoted[name]})" for name, variable in variables.items()]
    if variables:
        lines.append("")
    sizes = f"{flat.num_qubits}, {flat.num_clbits}" if flat.num_clbits else f"{flat.num_qubits}"
    sizes = ", ".join(named) or sizes
    lines.append(f"qc = QuantumCircuit({sizes}{f', global_phase={phase}' if phase else ''})")
    lines += body
    return "\n".join(lines) + "\n"


def _variables(names: Sequence[str]) -> dict[str, str]:
    """A Python name for each parameter: its own where it is one and hides nothing."""
    plain = {n for n in names if _PLAIN.fullmatch(n) and n not in _TAKEN and n[-4:] != "Gate"}
    taken = set(plain)
    variables: dict[str, str] = {}
    for index, name in enumerate(names):
        variable = name if name in plain else f"p{index}"
        while name not in plain and variable in taken:
            variable += "_"
        taken.add(variable)
        variables[name] = variable
    return variables


def _registers(circuit: Circuit) -> list[str]:
    """Registers as they are made; none where their sizes say all."""
    declared = circuit.declared
    held = (
        declared.all_qubits(circuit.num_qubits),
        declared.all_clbits(circuit.num_clbits),
    )
    if declared == Registers() or not all(in_order(each) for each in held):
        return []
    return [
        f"{kind}({len(wires)}, {json.dumps(name, ensure_ascii=False)})"
        for kind, each in zip(("QuantumRegister", "ClassicalRegister"), held, strict=True)
        for name, wires in each
    ]


def _under(operation: Operation, line: str, registers: Sequence[tuple[int, ...]]) -> Iterator[str]:
    """The line under the conditions, again for each case of them."""
    try:
        terms = on_registers(operation.conditions, registers).terms
    except TooManyTerms:
        terms = ()
    if not 0 < len(terms) <= _MAX_COPIES or (len(terms) > 1 and writes_own(operation)):
        raise NotConvertible(
            f"Operation {operation.gate} on qubits {operation.qubits} has a condition that is not "
            "written as Qiskit code: it falls into too many cases. Export OpenQASM 3, which Qiskit "
            "reads."
        )
    for term in terms:
        for depth, condition in enumerate(term):
            yield from ("    " * depth + text for text in _condition(condition, registers))
        yield "    " * len(term) + line


def _condition(condition: Condition, registers: Sequence[tuple[int, ...]]) -> list[str]:
    value, (bit, *others) = condition.value, condition.clbits
    if not others:
        wanted = value if condition.equal else 1 - value
        return [f"with qc.if_test((qc.clbits[{bit}], {wanted})):"]
    head = f"with qc.if_test((qc.cregs[{registers.index(condition.clbits)}], {value}))"
    return [f"{head}:"] if condition.equal else [f"{head} as other:", "    pass", "with other:"]


def _line(operation: Operation, variables: dict[str, str]) -> str:
    angles = [_angle(angle, variables) for angle in operation.angles]
    qubits = [str(qubit) for qubit in operation.qubits]
    row = GATES[operation.gate]
    bits = [str(bit) for bit in operation.clbits]
    if _method(row):
        return f"qc.{_method(row)}({', '.join(angles + qubits + bits)})"
    if not row.qiskit:
        raise NotConvertible(
            f"Gate '{row.name}' is not written as Qiskit code. Export OpenQASM 3, "
            "which Qiskit reads."
        )
    inverse = ".inverse()" if row.qiskit_inverse else ""
    return f"qc.append({row.qiskit}({', '.join(angles)}){inverse}, [{', '.join(qubits)}])"


def _method(row: Gate) -> str:
    """The method of QuantumCircuit that appends the row; empty where there is none."""
    if row.qiskit_method is not None:
        return row.qiskit_method
    return row.name if not row.is_unitary or (row.qiskit and not row.qiskit_inverse) else ""


def _angle(angle: Angle, variables: dict[str, str]) -> str:
    return styled(angle, STYLE, variables.__getitem__, _call)


def _call(function: str, argument: str) -> str:
    """Functions of Qiskit's expressions are their methods."""
    if function == "abs":
        return f"abs({argument})"
    if function == "sqrt":
        return f"(({argument}) ** 0.5)"
    word = f"arc{function[1:]}" if function in ("asin", "acos", "atan") else function
    return f"({argument}).{word}()"


QISKIT: Final = Exporter(
    name="qiskit",
    title="Qiskit code",
    group="Programs",
    help="Python text that builds the same circuit in Qiskit",
    source="https://quantum.cloud.ibm.com/docs/api/qiskit",
    write=qiskit_code,
    takes="circuit",
    mime="text/x-python",
    suffix=".py",
)
