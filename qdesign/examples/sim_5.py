"""Circuit 5 of Sim et al. on four qubits: 28 parameters, of which the map has 22."""

from __future__ import annotations

from typing import Final

from qdesign.ansatz import template
from qdesign.document import Document
from qdesign.examples.example import Example
from qdesign.proofs import Proof
from qdesign.zx.laying import layout
from qdesign.zx.translate import to_diagram


def _sim_5() -> Document:
    circuit = template("sim_5", num_qubits=4, layers=1)
    proof = Proof(layout(to_diagram(circuit)))
    proof.everywhere("fuse")
    last = proof.simplify("full")
    proof.rename(last.id, "22 phases are left")
    values = {name: 0.3 + 0.1 * k for k, name in enumerate(circuit.parameters)}
    return Document(proof.body).with_values(values).with_proof(proof)


SIM_5: Final = Example(
    name="sim_5",
    title="Why 28 parameters are 22",
    help="The two halves of controlled rotations go through each other: those on one qubit add up, "
    "and 22 phases are left",
    source="Sim, Johnson, Aspuru-Guzik, arXiv:1905.10876, circuit 5",
    make=_sim_5,
)
