"""Diagonal circuits against the state vector, and where they are wider than any."""

from __future__ import annotations

import math

import numpy as np
import pytest

import qdesign as qd
from qdesign.angle import Angle
from qdesign.circuit import Circuit, Operation
from qdesign.errors import InvalidRequest
from qdesign.pauli import Observable
from qdesign.simulate.engines import engine_row
from qdesign.simulate.simulator import Simulator
from tests.simulate.engines.test_light_cone import random_observable

CLIFFORD = ("h", "s", "sdg", "sx", "cx", "cz", "swap", "x", "y")


def iqp(size: int, pairs: list[tuple[int, int]], rng: np.random.Generator) -> Circuit:
    """H, diagonal gates with shared and fixed angles, and Clifford gates behind."""
    names = [f"a{k}" for k in range(7)]
    gates = [Operation("h", (q,)) for q in range(size)]
    for k, pair in enumerate(pairs):
        angle = Angle.parse(f"{1 + k % 2}*{names[k % 7]} + 0.3")
        gates.append(Operation("rzz", pair, (angle,)))
        gates.append(Operation("cp", pair, (Angle.parse(f"-{names[(k + 3) % 7]}"),)))
        gates += [Operation("t", pair[:1]), Operation("cz", pair)]
        gates.append(Operation("rz", pair[1:], (Angle.parse("a1*a2"),)))
    for name in rng.choice(CLIFFORD, 2 * size):
        wires = rng.permutation(size)[: 2 if name in ("cx", "cz", "swap") else 1]
        gates.append(Operation(str(name), tuple(wires.tolist())))
    return Circuit(size, tuple(gates))


@pytest.mark.parametrize("seed", range(4))
def test_any_diagonal_circuit_gives_what_the_state_vector_gives(seed: int) -> None:
    rng = np.random.default_rng(seed)
    pairs = [tuple(rng.choice(8, 2, replace=False).tolist()) for _ in range(14)]
    circuit, observable = iqp(8, pairs, rng), random_observable(8, 25, rng)
    values = rng.uniform(-3, 3, len(circuit.parameters))
    exact = Simulator(circuit, observable)
    energy, slopes = exact.gradient(values)
    found = Simulator(circuit, observable, engine="diagonal")
    assert (found.error_kind, found.error(values)) == ("exact", 0.0)
    assert found.expectation(values) == pytest.approx(energy, abs=1e-12)
    assert found.gradient(values)[1] == pytest.approx(slopes, abs=1e-11)
    assert not found.gradient_errors(values).any()
    assert found.bloch_vectors(values) == pytest.approx(exact.bloch_vectors(values), abs=1e-12)
    table = found.marginal([5, 0, 3], values)
    assert table == pytest.approx(exact.marginal([5, 0, 3], values), abs=1e-12)


def test_two_hundred_qubits_with_all_pairs_are_a_product_of_cosines() -> None:
    """⟨X_0⟩ of a graph of weights: cos of each of its edges; all cones are 200 qubits wide."""
    size = 200
    pairs = [(a, b) for b in range(size) for a in range(b) if (a + b) % 3 == 0]
    gates = [Operation("h", (q,)) for q in range(size)]
    gates += [Operation("rzz", pair, (Angle.parameter(f"a{sum(pair) % 5}"),)) for pair in pairs]
    circuit = Circuit(size, tuple(gates))
    observable = Observable({"I" * (size - 1) + "X": 2.0, "Z" + "I" * (size - 1): 1.0})
    found = Simulator(circuit, observable)
    values = np.linspace(0.02, 0.1, 5)
    assert (found.engine, found.error_kind) == ("diagonal", "exact")
    assert "diagonal rotations" in found.says
    assert found.why.startswith("200 qubits: rotations that are diagonal in one basis")
    angles = dict(zip(found.parameters, values, strict=True))
    wanted = 2 * math.prod(math.cos(angles[f"a{sum(p) % 5}"]) for p in pairs if 0 in p)
    assert found.expectation(values) == pytest.approx(wanted, abs=1e-12)
    seen = qd.analyze.simulability(circuit, observable)
    assert (seen.verdict, seen.engine) == ("easy", "diagonal")


def test_what_is_not_diagonal_is_refused_and_gates_that_no_term_sees_are_not_counted() -> None:
    row = engine_row("diagonal")
    mixed = Circuit.of(2, "rx(a) 0; rzz(b) 0 1; rx(c) 1")
    with pytest.raises(InvalidRequest, match="cannot run this: Rotations are not diagonal in one"):
        Simulator(mixed, Observable({"ZZ": 1.0}), engine="diagonal")
    with pytest.raises(InvalidRequest, match="have the mean of an observable here"):
        Simulator(mixed, engine="diagonal")
    unseen = Circuit.of(2, "rx(a) 0; rx(c) 1; ry(b) 0")
    assert row.refuses(unseen, Observable({"ZI": 1.0})) is None
    assert row.refuses(unseen, Observable({"IZ": 1.0})) is not None
    rng = np.random.default_rng(0)
    dense = [Operation("rzz", tuple(rng.permutation(60)[:2].tolist()), (Angle.parse("a"),))
             for _ in range(900)]  # fmt: skip
    many = Circuit(60, (*(Operation("h", (q,)) for q in range(60)), *dense))
    refusal = row.refuses(many, Observable({"X" * 30 + "I" * 30: 1.0}))
    assert refusal == "A term needs sums over more than 20 bits at once."
