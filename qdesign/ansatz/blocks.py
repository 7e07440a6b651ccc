"""Blocks of algorithms: overlaps by a swap, sums of unitaries, and walks."""

from __future__ import annotations

from typing import Final

import numpy as np

from qdesign.angle import Angle
from qdesign.ansatz.drawing import Sketch, check_size, moved
from qdesign.ansatz.loading import state_preparation
from qdesign.circuit import Circuit, Operation
from qdesign.errors import InvalidRequest, TooLarge
from qdesign.pauli import Observable

_MOST_TERMS: Final = 256


def swap_test(first: Circuit, second: Circuit) -> Circuit:
    """Two states beside each other, and a swap of both under the last qubit.

    Where that is read, it is 0 with probability (1 + |⟨a|b⟩|²)/2.

    Args:
        first: prepares a.
        second: prepares b, on as many qubits.

    Raises:
        InvalidRequest: other numbers of qubits.

    Example:
        >>> swap_test(Circuit.of(1, "h 0"), Circuit.of(1, "x 0")).num_qubits
        3

    Source: Buhrman et al., quant-ph/0102001.
    """
    n = first.num_qubits
    if second.num_qubits != n:
        raise InvalidRequest(
            f"A swap test compares states of as many qubits; these have {n} and "
            f"{second.num_qubits}."
        )
    a = first.flat().plain_operations
    b = moved(second, n)
    turn = Operation("h", (2 * n,))
    swaps = tuple(Operation("swap", (q, n + q), controls=(2 * n,)) for q in range(n))
    return Circuit(2 * n + 1, (*a, *b, turn, *swaps, turn))


def swap_test_of(size: int = 2) -> Circuit:
    """A swap test of two states of RY and a CX ladder, on `size` qubits each.

    Example:
        >>> len(swap_test_of(2).parameters)
        4
    """
    check_size(2 * size + 1, 1, per_layer=6 * size)
    made: list[Circuit] = []
    for start in (0, size):
        turns = [
            Operation("ry", (q,), (Angle.parameter(f"theta_{start + q}"),)) for q in range(size)
        ]
        ladder = [Operation("cx", (q, q + 1)) for q in range(size - 1)]
        made.append(Circuit(size, (*turns, *ladder)))
    return swap_test(*made)


def lcu(observable: Observable) -> Circuit:
    """A linear combination of unitaries: H/λ as the block where all extra qubits are 0 and stay 0.

    λ is the sum of the coefficients' sizes. The observable is on the first qubits; the extra ones,
    as many as its terms need in binary, come after them.

    Args:
        observable: n qubits, 1 to 256 terms.

    Raises:
        InvalidRequest: no terms.
        TooLarge: more than 256 terms.

    Example:
        >>> lcu(Observable({"ZZ": 1.0, "XI": 0.5, "IX": 0.5})).num_qubits
        4

    Source: Childs and Wiebe, arXiv:1202.5822.
    """
    terms = observable.terms
    if not terms:
        raise InvalidRequest("An observable of no terms has no block. Give at least one.")
    if len(terms) > _MOST_TERMS:
        raise TooLarge(f"A block is made of at most {_MOST_TERMS} terms, not {len(terms):,}.")
    n = observable.num_qubits
    extra = max(1, (len(terms) - 1).bit_length())
    weights = np.zeros(1 << extra)
    weights[: len(terms)] = np.sqrt([abs(value) for _, value in terms])
    prepare = state_preparation(weights)
    found = list(moved(prepare, n))
    for index, (label, value) in enumerate(terms):
        on = tuple(n + k for k in range(extra) if index >> k & 1)
        off = tuple(n + k for k in range(extra) if not index >> k & 1)
        for qubit, letter in enumerate(reversed(label)):
            if letter != "I":
                found.append(Operation(letter.lower(), (qubit,), controls=on, anticontrols=off))
        if value < 0:
            found += _minus(on, off)
    return Circuit(n + extra, (*found, *moved(prepare.inverse(), n)))


def _minus(on: tuple[int, ...], off: tuple[int, ...]) -> list[Operation]:
    """-1 where some qubits are 1 and the others 0."""
    if on:
        return [Operation("z", on[:1], controls=on[1:], anticontrols=off)]
    flip = Operation("x", off[:1])
    return [flip, Operation("z", off[:1], anticontrols=off[1:]), flip]


def split_step_walk(num_qubits: int = 4, layers: int = 2) -> Circuit:
    """A walk on a ring of 2^(n-1) places: coin, step right where it is 0, coin, step left where 1.

    The coin is the last qubit, turned by RY with an angle each time; the walker begins at place 0.
    As the angles are chosen, it loads distributions.

    Example:
        >>> len(split_step_walk(4, 3).parameters)
        6

    Source: Kitagawa et al., arXiv:1003.1729.
    """
    check_size(num_qubits, layers, per_layer=2 * num_qubits)
    sketch = Sketch(num_qubits)
    coin = num_qubits - 1
    for _ in range(layers):
        sketch.turn("ry", coin)
        for place in reversed(range(coin)):
            below = tuple(range(place))
            sketch.operations.append(Operation("x", (place,), controls=below, anticontrols=(coin,)))
        sketch.turn("ry", coin)
        for place in reversed(range(coin)):
            below = tuple(range(place))
            sketch.operations.append(Operation("x", (place,), controls=(coin,), anticontrols=below))
    return sketch.circuit()


def mcx_on_line(num_qubits: int = 5) -> Circuit:
    """X under n controls by gates on neighbors alone: a helper, n controls and the target in a row.

    The helper may hold anything, and holds it again at the end. With k = n + 2 qubits it takes
    12n - 4 CX, fewer than 4k + 8n.

    A ladder of ANDs runs from the helper along the controls: each AND is put onto a control that
    was taken in before, which is known to be 1 where that matters. It adds to the target once as
    the helper is, and once as it is turned by the first control; the difference is the gate.

    Args:
        num_qubits: the helper, 1 or more controls, the target.

    Example:
        >>> mcx_on_line(7).stats.num_two_qubit
        56

    Source: clean wires by condition: Khattar and Gidney, arXiv:2407.17966; a relative phase Toffoli
    gate: Margolus, as in Maslov, arXiv:1508.03273.
    """
    check_size(num_qubits, 1, per_layer=8 * num_qubits)
    last = num_qubits - 2
    if last < 1:
        raise InvalidRequest("A helper, a control and a target need 3 qubits or more.")
    if last == 1:
        return Circuit(num_qubits, (Operation("cx", (1, 2)),))
    up: list[Operation] = []
    for q in range(1, last):
        up += [Operation("x", (q,)), Operation("rccx", (q - 1, q + 1, q))]
    # The last control is added too, twice, which is nothing.
    past = Operation("cx", (last - 1, last))
    added = (*up, past, Operation("cx", (last, last + 1)), past, *reversed(up))
    turned = Operation("cx", (1, 0))
    return Circuit(num_qubits, (*added, turned, *added, turned))
