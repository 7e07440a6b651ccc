"""QAOA for the largest cut of a ring into parts of given sizes, by XY mixers."""

from __future__ import annotations

from typing import Final

from qdesign.ansatz.mixers import qaoa_with_ones
from qdesign.ansatz.named import Template, sizes
from qdesign.ansatz.occupied import ONES
from qdesign.ansatz.templates.qaoa_ring import ring_cut
from qdesign.circuit import Circuit
from qdesign.rows import Option


def _qaoa_xy(num_qubits: int, layers: int, ones: int, mixer: str) -> Circuit:
    return qaoa_with_ones(ring_cut(num_qubits), ones, layers, mixer=mixer)


QAOA_XY: Final = Template(
    name="qaoa_xy",
    title="QAOA with XY mixer",
    group="Problem-inspired",
    help="Cost of a ring and exchanges of qubits from a Dicke state: the number of ones stays",
    source="Hadfield et al., arXiv:1709.03489; Wang et al., arXiv:1904.09314",
    options=(
        *sizes(low=2, high=100),
        ONES,
        Option(
            name="mixer",
            title="Mixer",
            kind="choice",
            default="ring",
            choices=("ring", "full"),
            titles=("Neighbors on a ring", "All pairs"),
        ),
    ),
    make=_qaoa_xy,
)
