"""Matrices of rows, Pauli strings, rotations and controlled gates, in Qiskit's order."""

from __future__ import annotations

import cmath
import math
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from qdesign.errors import InvalidCircuit
from qdesign.gates.definitions import definition, phase_angle
from qdesign.gates.lookup import gate
from qdesign.gates.row import Gate

Matrix = NDArray[np.complex128]

PAULI: Final[Mapping[str, Matrix]] = {
    "I": np.eye(2, dtype=complex),
    "X": np.array([[0, 1], [1, 0]], dtype=complex),
    "Y": np.array([[0, -1j], [1j, 0]], dtype=complex),
    "Z": np.diag([1, -1]).astype(complex),
}


def matrix(name: str, angles: Sequence[float] = ()) -> Matrix:
    """The unitary of a row at angles in radians, from its formula; else from its decomposition.

    Returns:
        complex128, shape (2**n, 2**n), Qiskit order: bit k of an index is wire k.
    """
    row = gate(name)
    if not row.is_unitary:
        raise InvalidCircuit(f"Operation '{name}' has no matrix: it is not unitary.")
    phase = phase_angle(name)
    if phase is not None:
        diagonal = np.ones(2**row.num_qubits, dtype=complex)
        diagonal[-1] = cmath.exp(1j * phase.at(dict(zip(row.angles, angles, strict=True))))
        return np.diag(diagonal)
    if row.base:
        return controlled_matrix(matrix(row.base, angles), num_controls=row.num_controls)
    if row.generator:
        return rotation_matrix(row.generator, angles[0])
    if row.matrix is not None:
        return np.array(row.matrix(*angles), dtype=complex)
    return _composed(row, angles)


def _composed(row: Gate, angles: Sequence[float]) -> Matrix:
    """The product of the decomposition's matrices; the identity where there is none."""
    values = dict(zip(row.angles, angles, strict=True))
    total: Matrix = np.eye(2**row.num_qubits, dtype=complex)
    for step in definition(row.name):
        small = matrix(step.gate, [angle.at(values) for angle in step.angles])
        total = embedded(small, step.qubits, row.num_qubits) @ total
    return total


def embedded(small: Matrix, wires: Sequence[int], num_qubits: int) -> Matrix:
    """A matrix on some wires of `num_qubits`, shape (2**num_qubits, 2**num_qubits)."""
    count = len(wires)
    full = np.eye(2**num_qubits, dtype=complex).reshape([2] * num_qubits + [-1])
    axes = [num_qubits - 1 - wire for wire in reversed(wires)]
    moved = np.tensordot(small.reshape([2] * 2 * count), full, axes=(range(count, 2 * count), axes))
    return np.moveaxis(moved, range(count), axes).reshape(2**num_qubits, -1)


def rotation_matrix(generator: str, theta: float) -> Matrix:
    """exp(-iθ/2 P) for a Pauli string P, shape (2**n, 2**n), Qiskit order."""
    pauli = pauli_matrix(generator)
    identity = np.eye(pauli.shape[0], dtype=complex)
    return math.cos(theta / 2) * identity - 1j * math.sin(theta / 2) * pauli


def pauli_matrix(label: str) -> Matrix:
    """Dense matrix of a Pauli string, rightmost letter on qubit 0, shape (2**n, 2**n)."""
    matrix: Matrix = np.eye(1, dtype=complex)
    for letter in label:
        matrix = np.kron(matrix, PAULI[letter]).astype(complex)
    return matrix


def controlled_matrix(target: Matrix, *, num_controls: int) -> Matrix:
    """`target` where the first `num_controls` wires are all 1, identity elsewhere."""
    size = target.shape[0] << num_controls
    full = np.eye(size, dtype=complex)
    step = 1 << num_controls
    full[step - 1 :: step, step - 1 :: step] = target
    return full
