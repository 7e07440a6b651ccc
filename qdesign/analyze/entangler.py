"""The order of an ansatz' entangler: after how many layers its Clifford gates come back."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache, reduce
from itertools import product
from typing import Final

import numpy as np

from qdesign.analyze.analysis import Analysis
from qdesign.circuit import Circuit
from qdesign.errors import NotUnitary, TooLarge
from qdesign.gates import matrix, pauli_matrix

MAX_PERIOD: Final = 300_000


def entangler_order(circuit: Circuit) -> int:
    """After how many repetitions the Clifford gates of a circuit are the identity over GF(2).

    Gates with a parameter or with an angle that is not Clifford are left out. What is left permutes
    Pauli strings up to sign; the order is that of its symplectic matrix, for CX gates alone that of
    their linear map on bits. It bounds the layers in which a repeated ansatz finds new axes.

    Raises:
        TooLarge: a Pauli string takes over 300,000 repetitions to come back.
        NotUnitary: the circuit measures, resets or has conditions.

    Example:
        >>> entangler_order(Circuit.of(5, "cx 0 1; cx 1 2; cx 2 3; cx 3 4"))
        8
    """
    if not circuit.is_unitary:
        raise NotUnitary("A circuit that measures, resets or has conditions has no order.")
    images = _images(circuit)
    order, repeated = 1, images
    for k in range(2 * circuit.num_qubits):
        if repeated[k] != 1 << k:
            order = math.lcm(order, _period(1 << k, images))
            repeated = _power(images, order)
    return order


def _power(images: Sequence[int], exponent: int) -> Sequence[int]:
    """The images under as many repetitions."""
    total: Sequence[int] = [1 << k for k in range(len(images))]
    while exponent:
        if exponent & 1:
            total = [_mapped(row, images) for row in total]
        images = [_mapped(row, images) for row in images]
        exponent >>= 1
    return total


def _period(first: int, images: Sequence[int]) -> int:
    """After how many steps a Pauli string comes back to itself, up to sign."""
    row, period = _mapped(first, images), 1
    while row != first:
        row, period = _mapped(row, images), period + 1
        if period > MAX_PERIOD:
            raise TooLarge(f"The order of this entangler is above {MAX_PERIOD:,}.")
    return period


def _mapped(row: int, images: Sequence[int]) -> int:
    """The product of the images of the generators in `row`, signs left out."""
    total = 0
    while row:
        lowest = row & -row
        total ^= images[lowest.bit_length() - 1]
        row ^= lowest
    return total


def _images(circuit: Circuit) -> tuple[int, ...]:
    """Images of X on each qubit, then of Z: bit q for X on qubit q, bit n + q for Z."""
    n = circuit.num_qubits
    rows = [1 << k for k in range(2 * n)]
    for operation in circuit.elementary().plain_operations:
        if operation.gate == "barrier" or any(angle.terms for angle in operation.angles):
            continue
        local = _local_images(operation.gate, tuple(a.at({}) for a in operation.angles))
        if local is None:
            continue
        places = (*operation.qubits, *(n + q for q in operation.qubits))
        moved = [
            sum((image >> k & 1) << place for k, place in enumerate(places)) for image in local
        ]
        mask = sum(1 << place for place in places)
        for index, row in enumerate(rows):
            inside = row & mask
            if inside:
                picked = (image for image, p in zip(moved, places, strict=True) if inside >> p & 1)
                rows[index] = reduce(int.__xor__, picked, row & ~mask)
    return tuple(rows)


@lru_cache(maxsize=4096)
def _local_images(gate: str, angles: tuple[float, ...]) -> tuple[int, ...] | None:
    """Images of X, then Z, on each wire, signs left out; None where a gate is not Clifford."""
    unitary = matrix(gate, angles)
    size = len(unitary).bit_length() - 1
    strings = list(product("IXYZ", repeat=size))
    found: list[int] = []
    for letter in "XZ":
        for wire in range(size):
            label = "I" * (size - 1 - wire) + letter + "I" * wire
            turned = unitary @ pauli_matrix(label) @ unitary.conj().T
            weights = [abs(np.trace(pauli_matrix("".join(s)) @ turned)) for s in strings]
            best = int(np.argmax(weights))
            if weights[best] < len(unitary) * (1 - 1e-9):
                return None
            letters = strings[best][::-1]
            x = sum(1 << q for q, at in enumerate(letters) if at in "XY")
            z = sum(1 << q for q, at in enumerate(letters) if at in "YZ")
            found.append(x | z << size)
    return tuple(found)


ENTANGLER_ORDER: Final = Analysis(
    name="entangler_order",
    title="Order of the entangler",
    group="Structure",
    help="After how many repetitions the Clifford gates are the identity up to signs",
    convention="symplectic matrix over GF(2); gates with parameters or other angles left out",
    run=entangler_order,
)
