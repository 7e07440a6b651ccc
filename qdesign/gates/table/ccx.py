"""Flips the target where both controls are 1."""

from __future__ import annotations

from typing import Final

from qdesign.gates.row import Gate

CCX: Final = Gate(
    name="ccx",
    title="CCX: Toffoli",
    group="More",
    help="Flips the target where both controls are 1",
    label="X",
    kind="controlled",
    num_qubits=3,
    aliases=("toffoli",),
    definition=(
        "h 2; cx 1 2; tdg 2; cx 0 2; t 2; cx 1 2; tdg 2; cx 0 2; t 1; t 2; h 2; cx 0 1; "
        "t 0; tdg 1; cx 0 1"
    ),
    zx="h 2; ccz 0 1 2; h 2",
    num_controls=2,
    base="x",
    axes="ZZX",
    exchangeable=(0, 1),
    num_two_qubit=6,
    num_rotations=7,
    num_t=7,
    keys=("Shift+W",),
    in_stdgates=True,
    openqasm2="ccx",
    braket="ccnot",
    qiskit="CCXGate",
    pennylane=("Toffoli",),
    in_ionq=True,
    quil="CCNOT",
)
