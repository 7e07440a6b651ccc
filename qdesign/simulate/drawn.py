"""A circuit → its operations in the order of its columns, which is that of its noise.

Crosstalk acts on qubits beside a gate, so that the order of gates on other qubits counts: it is
that of the drawing, whatever the order in which the circuit was written.
"""

from __future__ import annotations

from dataclasses import replace

from qdesign.circuit import Circuit
from qdesign.placing import place_definition


def placed(circuit: Circuit) -> Circuit:
    """The circuit as a document of it is drawn, composite gates too."""
    gates = tuple(place_definition(each) for each in circuit.gates)
    return replace(circuit.placed(), gates=gates)


def as_drawn(circuit: Circuit) -> Circuit:
    """The flat circuit in the order of its columns; drawn anew, it stays in it."""
    return in_order(placed(circuit))


def in_order(circuit: Circuit) -> Circuit:
    """The flat circuit drawn in its own order: each operation has a column."""
    flat = circuit.flat()
    return flat.with_operations(
        each.at(each.id, column) for column, each in enumerate(flat.plain_operations)
    )
