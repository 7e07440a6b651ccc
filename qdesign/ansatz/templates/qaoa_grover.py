"""QAOA for the largest cut of a ring into parts of given sizes, by the Grover mixer."""

from __future__ import annotations

from typing import Final

from qdesign.ansatz.mixers import qaoa_with_ones
from qdesign.ansatz.named import Template, sizes
from qdesign.ansatz.occupied import ONES
from qdesign.ansatz.templates.qaoa_ring import ring_cut
from qdesign.circuit import Circuit


def _qaoa_grover(num_qubits: int, layers: int, ones: int) -> Circuit:
    return qaoa_with_ones(ring_cut(num_qubits), ones, layers, mixer="grover")


QAOA_GROVER: Final = Template(
    name="qaoa_grover",
    title="QAOA with Grover mixer",
    group="Problem-inspired",
    help="Cost of a ring and turns about the Dicke state: equal costs keep equal amplitudes",
    source="Bärtschi and Eidenbenz, arXiv:2006.00354",
    options=(*sizes(low=2, high=100), ONES),
    make=_qaoa_grover,
)
