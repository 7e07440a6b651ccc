"""Features as phases of qubits, and their products as phases of pairs."""

from __future__ import annotations

from functools import partial
from typing import Final

from qdesign.ansatz.entanglers import ENTANGLER
from qdesign.ansatz.feature_maps import pauli_feature_map
from qdesign.ansatz.named import Template, sizes

ZZ_FEATURE_MAP: Final = Template(
    name="zz_feature_map",
    title="ZZ feature map",
    group="Data",
    help="Features as RZ, and products of two as RZZ",
    source="Havlíček et al., arXiv:1804.11326; Qiskit's zz_feature_map",
    options=(*sizes(high=300), ENTANGLER),
    make=partial(pauli_feature_map, paulis="Z ZZ"),
    card_layers=2,
)
