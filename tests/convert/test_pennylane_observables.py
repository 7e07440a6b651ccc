"""PennyLane's operators as observables: the same matrix, on the wires that are meant."""

from __future__ import annotations

import importlib
import warnings
from typing import Any

import numpy as np
import pytest

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    qml = pytest.importorskip("pennylane")

from qdesign import Circuit, Document, Observable, Simulator, from_pennylane, optimize
from qdesign.errors import InvalidObservable

ANY: Any = importlib.import_module("qdesign")
PAULI: Any = qml.pauli

pytestmark = pytest.mark.filterwarnings("ignore")  # PennyLane's own

X, Y, Z = qml.X, qml.Y, qml.Z
RANDOM = np.random.default_rng(3).normal(size=(8, 8, 2)) @ [1, 1j]
HERMITIAN = RANDOM + RANDOM.conj().T

OPERATORS = {
    "a Hamiltonian": lambda: qml.Hamiltonian([0.5, -2.0, 1.0], [Z(0) @ Y(2), X(1), qml.I(0)]),
    "a sum": lambda: qml.sum(X(0), 2 * Y(1), qml.prod(Z(0), Z(1))),
    "a product with itself": lambda: (X(0) + Z(1)) @ (X(0) + Z(1)),
    "arithmetic": lambda: 0.5 * Z(0) @ Z(1) - 1.5 * X(1) + 2,
    "a sentence": lambda: PAULI.PauliSentence({PAULI.PauliWord({0: "X", 1: "Y"}): 0.5}),
    "a word": lambda: PAULI.PauliWord({1: "Z"}),
    "a matrix": lambda: qml.Hermitian(HERMITIAN, wires=[2, 0, 1]),
    "a projector": lambda: qml.Projector([0, 1], wires=[0, 1]),
    "Hadamard": lambda: qml.Hadamard(1) @ Z(0),
    "a sum with matrices": lambda: (
        0.5 * qml.Hermitian(HERMITIAN, wires=[2, 0, 1]) + Z(1) - 2 * qml.Projector([1], wires=[0])
    ),
    "a multiple of a matrix": lambda: 3 * qml.Hadamard(0),
    "an expectation": lambda: qml.expval(Z(0) @ X(1)),
    "NumPy's wires": lambda: Z(np.int64(1)),
}


@pytest.mark.parametrize("name", OPERATORS)
def test_operators_keep_their_matrix(name: str) -> None:
    operator = OPERATORS[name]()
    observable = ANY.Observable(operator)
    order = list(reversed(range(observable.num_qubits)))
    if name in ("a sentence", "a word"):
        operator = operator.operation(wire_order=order)
    expected = np.asarray(qml.matrix(getattr(operator, "obs", None) or operator, wire_order=order))
    assert np.abs(observable.matrix() - expected).max() < 1e-12


def test_an_operator_on_some_wires_is_put_on_the_circuit() -> None:
    circuit = Circuit.of(3, "ry(a) 0; ry(0.3) 2")
    energy = ANY.Simulator(circuit, Z(0)).expectation([0.7])
    assert energy == pytest.approx(np.cos(0.7))
    assert ANY.Document(body=circuit, observable=X(1)).observable == Observable({"IXI": 1.0})
    assert ANY.optimize(circuit, Z(0), seed=0).energy == pytest.approx(-1.0)
    assert optimize(circuit, Observable({"IIZ": 1.0}), seed=0).energy == pytest.approx(-1.0)


def test_wires_are_found_by_the_names_of_qubits() -> None:
    @qml.qnode(qml.device("default.qubit"))
    def ansatz(x):
        qml.RY(x, wires="b")
        qml.RX(0.3, wires="a")
        qml.CNOT(wires=["a", "b"])
        return qml.expval(Z("a") @ X("b"))

    circuit = from_pennylane(ansatz)
    assert circuit.qubit_names == ("b", "a")
    energy = ANY.Simulator(circuit, Z("a") @ X("b")).expectation([0.7])
    assert energy == pytest.approx(float(ansatz(0.7)), abs=1e-12)
    gaps = from_pennylane(qml.tape.QuantumScript([qml.RY(0.4, 3), qml.RY(0.9, 7)]))
    assert ANY.Simulator(gaps, Z(7)).expectation() == pytest.approx(np.cos(0.9))
    assert ANY.Simulator(gaps, Z(1)).expectation() == pytest.approx(np.cos(0.9))
    with pytest.raises(InvalidObservable, match="acts on wire 'c', and the circuit has b, a"):
        ANY.Simulator(circuit, Z("c"))
    with pytest.raises(InvalidObservable, match="acts on wire 5, and the circuit has 0 to 1"):
        Simulator(Circuit.of(2), Z(5))  # type: ignore[arg-type]  # what is plainly meant


def test_what_is_no_observable_is_refused_by_name() -> None:
    for operator, words in (
        (qml.RX(0.3, wires=0), "RX is not Hermitian"),
        (qml.Hermitian(np.eye(128), wires=range(7)), "Hermitian on 7 wires.*at most 6"),
        (qml.var(Z(0)), "VarianceMP is not an observable"),
        (qml.FermiC(0), "jordan_wigner"),
        (1j * Z(0), "give a real number"),
    ):
        with pytest.raises(InvalidObservable, match=words):
            ANY.Observable(operator)


def test_layers_are_made_for_hamiltonians_of_pennylane() -> None:
    hamiltonian = qml.Hamiltonian([1.0, 0.5], [Z(0) @ Z(1), Z(1)])
    made = ANY.ansatz.qaoa(hamiltonian, 2)
    assert made == ANY.ansatz.qaoa(Observable({"ZZ": 1.0, "ZI": 0.5}), 2)
    assert Document(made).body == made
