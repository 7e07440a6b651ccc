"""A feature on every qubit, by H and a phase, again in each layer."""

from __future__ import annotations

from functools import partial
from typing import Final

from qdesign.ansatz.feature_maps import pauli_feature_map
from qdesign.ansatz.named import Template, sizes

Z_FEATURE_MAP: Final = Template(
    name="z_feature_map",
    title="Z feature map",
    group="Data",
    help="One feature a qubit, by H and RZ; its states stay products",
    source="Havlíček et al., arXiv:1804.11326; Qiskit's z_feature_map",
    options=sizes(),
    make=partial(pauli_feature_map, paulis="Z"),
    card_layers=2,
)
