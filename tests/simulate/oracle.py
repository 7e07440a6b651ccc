"""Circuits for the simulator's tests, and the same circuits in Qiskit."""

from __future__ import annotations

from typing import Any

import numpy as np
import qiskit
from qiskit.circuit import library

from qdesign.angle import Angle
from qdesign.circuit import Circuit, Operation
from qdesign.gates import GATES

UNITARY_GATES = tuple(name for name, row in GATES.items() if row.is_unitary)
_INVERTED = {"iswapdg": "iswap", "dcxdg": "dcx", "csxdg": "csx"}
_CLASSES: dict[str, Any] = {
    "id": library.IGate, "x": library.XGate, "y": library.YGate, "z": library.ZGate,
    "h": library.HGate, "s": library.SGate, "sdg": library.SdgGate, "t": library.TGate,
    "tdg": library.TdgGate, "sx": library.SXGate, "sxdg": library.SXdgGate,
    "rx": library.RXGate, "ry": library.RYGate, "rz": library.RZGate, "p": library.PhaseGate,
    "u": library.UGate, "u2": library.U2Gate, "rxx": library.RXXGate, "ryy": library.RYYGate,
    "rzz": library.RZZGate, "rzx": library.RZXGate, "cx": library.CXGate, "cy": library.CYGate,
    "cz": library.CZGate, "ch": library.CHGate, "cs": library.CSGate, "csdg": library.CSdgGate,
    "csx": library.CSXGate, "cp": library.CPhaseGate, "crx": library.CRXGate,
    "cry": library.CRYGate, "crz": library.CRZGate, "cu": library.CUGate,
    "swap": library.SwapGate, "iswap": library.iSwapGate, "dcx": library.DCXGate,
    "ecr": library.ECRGate, "ccx": library.CCXGate, "ccz": library.CCZGate,
    "cswap": library.CSwapGate, "rccx": library.RCCXGate, "gphase": library.GlobalPhaseGate,
}  # fmt: skip


def qiskit_gate(name: str, angles: list[float]) -> Any:
    if name in _INVERTED:
        return qiskit_gate(_INVERTED[name], angles).inverse()
    return _CLASSES[name](*angles)


def to_qiskit(circuit: Circuit, values: dict[str, float]) -> qiskit.QuantumCircuit:
    """A flat unitary circuit at given values."""
    result = qiskit.QuantumCircuit(circuit.num_qubits, global_phase=circuit.global_phase.at(values))
    for operation in circuit.plain_operations:
        gate = qiskit_gate(operation.gate, [a.at(values) for a in operation.angles])
        controls = operation.controls + operation.anticontrols
        if controls:
            state = "0" * len(operation.anticontrols) + "1" * len(operation.controls)
            gate = gate.control(len(controls), ctrl_state=state, annotated=False)
        result.append(gate, [*controls, *operation.qubits])
    return result


def random_circuit(num_qubits: int, length: int, rng: np.random.Generator) -> Circuit:
    """Any unitary rows, with shared and scaled parameters."""
    names = [f"p{k}" for k in range(5)]
    fitting = [n for n in UNITARY_GATES if GATES[n].num_qubits <= num_qubits]

    def angle() -> Angle:
        if rng.random() < 0.3:
            return Angle.pi_times(int(rng.integers(-8, 9))) / 4
        scaled = Angle.parameter(str(rng.choice(names)), int(rng.integers(1, 4)))
        return scaled / int(rng.choice([1, 2, -1])) + Angle.of(float(rng.normal()))

    operations = []
    for _ in range(length):
        row = GATES[str(rng.choice(fitting))]
        wires = tuple(int(q) for q in rng.permutation(num_qubits)[: row.num_qubits])
        operations.append(Operation(row.name, wires, tuple(angle() for _ in row.angles)))
    return Circuit(num_qubits, tuple(operations), global_phase=Angle.of(float(rng.normal())))
