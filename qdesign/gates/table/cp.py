"""A phase where both qubits are 1."""

from __future__ import annotations

from typing import Final

from qdesign.gates.row import Gate

CP: Final = Gate(
    name="cp",
    title="CP",
    group="Rotations",
    help="A phase where both qubits are 1",
    label="P",
    kind="controlled",
    num_qubits=2,
    angles=("phi",),
    aliases=("cphase", "cu1"),
    definition="p(phi/2) 0; cx 0 1; p(-phi/2) 1; cx 0 1; p(phi/2) 1",
    num_controls=1,
    base="p",
    phase="phi",
    axes="ZZ",
    is_additive=True,
    frequencies=((1.0,),),
    exchangeable=(0, 1),
    num_two_qubit=1,
    keys=("Shift+P",),
    in_stdgates=True,
    openqasm2="cu1",
    braket="cphaseshift",
    qiskit="CPhaseGate",
    qiskit_names=("cu1",),
    pennylane=("ControlledPhaseShift", "CPhase"),
    quil="CPHASE",
)
