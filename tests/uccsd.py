"""UCCSD ansätze of molecules, one parameter a term (PHOENIX, arXiv:2504.03529; see the licence)."""

from __future__ import annotations

import gzip
from pathlib import Path

from qdesign import qasm
from qdesign.angle import Angle
from qdesign.circuit import Circuit, Operation

FOLDER = Path(__file__).parent / "data" / "uccsd"


def names() -> list[str]:
    return sorted(path.name.removesuffix("_sto3g.qasm.gz") for path in FOLDER.glob("*.gz"))


def ansatz(name: str) -> Circuit:
    """The circuit of a file, with the parameter t0, t1, … in place of each number."""
    text = gzip.decompress((FOLDER / f"{name}_sto3g.qasm.gz").read_bytes()).decode()
    operations: list[Operation] = []
    count = 0
    for operation in qasm.loads(text).plain_operations:
        if any(angle.radians for angle in operation.angles):
            sign = 1 if operation.angles[0].radians > 0 else -1
            angle = Angle.parameter(f"t{count}", sign)
            operations.append(Operation(operation.gate, operation.qubits, (angle,)))
            count += 1
        else:
            operations.append(operation)
    return Circuit(max(o.qubits[-1] for o in operations) + 1, tuple(operations))
