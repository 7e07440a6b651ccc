"""A phase of the whole state; under a control it is seen."""

from __future__ import annotations

from typing import Final

from qdesign.gates.row import Gate

GPHASE: Final = Gate(
    name="gphase",
    title="Global phase",
    help="A phase of the whole state; under a control it is seen",
    label="e^i",
    kind="rotation",
    num_qubits=0,
    angles=("gamma",),
    phase="gamma",
    is_additive=True,
    frequencies=((),),
    symbol="phase",
    in_stdgates=True,
    braket="gphase",
    qiskit="GlobalPhaseGate",
    qiskit_names=("global_phase",),
    qiskit_method="",
)
