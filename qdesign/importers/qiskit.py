"""Values of Qiskit."""

from __future__ import annotations

from typing import Any, Final

from qdesign.document import Document
from qdesign.importers.importer import Importer, comes_from


def _read(value: Any) -> Document:
    from qdesign.convert.qiskit import from_qiskit

    return Document(from_qiskit(value))


def _example() -> object:
    from qiskit import QuantumCircuit

    circuit: Any = QuantumCircuit(2)
    circuit.h(0)
    circuit.cx(0, 1)
    return circuit


QISKIT: Final = Importer(
    name="qiskit",
    title="Qiskit",
    group="Values of libraries",
    help="A QuantumCircuit; its parameters are kept by name",
    accepts=comes_from("qiskit"),
    read=_read,
    example=_example,
)
