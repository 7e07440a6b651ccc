"""OpenQASM 3 as IonQ's service takes it: gates of stdgates.inc and final measurements."""

from __future__ import annotations

from typing import Final

from qdesign.circuit import Circuit
from qdesign.convert.gate_list import refuse_dynamic, with_gates, without_first_resets
from qdesign.exporter import Exporter
from qdesign.gates import ROWS
from qdesign.qasm.text import Formatter

GATES: Final = frozenset(row.name for row in ROWS if row.in_ionq)
_LANGUAGE: Final = "IonQ's OpenQASM 3"
_ALL: Final = "output_all"
"""The name under which IonQ itself tells all qubits."""


def ionq(circuit: Circuit) -> str:
    """The circuit as the text of a job of type `ionq.qasm3.v1`.

    All qubits are one register, in their order. Barriers, the global phase and resets of qubits
    that nothing was done to are left out.

    Raises:
        NotConvertible: free parameters, conditions, reset, or more after a measurement.
    """
    fresh = without_first_resets(circuit)
    refuse_dynamic(fresh, language=_LANGUAGE)
    plain = with_gates(fresh, GATES, language=_LANGUAGE)
    formatter = Formatter(plain, {})
    taken = {name for name, _ in formatter.classical}
    qubits = "q"
    while qubits in taken:
        qubits += "_"
    wires = [f"{qubits}[{k}]" for k in range(plain.num_qubits)]
    names = {name: f"{_ALL}_" if name == _ALL else name for name in taken}
    bits = {
        wire: f"{names[name]}[{place}]"
        for name, held in formatter.classical
        for place, wire in enumerate(held)
    }
    lines = ["OPENQASM 3.0;", 'include "stdgates.inc";']
    if wires:
        lines.append(f"qubit[{len(wires)}] {qubits};")
    lines += [f"bit[{len(held)}] {names[name]};" for name, held in formatter.classical]
    for operation in plain.plain_operations:
        if operation.gate == "measure":
            lines.append(f"{bits[operation.clbits[0]]} = measure {wires[operation.qubits[0]]};")
        elif operation.gate != "barrier":
            lines.append(formatter.call(operation, wires))
    return "\n".join(lines) + "\n"


IONQ: Final = Exporter(
    name="ionq",
    title="OpenQASM 3 for IonQ",
    group="Programs",
    help="Gates that IonQ takes, and measurements at the end; everything bound",
    source="https://docs.ionq.com/api-reference/v0.4/openqasm3",
    write=ionq,
    takes="circuit",
    mime="text/plain",
    suffix=".qasm",
    is_program=True,
    needs_values=True,
)
