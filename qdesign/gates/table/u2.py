"""A quarter turn about Y between two phases."""

from __future__ import annotations

import math
from typing import Final

from qdesign.gates.row import Entries, Gate
from qdesign.gates.table.u import euler


def _entries(phi: float, lam: float) -> Entries:
    return euler(math.pi / 2, phi, lam)


U2: Final = Gate(
    name="u2",
    title="U2",
    help="A quarter turn about Y between two phases",
    label="U2",
    kind="rotation",
    num_qubits=1,
    angles=("phi", "lambda"),
    definition="p(lambda) 0; ry(pi/2) 0; p(phi) 0",
    controlled="rz(lambda) 0; ry(pi/2) 0; rz(phi) 0; gphase(lambda/2+phi/2)",
    inverse="u2(-lambda-pi, -phi+pi)",
    matrix=_entries,
    axes="-",
    frequencies=((1.0,), (1.0,)),
    in_stdgates=True,
    openqasm3_exactly="esc_u2",
    openqasm3_phases=(("u2", "-phi/2 - lambda/2"),),
    openqasm2="u2",
    qiskit="U2Gate",
    qiskit_method="",
    pennylane=("U2",),
)
