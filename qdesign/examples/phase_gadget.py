"""A rotation about Z⊗Z⊗Z: CX gates and one phase, which are one phase gadget."""

from __future__ import annotations

from typing import Final

from qdesign.circuit import Circuit
from qdesign.document import Document
from qdesign.examples.example import Example
from qdesign.proofs import Proof
from qdesign.zx.bodies import diagram_of
from qdesign.zx.laying import layout
from qdesign.zx.translate import to_diagram

_PAIRS: Final = (("s6", "s7", "Past the lower CX gates"), ("s4", "s21", "Past the upper CX gates"))
"""Of each pair of equal CX gates an X-spider, and the Z-spider between the two."""


def _phase_gadget() -> Document:
    circuit = Circuit.of(3, "cx 0 1; cx 1 2; rz(a) 2; cx 1 2; cx 0 1")
    proof = Proof(layout(to_diagram(circuit)))
    proof.apply("phase_to_gadget", ["s7"])
    proof.apply("change_color", ["s16"])
    for target, between, name in _PAIRS:
        first = proof.apply("bialgebra", [target, between])
        for rule in ("fuse", "hopf", "remove_identity"):
            last = proof.everywhere(rule)
        proof.group(first.id, last.id, name)
    proof.edit(layout(diagram_of(proof.body)), "One phase gadget")
    return Document(proof.body).with_values({"a": 0.8}).with_proof(proof)


PHASE_GADGET: Final = Example(
    name="phase_gadget",
    title="Phase gadget",
    help="A ladder of CX gates round one rotation is a phase on the parity of three qubits",
    source="Kissinger, van de Wetering, arXiv:1903.10477",
    make=_phase_gadget,
)
