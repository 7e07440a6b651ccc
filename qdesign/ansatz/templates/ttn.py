"""A tree tensor network as a circuit."""

from __future__ import annotations

from typing import Final

from qdesign.ansatz.bricks import BRICK
from qdesign.ansatz.named import Template, sizes
from qdesign.ansatz.networks import DIRECTION, network, tree_pairs
from qdesign.circuit import Circuit


def ttn(num_qubits: int, *, brick: str = "su4", direction: str = "prepare") -> Circuit:
    """A binary tree of n - 1 bricks.

    Args:
        num_qubits: 2 or more, no power of two needed.
        brick: the gate on two qubits.
        direction: `prepare` has the root first, for a state; `read` the leaves, for a classifier
            that reads the last qubit.

    Example:
        >>> len(ttn(8, brick="ry_cx").parameters)
        14

    Source: Huggins et al., arXiv:1803.11537; PennyLane's TTN.
    """
    return network(tree_pairs, num_qubits, brick=brick, direction=direction)


TTN: Final = Template(
    name="ttn",
    title="Tree tensor network",
    group="Tensor networks",
    help="A binary tree of gates, which prepares a state or reads one qubit",
    source="Huggins et al., arXiv:1803.11537; PennyLane's TTN",
    options=(sizes(low=2)[0], BRICK, DIRECTION),
    make=ttn,
    problem="tfim",
)
