"""Forty feature maps and functions with products: slopes by the chain rule are those of the map.

Qiskit's maps keep their states too, and PennyLane finds the same slopes.
"""

from __future__ import annotations

import functools
import math
import warnings
from collections.abc import Callable

import numpy as np
import pytest
from qiskit.circuit import QuantumCircuit
from qiskit.circuit.library import pauli_feature_map, z_feature_map, zz_feature_map
from qiskit.quantum_info import Operator, Statevector

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    qml = pytest.importorskip("pennylane")
    pnp = pytest.importorskip("pennylane.numpy")

from qdesign import Circuit, Observable, Simulator, from_pennylane, from_qiskit, to_pennylane

pytestmark = pytest.mark.filterwarnings("ignore")  # PennyLane's own

STEP = 1e-5
PAULIS = (["Z", "ZZ"], ["Z", "XX"], ["X", "ZZ"], ["Y", "YZ"], ["Z", "YY", "ZXZ"])
ENTANGLEMENTS = ("full", "linear", "circular", "reverse_linear", "pairwise")


def _products(x):
    return x[0] if len(x) == 1 else math.prod(np.pi - each for each in x)


DATA_MAPS: dict[str, Callable] = {
    "products": _products,
    "sines": lambda x: x[0].sin() if len(x) == 1 else (x[0] * x[1]).sin(),
    "cosines": lambda x: x[0].cos() * 2 if len(x) == 1 else x[0].cos() * x[-1].cos(),
    "exponentials": lambda x: x[0] if len(x) == 1 else (-((x[0] - x[-1]) ** 2) / 2).exp(),
    "roots": lambda x: (x[0] + 1) ** 0.5 if len(x) == 1 else (x[0] * x[-1]) ** 0.5,
    "distances": lambda x: abs(x[0]) if len(x) == 1 else abs(x[0] - 2 * x[-1] - 1),
    "quotients": lambda x: 1 / (1 + x[0]) if len(x) == 1 else x[0] / (x[-1] + 2),
}

QISKIT: dict[str, Callable[[], QuantumCircuit]] = {
    **{
        f"zz {n} {entanglement} {reps}": functools.partial(
            zz_feature_map, n, reps=reps, entanglement=entanglement
        )
        for n, entanglement, reps in (
            (2, "full", 2),
            (3, "full", 2),
            (3, "circular", 1),
            (4, "linear", 2),
            (4, "full", 1),
            (4, "pairwise", 1),
        )
    },
    "z 3": functools.partial(z_feature_map, 3, reps=2),
    **{
        f"{'+'.join(paulis)} {entanglement} {name}": functools.partial(
            pauli_feature_map,
            3,
            reps=1,
            paulis=paulis,
            entanglement=entanglement,
            data_map_func=DATA_MAPS[name],
        )
        for paulis, entanglement, name in (
            (PAULIS[0], "full", "sines"),
            (PAULIS[0], "linear", "cosines"),
            (PAULIS[0], "circular", "exponentials"),
            (PAULIS[1], "full", "products"),
            (PAULIS[1], "pairwise", "roots"),
            (PAULIS[2], "linear", "distances"),
            (PAULIS[2], "reverse_linear", "quotients"),
            (PAULIS[3], "full", "products"),
            (PAULIS[3], "circular", "sines"),
            (PAULIS[4], "full", "products"),
            (PAULIS[4], "linear", "exponentials"),
        )
    },
}

sin, cos, exp, sqrt = qml.math.sin, qml.math.cos, qml.math.exp, qml.math.sqrt


def _angles(*make: Callable) -> Callable:
    """A layer of each of the functions on two qubits, entangled."""

    def function(x):
        for k, each in enumerate(make):
            gate = (qml.RY, qml.RX, qml.RZ)[k % 3]
            gate(each(x), wires=k % 2)
            qml.IsingXX(each(x) / 2, wires=[0, 1])
            qml.CNOT(wires=[0, 1])

    return function


def _reuploading(x):
    for layer in range(3):
        for wire in range(2):
            qml.Rot(x[0] * x[1], (layer + 1) * x[wire], sin(x[2]) * x[wire], wires=wire)
        qml.CRX(x[0] ** 2 / 3, wires=[0, 1])


def _chebyshev(x):
    for k in range(1, 4):
        qml.RY(2 * k * qml.math.arccos(x[k - 1] / 4), wires=k % 2)
        qml.CZ(wires=[0, 1])


PENNYLANE: dict[str, Callable] = {
    "iqp": lambda x: qml.IQPEmbedding(x, wires=range(3), n_repeats=2),
    "iqp on a ring": lambda x: qml.IQPEmbedding(
        x, wires=range(3), pattern=[[0, 1], [1, 2], [2, 0]]
    ),
    "iqp of sines": lambda x: qml.IQPEmbedding(sin(x) + 0.2 * x, wires=range(3)),
    "angles of products": lambda x: qml.AngleEmbedding(x * x[::-1], wires=range(3)),
    "qaoa of squares": lambda x: qml.QAOAEmbedding(
        x[:2] ** 2, qml.math.stack([x, x[::-1]]), wires=range(2)
    ),
    "products": _angles(lambda x: x[0] * x[1], lambda x: x[1] * x[2] * x[0]),
    "powers": _angles(lambda x: x[0] ** 2, lambda x: x[1] ** 3 / 4, lambda x: x[2] ** -1),
    "powers of parameters": _angles(lambda x: x[0] ** x[1], lambda x: 2 ** x[2]),
    "sines and cosines": _angles(lambda x: sin(2 * x[0]), lambda x: cos(x[1] * x[2])),
    "exponentials": _angles(lambda x: exp(-(x[0] ** 2)), lambda x: exp(x[1] / 3) * x[2]),
    "roots": _angles(lambda x: sqrt(x[0]), lambda x: sqrt(x[1] ** 2 + x[2] ** 2)),
    "distances": _angles(lambda x: abs(x[0] - 2 * x[1]), lambda x: abs(x[2]) * x[0]),
    "quotients": _angles(lambda x: x[0] / x[1], lambda x: 1 / (1 + x[2] ** 2)),
    "logarithms": _angles(lambda x: qml.math.log(x[0]) * x[1], lambda x: x[2]),
    "hyperbolic": _angles(lambda x: qml.math.tanh(x[0] * x[1]), lambda x: np.sinh(x[2]) / 5),
    "tangents": _angles(lambda x: qml.math.arctan(x[0] * x[1]), lambda x: qml.math.tan(x[2] / 3)),
    "nested": _angles(lambda x: sin(exp(-x[0]) * cos(x[1])) ** 2, lambda x: sqrt(1 + sin(x[2]))),
    "inner products": _angles(lambda x: x @ x, lambda x: qml.math.sum(x) * x[0]),
    "affine": _angles(lambda x: 3 * x[0] - x[1] / 2 + np.pi / 3, lambda x: (x[1] - x[2]) * np.pi),
    "re-uploading": _reuploading,
    "chebyshev": _chebyshev,
    "evolution": lambda x: (
        qml.Hadamard(0),
        qml.Hadamard(1),
        qml.evolve(qml.Z(0) @ qml.X(1), x[0] * x[1]),
        qml.MultiRZ(sin(x[2]) * x[0], wires=[0, 1]),
        qml.RX(x[2], wires=0),
    ),
}


def _read(name: str) -> Circuit:
    if name in QISKIT:
        return from_qiskit(QISKIT[name]())
    return from_pennylane(PENNYLANE[name], shapes={"x": 3})


def _observable(n: int) -> Observable:
    labels = ["Z" + "I" * (n - 1), "I" * (n - 1) + "Y", "X" * n]
    labels += ["I" * k + "XZ" + "I" * (n - 2 - k) for k in range(n - 1)]
    return Observable({label: 0.3 + 0.4 * k for k, label in enumerate(dict.fromkeys(labels))})


def _point(circuit: Circuit) -> np.ndarray:
    return np.random.default_rng(11).uniform(0.3, 2.2, len(circuit.parameters))


def test_there_are_forty() -> None:
    assert len(QISKIT) + len(PENNYLANE) == 40


@pytest.mark.parametrize("name", [*QISKIT, *PENNYLANE])
def test_slopes_are_those_of_central_differences(name: str) -> None:
    circuit = _read(name)
    simulator = Simulator(circuit, _observable(circuit.num_qubits))
    point = _point(circuit)
    _, slopes = simulator.gradient(list(point))
    for k, slope in enumerate(slopes):
        ahead, behind = point.copy(), point.copy()
        ahead[k] += STEP
        behind[k] -= STEP
        rise = simulator.expectation(list(ahead)) - simulator.expectation(list(behind))
        assert abs(slope - rise / (2 * STEP)) <= 1e-6


@pytest.mark.parametrize("name", QISKIT)
def test_qiskits_feature_maps_keep_their_states(name: str) -> None:
    theirs = QISKIT[name]()
    circuit = from_qiskit(theirs)
    values = dict(zip(circuit.parameters, _point(circuit), strict=True))
    bound = theirs.assign_parameters({p: values[p.name] for p in theirs.parameters})
    found = Simulator(circuit).statevector(values)
    assert np.abs(found - Statevector(bound).data).max() < 1e-12


@pytest.mark.parametrize("entanglement", ENTANGLEMENTS)
def test_zz_feature_maps_keep_their_matrix(entanglement: str) -> None:
    theirs = zz_feature_map(3, reps=2, entanglement=entanglement)
    circuit = from_qiskit(theirs)
    values = dict(zip(circuit.parameters, _point(circuit), strict=True))
    bound = Operator(theirs.assign_parameters({p: values[p.name] for p in theirs.parameters}))
    for column in range(8):
        start = Circuit.of(3, "; ".join(f"x {q}" for q in range(3) if column >> q & 1))
        state = Simulator(start.then(circuit)).statevector(values)
        assert np.abs(state - np.asarray(bound.data)[:, column]).max() < 1e-12


PEERS = ("zz 2 full 2", "zz 3 circular 1", "Y+YZ circular sines", "iqp", *list(PENNYLANE)[5:17])


@pytest.mark.parametrize("name", PEERS)
def test_pennylane_finds_the_same_slopes(name: str) -> None:
    circuit = _read(name)
    observable = _observable(circuit.num_qubits)
    function, hamiltonian = to_pennylane(circuit), to_pennylane(observable)

    @qml.qnode(qml.device("default.qubit"))
    def energy(values):
        function(values)
        return qml.expval(hamiltonian)

    point = _point(circuit)
    expected, slopes = Simulator(circuit, observable).gradient(list(point))
    trained = pnp.array(point, requires_grad=True)
    assert float(energy(trained)) == pytest.approx(expected, abs=1e-10)
    assert np.abs(np.asarray(qml.grad(energy)(trained)) - slopes).max() < 1e-9
