"""Two layers of circuit 10 of Sim et al., to be fused by hand where they meet."""

from __future__ import annotations

from typing import Final

from qdesign.angle import Angle
from qdesign.ansatz import template
from qdesign.document import Document
from qdesign.examples.example import Example
from qdesign.proofs import Proof
from qdesign.zx.laying import layout
from qdesign.zx.translate import to_diagram


def _sim_10() -> Document:
    layer = template("sim_10", num_qubits=4, layers=1)
    other = {name: Angle.parameter(name.replace("theta", "phi")) for name in layer.parameters}
    proof = Proof(layout(to_diagram(layer.then(layer.substitute(other)))))
    return Document(proof.body).with_proof(proof)


SIM_10: Final = Example(
    name="sim_10",
    title="Two layers of circuit 10, by hand",
    help="Where the layers meet, two rotations stand on each wire: 16 parameters turn 12 phases",
    source="Sim, Johnson, Aspuru-Guzik, arXiv:1905.10876, circuit 10",
    make=_sim_10,
)
