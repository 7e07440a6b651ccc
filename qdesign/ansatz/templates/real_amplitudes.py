"""RY on every qubit, CX on a chosen pattern of pairs: states with real amplitudes."""

from __future__ import annotations

from functools import partial
from typing import Final

from qdesign.ansatz.entanglers import ENTANGLER
from qdesign.ansatz.hardware import hardware_efficient
from qdesign.ansatz.named import Template, sizes

REAL_AMPLITUDES: Final = Template(
    name="real_amplitudes",
    title="Real amplitudes",
    group="Hardware-efficient",
    help="RY on every qubit and CX on a pattern of pairs: amplitudes stay real",
    source="Kandala et al., arXiv:1704.05018; Qiskit's real_amplitudes",
    options=(*sizes(), ENTANGLER),
    make=partial(hardware_efficient, rotations=("ry",), gate="cx"),
    problem="tfim",
)
