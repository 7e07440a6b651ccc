"""RY on every qubit, then bricks of CZ with two RY each."""

from __future__ import annotations

from typing import Final

from qdesign.ansatz.drawing import Sketch, check_size
from qdesign.ansatz.entanglers import bricks
from qdesign.ansatz.named import Template, sizes
from qdesign.circuit import Circuit


def simplified_two_design(num_qubits: int, layers: int = 1) -> Circuit:
    """RY on every qubit; a layer is CZ and two RY on even pairs of neighbors, then on odd ones.

    On which random circuits plateaus were proven to depend on where the observable acts.

    Example:
        >>> len(simplified_two_design(4, 2).parameters)
        16

    Source: Cerezo et al., arXiv:2001.00550; PennyLane's SimplifiedTwoDesign.
    """
    check_size(num_qubits, layers + 1, per_layer=3 * num_qubits)
    sketch = Sketch(num_qubits)
    sketch.column(["ry"])
    for layer in range(2 * layers):
        for pair in bricks(num_qubits, layer):
            sketch.add("cz", *pair)
            sketch.column(["ry"], pair)
    return sketch.circuit()


SIMPLIFIED_TWO_DESIGN: Final = Template(
    name="simplified_two_design",
    title="Simplified two-design",
    group="Brick walls",
    help="RY, then CZ with RY on pairs, even and odd ones by turns",
    source="Cerezo et al., arXiv:2001.00550; PennyLane's SimplifiedTwoDesign",
    options=sizes(),
    make=simplified_two_design,
    problem="tfim",
)
