"""U and a phase where the control is 1."""

from __future__ import annotations

import cmath
from typing import Final

from qdesign.gates.row import Entries, Gate
from qdesign.gates.table.u import euler


def _entries(theta: float, phi: float, lam: float, gamma: float) -> Entries:
    (a, b), (c, d) = euler(theta, phi, lam)
    shift = cmath.exp(1j * gamma)
    return ((1, 0, 0, 0), (0, shift * a, 0, shift * b), (0, 0, 1, 0), (0, shift * c, 0, shift * d))


CU: Final = Gate(
    name="cu",
    title="CU",
    help="U and a phase where the control is 1",
    label="U",
    kind="controlled",
    num_qubits=2,
    angles=("theta", "phi", "lambda", "gamma"),
    num_controls=1,
    definition=(
        "p(gamma) 0; p(lambda/2+phi/2) 0; p(lambda/2-phi/2) 1; cx 0 1; "
        "u(-theta/2, 0, -phi/2-lambda/2) 1; cx 0 1; u(theta/2, phi, 0) 1"
    ),
    controlled=("p(gamma+lambda/2+phi/2) 0; crz(lambda) 0 1; cry(theta) 0 1; crz(phi) 0 1"),
    inverse="cu(-theta, -lambda, -phi, -gamma)",
    matrix=_entries,
    axes="Z-",
    half_angles=("theta",),
    frequencies=((0.5, 1.0), (1.0,), (1.0,), (1.0,)),
    num_two_qubit=1,
    in_stdgates=True,
    qiskit="CUGate",
)
