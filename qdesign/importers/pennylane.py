"""Values of PennyLane."""

from __future__ import annotations

from typing import Any, Final

from qdesign.document import Document
from qdesign.importers.importer import Importer, comes_from


def _read(value: Any) -> Document:
    from qdesign.convert.pennylane import from_pennylane

    return Document(from_pennylane(value))


def _example() -> object:
    import pennylane as kit

    module: Any = kit
    return module.tape.QuantumScript([module.Hadamard(0), module.CNOT([0, 1])])


PENNYLANE: Final = Importer(
    name="pennylane",
    title="PennyLane",
    group="Values of libraries",
    help="A tape or a QNode; its arguments become parameters",
    accepts=comes_from("pennylane"),
    read=_read,
    example=_example,
)
