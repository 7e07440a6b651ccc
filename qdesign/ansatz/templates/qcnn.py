"""A quantum convolutional network: convolutions and poolings by turns, until one qubit is left."""

from __future__ import annotations

from typing import Final

from qdesign.ansatz.bricks import BRICK, lay
from qdesign.ansatz.drawing import Sketch, check_size
from qdesign.ansatz.named import Template, sizes
from qdesign.circuit import Circuit


def qcnn(num_qubits: int, *, brick: str = "su4") -> Circuit:
    """Convolutions of one brick on all neighbors, then pooling onto every other qubit, by turns.

    Within a level all bricks share their parameters, and so do the poolings, which turn the kept
    qubit by one angle where the other is 1 and by a second one where it is 0. The last qubit is
    read. An odd qubit goes on to the next level.

    Example:
        >>> len(qcnn(8, brick="su4").parameters)
        51

    Source: Cong, Choi, Lukin, arXiv:1810.03787; Hur, Kim, Park, arXiv:2108.00661.
    """
    check_size(num_qubits, 1, per_layer=40 * num_qubits)
    sketch = Sketch(num_qubits)
    level = list(range(num_qubits))
    while len(level) > 1:
        pairs = list(zip(level[::2], level[1::2], strict=False))
        across = list(zip(level[1::2], level[2::2], strict=False))
        sketch.alike(lambda at: lay(sketch, brick, *at), *pairs, *across)
        sketch.alike(lambda at: _pool(sketch, *at), *pairs)
        level = [b for _, b in pairs] + level[len(pairs) * 2 :]
    return sketch.circuit()


def _pool(sketch: Sketch, dropped: int, kept: int) -> None:
    sketch.turn("crz", dropped, kept)
    sketch.add("x", dropped)
    sketch.turn("crx", dropped, kept)
    sketch.add("x", dropped)


QCNN: Final = Template(
    name="qcnn",
    title="Quantum convolutional network",
    group="Tensor networks",
    help="Convolutions and poolings by turns; the last qubit is read",
    source="Cong, Choi, Lukin, arXiv:1810.03787; Hur, Kim, Park, arXiv:2108.00661",
    options=(sizes(low=2)[0], BRICK),
    make=qcnn,
)
