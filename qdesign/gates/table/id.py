"""Nothing: the identity."""

from __future__ import annotations

from typing import Final

from qdesign.gates.row import Gate

ID: Final = Gate(
    name="id",
    title="Identity",
    help="Nothing: the identity",
    label="I",
    kind="clifford",
    num_qubits=1,
    definition="gphase(0)",
    axes="I",
    is_clifford=True,
    is_idle=True,
    in_stdgates=True,
    openqasm2="id",
    braket="i",
    qiskit="IGate",
    ibm="some",
)
