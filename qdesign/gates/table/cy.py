"""Y on the target where the control is 1."""

from __future__ import annotations

from typing import Final

from qdesign.gates.row import Gate

CY: Final = Gate(
    name="cy",
    title="CY",
    group="More",
    help="Y on the target where the control is 1",
    label="Y",
    kind="controlled",
    num_qubits=2,
    definition="sdg 1; cx 0 1; s 1",
    num_controls=1,
    base="y",
    axes="ZY",
    is_clifford=True,
    num_two_qubit=1,
    in_stdgates=True,
    openqasm2="cy",
    braket="cy",
    qiskit="CYGate",
    tket="CY",
    pennylane=("CY",),
)
