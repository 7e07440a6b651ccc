"""The phase gate: |1⟩ gets a phase."""

from __future__ import annotations

from typing import Final

from qdesign.gates.row import Gate

P: Final = Gate(
    name="p",
    title="P",
    group="Rotations",
    help="The phase gate: |1⟩ gets a phase",
    label="P",
    kind="rotation",
    num_qubits=1,
    angles=("phi",),
    aliases=("u1", "phase"),
    phase="phi",
    axes="Z",
    turn="phi",
    is_additive=True,
    frequencies=((1.0,),),
    keys=("p",),
    in_stdgates=True,
    openqasm2="u1",
    braket="phaseshift",
    qiskit="PhaseGate",
    qiskit_names=("u1",),
    pennylane=("PhaseShift", "U1"),
    quil="PHASE",
)
