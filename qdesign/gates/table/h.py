"""Hadamard: exchanges X and Z."""

from __future__ import annotations

import math
from typing import Final

from qdesign.gates.row import Gate

_R: Final = math.sqrt(0.5)

H: Final = Gate(
    name="h",
    title="H",
    group="Pauli and Clifford",
    help="Hadamard: exchanges X and Z",
    label="H",
    kind="clifford",
    num_qubits=1,
    controlled="ry(-pi/4) 0; z 0; ry(pi/4) 0",
    power="ry(-pi/4) 0; p(turn) 0; ry(pi/4) 0",
    matrix=lambda: ((_R, _R), (_R, -_R)),
    axes="-",
    is_clifford=True,
    is_part=True,
    keys=("h",),
    in_stdgates=True,
    openqasm2="h",
    braket="h",
    qiskit="HGate",
    tket="H",
    pennylane=("Hadamard",),
    in_ionq=True,
    qir="h__body",
    quil="H",
)
