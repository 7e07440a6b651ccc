"""Half a turn about Y."""

from __future__ import annotations

from typing import Final

from qdesign.gates.row import Gate

Y: Final = Gate(
    name="y",
    title="Y",
    group="Pauli and Clifford",
    help="Half a turn about Y",
    label="Y",
    kind="clifford",
    num_qubits=1,
    definition="p(pi) 0; h 0; p(pi) 0; h 0; gphase(pi/2)",
    controlled="sdg 0; x 0; s 0",
    power="gphase(turn/2); ry(turn) 0",
    matrix=lambda: ((0, -1j), (1j, 0)),
    axes="Y",
    turn="pi",
    is_clifford=True,
    is_part=True,
    keys=("y",),
    in_stdgates=True,
    openqasm2="y",
    braket="y",
    qiskit="YGate",
    tket="Y",
    pennylane=("PauliY",),
    in_ionq=True,
    qir="y__body",
    quil="Y",
)
