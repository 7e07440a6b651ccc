"""RY on every qubit, CZ from each to the next."""

from __future__ import annotations

from functools import partial
from typing import Final

from qdesign.ansatz.hardware import hardware_efficient
from qdesign.ansatz.named import Template, sizes

RY_CZ: Final = Template(
    name="ry_cz",
    title="RY layers, CZ ladder",
    group="Hardware-efficient",
    help="RY on every qubit, CZ from each to the next",
    source="Kandala et al., arXiv:1704.05018",
    options=sizes(),
    make=partial(hardware_efficient, rotations=("ry",), gate="cz"),
    problem="tfim",
)
