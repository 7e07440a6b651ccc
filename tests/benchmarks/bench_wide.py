"""The page above 20 qubits, in a real Chromium and a worker of its own.

All parameters of a brick wall of four layers move, the energy of an Ising chain is found anew;
the same for a kicked Ising model on 127 qubits by its polynomial; and a Clifford circuit is edited.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from qdesign.circuit import Circuit
from tests.benchmarks.bench_pauli import MIDDLE, QUBITS, kicked, random_clifford
from tests.benchmarks.report import Row

ROOT: Final = Path(__file__).resolve().parents[2]
SECONDS: Final = 300
WALLS: Final = {100: (16.0, 60), 1000: (160.0, 20)}
"""Qubits: milliseconds, frames."""


def rows() -> Iterator[Row]:
    """Medians from new values to their result; nothing without a Chromium."""
    chromium = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "chromium.py")], capture_output=True, text=True
    )
    if chromium.returncode:
        return
    cases: list[dict[str, Any]] = [
        {"qubits": qubits, "frames": frames} for qubits, (_, frames) in WALLS.items()
    ]
    cases.append({"qubits": QUBITS, "frames": 60, "drawn": drawn(kicked(20)), "z": MIDDLE})
    cases.append({"qubits": 1000, "frames": 20, "drawn": drawn(random_clifford(1000, 15_000))})
    done = subprocess.run(
        ["node", "bench/wide.mjs", "--chromium", chromium.stdout.strip()],
        cwd=ROOT / "extension",
        input=json.dumps(cases),
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=True,
    )
    *walls, ising, clifford = json.loads(done.stdout)
    for (qubits, (goal, _)), row in zip(WALLS.items(), walls, strict=True):
        yield moved(f"brick wall of {qubits} qubits", goal, row)
    yield moved(f"kicked Ising on {QUBITS} qubits, 20 steps", 16, ising)
    yield Row.at_most(
        "Chromium: 1,000 qubits, 15,000 Clifford gates, all Bloch vectors, in the worker, median",
        goal=20,
        measured=clifford["engine"],
        unit="ms",
        note=f"95th {clifford['engineTail']:.1f} ms; {clifford['edit']:.0f} ms after an edit",
    )


def moved(what: str, goal: float, row: dict[str, Any]) -> Row:
    """All parameters of a circuit moved."""
    return Row.at_most(
        f"Chromium: {what}, new values to their energy, median",
        goal=goal,
        measured=row["energy"],
        unit="ms",
        note=f"{row['origin']}; 95th {row['energyTail']:.1f} ms; with the gradient "
        f"{row['gradient']:.1f} ms",
    )


def drawn(circuit: Circuit) -> str:
    """Its gates as text."""
    parts: list[str] = []
    for operation in circuit.plain_operations:
        angles = ", ".join(map(str, operation.angles))
        wires = " ".join(map(str, operation.qubits))
        parts.append(
            f"{operation.gate}({angles}) {wires}" if angles else f"{operation.gate} {wires}"
        )
    return "; ".join(parts)
