"""Two features a qubit."""

from __future__ import annotations

from typing import Final

from qdesign.ansatz.feature_maps import dense_angle_map
from qdesign.ansatz.named import Template, sizes

DENSE_ANGLE_MAP: Final = Template(
    name="dense_angle_map",
    title="Dense angle map",
    group="Data",
    help="Two features a qubit, by RY and RZ: half as many qubits as features",
    source="LaRose, Coyle, arXiv:2003.01695",
    options=sizes(),
    make=dense_angle_map,
)
