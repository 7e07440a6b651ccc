"""Layers of one-qubit rotations and one kind of two-qubit gate."""

from __future__ import annotations

from collections.abc import Sequence

from qdesign.ansatz.drawing import Sketch, check_size
from qdesign.ansatz.entanglers import pairs_of
from qdesign.circuit import Circuit
from qdesign.errors import InvalidRequest
from qdesign.gates import GATES


def hardware_efficient(
    num_qubits: int,
    layers: int = 1,
    *,
    rotations: Sequence[str] = ("ry", "rz"),
    entangler: str = "linear",
    gate: str = "cx",
) -> Circuit:
    """`layers` times rotations on every qubit and entangling gates, then rotations once more.

    Args:
        num_qubits: 1 or more.
        layers: 1 or more.
        rotations: one-qubit rows of the gate table with at most one angle, in order.
        entangler: linear joins (0, 1), (1, 2), …; ring also the last with the first; full all;
            reverse, pairwise, circular and sca are further patterns.
        gate: a two-qubit row of the gate table with at most one angle; each gets a parameter.

    Example:
        >>> len(hardware_efficient(3, 2).parameters)
        18

    Source: Kandala et al., arXiv:1704.05018.
    """
    for name, arity in (*((r, 1) for r in rotations), (gate, 2)):
        row = GATES.get(name)
        if row is None or not row.is_unitary or row.num_qubits != arity or len(row.angles) > 1:
            raise InvalidRequest(
                f"'{name}' is not a gate on {arity} qubit{'s'[: arity - 1]} with at most one angle."
            )
    if not rotations:
        raise InvalidRequest("Name at least one rotation, for example rotations=('ry',).")
    joined = num_qubits * num_qubits // 2 if entangler == "full" else num_qubits
    check_size(num_qubits, layers + 1, per_layer=len(rotations) * num_qubits + joined)
    sketch = Sketch(num_qubits)
    for layer in range(layers):
        _rotate(sketch, rotations)
        for pair in pairs_of(entangler, num_qubits, layer):
            _add(sketch, gate, *pair)
    _rotate(sketch, rotations)
    return sketch.circuit()


def _rotate(sketch: Sketch, rotations: Sequence[str]) -> None:
    for name in rotations:
        for qubit in range(sketch.num_qubits):
            _add(sketch, name, qubit)


def _add(sketch: Sketch, name: str, *qubits: int) -> None:
    if GATES[name].angles:
        sketch.turn(name, *qubits)
    else:
        sketch.add(name, *qubits)
