"""The ansatz for labeled data: inputs that are loaded again in each layer, with weights between."""

from __future__ import annotations

from typing import Final

from qdesign.angle import Angle
from qdesign.circuit import Circuit, Operation
from qdesign.problems.inputs import input_of

_LAYERS: Final = 3


def reuploading(num_qubits: int, num_features: int) -> Circuit:
    """Three layers that load all features as RY, turn by weights and join the qubits by CX.

    Feature k is loaded on qubit k mod n, in as many rounds as all features need. On one qubit, or
    with more qubits than features, the features are loaded by turns. The last gates are weights on
    qubit 0, which is read.

    Source: Pérez-Salinas et al., "Data re-uploading for a universal quantum classifier",
    arXiv:1907.02085; Schuld et al., "Circuit-centric quantum classifiers", arXiv:1804.00633.
    """
    operations: list[Operation] = []
    count = 0

    def turn(gate: str, qubit: int) -> None:
        nonlocal count
        operations.append(Operation(gate, (qubit,), (Angle.parameter(f"theta_{count}"),)))
        count += 1

    rounds = -(-num_features // num_qubits)
    for _ in range(_LAYERS):
        for k in range(rounds):
            for q in range(num_qubits):
                feature = (k * num_qubits + q) % num_features
                load = Angle.parameter(input_of(feature))
                operations.append(Operation("ry", (q,), (load,)))
            for q in range(num_qubits):
                turn("rz", q)
            for q in range(num_qubits):
                turn("ry", q)
        # Every qubit reaches qubit 0.
        operations += [Operation("cx", (q + 1, q)) for q in reversed(range(num_qubits - 1))]
    turn("rz", 0)
    turn("ry", 0)
    return Circuit(num_qubits, tuple(operations))
