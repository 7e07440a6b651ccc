"""RZ on every qubit, exchanges of neighbors: the number of ones stays."""

from __future__ import annotations

from typing import Final

from qdesign.ansatz.drawing import Sketch, check_size
from qdesign.ansatz.entanglers import ENTANGLER, pairs_of
from qdesign.ansatz.named import Template, sizes
from qdesign.ansatz.occupied import ONES, occupied
from qdesign.circuit import Circuit


def excitation_preserving(
    num_qubits: int, layers: int = 1, *, ones: int = 2, entangler: str = "linear"
) -> Circuit:
    """RZ on every qubit, then exp(-iθ/2 (XX + YY)) on pairs; the number of ones stays.

    Args:
        num_qubits: 2 or more.
        layers: 1 or more; RZ once more at the end.
        ones: how many qubits begin in |1⟩, spread over the register.
        entangler: a pattern of pairs.

    Example:
        >>> len(excitation_preserving(3, 1, ones=1).parameters)
        8

    Source: Barkoutsos et al., arXiv:1805.04340; Qiskit's excitation_preserving.
    """
    check_size(num_qubits, layers + 1, per_layer=num_qubits * (num_qubits + 1))
    sketch = Sketch(num_qubits)
    for qubit in occupied(num_qubits, ones):
        sketch.add("x", qubit)
    for layer in range(layers):
        sketch.column(["rz"])
        for pair in pairs_of(entangler, num_qubits, layer):
            sketch.together(("rxx", "ryy"), pair)
    sketch.column(["rz"])
    return sketch.circuit()


EXCITATION_PRESERVING: Final = Template(
    name="excitation_preserving",
    title="Excitation preserving",
    group="Symmetric",
    help="RZ and exchanges XX + YY: the number of ones stays",
    source="Barkoutsos et al., arXiv:1805.04340; Qiskit's excitation_preserving",
    options=(*sizes(low=2), ONES, ENTANGLER),
    make=excitation_preserving,
)
