"""UCCSD ansätze of molecules, one parameter a term (PHOENIX, arXiv:2504.03529; see the licence)."""

from __future__ import annotations

import gzip
from pathlib import Path

from qdesign import qasm
from qdesign.circuit import Circuit

FOLDER = Path(__file__).parent / "data" / "uccsd"


def names() -> list[str]:
    return sorted(path.name.removesuffix("_sto3g.qasm.gz") for path in FOLDER.glob("*.gz"))


def text(name: str) -> str:
    """The program of a file; its angles are placeholders."""
    return gzip.decompress((FOLDER / f"{name}_sto3g.qasm.gz").read_bytes()).decode()


def ansatz(name: str) -> Circuit:
    """The circuit of a file, with the parameter t0, t1, … in place of each number."""
    circuit = qasm.loads(text(name), parameters="terms")
    # Qubits behind the last one that is used are not the molecule's.
    return Circuit(max(circuit.used_qubits) + 1, circuit.operations)
