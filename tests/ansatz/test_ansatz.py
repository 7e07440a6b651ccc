"""Every template against the paper, Qiskit, or dense numpy."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import networkx
import numpy as np
import pytest
import scipy.linalg
import scipy.optimize
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from qiskit.quantum_info import Operator, SparsePauliOp

from qdesign import ansatz, problems
from qdesign.angle import Angle
from qdesign.ansatz.drawing import pauli_rotation
from qdesign.circuit import Block, Circuit
from qdesign.errors import InvalidRequest, TooLarge
from qdesign.gates import pauli_matrix
from qdesign.pauli import Observable
from tests import notation
from tests.simulate.oracle import to_qiskit

ROWS = "q0: rx(theta_0) rz(theta_4)", "q1: rx(theta_1) rz(theta_5)"
MORE_ROWS = "q2: rx(theta_2) rz(theta_6)", "q3: rx(theta_3) rz(theta_7)"


def dense(circuit: Circuit, values: dict[str, float] | None = None) -> NDArray[np.complex128]:
    return np.asarray(Operator(to_qiskit(circuit.flat(), values or {})).data)


def test_sim_circuits_are_drawn_as_in_the_papers_figure() -> None:
    rotations = [*ROWS, *MORE_ROWS]

    def with_columns(*columns: str) -> Circuit:
        cells = [column.split() for column in columns]
        lines = [" ".join([row, *(c[q] for c in cells)]) for q, row in enumerate(rotations)]
        return notation.circuit("\n".join(lines))

    assert ansatz.sim(2) == with_columns(". . X ●", ". X ● .", "X ● . .")
    third = with_columns(". . [rz(theta_8)] ●", ". [rz(theta_9)] ● .", "[rz(theta_10)] ● . .")
    assert ansatz.sim(3) == third
    assert ansatz.sim(17) == with_columns(
        "[rx(theta_8)] ● . .", ". . [rx(theta_9)] ●", ". [rx(theta_10)] ● ."
    )
    assert ansatz.sim(19) == with_columns(
        "[rx(theta_8)] . . ●",
        ". . ● [rx(theta_9)]",
        ". ● [rx(theta_10)] .",
        "● [rx(theta_11)] . .",
    )
    assert ansatz.sim(9) == notation.circuit(
        """
        q0: h . . Z rx(theta_0)
        q1: h . Z ● rx(theta_1)
        q2: h Z ● . rx(theta_2)
        q3: h ● . . rx(theta_3)
        """
    )
    assert (
        ansatz.sim(15).plain_operations[12:]
        == notation.circuit(
            """
        q0: . ● X .
        q1: . . ● X
        q2: X . . ●
        q3: ● X . .
        """
        ).plain_operations
    )
    inner = [o.qubits for o in ansatz.sim(11).plain_operations[10:]]
    assert inner == [(1,), (2,), (1,), (2,), (2, 1)]


def test_the_first_column_of_circuit_10_is_not_repeated() -> None:
    gates = [o.gate for o in ansatz.sim(10, layers=2).plain_operations]
    assert gates == ["ry"] * 4 + (["cz"] * 4 + ["ry"] * 4) * 2


@pytest.mark.parametrize("k", range(1, 20))
@pytest.mark.parametrize("num_qubits", [1, 2, 3, 5])
def test_sim_circuits_go_on_to_other_sizes(k: int, num_qubits: int) -> None:
    circuit = ansatz.sim(k, num_qubits=num_qubits, layers=2)
    assert circuit.num_qubits == num_qubits
    assert circuit.is_unitary


@pytest.mark.parametrize("entangler", ["linear", "ring", "full"])
@pytest.mark.parametrize("gate", ["cx", "cz", "rzz", "crx"])
def test_hardware_efficient_has_layers_and_last_rotations(entangler: str, gate: str) -> None:
    circuit = ansatz.hardware_efficient(4, 2, entangler=entangler, gate=gate)
    joined = {"linear": 3, "ring": 4, "full": 6}[entangler] * 2
    assert circuit.stats.num_two_qubit == joined
    assert len(circuit.parameters) == 24 + (joined if gate in ("rzz", "crx") else 0)


def test_a_ring_of_two_qubits_joins_them_once() -> None:
    assert ansatz.hardware_efficient(2, entangler="ring") == ansatz.hardware_efficient(2)
    assert ansatz.sim(10, num_qubits=2).stats.num_two_qubit == 1


@given(
    st.text("IXYZ", min_size=1, max_size=4).filter(lambda label: set(label) != {"I"}),
    st.floats(-7, 7),
)
@settings(max_examples=60)
def test_a_pauli_rotation_is_the_matrix_exponential(label: str, theta: float) -> None:
    circuit = Circuit(len(label), pauli_rotation(label, Angle.parameter("a", 2)))
    expected = scipy.linalg.expm(-1j * theta * pauli_matrix(label))
    assert np.allclose(dense(circuit, {"a": theta}), expected, atol=1e-12)


def weighted_graph() -> networkx.Graph:
    graph = networkx.Graph()
    graph.add_nodes_from("abcd")
    graph.add_weighted_edges_from([("a", "b", 1.0), ("b", "c", 0.5), ("c", "d", -2.0)])
    return graph


def test_qaoa_is_cost_and_mixer_in_a_block() -> None:
    graph = weighted_graph()
    circuit = ansatz.qaoa(graph, 2)
    assert any(isinstance(item, Block) and item.count == 2 for item in circuit.operations)
    assert circuit == ansatz.qaoa(problems.maxcut(graph), 2)
    values = {"gamma_0": 0.3, "beta_0": -0.7, "gamma_1": 1.1, "beta_1": 0.2}
    cost = problems.maxcut(graph).observable.matrix()
    cost -= np.eye(16) * np.trace(cost) / 16
    mixer = sum(SparsePauliOp.from_sparse_list([("X", [q], 1.0)], 4).to_matrix() for q in range(4))
    state = np.full(16, 0.25, dtype=complex)
    for k in range(2):
        state = scipy.linalg.expm(-1j * values[f"gamma_{k}"] * cost) @ state
        state = scipy.linalg.expm(-1j * values[f"beta_{k}"] * mixer) @ state
    assert np.allclose(dense(circuit, values)[:, 0], state, atol=1e-12)


def test_hamiltonian_variational_evolves_under_commuting_parts() -> None:
    problem = problems.heisenberg(3)
    circuit = ansatz.hamiltonian_variational(problem, start="zero")
    values = {name: 0.2 + 0.1 * k for k, name in enumerate(circuit.parameters)}
    terms = dict(problem.observable.terms)
    total = np.eye(8, dtype=complex)
    used: set[str] = set()
    for name, theta in values.items():
        part = greedy(terms, used)
        used.update(part)
        evolution = scipy.linalg.expm(-1j * theta * Observable(part).matrix())
        total = evolution @ total
        assert name.startswith("theta_")
    assert used == set(terms)
    assert np.allclose(dense(circuit, values), total, atol=1e-12)


def greedy(terms: dict[str, float], used: set[str]) -> dict[str, float]:
    chosen: dict[str, float] = {}
    for label, value in terms.items():
        if label in used:
            continue
        a = pauli_matrix(label)
        if all(np.allclose(a @ (b := pauli_matrix(other)), b @ a) for other in chosen):
            chosen[label] = value
    return chosen


def test_uccsd_h2_starts_from_hartree_fock_and_reaches_the_ground_state() -> None:
    circuit, problem = ansatz.uccsd_h2(), problems.h2()
    zero = dict.fromkeys(circuit.parameters, 0.0)
    assert abs(dense(circuit, zero)[1, 0]) == pytest.approx(1)
    matrix = problem.observable.matrix()

    def energy(theta: float) -> float:
        state = dense(circuit, {**zero, "theta_0": theta})[:, 0]
        return float((state.conj() @ matrix @ state).real)

    best = scipy.optimize.minimize_scalar(energy, bracket=(-0.5, 0.5))
    assert best.fun == pytest.approx(problem.exact_energy, abs=1e-9)


loose: Any = ansatz
"""For calls that the type checker would refuse."""


@pytest.mark.parametrize(
    ("make", "error"),
    [
        (lambda: loose.sim(0), InvalidRequest),
        (lambda: loose.sim(20), InvalidRequest),
        (lambda: loose.sim("5"), InvalidRequest),
        (lambda: loose.sim(1, 0), InvalidRequest),
        (lambda: loose.sim(1, 2.5), InvalidRequest),
        (lambda: loose.sim(1, 4, layers=0), InvalidRequest),
        (lambda: loose.sim(5, 10_000), TooLarge),
        (lambda: loose.sim(1, 4, layers=10**9), TooLarge),
        (lambda: loose.hardware_efficient(3, gate="ccx"), InvalidRequest),
        (lambda: loose.hardware_efficient(3, rotations=()), InvalidRequest),
        (lambda: loose.hardware_efficient(3, rotations=("u",)), InvalidRequest),
        (lambda: loose.hardware_efficient(3, entangler="star"), InvalidRequest),
        (lambda: loose.hardware_efficient(10**7), TooLarge),
        (lambda: loose.qaoa(Observable({"XX": 1.0})), InvalidRequest),
        (lambda: loose.qaoa(3), InvalidRequest),
        (lambda: loose.hamiltonian_variational(Observable({"X": 1.0}), start="w"), InvalidRequest),
    ],
)
def test_what_makes_no_ansatz_is_refused_in_words(
    make: Callable[[], object], error: type[Exception]
) -> None:
    with pytest.raises(error) as caught:
        make()
    assert len(str(caught.value)) > 20


def test_a_thousand_spins_have_their_variational_form() -> None:
    made = ansatz.hamiltonian_variational(problems.tfim(1000), 12)
    assert made.parameters[:2] == ("theta_0_0", "theta_1_0")
    layer = made.operations[-1]
    assert isinstance(layer, Block)
    assert len(layer.operations) == 1999
    chain = ansatz.hamiltonian_variational(problems.heisenberg(1000))
    assert len(chain.parameters) == 2, "XX and YY and ZZ of a bond commute, and so do bonds apart"
