"""PennyLane tapes: the same map, wire by wire."""

from __future__ import annotations

import math
import warnings

import numpy as np
import pytest

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    qml = pytest.importorskip("pennylane")

from qiskit.quantum_info import Operator

from qdesign import Angle, Circuit, Condition, Operation, from_pennylane, to_qiskit
from qdesign.errors import NotConvertible

pytestmark = pytest.mark.filterwarnings("ignore")  # PennyLane's own


def ours(circuit: Circuit) -> np.ndarray:
    """The matrix in PennyLane's order, its first wire being the highest bit."""
    matrix = Operator(to_qiskit(circuit)).reverse_qargs()
    return np.asarray(matrix.data)


def check(*operations) -> Circuit:
    tape = qml.tape.QuantumScript(list(operations))
    circuit = from_pennylane(tape)
    order = sorted(tape.wires)
    assert np.allclose(ours(circuit), qml.matrix(tape, wire_order=order), atol=1e-9)
    return circuit


GATES = [
    *(lambda g=g: g(wires=0) for g in
      (qml.Hadamard, qml.X, qml.Y, qml.Z, qml.S, qml.T, qml.SX, qml.Identity)),
    *(lambda g=g: g(0.7, wires=0) for g in (qml.RX, qml.RY, qml.RZ, qml.PhaseShift, qml.U1)),
    lambda: qml.U2(0.3, 0.4, wires=0),
    lambda: qml.U3(0.3, 0.4, 0.5, wires=0),
    lambda: qml.Rot(0.3, 0.4, 0.5, wires=0),
    lambda: qml.GlobalPhase(0.3, wires=0),
    *(lambda g=g: g(wires=[1, 0]) for g in
      (qml.CNOT, qml.CY, qml.CZ, qml.CH, qml.SWAP, qml.ISWAP, qml.ECR, qml.SISWAP)),
    *(lambda g=g: g(0.7, wires=[1, 0]) for g in
      (qml.CRX, qml.CRY, qml.CRZ, qml.ControlledPhaseShift, qml.IsingXX, qml.IsingYY, qml.IsingZZ,
       qml.IsingXY, qml.SingleExcitation, qml.PSWAP, qml.CPhaseShift10)),
    lambda: qml.CRot(0.3, 0.4, 0.5, wires=[0, 1]),
    *(lambda g=g: g(wires=[2, 0, 1]) for g in (qml.Toffoli, qml.CSWAP, qml.CCZ)),
    lambda: qml.MultiControlledX(wires=[0, 2, 1], control_values=[1, 0]),
    lambda: qml.DoubleExcitation(0.7, wires=[0, 1, 2, 3]),
    lambda: qml.MultiRZ(0.7, wires=[0, 1, 2]),
    lambda: qml.PauliRot(0.7, "XYZ", wires=[0, 1, 2]),
    lambda: qml.QFT(wires=[0, 1, 2]),
    lambda: qml.adjoint(qml.S(0)),
    lambda: qml.adjoint(qml.Rot(0.3, 0.4, 0.5, wires=0)),
    lambda: qml.adjoint(qml.QFT(wires=[0, 1])),
    lambda: qml.ctrl(qml.RX(0.7, wires=0), control=[1, 2], control_values=[1, 0]),
    lambda: qml.ctrl(qml.Rot(0.3, 0.4, 0.5, wires=0), control=1),
    lambda: qml.ctrl(qml.GlobalPhase(0.4), control=[0, 1]),
    lambda: qml.pow(qml.RX(0.7, wires=0), 3),
    lambda: qml.pow(qml.S(0), 2),
    lambda: qml.prod(qml.X(0), qml.RX(0.4, wires=0), qml.Y(1)),
    lambda: qml.QubitUnitary(np.array([[0, 1j], [1, 0]]), wires=0),
    lambda: qml.QubitUnitary(qml.matrix(qml.IsingXY(0.3, wires=[0, 1])), wires=[0, 1]),
    lambda: qml.StronglyEntanglingLayers(np.full((1, 3, 3), 0.3), wires=[0, 1, 2]),
]  # fmt: skip


@pytest.mark.parametrize("make", GATES, ids=lambda make: str(make().name))
def test_every_gate_keeps_its_matrix(make) -> None:
    gate = make()
    extra = [qml.RY(0.3 + 0.2 * k, wires=wire) for k, wire in enumerate(gate.wires or [0, 1])]
    check(*extra, gate)


def test_wires_of_any_kind_are_numbered() -> None:
    tape = qml.tape.QuantumScript([qml.CNOT(wires=["b", "a"]), qml.RX(0.2, wires="c")])
    circuit = from_pennylane(tape)
    assert circuit.qubit_names == ("b", "a", "c")
    assert circuit.operations == (
        Operation("cx", (0, 1)),
        Operation("rx", (2,), (Angle.of(0.2),)),
    )
    assert from_pennylane(qml.tape.QuantumScript([qml.CNOT(wires=[7, 3])])).operations == (
        Operation("cx", (1, 0)),
    )


def test_numbers_are_exact_multiples_of_pi_where_they_are() -> None:
    circuit = from_pennylane(qml.tape.QuantumScript([qml.RX(math.pi / 4, wires=0)]))
    assert circuit.plain_operations[0].angles == (Angle.parse("pi/4"),)


def test_qnodes_are_called_with_their_arguments() -> None:
    device = qml.device("default.qubit", wires=2)

    @qml.qnode(device)
    def ansatz(x, shift=0.0):
        qml.RX(x + shift, wires=0)
        qml.CNOT(wires=[0, 1])
        return qml.expval(qml.Z(0))

    circuit = from_pennylane(ansatz, 0.5, shift=0.25)
    assert circuit.operations == (Operation("rx", (0,), (Angle.of(0.75),)), Operation("cx", (0, 1)))


def test_measurements_and_conditions_are_kept() -> None:
    with qml.queuing.AnnotatedQueue() as queue:
        first = qml.measure(0, reset=True)
        second = qml.measure(1)
        qml.cond(first, qml.X)(wires=1)
        qml.cond(first & ~second, qml.RY)(0.3, wires=0)
    circuit = from_pennylane(qml.tape.QuantumScript.from_queue(queue))
    assert circuit.num_clbits == 2
    assert circuit.operations == (
        Operation("measure", (0,), clbits=(0,)),
        Operation("reset", (0,)),
        Operation("measure", (1,), clbits=(1,)),
        Operation("x", (1,), conditions=(Condition((0,), 1),)),
        Operation("ry", (0,), (Angle.of(0.3),), conditions=(Condition((0, 1), 1),)),
    )


def test_what_has_no_counterpart_is_refused_by_name() -> None:
    with pytest.raises(NotConvertible, match="DepolarizingChannel"):
        from_pennylane(qml.tape.QuantumScript([qml.DepolarizingChannel(0.1, wires=0)]))
    with pytest.raises(NotConvertible, match="not a PennyLane tape"):
        from_pennylane(3)
