"""One rotation of every qubit, a ring of CX."""

from __future__ import annotations

from typing import Final

from qdesign.ansatz.drawing import Sketch, check_size
from qdesign.ansatz.entanglers import pairs_of
from qdesign.ansatz.named import Template, sizes
from qdesign.circuit import Circuit


def basic_entangler(num_qubits: int, layers: int = 1) -> Circuit:
    """RX on every qubit, then CX from each to the next around a ring; no rotations at the end.

    Example:
        >>> len(basic_entangler(3, 2).parameters)
        6

    Source: PennyLane's BasicEntanglerLayers.
    """
    check_size(num_qubits, layers, per_layer=2 * num_qubits)
    sketch = Sketch(num_qubits)
    for _ in range(layers):
        sketch.column(["rx"])
        for pair in pairs_of("ring", num_qubits):
            sketch.add("cx", *pair)
    return sketch.circuit()


BASIC_ENTANGLER: Final = Template(
    name="basic_entangler",
    title="Basic entangler layers",
    group="Hardware-efficient",
    help="RX on every qubit, CX around a ring, no rotations at the end",
    source="PennyLane's BasicEntanglerLayers",
    options=sizes(),
    make=basic_entangler,
    card_layers=2,
)
