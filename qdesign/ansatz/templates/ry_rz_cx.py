"""RY and RZ on every qubit, CX from each to the next."""

from __future__ import annotations

from functools import partial
from typing import Final

from qdesign.ansatz.hardware import hardware_efficient
from qdesign.ansatz.named import Template, sizes

RY_RZ_CX: Final = Template(
    name="ry_rz_cx",
    title="RY RZ layers, CX ladder",
    group="Hardware-efficient",
    help="RY and RZ on every qubit, CX from each to the next",
    source="Kandala et al., arXiv:1704.05018",
    options=sizes(),
    make=partial(hardware_efficient, rotations=("ry", "rz"), gate="cx"),
    on_card=True,
    problem="tfim",
)
