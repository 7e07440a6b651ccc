"""Features as rotations about Pauli strings of one's choice."""

from __future__ import annotations

from typing import Final

from qdesign.ansatz.entanglers import ENTANGLER
from qdesign.ansatz.feature_maps import pauli_feature_map
from qdesign.ansatz.named import Template, sizes
from qdesign.rows import Option

PAULI_FEATURE_MAP: Final = Template(
    name="pauli_feature_map",
    title="Pauli feature map",
    group="Data",
    help="Features and their products as rotations about Pauli strings of your choice",
    source="Havlíček et al., arXiv:1804.11326; Qiskit's pauli_feature_map",
    options=(
        *sizes(high=300),
        Option(
            name="paulis",
            title="Pauli strings",
            kind="text",
            default="Z YY",
            help="of X, Y and Z with blanks between, such as Z YY",
        ),
        ENTANGLER,
    ),
    make=pauli_feature_map,
)
