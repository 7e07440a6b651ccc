"""RY and RZ on every qubit, CX on a chosen pattern of pairs."""

from __future__ import annotations

from functools import partial
from typing import Final

from qdesign.ansatz.entanglers import ENTANGLER
from qdesign.ansatz.hardware import hardware_efficient
from qdesign.ansatz.named import Template, sizes

EFFICIENT_SU2: Final = Template(
    name="efficient_su2",
    title="Efficient SU(2)",
    group="Hardware-efficient",
    help="RY and RZ on every qubit and CX on a pattern of pairs",
    source="Kandala et al., arXiv:1704.05018; Qiskit's efficient_su2",
    options=(*sizes(), ENTANGLER),
    make=partial(hardware_efficient, rotations=("ry", "rz"), gate="cx"),
    problem="tfim",
)
