"""Excitations of electrons between spin orbitals, as Givens rotations: the number is kept."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import combinations, product
from typing import Final

from qdesign.angle import Angle
from qdesign.ansatz.drawing import check_size
from qdesign.circuit import Circuit, GateDefinition, Operation
from qdesign.errors import InvalidRequest

_TURN: Final = (Angle.parameter("theta"),)

SINGLE: Final = GateDefinition(
    "single",
    2,
    (
        Operation("cx", (1, 0)),
        Operation("ry", (1,), _TURN, controls=(0,)),
        Operation("cx", (1, 0)),
    ),
    ("theta",),
)
"""Turns |10⟩ and |01⟩ of its two qubits into each other, by theta/2; all else stays."""

_GATHER: Final = tuple(Operation("cx", pair) for pair in ((0, 1), (2, 3), (0, 2)))

DOUBLE: Final = GateDefinition(
    "double",
    4,
    (
        *_GATHER,
        Operation("ry", (0,), _TURN, controls=(2,), anticontrols=(1, 3)),
        *reversed(_GATHER),
    ),
    ("theta",),
)
"""Turns |1100⟩ and |0011⟩, qubit 0 leftmost, into each other, by theta/2; all else stays."""


def excitations(num_qubits: int = 4, electrons: int = 2, layers: int = 1) -> Circuit:
    """The Hartree-Fock state, then every double and single excitation out of it, each an angle.

    Qubit 2k is the spin-up orbital k, qubit 2k + 1 the spin-down one (Jordan-Wigner). Every gate
    keeps the number of electrons of each spin, so that the energy is that of a molecule's own
    sector whatever the values; at zeros it is that of Hartree-Fock.

    Args:
        num_qubits: spin orbitals.
        electrons: in the lowest of them; at least one, and one orbital stays free.
        layers: how often all excitations are applied.

    Raises:
        InvalidRequest: no excitation keeps the spin, or there is no such number of electrons.

    Example:
        >>> excitations(4, 2).parameters
        ('theta_0', 'theta_1', 'theta_2')

    Source: Arrazola et al., arXiv:2106.13839; Yordanov et al., arXiv:2005.14475.
    """
    check_size(num_qubits, layers, per_layer=0)
    whole = isinstance(electrons, int) and not isinstance(electrons, bool)  # pyright: ignore[reportUnnecessaryIsInstance]
    if not whole or not 1 <= electrons < num_qubits:
        raise InvalidRequest(
            f"{electrons} electrons in {num_qubits} spin orbitals have no excitations. Give 1 to "
            f"{num_qubits - 1}."
        )
    empty = num_qubits - electrons
    most = math.comb(electrons, 2) * math.comb(empty, 2) + electrons * empty
    check_size(num_qubits, layers, per_layer=most)
    moves = list(_moves(num_qubits, electrons))
    if not moves:
        raise InvalidRequest(
            f"{electrons} electrons in {num_qubits} spin orbitals have no excitation that keeps "
            "the spin. Give more orbitals."
        )
    head = tuple(Operation("x", (qubit,)) for qubit in range(electrons))
    turns = tuple(
        Operation("double" if len(move) == 4 else "single", move, (Angle.parameter(f"theta_{k}"),))
        for k, move in enumerate(moves * layers)
    )
    used = {turn.gate for turn in turns}
    gates = tuple(each for each in (DOUBLE, SINGLE) if each.name in used)
    return Circuit(num_qubits, (*head, *turns), gates=gates)


def _moves(num_qubits: int, electrons: int) -> Iterator[tuple[int, ...]]:
    """Qubits of the excitations, those that lose an electron first; doubles before singles."""
    taken, free = range(electrons), range(electrons, num_qubits)
    for pair, place in product(combinations(taken, 2), combinations(free, 2)):
        if sum(q % 2 for q in pair) == sum(q % 2 for q in place):
            yield (*pair, *place)
    for start, end in product(taken, free):
        if start % 2 == end % 2:
            yield start, end
