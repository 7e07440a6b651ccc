"""A quarter turn back about Z."""

from __future__ import annotations

from typing import Final

from qdesign.gates.row import Gate

SDG: Final = Gate(
    name="sdg",
    title="S†",
    group="Pauli and Clifford",
    help="A quarter turn back about Z",
    label="S†",
    kind="clifford",
    num_qubits=1,
    definition="p(-pi/2) 0",
    inverse="s",
    phase="-pi/2",
    axes="Z",
    turn="-pi/2",
    is_clifford=True,
    is_part=True,
    latex=r"S^\dagger",
    keys=("Shift+S",),
    in_stdgates=True,
    openqasm2="sdg",
    braket="si",
    qiskit="SdgGate",
    tket="Sdg",
    in_ionq=True,
    qir="s__adj",
    quil="DAGGER S",
)
