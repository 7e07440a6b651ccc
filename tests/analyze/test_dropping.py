"""Circuits without their redundant parameters against Qiskit's matrices."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from qiskit.quantum_info import Operator

from qdesign import ansatz
from qdesign.analyze.dropping import drop_redundant
from qdesign.analyze.rank import parameter_rank
from qdesign.circuit import Circuit
from tests.simulate.oracle import to_qiskit
from tests.strategies import circuits


def distance(
    drawn: Circuit, left: Circuit, values: dict[str, float], after: dict[str, float]
) -> float:
    """Largest entry of the difference of two unitaries, up to a phase."""
    one = np.asarray(Operator(to_qiskit(drawn, values)).data)
    two = np.asarray(Operator(to_qiskit(left, after)).data)
    overlap = np.vdot(one, two)
    return float(np.abs(one * (overlap / abs(overlap)) - two).max())


@pytest.mark.parametrize("k", range(1, 20))
def test_sim_circuits_do_without_their_redundant_parameters(k: int) -> None:
    drawn = ansatz.sim(k, num_qubits=4, layers=1)
    rank = parameter_rank(drawn)
    done = drop_redundant(drawn, rank.redundant)
    assert len(done.circuit.parameters) == rank.num_parameters - len(rank.redundant)
    assert done.verdict.equal
    rng = np.random.default_rng(k)
    values = {name: float(rng.uniform(-3, 3)) for name in drawn.parameters}
    assert distance(drawn, done.circuit, values, done.values_from(values)) < 1e-9


def test_gates_of_sim_circuit_5_that_only_redundant_parameters_turned_are_gone() -> None:
    drawn = ansatz.sim(5, num_qubits=4, layers=1)
    done = drop_redundant(drawn, parameter_rank(drawn).redundant)
    assert (drawn.stats.num_two_qubit, done.circuit.stats.num_two_qubit) == (12, 6)
    assert len(done.circuit.parameters) == 22


def test_parameters_of_a_repeated_block_are_dropped_too() -> None:
    drawn = ansatz.sim(9, num_qubits=3, layers=1)
    doubled = drawn.then(drawn)
    rank = parameter_rank(doubled)
    done = drop_redundant(doubled, rank.redundant)
    assert set(done.circuit.parameters) == set(doubled.parameters) - set(rank.redundant)


@settings(max_examples=25, deadline=None)
@given(circuits(max_qubits=3), st.integers(0, 2**32 - 1))
def test_random_circuits_keep_their_map(drawn: Circuit, seed: int) -> None:
    bare = drawn.without_final_measurements()
    if not bare.is_unitary or not bare.parameters:
        return
    done = drop_redundant(bare, parameter_rank(bare).redundant)
    rng = np.random.default_rng(seed)
    values = {name: float(rng.uniform(-3, 3)) for name in bare.parameters}
    assert distance(bare, done.circuit, values, done.values_from(values)) < 1e-8
