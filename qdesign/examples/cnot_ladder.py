"""A ladder of CX gates on four qubits, four times in a row: nothing is left of it."""

from __future__ import annotations

from typing import Final

from qdesign.circuit import Circuit
from qdesign.document import Document
from qdesign.examples.example import Example
from qdesign.proofs import Proof
from qdesign.zx.laying import layout
from qdesign.zx.translate import to_diagram

_LADDER: Final = "cx 0 1; cx 1 2; cx 2 3; "


def _cnot_ladder() -> Document:
    proof = Proof(layout(to_diagram(Circuit.of(4, _LADDER * 4))))
    proof.everywhere("fuse")
    proof.simplify("full")
    last = proof.everywhere("remove_identity")
    proof.rename(last.id, "Bare wires: the period is 4")
    proof.goal = last.body
    return Document(proof.body).with_proof(proof)


CNOT_LADDER: Final = Example(
    name="cnot_ladder",
    title="The period of a CNOT ladder",
    help="On four qubits four ladders in a row are the identity; on n qubits the least power of 2 "
    "that is not below n",
    source="The ladder adds each bit to the next: (1 + N)^4 = 1 + N^4 over two elements, N^4 = 0",
    make=_cnot_ladder,
)
