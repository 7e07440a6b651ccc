"""The gate table: one row a gate, one file a row, everything known about it.

Rows stand in `table/`. The browser's copy is generated from them.
"""

from qdesign.gates.definitions import (
    PlacedGate,
    controlled_definition,
    definition,
    inverse_gate,
    parse_definition,
    phase_angle,
    power_definition,
    turn_angle,
    zx_definition,
)
from qdesign.gates.lookup import (
    ALIASES,
    FORMS,
    GATES,
    GROUPS,
    PRIMITIVES,
    find_gate,
    gate,
    target_symbol,
)
from qdesign.gates.matrices import (
    PAULI,
    Matrix,
    controlled_matrix,
    embedded,
    matrix,
    pauli_matrix,
    rotation_matrix,
)
from qdesign.gates.row import Entries, Gate, Kind, Symbol
from qdesign.gates.table import ROWS

__all__ = [
    "ALIASES",
    "FORMS",
    "GATES",
    "GROUPS",
    "PAULI",
    "PRIMITIVES",
    "ROWS",
    "Entries",
    "Gate",
    "Kind",
    "Matrix",
    "PlacedGate",
    "Symbol",
    "controlled_definition",
    "controlled_matrix",
    "definition",
    "embedded",
    "find_gate",
    "gate",
    "inverse_gate",
    "matrix",
    "parse_definition",
    "pauli_matrix",
    "phase_angle",
    "power_definition",
    "rotation_matrix",
    "target_symbol",
    "turn_angle",
    "zx_definition",
]
