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
from qdesign.analyze.standing import standings
from qdesign.circuit import Circuit
from qdesign.pauli import Observable
from qdesign.reduction.simplify import simplify
from qdesign.zx import to_diagram
from tests.simulate.oracle import to_qiskit
from tests.strategies import circuits
from tests.zx.oracle import linear_map, same_map


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
    assert len(done.body.parameters) == rank.num_parameters - len(rank.redundant)
    assert done.verdict.equal
    rng = np.random.default_rng(k)
    values = {name: float(rng.uniform(-3, 3)) for name in drawn.parameters}
    assert distance(drawn, done.body, values, done.values_from(values)) < 1e-9


def test_gates_of_sim_circuit_5_that_only_redundant_parameters_turned_are_gone() -> None:
    drawn = ansatz.sim(5, num_qubits=4, layers=1)
    done = drop_redundant(drawn, parameter_rank(drawn).redundant)
    assert (drawn.stats.num_two_qubit, done.body.stats.num_two_qubit) == (12, 6)
    assert len(done.body.parameters) == 22


def test_parameters_of_a_repeated_block_are_dropped_too() -> None:
    drawn = ansatz.sim(9, num_qubits=3, layers=1)
    doubled = drawn.then(drawn)
    rank = parameter_rank(doubled)
    done = drop_redundant(doubled, rank.redundant)
    assert set(done.body.parameters) == set(doubled.parameters) - set(rank.redundant)


@settings(max_examples=25, deadline=None)
@given(circuits(max_qubits=3), st.integers(0, 2**32 - 1))
def test_random_circuits_keep_their_map(drawn: Circuit, seed: int) -> None:
    bare = drawn.without_final_measurements()
    if not bare.is_unitary or not bare.parameters:
        return
    done = drop_redundant(bare, parameter_rank(bare).redundant)
    rng = np.random.default_rng(seed)
    values = {name: float(rng.uniform(-3, 3)) for name in bare.parameters}
    assert distance(bare, done.body, values, done.values_from(values)) < 1e-8


@pytest.mark.parametrize("strategy", [None, "full"])
def test_diagrams_do_without_their_redundant_parameters(strategy: str | None) -> None:
    drawn = to_diagram(ansatz.sim(5, num_qubits=3, layers=1))
    if strategy:
        drawn = simplify(drawn, strategy).body
    rank = parameter_rank(drawn)
    done = drop_redundant(drawn, rank.redundant)
    assert rank.redundant
    assert set(done.body.parameters) == set(drawn.parameters) - set(rank.redundant)
    assert (done.body.num_spiders < drawn.num_spiders) is (strategy is None)
    values = {name: 0.3 + k for k, name in enumerate(drawn.parameters)}
    there = linear_map(drawn, values)
    assert same_map(there, linear_map(done.body, done.values_from(values)))
    assert same_map(there, linear_map(done.equal, values))


def test_each_parameter_stands_as_it_does() -> None:
    drawn = Circuit.of(2, "rz(a) 0; rz(b) 0; ry(c) 0; rx(d) 1; rz(e) 1; rz(-e) 1")
    found = {each.name: each for each in standings(drawn, Observable({"IZ": 1.0}))}
    kinds = {name: each.kind for name, each in found.items()}
    assert kinds == {"a": "dead", "b": "fusible", "c": "free", "d": "dead", "e": "redundant"}
    assert str(found["b"].substitution["a"]) == "a + b"
    assert found["a"].found.startswith("slope 0 at 4 random points (")
    assert [each.kind for each in standings(drawn)].count("dead") == 0
    seen = {each.name: each.kind for each in standings(to_diagram(drawn), Observable({"IZ": 1.0}))}
    assert seen == {name: kind for name, kind in kinds.items() if name in seen}
    five = standings(ansatz.sim(5, num_qubits=4))
    assert [each.kind for each in five].count("redundant") == 6
    assert all(each.drops for each in five if each.kind == "redundant")
