"""States and unitaries to prepare: the energy is one minus the fidelity."""

from __future__ import annotations

import numpy as np
import pytest
from qiskit.circuit.library import QFTGate
from qiskit.quantum_info import Operator, random_statevector, random_unitary

import qdesign as qd
from qdesign import problems
from qdesign.errors import InvalidRequest, QdesignError, TooLarge


def test_the_observable_of_a_state_is_one_minus_its_projector() -> None:
    psi = random_statevector(8, seed=3).data
    wanted = np.eye(8) - np.outer(psi, psi.conj())
    assert np.allclose(problems.state(2j * psi).observable.matrix(), wanted)
    assert problems.state(psi).exact_energy == 0


@pytest.mark.parametrize("name", ["ghz", "w_state", "dicke", "qft"])
@pytest.mark.parametrize("num_qubits", [2, 4, 6])
def test_the_suggested_ansatz_prepares_it(name: str, num_qubits: int) -> None:
    options = {"ones": num_qubits // 2} if name == "dicke" else {}
    problem = problems.get(name, num_qubits=num_qubits, **options)
    circuit = problem.ansatz
    best = min(qd.optimize(circuit, problem.observable, seed=seed).energy for seed in range(3))
    assert -1e-9 < best < 1e-6


def test_the_fourier_transform_is_qiskits() -> None:
    matrix = Operator(QFTGate(3)).data
    ours = problems.get("qft", num_qubits=6).observable.as_dict()
    assert problems.unitary(matrix).observable.as_dict() == pytest.approx(ours, abs=1e-9)


def test_the_energy_of_a_unitary_is_one_minus_its_fidelity() -> None:
    wanted, other = (np.asarray(random_unitary(4, seed=seed).data, complex) for seed in (1, 2))
    choi = (other.T.reshape(-1) / 2).astype(complex)
    fidelity = abs(np.trace(wanted.conj().T @ other)) ** 2 / 16
    assert problems.unitary(wanted).observable.expectation(choi) == pytest.approx(1 - fidelity)


@pytest.mark.parametrize(
    ("make", "given", "words"),
    [
        (problems.state, [1, 2, 3], "2, 4, 8, … amplitudes"),
        (problems.state, [0, 0], "All amplitudes"),
        (problems.state, [1, float("nan")], "not finite"),
        (problems.state, "up", "'up' is not known"),
        (problems.state, np.ones(512), "at most 8 qubits"),
        (problems.unitary, [[1, 1], [0, 1]], "not unitary"),
        (problems.unitary, [1, 0], "square matrix"),
        (problems.unitary, np.eye(32), "at most 4 qubits"),
    ],
)
def test_what_is_no_state_and_no_unitary_is_refused_in_words(
    make: object, given: object, words: str
) -> None:
    with pytest.raises(QdesignError, match=words) as caught:
        make(given)  # type: ignore[operator]
    assert isinstance(caught.value, (InvalidRequest, TooLarge))
