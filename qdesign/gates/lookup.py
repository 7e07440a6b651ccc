"""Rows of the gate table by name. Those of other packages are looked for when first needed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

from qdesign.errors import InvalidCircuit
from qdesign.gates.row import Gate, Symbol
from qdesign.gates.table import ROWS
from qdesign.rows import rows

_KNOWN: Final = {row.name: row for row in ROWS}
GATES: Final[Mapping[str, Gate]] = _KNOWN
"""Every row by name, those of other packages once one of them was named. `barrier` takes any number
of wires; `gphase` none."""

ALIASES: Final[Mapping[str, str]] = {alias: row.name for row in ROWS for alias in row.aliases}
"""Other names that are read for a row; never written."""

PRIMITIVES: Final = tuple(
    row.name for row in ROWS if row.is_unitary and not (row.definition or row.is_idle)
)
"""Rows that decompositions end in."""

FORMS: Final[Mapping[tuple[str, int], str]] = {
    (row.base, row.num_controls): row.name for row in ROWS if row.base
}
"""The row that is (base, number of controls)."""

GROUPS: Final = ("Pauli and Clifford", "Rotations", "Measure and classical", "More")
"""Groups of the palette in its order; those that other packages name come last."""


def find_gate(name: str) -> Gate | None:
    """The row `name`, another package's too; None where there is none."""
    row = GATES.get(name)
    if row is None and "/" in name:
        _load()
        row = GATES.get(name)
    return row


def target_symbol(row: Gate, *, controlled: bool) -> Symbol:
    """How the targets of a row are drawn, its own controls or further ones beside them."""
    own = GATES[row.base] if row.base else row
    return ((row.base or controlled) and own.controlled_symbol) or own.symbol


def gate(name: str) -> Gate:
    """The row `name`, or an error that says it is not in the table."""
    row = find_gate(name)
    if row is None:
        raise InvalidCircuit(
            f"There is no gate '{name}'. Define it as a composite gate, or use one of: "
            f"{', '.join(GATES)}."
        )
    return row


@cache
def _load() -> None:
    """Adds the rows of other packages, whose names have their origin and a slash in front."""
    # Looking through every installed package takes longer than importing this module.
    _KNOWN.update({name: row for name, row in rows(Gate).items() if "/" in name})
