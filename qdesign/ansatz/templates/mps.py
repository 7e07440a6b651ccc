"""A matrix product state as a staircase of bricks."""

from __future__ import annotations

from typing import Final

from qdesign.ansatz.bricks import BRICK, lay
from qdesign.ansatz.drawing import Sketch, check_size
from qdesign.ansatz.named import Template, sizes
from qdesign.circuit import Circuit


def mps(num_qubits: int, layers: int = 1, *, brick: str = "su4") -> Circuit:
    """Bricks on (0, 1), (1, 2), …: a matrix product state of bond dimension 2; L layers, up to 2^L.

    Example:
        >>> len(mps(4, brick="su4").parameters)
        45

    Source: Ran, arXiv:1908.07958; PennyLane's MPS.
    """
    check_size(num_qubits, layers, per_layer=15 * num_qubits)
    sketch = Sketch(num_qubits)
    for _ in range(layers):
        for qubit in range(num_qubits - 1):
            lay(sketch, brick, qubit, qubit + 1)
    return sketch.circuit()


MPS: Final = Template(
    name="mps",
    title="Matrix product state",
    group="Tensor networks",
    help="A staircase of gates on neighbors; L layers have bonds of up to 2^L",
    source="Ran, arXiv:1908.07958; PennyLane's MPS",
    options=(*sizes(low=2), BRICK),
    make=mps,
    card_layers=2,
    problem="tfim",
)
