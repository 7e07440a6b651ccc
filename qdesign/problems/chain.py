"""What chains share: their bonds, and which sizes there are."""

from __future__ import annotations

from typing import Final

import numpy as np

from qdesign.angle import Angle
from qdesign.ansatz import hamiltonian_variational, template
from qdesign.ansatz.drawing import pauli_rotation
from qdesign.circuit import Block, Circuit, Operation
from qdesign.errors import InvalidRequest, TooLarge
from qdesign.pauli import Observable
from qdesign.problems.named import MAX_QUBITS


def bonds(num_qubits: int, *, periodic: bool) -> list[tuple[int, int]]:
    """Neighbors along a chain; two qubits have one bond, periodic or not.

    Raises:
        InvalidRequest: fewer than two qubits.
        TooLarge: more qubits than are taken.
    """
    if isinstance(num_qubits, bool) or not isinstance(num_qubits, int) or num_qubits < 2:  # pyright: ignore[reportUnnecessaryIsInstance]
        raise InvalidRequest(f"A chain has 2 or more qubits, not {num_qubits!r}.")
    if not isinstance(periodic, (int, np.bool_)):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise InvalidRequest(f"Periodic is True or False, not {type(periodic).__name__}.")
    if num_qubits > MAX_QUBITS:
        raise TooLarge(f"A chain has at most {MAX_QUBITS} qubits, not {num_qubits:,}.")
    open_ones = [(k, k + 1) for k in range(num_qubits - 1)]
    return [*open_ones, (num_qubits - 1, 0)] if periodic and num_qubits > 2 else open_ones


def evolutions(observable: Observable, *, field: float) -> Circuit:
    """The suggested ansatz in a field -field Σ X: evolutions under the observable's parts by turns.

    They begin in the state that the field alone makes lowest. Where only ZZ is beside it they keep
    the parity ΠX of that state, which the ground state has too.
    """
    # So many reach the ground state of an open chain; a ring needs half of them.
    circuit = hamiltonian_variational(observable, min(10, observable.num_qubits))
    flips = tuple(Operation("x", (q,)) for q in range(circuit.num_qubits) if field < 0)
    return circuit.with_operations((*flips, *circuit.operations))


def evolved_singlets(observable: Observable) -> Circuit:
    """The suggested ansatz of a chain of spins: neighbors in singlets, then evolutions by turns.

    In each layer every letter has an angle on every second bond, on the bonds between, and in the
    field; on an odd ring also on the closing bond.

    Source: Wiersema et al., arXiv:2008.02941.
    """
    n = observable.num_qubits
    parts: dict[tuple[str, str], list[str]] = {}
    for label, _ in observable.terms:
        parts.setdefault((_kind(label, n), label.replace("I", "")), []).append(label)
    order = sorted(parts, key=lambda part: _KINDS.index(part[0]))
    names = [f"theta_{index}" for index in range(len(order))]
    layer = [
        turn
        for name, part in zip(names, order, strict=True)
        for label in parts[part]
        for turn in pauli_rotation(label, Angle.parameter(name))
    ]
    layers = _layers(observable)
    indexed = tuple((name, tuple(f"{name}_{k}" for k in range(layers))) for name in names)
    singlets = [
        Operation(gate, qubits)
        for q in range(0, n - 1, 2)
        for gate, qubits in (("x", (q,)), ("x", (q + 1,)), ("h", (q,)), ("cx", (q, q + 1)))
    ]
    return Circuit(n, (*singlets, Block(tuple(layer), layers, "layer", indexed)))


def real_layers(observable: Observable) -> Circuit:
    """The suggested ansatz of a chain in no such order: as many layers of RY and CX as qubits."""
    # So many reach the ground states that were tried, of up to 6 qubits.
    n = observable.num_qubits
    return template("ry_linear", num_qubits=n, layers=min(8, n))


_KINDS: Final = ("odd", "closing", "even", "field")


def _kind(label: str, num_qubits: int) -> str:
    """Which terms of a chain are by turns: no two bonds of one kind touch."""
    ends = [k for k, letter in enumerate(reversed(label)) if letter != "I"]
    if len(ends) == 1:
        return "field"
    if ends[1] - ends[0] == 1:
        return ("even", "odd")[ends[0] % 2]
    return "closing" if num_qubits % 2 else "odd"


def _layers(observable: Observable) -> int:
    return min(8, max(1, observable.num_qubits // 2))
