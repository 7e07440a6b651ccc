"""The multiscale entanglement renormalization ansatz as a circuit."""

from __future__ import annotations

from typing import Final

from qdesign.ansatz.bricks import BRICK
from qdesign.ansatz.named import Template, sizes
from qdesign.ansatz.networks import DIRECTION, mera_pairs, network
from qdesign.circuit import Circuit


def mera(num_qubits: int, *, brick: str = "su4", direction: str = "prepare") -> Circuit:
    """A binary tree with disentanglers between its branches: 2n - 3 bricks for a power of two.

    Args:
        num_qubits: 2 or more; disentanglers close to a ring where a level has an even number.
        brick: the gate on two qubits.
        direction: `prepare` has the root first, for a state; `read` the leaves, for a classifier
            that reads the last qubit.

    Example:
        >>> len(mera(8, brick="ry_cx").parameters)
        26

    Source: Vidal, quant-ph/0610099; Kim and Swingle, arXiv:1711.07500; PennyLane's MERA.
    """
    return network(mera_pairs, num_qubits, brick=brick, direction=direction)


MERA: Final = Template(
    name="mera",
    title="MERA",
    group="Tensor networks",
    help="A binary tree of gates with disentanglers between its branches",
    source="Vidal, quant-ph/0610099; Kim and Swingle, arXiv:1711.07500",
    options=(sizes(low=2)[0], BRICK, DIRECTION),
    make=mera,
    problem="tfim",
)
