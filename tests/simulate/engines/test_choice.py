"""Which engine is chosen: exact ones by what an energy costs, and Clifford circuits at once."""

from __future__ import annotations

import numpy as np
import pytest

import qdesign as qd
from qdesign.circuit import Circuit
from qdesign.pauli import Observable
from qdesign.simulate.engines.matrix_product import num_nodes, tries_of
from qdesign.simulate.simulator import Simulator
from tests.simulate.engines.test_light_cone import brick


def all_pairs(n: int) -> Observable:
    return Observable.from_sparse(
        n, {((a, "Z"), (b, "Z")): 1.0 for b in range(n) for a in range(b)}
    )


def test_small_cones_are_run_and_wide_ones_go_to_the_chain() -> None:
    few, many = Simulator(brick(40, 2), all_pairs(40)), Simulator(brick(70, 4), all_pairs(70))
    assert (few.engine, many.engine) == ("light_cone", "mps")
    assert many.error_kind == few.error_kind == "exact"
    assert "quicker than 'mps'" in few.why
    assert "quicker than 'light_cone'" in many.why
    values = np.linspace(-0.6, 0.6, 280)
    forced = Simulator(brick(70, 4), all_pairs(70), engine="light_cone")
    assert many.expectation(values) == pytest.approx(forced.expectation(values), abs=1e-9)


def test_a_state_that_fits_is_taken_where_nothing_quicker_is_exact() -> None:
    rng = np.random.default_rng(2)
    mixing = "; ".join(
        f"ry(a{k}) {k}; rzz(b{k}) {k} {j}" for k, j in enumerate(rng.permutation(21)) if j != k
    )
    found = Simulator(Circuit.of(21, "; ".join([mixing] * 3)), Observable({"X" * 21: 1.0}))
    assert found.engine == "statevector"
    assert found.why == "21 qubits fit in memory, and nothing quicker is exact."


def test_clifford_circuits_go_to_the_stabilizer_with_an_observable_or_without() -> None:
    text = "; ".join(f"h {q}; rx(pi/2) {q}; cx {q} {(q + 1) % 24}" for q in range(24))
    for observable in (None, qd.problems.tfim(24).observable):
        found = Simulator(Circuit.of(24, text), observable)
        assert found.engine == "stabilizer"
        assert found.why.startswith("24 qubits: Clifford gates")
    near = Simulator(Circuit.of(24, text + "; rx(0.1) 0"), qd.problems.tfim(24).observable)
    assert near.engine != "stabilizer"


def test_letters_are_counted_as_the_tries_have_them() -> None:
    def count(trie: dict[str, object]) -> int:
        return sum(1 + count(below) for below in trie.values() if isinstance(below, dict))

    rng = np.random.default_rng(1)
    pairs = [{a: "Z", b: "Z"} for b in range(12) for a in range(b)]
    mixed = [{q: "XYZ"[rng.integers(3)] for q in rng.choice(12, 4, False).tolist()} for _ in pairs]
    for strings in (pairs, mixed, [{3: "X"}]):
        tries = tries_of((string, 1.0) for string in strings)
        assert 0.5 < num_nodes(strings) / sum(count(trie) for trie in tries.values()) < 2
