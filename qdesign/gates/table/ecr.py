"""The echoed cross-resonance gate."""

from __future__ import annotations

import math
from typing import Final

from qdesign.gates.row import Gate

_R: Final = math.sqrt(0.5)
_ENTRIES: Final = (
    (0, _R, 0, _R * 1j),
    (_R, 0, _R * -1j, 0),
    (0, _R * 1j, 0, _R),
    (_R * -1j, 0, _R, 0),
)

ECR: Final = Gate(
    name="ecr",
    title="ECR",
    help="The echoed cross-resonance gate",
    label="ECR",
    kind="clifford",
    num_qubits=2,
    definition="rzx(pi/4) 0 1; x 0; rzx(-pi/4) 0 1",
    zx="h 1; rzz(pi/2) 0 1; h 1; x 0",
    matrix=lambda: (
        (0, _R, 0, _R * 1j),
        (_R, 0, _R * -1j, 0),
        (0, _R * 1j, 0, _R),
        (_R * -1j, 0, _R, 0),
    ),
    axes="-X",
    is_clifford=True,
    num_two_qubit=1,
    braket="ecr",
    qiskit="ECRGate",
    pennylane=("ECR",),
    ibm="some",
)
