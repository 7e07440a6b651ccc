"""What an observable can see is proven, and numbers agree."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import product

import numpy as np
import pytest

from qdesign.analyze import gradient_variance, parameter_rank, simulability, standings
from qdesign.analyze.cones import BY_START, cone
from qdesign.analyze.light_cone import light_cone
from qdesign.circuit import Circuit
from qdesign.errors import Cancelled, InvalidObservable, NotUnitary
from qdesign.gates import embedded, matrix, pauli_matrix
from qdesign.pauli import Observable


def _random_circuit(rng: random.Random, num_qubits: int = 0) -> Circuit:
    num_qubits, text = num_qubits or rng.randint(2, 5), list[str]()
    for k in range(rng.randint(4, 24)):
        a, b = rng.sample(range(num_qubits), 2)
        one, two = rng.choice(("rx", "ry", "rz", "p")), rng.choice(("rzz", "rxx", "crx", "cp"))
        fixed = rng.choice((f"cx {a} {b}", f"iswap {a} {b}", f"h {a}", f"sx {a}", f"t {a}"))
        turned = f"{one}(pi/{rng.choice((1, 2, 4))}) {a}"
        text.append(rng.choice((f"{one}(p{k}) {a}", f"{two}(p{k}) {a} {b}", fixed, fixed, turned)))
    return Circuit.of(num_qubits, "; ".join(text))


def test_no_slope_by_a_dead_parameter_is_other_than_zero() -> None:
    rng = random.Random(5)
    dead = 0
    for _ in range(60):
        circuit = _random_circuit(rng)
        label = "".join(rng.choice("IIXYZ") for _ in range(circuit.num_qubits))
        seen = light_cone(circuit, Observable({label: 1.0}), points=3)
        slopes = dict(zip(seen.parameters, seen.columns.get("largest slope", ()), strict=False))
        assert all(abs(float(slopes.get(name) or 0)) < 1e-9 for name in seen.dead)
        dead += len(seen.dead)
    assert dead > 100


def test_only_what_was_seen_to_move_counts_as_moving() -> None:
    """Against energies by matrices: a parameter that moves none of them is not said to."""
    rng = random.Random(11)
    open_ones = 0
    for _ in range(60):
        circuit = _random_circuit(rng, num_qubits=3)
        label = "".join(rng.choice("IXYZ") for _ in range(3))
        seen = light_cone(circuit, Observable({label: 1.0}), points=4)
        moves = set[str]()
        for _ in range(4):
            values = {name: rng.uniform(-3, 3) for name in circuit.parameters}
            still = _energy(circuit, values, label)
            for name in circuit.parameters:
                other = {**values, name: rng.uniform(-3, 3)}
                if abs(_energy(circuit, other, label) - still) > 1e-9:
                    moves.add(name)
        assert set(seen.moving) == moves
        assert {*seen.moving, *seen.dead, *seen.suspected} == set(circuit.parameters)
        if seen.suspected:
            open_ones += 1
            many = len(seen.moving)
            assert seen.value is None
            assert seen.interval == (many, many + len(seen.suspected))
            assert "no proof is known" in seen.says
            assert "Every parameter" not in seen.says
        else:
            assert seen.value == len(moves)
    assert open_ones


def _energy(circuit: Circuit, values: dict[str, float], label: str) -> float:
    state = np.eye(1, 1 << circuit.num_qubits, dtype=complex)[0]
    for operation in circuit.plain_operations:
        gate = matrix(operation.gate, [angle.at(values) for angle in operation.angles])
        state = embedded(gate, operation.qubits, circuit.num_qubits) @ state
    return float((state.conj() @ pauli_matrix(label) @ state).real)


@pytest.mark.parametrize(
    ("text", "label", "dead"),
    [
        ("ry(a) 0; ry(b) 1; rzz(c) 0 1; rz(d) 0", "ZZ", ["c", "d"]),  # diagonal at the end
        ("rz(a) 0; h 1; rx(b) 1; ry(c) 1; cx 1 0", "IZ", ["a", "b"]),  # of the first state
        ("ry(a) 0; ry(b) 1", "IZ", ["b"]),  # support
        ("h 0; cx 0 1; rzz(a) 0 1; rx(b) 0", "ZI", ["a", "b"]),  # a Bell state, entangled
        ("ry(a) 0; rx(b) 0; rz(a) 0", "Z", []),  # an occurrence that counts is enough
        ("crz(a) 0 1; ry(a*b) 1", "ZI", []),  # through a formula
        ("ry(a) 0; ry(b) 1; h 1", "YX", ["a", "b"]),  # Y has no mean
        ("rz(a) 0; ry(b) 0; cx 0 1; ry(c) 1; rz(a) 0", "IX", ["a", "b", "c"]),  # parity
    ],
)
def test_what_is_dead_is_told(text: str, label: str, dead: list[str]) -> None:
    circuit = Circuit.of(len(label), text)
    seen = light_cone(circuit, Observable({label: 1.0}))
    proven = {*seen.dead, *seen.suspected}
    assert set(dead) <= proven
    assert set(seen.dead) <= set(dead)


def test_a_thousand_qubits_are_followed_term_by_term() -> None:
    rows = [f"ry(a{layer}_{q}) {q}" for layer in range(4) for q in range(1000)]
    text: list[str] = []
    for layer in range(4):
        text += rows[1000 * layer : 1000 * (layer + 1)]
        text += [f"cz {q} {q + 1}" for q in range(layer % 2, 999, 2)]
    seen = light_cone(
        Circuit.of(1000, "; ".join(text)),
        Observable.from_sparse(1000, {((q, "Z"), (q + 1, "Z")): 1.0 for q in range(0, 999, 2)}),
    )
    assert max(seen.qubits) <= 10
    assert len(seen.qubits) == 500
    assert (seen.value, seen.points) == (len(seen.moving), 3)  # slopes in the cones
    assert len(seen.moving) + len(seen.dead) == 4000


def test_points_are_fewer_where_each_takes_long() -> None:
    """A million terms took 200 points, and minutes."""
    rng = np.random.default_rng(2)
    letters = np.array(list("IXYZ"))[rng.integers(0, 4, (20_000, 12))]
    many = Observable(dict.fromkeys(map("".join, letters), 1.0))
    circuit = Circuit.of(12, "; ".join(f"ry(a{q}) {q}; cx {q} {(q + 1) % 12}" for q in range(12)))
    seen = light_cone(circuit, many)
    assert (seen.value, seen.points) == (12, 1)
    assert light_cone(circuit, Observable({"Z" * 12: 1.0})).points == 200


def test_cones_that_take_long_together_are_not_looked_at() -> None:
    layers = "; ".join(f"rx(p{k}) {k % 14}; cz {k % 10} {(k + 1) % 10}" for k in range(3000))
    labels = ["IIII" + "".join(each) + "ZZZZ" for each in product("XYZ", repeat=6)]
    seen = light_cone(Circuit.of(14, layers), Observable(dict.fromkeys(labels, 1.0)))
    assert (seen.value, seen.points) == (None, 0)
    assert "no slope was looked at" in seen.says
    few = Observable({labels[0]: 1.0})
    assert light_cone(Circuit.of(14, layers), few).points == 3


def test_a_term_needs_the_qubits_that_it_can_come_to() -> None:
    """Against the operator itself, carried back by matrices at random values."""
    rng = random.Random(3)
    labels = ["".join(each) for each in product("IXYZ", repeat=3)]
    tight = 0
    for _ in range(40):
        circuit = _random_circuit(rng, num_qubits=3)
        label = rng.choice(labels[1:])
        found = cone(circuit, Observable({label: 1.0}))
        if BY_START in found.why:  # the mean stays the same, and the operator does not
            continue
        values = {name: rng.uniform(-3, 3) for name in circuit.parameters}
        operator = pauli_matrix(label)
        for operation in reversed(circuit.plain_operations):
            gate = matrix(operation.gate, [angle.at(values) for angle in operation.angles])
            whole = embedded(gate, operation.qubits, 3)
            operator = whole.conj().T @ operator @ whole
        seen = [each for each in labels if abs(np.trace(pauli_matrix(each) @ operator)) > 1e-9]
        support = {q for each in seen for q, letter in enumerate(each) if letter != "I"}
        assert len(support) <= found.qubits[0]
        tight += len(support) == found.qubits[0]
    assert tight > 10


def test_gates_that_commute_widen_no_term() -> None:
    """A ladder of RZZ is one layer, whatever its order."""
    layer = "; ".join(
        [f"rzz(a) {q} {q + 1}" for q in range(99)] + [f"rx(b) {q}" for q in range(100)]
    )
    fields = Observable.from_sparse(100, {((q, "X"),): 1.0 for q in range(100)})
    assert (
        max(light_cone(Circuit.of(100, "; ".join([layer] * 3)), fields).qubits) == 5
    )  # the first RZZ meet |0…0⟩


def test_a_drawing_knows_its_gates_inside_and_outside() -> None:
    drawn = Circuit.of(2, "ry(a) 0; ry(b) 1; rz(c) 0").placed()
    seen = light_cone(drawn, Observable({"IZ": 1.0}))
    a, b, c = (o.id for o in drawn.plain_operations)
    assert seen.gates == {"inside": (a,), "outside": (b, c)}


def test_bad_input_is_told_in_words() -> None:
    measured = Circuit.of(1, "reset 0; rx(a) 0")
    with pytest.raises(NotUnitary, match="before its end"):
        light_cone(measured, Observable({"Z": 1.0}))
    with pytest.raises(InvalidObservable, match="2 qubits"):
        light_cone(Circuit.of(1, "rx(a) 0"), Observable({"ZZ": 1.0}))
    stop: Callable[[], bool] = lambda: True  # noqa: E731
    with pytest.raises(Cancelled):
        light_cone(Circuit.of(1, "rx(a) 0"), Observable({"Z": 1.0}), cancel=stop)
    assert light_cone(Circuit(1), Observable({"Z": 1.0})).value == 0


def test_idle_qubits_change_no_figure_that_is_about_the_energy() -> None:
    text = "ry(a) 0; ry(b) 1; ry(c) 2; ccx 0 1 2; rx(d) 2; cx 2 0"
    here, there = Circuit.of(3, text), Circuit.of(7, text)
    near = Observable({"ZZZ": 1.0, "IXI": 0.5})
    far = Observable({"IIIIZZZ": 1.0, "IIIIIXI": 0.5})
    for energy in (light_cone, gradient_variance, simulability):
        assert energy(here, near).value == energy(there, far).value
    assert parameter_rank(here) == parameter_rank(there)


def test_small_weights_kill_no_parameter() -> None:
    circuit, tiny = Circuit.of(2, "ry(a) 0; ry(b) 1; cx 0 1; ry(d) 0"), Observable({"ZZ": 1e-12})
    assert light_cone(circuit, tiny).value == light_cone(circuit, Observable({"ZZ": 1.0})).value
    assert [each.kind for each in standings(circuit, tiny)] == [
        each.kind for each in standings(circuit, Observable({"ZZ": 1.0}))
    ]
    with pytest.raises(InvalidObservable, match="one letter a qubit"):
        standings(circuit, Observable({"ZZZ": 1.0}))
