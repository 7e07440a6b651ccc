"""The inverse of iSWAP."""

from __future__ import annotations

from typing import Final

from qdesign.gates.row import Gate

ISWAPDG: Final = Gate(
    name="iswapdg",
    title="iSWAP†",
    help="The inverse of iSWAP",
    label="iSWAP†",
    kind="clifford",
    num_qubits=2,
    definition="h 1; cx 1 0; cx 0 1; h 0; sdg 1; sdg 0",
    power="rxx(turn/2) 0 1; ryy(turn/2) 0 1",
    inverse="iswap",
    matrix=lambda: ((1, 0, 0, 0), (0, 0, -1j, 0), (0, -1j, 0, 0), (0, 0, 0, 1)),
    axes="--",
    exchangeable=(0, 1),
    is_clifford=True,
    num_two_qubit=1,
    latex=r"\mathrm{iSWAP}^\dagger",
    qiskit="iSwapGate",
    qiskit_names=("iswap_dg",),
    qiskit_inverse=True,
    quil="DAGGER ISWAP",
)
