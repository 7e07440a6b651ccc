"""An observable as a block of a unitary: a linear combination of Pauli strings."""

from __future__ import annotations

from typing import Final

from qdesign.ansatz.blocks import lcu
from qdesign.ansatz.named import Template
from qdesign.circuit import Circuit
from qdesign.pauli import Observable
from qdesign.rows import Option


def _lcu(terms: str) -> Circuit:
    return lcu(Observable.from_text(terms))


LCU: Final = Template(
    name="lcu",
    title="Linear combination of unitaries",
    group="Building blocks",
    help="H/λ where all extra qubits, the last ones, are 0 and stay 0",
    source="Childs and Wiebe, arXiv:1202.5822",
    options=(
        Option(
            name="terms",
            title="Observable",
            kind="text",
            default="ZZ + 0.5 XI + 0.5 IX",
            help="Pauli strings with numbers, such as ZZ + 0.5 XI",
        ),
    ),
    make=_lcu,
)
