"""RY on every qubit, CZ between any two."""

from __future__ import annotations

from functools import partial
from typing import Final

from qdesign.ansatz.hardware import hardware_efficient
from qdesign.ansatz.named import Template, sizes

RY_FULL: Final = Template(
    name="ry_full",
    title="RY layers, CZ on all pairs",
    group="Hardware-efficient",
    help="RY on every qubit, CZ between any two",
    source="Kandala et al., arXiv:1704.05018",
    options=sizes(),
    make=partial(hardware_efficient, rotations=("ry",), entangler="full", gate="cz"),
    problem="tfim",
)
