"""Operations of Qiskit's circuits, as they are between two passes of its transpiler."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Wires = tuple[int, ...]
Matrix = NDArray[np.complex128]


@dataclass(slots=True, eq=False)
class Node:
    """An operation in a circuit of Qiskit's."""

    key: int
    name: str
    params: tuple[Any, ...]
    wires: Wires
    clbits: Wires
    source: Any

    @property
    def matrix(self) -> Matrix | None:
        """Its matrix, wire 0 the lowest; None where it has none, or acts on more than two."""
        if len(self.wires) > 2 or self.clbits:
            return None
        found = self.source.matrix
        return None if found is None else np.asarray(found, dtype=np.complex128)

    def is_like(self, other: Node, wires: Wires) -> bool:
        """The same on these wires? What holds a circuit is told by its wires and bits alone."""
        if self.name != other.name or self.wires != wires or self.clbits != other.clbits:
            return False
        if all(isinstance(value, (int, float)) for value in (*self.params, *other.params)):
            return self.params == other.params
        mine, theirs = self.matrix, other.matrix
        if mine is None or theirs is None:
            return mine is theirs
        return np.array_equal(mine, theirs)


@dataclass(slots=True)
class _Matrix:
    """The matrix of an instruction, made when asked for."""

    operation: Any

    @property
    def matrix(self) -> Any:
        make: Callable[[], Any] | None = getattr(self.operation, "to_matrix", None)
        try:
            return None if make is None else make()
        except Exception:  # of what is defined by other gates
            return None


def nodes_of_circuit(circuit: Any) -> Iterator[Node]:
    """Nodes of a `QuantumCircuit`, numbered from -1 down."""
    qubits = {bit: k for k, bit in enumerate(circuit.qubits)}
    clbits = {bit: k for k, bit in enumerate(circuit.clbits)}
    for number, item in enumerate(circuit.data):
        if item.operation.name != "barrier":
            yield Node(
                -1 - number,
                item.operation.name,
                tuple(item.operation.params),
                tuple(qubits[bit] for bit in item.qubits),
                tuple(clbits[bit] for bit in item.clbits),
                _Matrix(item.operation),
            )


def nodes_of_dag(dag: Any) -> Iterator[Node]:
    """Nodes of a DAG, each after those it depends on; barriers are left out."""
    qubits = {bit: k for k, bit in enumerate(dag.qubits)}
    clbits = {bit: k for k, bit in enumerate(dag.clbits)}
    for node in dag.topological_op_nodes():
        if node.name != "barrier":
            yield Node(
                node._node_id,
                node.name,
                tuple(node.params),
                tuple(qubits[bit] for bit in node.qargs),
                tuple(clbits[bit] for bit in node.cargs),
                node,
            )


def along_wires(nodes: Iterable[Node]) -> dict[int, list[Node]]:
    """What stands on each wire, in order."""
    rows: dict[int, list[Node]] = defaultdict(list)
    for node in nodes:
        for wire in node.wires:
            rows[wire].append(node)
    return rows
