"""Rotations and an entangling gate of one's choice, on a chosen pattern of pairs."""

from __future__ import annotations

from typing import Final

from qdesign.ansatz.entanglers import ENTANGLER
from qdesign.ansatz.hardware import hardware_efficient
from qdesign.ansatz.named import Template, sizes
from qdesign.circuit import Circuit
from qdesign.gates import GATES
from qdesign.rows import Option

_GATES: Final = tuple(
    row.name
    for row in GATES.values()
    if row.is_unitary and row.num_qubits == 2 and len(row.angles) <= 1
)


def two_local(
    num_qubits: int,
    layers: int = 1,
    *,
    rotations: str = "ry",
    gate: str = "cz",
    entangler: str = "linear",
) -> Circuit:
    """Rotations by their names with blanks between, and one two-qubit gate, by turns.

    Example:
        >>> len(two_local(3, 1, rotations="rx rz", gate="rzz", entangler="full").parameters)
        15
    """
    named = tuple(rotations.split())
    return hardware_efficient(num_qubits, layers, rotations=named, gate=gate, entangler=entangler)


TWO_LOCAL: Final = Template(
    name="two_local",
    title="Two-local, own gates",
    group="Hardware-efficient",
    help="Rotations and a two-qubit gate of your choice, by turns",
    source="Kandala et al., arXiv:1704.05018; Qiskit's n_local",
    options=(
        *sizes(),
        Option(
            name="rotations",
            title="Rotations",
            kind="text",
            default="ry",
            help="gates on one qubit with blanks between, such as ry rz",
        ),
        Option(name="gate", title="Gate", kind="choice", default="cz", choices=_GATES),
        ENTANGLER,
    ),
    make=two_local,
    problem="tfim",
)
