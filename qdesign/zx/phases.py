"""Commuting Pauli rotations as a phase polynomial, exactly, in units of π/4.

Rotations exp(-iθ_j/2 P_j) that commute are a function of the eigenvalues (-1)^g of independent
Paulis G_i: e^{iΣ w_j [A_j·g] π/4} up to a scalar, w_j in Z_8. Two of them are equal when the
multilinear coefficients agree: linear modulo 8, quadratic (twice) and cubic (four times) likewise.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from qdesign.zx.gadgets import Rotation, Row, anticommute, product, sign

Coefficients = dict[tuple[int, ...], int]


@dataclass(slots=True)
class Parities:
    """Independent Paulis, and Paulis as signed products of them.

    Attributes:
        generators: Hermitian Paulis as rows.
        reduced: by leading bit, a combination of generators: its vector and which generators.
    """

    num_qubits: int
    generators: list[Row]
    reduced: dict[int, tuple[int, int]]

    @staticmethod
    def of(rotations: Iterable[Rotation], num_qubits: int) -> Parities:
        """Generators chosen among the axes of `rotations`, the first that are independent."""
        made = Parities(num_qubits, [], {})
        for rotation in rotations:
            rest, used = made._reduce(rotation.x | rotation.z << num_qubits)
            if rest:
                index = len(made.generators)
                made.generators.append(hermitian(rotation.x, rotation.z))
                made.reduced[rest.bit_length()] = (rest, used ^ 1 << index)
        return made

    def _reduce(self, vector: int) -> tuple[int, int]:
        used = 0
        while vector:
            found = self.reduced.get(vector.bit_length())
            if found is None:
                return vector, used
            vector ^= found[0]
            used ^= found[1]
        return 0, used

    def parity(self, x: int, z: int) -> tuple[int, int] | None:
        """Bits over the generators and the sign of a Pauli; None where it is independent."""
        rest, used = self._reduce(x | z << self.num_qubits)
        if rest:
            return None
        row = self.row(used)
        same = (row[2] - (x & z).bit_count()) & 3 == 0
        return used, 1 if same else -1

    def row(self, bits: int) -> Row:
        """The product of the generators in `bits`, as a signed Pauli."""
        row: Row = (0, 0, 0)
        for index, generator in enumerate(self.generators):
            if bits >> index & 1:
                row = product(row, generator)
        return row


def hermitian(x: int, z: int) -> Row:
    """The Pauli with masks x and z, Y where both are set, as a signed Pauli."""
    return x, z, (x & z).bit_count() & 3


def eighths(rotation: Rotation) -> int | None:
    """The angle in units of π/4, modulo 8; None where it is no multiple."""
    angle = rotation.angle
    if angle.terms or angle.radians != 0.0 or angle.pi.denominator not in (1, 2, 4):
        return None
    return int(angle.pi * 4) % 8


def commuting(rotations: Sequence[Rotation]) -> bool:
    """Do all rotations commute with each other?"""
    return not any(anticommute(a.x, a.z, b.x, b.z) for a, b in combinations(rotations, 2))


def polynomial(terms: Iterable[tuple[int, int]]) -> Coefficients:
    """Multilinear coefficients modulo 8 of Σ w [A·g], without those that vanish.

    Args:
        terms: bits A and weight w of each parity.
    """
    used = [(bits, weight) for bits, weight in terms if weight % 8]
    together = 0
    for bits, _ in used:
        together |= bits
    places = [k for k in range(together.bit_length()) if together >> k & 1]
    table = np.array([[bits >> k & 1 for k in places] for bits, _ in used], dtype=float)
    weights = np.array([weight % 8 for _, weight in used], dtype=float)
    found: Coefficients = {}
    for i, place in enumerate(places):
        here = table[:, i] > 0
        linear = int(weights[here].sum()) % 8
        if linear:
            found[place,] = linear
        rest = table[here, i + 1 :]
        square = (-2 * weights[here] @ rest) % 8
        for j in np.nonzero(square)[0]:
            found[place, places[i + 1 + j]] = int(square[j])
        cubic = np.triu(4 * (rest.T * weights[here]) @ rest, 1)
        for j, k in zip(*np.nonzero(cubic % 8), strict=True):
            found[place, places[i + 1 + j], places[i + 1 + k]] = int(cubic[j, k]) % 8
    return found


def equal_phases(a: Sequence[Rotation], b: Sequence[Rotation], num_qubits: int) -> bool:
    """Are two lists of rotations by multiples of π/4 the same map up to a scalar, all commuting?"""
    both = [*a, *b]
    if not commuting(both):
        return False
    parities = Parities.of(both, num_qubits)
    terms: list[tuple[int, int]] = []
    for side, rotations in ((1, a), (-1, b)):
        for rotation in rotations:
            weight = eighths(rotation)
            found = parities.parity(rotation.x, rotation.z)
            if weight is None or found is None:
                return False
            terms.append((found[0], side * weight * found[1]))
    return not polynomial(terms)


def signed(row: Row) -> tuple[int, int, int]:
    """Masks and sign of a Hermitian signed Pauli."""
    return row[0], row[1], sign(row)
