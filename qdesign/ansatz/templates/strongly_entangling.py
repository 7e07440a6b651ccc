"""General rotations of every qubit, CX to ever farther neighbors."""

from __future__ import annotations

from typing import Final

from qdesign.ansatz.drawing import Sketch, check_size
from qdesign.ansatz.named import Template, sizes
from qdesign.circuit import Circuit


def strongly_entangling(num_qubits: int, layers: int = 1) -> Circuit:
    """RZ, RY and RZ on every qubit, then a ring of CX; in layer l from each to the (l+1)-th next.

    The range begins anew after n - 1 layers.

    Example:
        >>> len(strongly_entangling(3, 2).parameters)
        18

    Source: Schuld et al., arXiv:1804.00633; PennyLane's StronglyEntanglingLayers.
    """
    check_size(num_qubits, layers, per_layer=4 * num_qubits)
    sketch = Sketch(num_qubits)
    for layer in range(layers):
        for qubit in range(num_qubits):
            sketch.column(["rz", "ry", "rz"], [qubit])
        if num_qubits > 1:
            step = layer % (num_qubits - 1) + 1
            for qubit in range(num_qubits):
                sketch.add("cx", qubit, (qubit + step) % num_qubits)
    return sketch.circuit()


STRONGLY_ENTANGLING: Final = Template(
    name="strongly_entangling",
    title="Strongly entangling layers",
    group="Hardware-efficient",
    help="RZ RY RZ on every qubit, rings of CX to ever farther neighbors",
    source="Schuld et al., arXiv:1804.00633; PennyLane's StronglyEntanglingLayers",
    options=sizes(),
    make=strongly_entangling,
    problem="tfim",
)
