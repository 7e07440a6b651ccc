"""Any gate of one qubit, by three angles."""

from __future__ import annotations

import cmath
import math
from typing import Final

from qdesign.gates.row import Entries, Gate


def euler(theta: float, phi: float, lam: float) -> Entries:
    """Entries at angles in radians."""
    c, s = math.cos(theta / 2), math.sin(theta / 2)
    return (
        (c, -cmath.exp(1j * lam) * s),
        (cmath.exp(1j * phi) * s, cmath.exp(1j * (phi + lam)) * c),
    )


U: Final = Gate(
    name="u",
    title="U",
    group="Rotations",
    help="Any gate of one qubit, by three angles",
    label="U",
    kind="rotation",
    num_qubits=1,
    angles=("theta", "phi", "lambda"),
    aliases=("u3", "U"),
    definition="p(lambda) 0; ry(theta) 0; p(phi) 0",
    controlled="rz(lambda) 0; ry(theta) 0; rz(phi) 0; gphase(lambda/2+phi/2)",
    inverse="u(-theta, -lambda, -phi)",
    matrix=euler,
    axes="-",
    half_angles=("theta",),
    frequencies=((1.0,), (1.0,), (1.0,)),
    keys=("u",),
    openqasm3="U",
    openqasm3_exactly="u",
    openqasm3_phases=(("U", "theta/2"), ("u3", "-phi/2 - lambda/2")),
    openqasm2="u3",
    qiskit="UGate",
    qiskit_names=("u3",),
    pennylane=("U3",),
)
