"""Values of other libraries → circuits and diagrams, told by their types' modules.

No library is imported for a value that is not its own.
"""

from __future__ import annotations

from typing import Any

from qdesign.circuit import Circuit
from qdesign.diagram import Diagram
from qdesign.errors import InvalidRequest


def as_body(value: Any) -> Circuit | Diagram:
    """The circuit or diagram that `value` is, or plainly stands for.

    Args:
        value: ours, or a QuantumCircuit of Qiskit, a tape or QNode of PennyLane,
            a circuit or graph of PyZX.

    Raises:
        InvalidRequest: it is nothing of the kind.
    """
    if isinstance(value, (Circuit, Diagram)):
        return value
    library = type(value).__module__.partition(".")[0]
    if library == "qiskit" and hasattr(value, "num_clbits"):
        from qdesign.convert.qiskit import from_qiskit

        return from_qiskit(value)
    if library == "pennylane" and (hasattr(value, "operations") or hasattr(value, "func")):
        from qdesign.convert.pennylane import from_pennylane

        return from_pennylane(value)
    if library == "pyzx":
        from qdesign.convert.pyzx import from_pyzx

        if hasattr(value, "to_graph"):
            return from_pyzx(value.to_graph())
        if hasattr(value, "vertices"):
            return from_pyzx(value)
    raise InvalidRequest(
        f"A circuit or diagram is expected, not {type(value).__name__}. Give a qdesign, Qiskit, "
        "PennyLane or PyZX one."
    )


def as_circuit(value: object) -> Circuit:
    """The circuit that `value` is, or plainly stands for.

    Raises:
        InvalidRequest: it is a diagram, or nothing of the kind.
    """
    body = as_body(value)
    if isinstance(body, Diagram):
        raise InvalidRequest("A circuit is expected, not a diagram. Extract one: zx.extract(body).")
    return body
