"""Unitary coupled cluster: excitations of electrons with the signs of fermions, by size."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import replace

from qdesign.angle import Angle
from qdesign.ansatz.drawing import check_size
from qdesign.ansatz.moves import Move, moves_out_of, turn_of
from qdesign.ansatz.occupied import check_ones
from qdesign.circuit import Circuit, Operation
from qdesign.errors import InvalidRequest


def uccsd(num_qubits: int = 4, electrons: int = 2, layers: int = 1) -> Circuit:
    """The Hartree-Fock state, then doubles and singles out of it, each an angle, signs included.

    Qubit 2k is the spin-up orbital k, qubit 2k + 1 the spin-down one (Jordan-Wigner). Every gate is
    exp(θ/2 (T - T†)) of one excitation T, so that this is one Trotter step a layer.

    Args:
        num_qubits: spin orbitals.
        electrons: in the lowest of them; with an odd number the last one is spin-up.
        layers: Trotter steps, each with angles of its own.

    Raises:
        InvalidRequest: no excitation keeps the spin, or there is no such number of electrons.

    Example:
        >>> len(uccsd(8, 4).parameters)
        26

    Source: Peruzzo et al., arXiv:1304.3061; Romero et al., arXiv:1701.02691; gates: Yordanov,
    Arvidsson-Shukur, Barnes, arXiv:2005.14475.
    """
    check_size(num_qubits, layers, per_layer=0)
    check_ones(num_qubits, electrons)
    empty = num_qubits - electrons
    # At least a quarter of these keep the spin, of 7 gates each or more.
    most = math.comb(electrons, 2) * math.comb(empty, 2) + electrons * empty
    check_size(num_qubits, layers, per_layer=most)
    up = electrons - electrons // 2
    return from_moves(num_qubits, electrons, moves_out_of(num_qubits, (up, electrons - up)), layers)


def k_upccgsd(num_qubits: int = 4, electrons: int = 2, layers: int = 1) -> Circuit:
    """The Hartree-Fock state, then `layers` times paired doubles and generalized singles.

    A paired double moves both electrons of a spatial orbital to another one; singles are between
    all orbitals of the same spin, filled or not.

    Args:
        num_qubits: spin orbitals, an even number of them in pairs.
        electrons: in the lowest of them.
        layers: k of the paper.

    Example:
        >>> len(k_upccgsd(8, 4, layers=2).parameters)
        36

    Source: Lee et al., arXiv:1810.02327.
    """
    check_size(num_qubits, layers, per_layer=0)
    check_ones(num_qubits, electrons)
    doubles = 7 * math.comb(num_qubits // 2, 2)
    singles = sum((num_qubits - far) * (2 * far + 1) for far in range(2, num_qubits, 2))
    check_size(num_qubits, layers, per_layer=doubles + singles)
    return from_moves(num_qubits, electrons, _paired(num_qubits), layers)


def _paired(num_qubits: int) -> Iterator[Move]:
    orbitals = num_qubits // 2
    for p in range(orbitals):
        for q in range(p + 1, orbitals):
            yield 2 * p, 2 * p + 1, 2 * q, 2 * q + 1
    for p in range(num_qubits):
        for q in range(p + 2, num_qubits, 2):
            yield p, q


def from_moves(
    num_qubits: int, electrons: int, moves: Iterable[Move], layers: int, *, name: str = "theta"
) -> Circuit:
    """The lowest orbitals filled, then the moves of electrons with signs, an angle each and layer.

    Raises:
        InvalidRequest: there are no moves.
    """
    made = [turn_of(move, is_fermionic=True) for move in moves]
    if not made:
        raise InvalidRequest(
            f"{electrons} electrons in {num_qubits} spin orbitals have no excitation that keeps "
            "the spin. Give 1 electron or more, and more orbitals than electrons."
        )
    gates = {gate.name: gate for _, gate in made}
    once = Circuit(num_qubits, tuple(turn for turn, _ in made), gates=tuple(gates.values()))
    check_size(num_qubits, layers, per_layer=once.num_operations)
    turns: list[Operation] = []
    for k in range(layers):
        for index, (turn, _) in enumerate(made):
            angle = Angle.parameter(f"{name}_{k * len(made) + index}")
            turns.append(replace(turn, angles=(angle,)))
    head = tuple(Operation("x", (qubit,)) for qubit in range(electrons))
    return Circuit(num_qubits, (*head, *turns), gates=tuple(gates.values()))
