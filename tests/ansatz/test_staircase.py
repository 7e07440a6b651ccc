"""States become ansätze that prepare them, and unitaries of two qubits their angles."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

import qdesign as qd
from qdesign.ansatz.staircase import from_mps
from qdesign.ansatz.two_qubit import angles_of, canonical
from qdesign.errors import QdesignError
from qdesign.gates import matrix

Complex = NDArray[np.complex128]


def _random_mps(num_qubits: int, bond: int, rng: np.random.Generator) -> list[Complex]:
    sizes = [min(bond, 1 << k, 1 << num_qubits - k) for k in range(num_qubits + 1)]
    shapes = [(sizes[k], 2, sizes[k + 1]) for k in range(num_qubits)]
    return [rng.normal(size=shape) + 1j * rng.normal(size=shape) for shape in shapes]


def _dense(tensors: list[Complex]) -> Complex:
    made = tensors[0]
    for tensor in tensors[1:]:
        made = np.tensordot(made, tensor, axes=1)
    # One axis a qubit, qubit 0 first: Qiskit's order has it last.
    psi: Complex = made.reshape((2,) * len(tensors)).transpose().ravel()
    return psi / np.linalg.norm(psi)


@pytest.mark.parametrize("bond", [1, 2, 4])
def test_an_mps_on_ten_qubits_becomes_an_ansatz_that_prepares_it(bond: int) -> None:
    tensors = _random_mps(10, bond, np.random.default_rng(bond))
    made = from_mps(tensors, fidelity=0.99)
    psi = qd.Simulator(made.circuit).statevector(made.values)
    assert abs(np.vdot(_dense(tensors), psi)) ** 2 == pytest.approx(made.fidelity, abs=1e-9)
    assert made.fidelity >= 0.99
    assert set(made.values) == set(made.circuit.parameters)


def test_one_qubit_is_two_turns() -> None:
    for state in ([1, 0], [0, 1], [1, 1], [3, -4j]):
        made = from_mps(state)
        psi = qd.Simulator(made.circuit).statevector(made.values)
        unit = np.array(state) / np.linalg.norm(state)
        assert abs(np.vdot(unit, psi)) ** 2 == pytest.approx(1, abs=1e-12)
        assert made.fidelity == 1


def test_a_ground_state_is_where_a_tuning_begins() -> None:
    from qiskit.quantum_info import SparsePauliOp
    from scipy.sparse.linalg import eigsh

    problem = qd.problems.get("tfim", num_qubits=10)
    dense = SparsePauliOp.from_list(list(problem.observable.terms)).to_matrix(sparse=True)
    vectors = eigsh(dense, k=1, which="SA", v0=np.ones(1024))[1]
    made = from_mps(vectors[:, 0], fidelity=0.999)
    assert made.fidelity >= 0.999
    assert made.layers <= 3
    energy = qd.Simulator(made.circuit, problem.observable).expectation(made.values)
    assert problem.exact_energy is not None
    assert energy - problem.exact_energy < 0.02


def test_unitaries_of_two_qubits_are_turns() -> None:
    rng = np.random.default_rng(3)
    given = [matrix("cx", ()), matrix("swap", ()), np.eye(4), matrix("iswap", ())]
    given += [np.linalg.qr(rng.normal(size=(4, 4)) + 1j * rng.normal(size=(4, 4)))[0]
              for _ in range(50)]  # fmt: skip
    for unitary in given:
        before, (x, y, z), after = canonical(unitary)
        pairs = matrix("rzz", (z,)) @ matrix("ryy", (y,)) @ matrix("rxx", (x,))
        again = np.kron(after[1], after[0]) @ pairs @ np.kron(before[1], before[0])
        assert abs(np.vdot(again, unitary)) == pytest.approx(4, abs=1e-9)
        turned = matrix("u", angles_of(before[0]))
        assert abs(np.vdot(turned, before[0])) == pytest.approx(2, abs=1e-9)


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ([1, 0, 0], "amplitudes"),
        ([0, 0], "zero"),
        ([float("nan"), 1], "finite"),
        ("up", "no state"),
        ([np.ones((1, 2, 2)), np.ones((3, 2, 1))], "qubit 1"),
        ([np.ones((1, 2, 2)), np.ones((2, 2, 2))], "right bond"),
        (np.ones(1 << 17), "16 qubits"),
    ],
)
def test_what_is_no_state_is_refused_in_words(state: object, words: str) -> None:
    with pytest.raises(QdesignError, match=words):
        from_mps(state)
