"""The order of an ansatz' entangler: after how many layers its Clifford gates come back."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import reduce
from typing import Final

from qdesign.analyze.analysis import Analysis
from qdesign.analyze.plain import Plain
from qdesign.analyze.symplectic import images
from qdesign.analyze.work import Progress, Work
from qdesign.cancelling import Cancel
from qdesign.circuit import Circuit
from qdesign.convert.bodies import as_circuit
from qdesign.errors import NotUnitary, TooLarge

MAX_PERIOD: Final = 300_000
_MOST_PRODUCTS: Final = 20_000_000
"""Images that are multiplied together, which takes some seconds."""
_CONVENTION: Final = "symplectic matrix over GF(2); gates with parameters or other angles left out"


def entangler_order(circuit: Circuit, *, progress: Progress = None, cancel: Cancel = None) -> int:
    """After how many repetitions the Clifford gates of a circuit are the identity over GF(2).

    Gates with a parameter or with an angle that is not Clifford are left out. What is left permutes
    Pauli strings up to sign; the order is that of its symplectic matrix, for CX gates alone that of
    their linear map on bits. It bounds the layers in which a repeated ansatz finds new axes.

    Args:
        circuit: unitary, on any number of qubits.
        progress: called with what is being done.
        cancel: a function or an event; asked often.

    Raises:
        TooLarge: a Pauli string takes over 300,000 repetitions to come back, or fewer where each
            takes long.
        NotUnitary: the circuit measures, resets or has conditions.
        Cancelled: `cancel` said so.

    Example:
        >>> entangler_order(Circuit.of(5, "cx 0 1; cx 1 2; cx 2 3; cx 3 4"))
        8
    """
    circuit = as_circuit(circuit)
    if not circuit.is_unitary:
        raise NotUnitary("A circuit that measures, resets or has conditions has no order.")
    work = Work("Finding the order", progress, cancel)
    work.say("Repeating the Clifford gates")
    layer = _Layer(_images(circuit, work), work)
    repeated = layer.images
    for k in range(2 * circuit.num_qubits):
        if repeated[k] != 1 << k:
            layer.known = math.lcm(layer.known, layer.period(1 << k))
            repeated = layer.power(layer.known)
    return layer.known


class _Layer:
    """The images of the generators under one repetition, and what of its order is known.

    Attributes:
        images: of each generator.
        known: what divides the order.
    """

    def __init__(self, images: Sequence[int], work: Work) -> None:
        self.images = images
        self.known = 1
        self._left = _MOST_PRODUCTS
        self._work = work

    def period(self, first: int) -> int:
        """After how many steps a Pauli string comes back to itself, up to sign."""
        row, period = self._mapped(first, self.images), 1
        while row != first:
            if period == MAX_PERIOD or self._left < 0:
                raise TooLarge(f"The order of this entangler is above {period:,}.")
            if not period % 512:
                self._work.ask()
            row, period = self._mapped(row, self.images), period + 1
        return period

    def power(self, exponent: int) -> Sequence[int]:
        """The images under as many repetitions."""
        layer = self.images
        total: Sequence[int] = [1 << k for k in range(len(layer))]
        while exponent:
            self._work.ask()
            if self._left < 0:
                raise TooLarge(f"The order of this entangler is a multiple of {self.known:,}.")
            if exponent & 1:
                total = [self._mapped(row, layer) for row in total]
            layer = [self._mapped(row, layer) for row in layer]
            exponent >>= 1
        return total

    def _mapped(self, row: int, layer: Sequence[int]) -> int:
        """The product of the images of the generators in `row`, signs left out."""
        self._left -= row.bit_count()
        total = 0
        while row:
            lowest = row & -row
            total ^= layer[lowest.bit_length() - 1]
            row ^= lowest
        return total


def _images(circuit: Circuit, work: Work) -> tuple[int, ...]:
    """Images of X on each qubit, then of Z: bit q for X on qubit q, bit n + q for Z."""
    n = circuit.num_qubits
    rows = [1 << k for k in range(2 * n)]
    for operation in circuit.elementary().plain_operations:
        work.ask()
        if operation.gate == "barrier" or any(angle.terms for angle in operation.angles):
            continue
        local = images(operation.gate, tuple(a.at({}) for a in operation.angles))
        if local is None:
            continue
        places = (*operation.qubits, *(n + q for q in operation.qubits))
        moved = [
            sum((image >> k & 1) << place for k, place in enumerate(places)) for image in local.rows
        ]
        mask = sum(1 << place for place in places)
        for index, row in enumerate(rows):
            inside = row & mask
            if inside:
                picked = (image for image, p in zip(moved, places, strict=True) if inside >> p & 1)
                rows[index] = reduce(int.__xor__, picked, row & ~mask)
    return tuple(rows)


def _figure(circuit: Circuit, *, progress: Progress = None, cancel: Cancel = None) -> Plain:
    order = entangler_order(circuit, progress=progress, cancel=cancel)
    return Plain(
        name="entangler_order",
        title="Order of the entangler",
        value=order,
        unit="repetitions" if order != 1 else "repetition",
        says=(
            "Repeated as often, the Clifford gates are the identity up to signs: further layers "
            "turn about axes that were there."
        ),
        convention={"counted": _CONVENTION},
        conditions=("gates with parameters or other angles left out",),
        cell="qd.analyze.entangler_order(c)",
    )


ENTANGLER_ORDER: Final = Analysis(
    name="entangler_order",
    title="Order of the entangler",
    group="Structure",
    help="After how many repetitions the Clifford gates are the identity up to signs",
    convention=_CONVENTION,
    run=_figure,
    is_long=True,
)
