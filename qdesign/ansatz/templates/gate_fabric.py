"""Blocks on four spin orbitals that keep the electrons and their spin."""

from __future__ import annotations

from typing import Final

from qdesign.angle import Angle
from qdesign.ansatz.clusters import from_moves
from qdesign.ansatz.drawing import check_size
from qdesign.ansatz.moves import Move
from qdesign.ansatz.named import Template, sizes
from qdesign.ansatz.occupied import check_ones
from qdesign.ansatz.templates.excitations import ELECTRONS
from qdesign.circuit import Circuit


def gate_fabric(num_qubits: int, electrons: int, layers: int = 1) -> Circuit:
    """A pair exchange and an orbital rotation on four qubits, in bricks of two orbitals.

    The orbital rotation turns both spins by one angle. Qubit 2k is the spin-up orbital k.

    Example:
        >>> len(gate_fabric(8, 4, 1).parameters)
        6

    Source: Anselmetti et al., arXiv:2104.05695; PennyLane's GateFabric.
    """
    check_size(num_qubits, layers, per_layer=0)
    check_ones(num_qubits, electrons)
    check_size(num_qubits, layers, per_layer=3 * num_qubits)
    starts = (*range(0, num_qubits - 3, 4), *range(2, num_qubits - 3, 4))
    moves: list[Move] = []
    for k in starts:
        moves += [(k, k + 1, k + 2, k + 3), (k, k + 2), (k + 1, k + 3)]
    made = from_moves(num_qubits, electrons, moves, layers)
    return _spins_alike(made, len(moves) * layers)


def _spins_alike(circuit: Circuit, count: int) -> Circuit:
    """Every third angle is that of the turn before it."""
    names = {
        f"theta_{k}": Angle.parameter(f"theta_{k // 3 * 2 + min(1, k % 3)}") for k in range(count)
    }
    return circuit.substitute(names)


GATE_FABRIC: Final = Template(
    name="gate_fabric",
    title="Gate fabric",
    group="Electrons",
    help="Pair exchanges and orbital rotations on four spin orbitals each, in bricks",
    source="Anselmetti et al., arXiv:2104.05695; PennyLane's GateFabric",
    options=(sizes(low=4)[0], ELECTRONS, sizes()[1]),
    make=gate_fabric,
)
