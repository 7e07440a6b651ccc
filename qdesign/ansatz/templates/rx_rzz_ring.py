"""RX on every qubit, RZZ around a ring."""

from __future__ import annotations

from functools import partial
from typing import Final

from qdesign.ansatz.hardware import hardware_efficient
from qdesign.ansatz.named import Template, sizes

RX_RZZ_RING: Final = Template(
    name="rx_rzz_ring",
    title="RX layers, RZZ ring",
    group="Hardware-efficient",
    help="RX on every qubit, RZZ around a ring",
    source="Kandala et al., arXiv:1704.05018",
    options=sizes(),
    make=partial(hardware_efficient, rotations=("rx",), entangler="ring", gate="rzz"),
    problem="tfim",
)
