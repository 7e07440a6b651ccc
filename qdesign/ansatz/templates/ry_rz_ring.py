"""RY and RZ on every qubit, CX around a ring."""

from __future__ import annotations

from functools import partial
from typing import Final

from qdesign.ansatz.hardware import hardware_efficient
from qdesign.ansatz.named import Template, sizes

RY_RZ_RING: Final = Template(
    name="ry_rz_ring",
    title="RY RZ layers, CX ring",
    group="Hardware-efficient",
    help="RY and RZ on every qubit, CX around a ring",
    source="Kandala et al., arXiv:1704.05018",
    options=sizes(),
    make=partial(hardware_efficient, rotations=("ry", "rz"), entangler="ring", gate="cx"),
    problem="tfim",
)
