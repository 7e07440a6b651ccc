"""Bricks of one kind on neighbors, even and odd pairs by turns."""

from __future__ import annotations

from typing import Final

from qdesign.ansatz.bricks import BRICK, lay
from qdesign.ansatz.drawing import Sketch, check_size
from qdesign.ansatz.entanglers import bricks
from qdesign.ansatz.named import Template, sizes
from qdesign.circuit import Circuit


def brick_wall(num_qubits: int, layers: int = 2, *, brick: str = "su4") -> Circuit:
    """Layers of bricks: pairs (0, 1), (2, 3), …, then (1, 2), (3, 4), …, and so on.

    Args:
        num_qubits: 2 or more.
        layers: of bricks; two are one period.
        brick: `su4`, any gate on two qubits; `ry_cx` or `ry_cz`, two RY before a gate; `matchgate`,
            which free fermions follow.

    Example:
        >>> len(brick_wall(4, 2, brick="su4").parameters)
        45

    Source: Cerezo et al., arXiv:2001.00550; bricks: Vatan and Williams, quant-ph/0308006.
    """
    check_size(num_qubits, layers, per_layer=10 * num_qubits)
    sketch = Sketch(num_qubits)
    for layer in range(layers):
        for pair in bricks(num_qubits, layer):
            lay(sketch, brick, *pair)
    return sketch.circuit()


BRICK_WALL: Final = Template(
    name="brick_wall",
    title="Brick wall",
    group="Brick walls",
    help="Gates on neighbors, even and odd pairs by turns; SU(4) is any gate on two qubits",
    source="Cerezo et al., arXiv:2001.00550; Vatan and Williams, quant-ph/0308006",
    options=(*sizes(low=2), BRICK),
    make=brick_wall,
    card_layers=2,
    problem="tfim",
)
