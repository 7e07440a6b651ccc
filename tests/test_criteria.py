"""Criteria of equivalence: right on equal and on different pairs, measured or not."""

import numpy as np
import pytest
from qiskit.quantum_info import Operator, Statevector

import qdesign as qd
from qdesign.circuit import Circuit
from qdesign.equivalence import equivalent
from qdesign.errors import InvalidRequest
from qdesign.simulate.branches import branches
from tests.simulate.oracle import random_circuit

HEAD = 'OPENQASM 3.0; include "stdgates.inc"; '


def read(text: str) -> Circuit:
    return qd.qasm.loads(HEAD + text)


def with_phase(circuit: Circuit, phase: float) -> Circuit:
    return qd.Circuit(
        circuit.num_qubits,
        circuit.operations,
        gates=circuit.gates,
        global_phase=circuit.global_phase + qd.Angle.of(phase),
    )


@pytest.mark.parametrize("seed", range(12))
def test_branches_of_a_unitary_circuit_are_its_state(seed: int) -> None:
    rng = np.random.default_rng(seed)
    circuit = random_circuit(int(rng.integers(1, 6)), 20, rng)
    values = {name: float(rng.uniform(-7, 7)) for name in circuit.parameters}
    start = rng.normal(size=2**circuit.num_qubits) + 1j * rng.normal(size=2**circuit.num_qubits)
    ((record, states),) = branches(circuit, values, start).items()
    bound = qd.to_qiskit(circuit.bind(values))
    wanted = Statevector(start).evolve(Operator(bound)).data
    assert record == 0
    assert np.abs(states[0] - wanted).max() < 1e-9


def test_a_global_phase_counts_where_it_is_asked_for() -> None:
    a = Circuit.of(2, "h 0; cx 0 1; rz(a) 1")
    assert equivalent(a, with_phase(a, 0.3)).equal is True
    assert equivalent(a, with_phase(a, 0.3), up_to="exactly").equal is False
    assert equivalent(a, with_phase(a, 0.0), up_to="exactly").equal is True
    assert (
        equivalent(Circuit.of(1, "p(a) 0"), Circuit.of(1, "rz(a) 0"), up_to="exactly").equal
        is False
    )


@pytest.mark.parametrize("seed", range(12))
def test_the_order_of_the_outputs_is_found(seed: int) -> None:
    rng = np.random.default_rng(seed)
    circuit = random_circuit(5, 25, rng)
    order = tuple(int(q) for q in rng.permutation(5))
    at = list(range(5))
    swaps = []
    for qubit, wanted in enumerate(order):
        now = at.index(qubit)
        if now != wanted:
            swaps.append(f"swap {now} {wanted}")
            at[now], at[wanted] = at[wanted], at[now]
    moved = circuit.then(Circuit.of(5, "; ".join(swaps)))
    verdict = equivalent(circuit, moved, up_to="permutation")
    assert verdict.equal is True
    if order != tuple(range(5)):
        assert equivalent(circuit, moved).equal is not True
    again = equivalent(moved, circuit, up_to="permutation")
    assert again.equal is True
    assert again.permutation is not None
    assert verdict.permutation is not None
    assert [again.permutation[q] for q in verdict.permutation] == list(range(5))
    wrong = moved.then(Circuit.of(5, "rx(0.001) 2"))
    assert equivalent(circuit, wrong, up_to="permutation").equal is False


def test_the_order_of_many_outputs_is_found_symbolically() -> None:
    chain = "; ".join(f"h {q}; rz(a{q}) {q}; cx {q} {(q + 1) % 30}" for q in range(30))
    a = Circuit.of(30, chain)
    b = a.then(Circuit.of(30, "swap 0 29; swap 3 4"))
    verdict = equivalent(a, b, up_to="permutation")
    assert (verdict.equal, verdict.is_exact) == (True, True)
    assert verdict.permutation is not None
    assert [q for q, to in enumerate(verdict.permutation) if q != to] == [0, 3, 4, 29]
    assert "0 → 29" in str(verdict)


TELEPORT = (
    "qubit[3] q; bit[2] c; h q[1]; cx q[1], q[2]; cx q[0], q[1]; h q[0]; c[0] = measure q[0]; "
    "c[1] = measure q[1]; if (c[1]) x q[2]; if (c[0]) z q[2];"
)
COHERENT = (
    "qubit[3] q; bit[2] c; h q[1]; cx q[1], q[2]; cx q[0], q[1]; h q[0]; cx q[1], q[2]; "
    "cz q[0], q[2]; c[0] = measure q[0]; c[1] = measure q[1];"
)


def test_measured_circuits_are_compared_branch_by_branch() -> None:
    assert equivalent(read(TELEPORT), read(COHERENT)).equal is True
    wrong = read(COHERENT.replace("cz", "cx"))
    assert equivalent(read(TELEPORT), wrong).equal is False
    assert equivalent(read(TELEPORT), read(TELEPORT.replace("c[0]) z", "c[0]) x"))).equal is False
    # The other order of independent measurements is the same; another bit is not.
    swapped = TELEPORT.replace(
        "c[0] = measure q[0]; c[1] = measure q[1]", "c[1] = measure q[1]; c[0] = measure q[0]"
    )
    assert equivalent(read(TELEPORT), read(swapped)).equal is True
    other = TELEPORT.replace("c[0] = measure q[0]", "c[0] = measure q[2]")
    assert equivalent(read(TELEPORT), read(other)).equal is False


def test_a_reset_is_not_a_flip() -> None:
    a = read("qubit[2] q; reset q[0];")
    b = read("qubit[2] q; bit c; c = measure q[0]; if (c) x q[0]; reset q[0];")
    assert equivalent(a, read("qubit[2] q; x q[0]; reset q[0];")).equal is True
    assert equivalent(a, read("qubit[2] q; reset q[0]; x q[0];")).equal is False
    assert equivalent(a, b).equal is False  # the bit tells
    assert equivalent(a, b, up_to="deferred").equal is False


def test_on_measured_bits_what_is_left_does_not_count() -> None:
    a = read("qubit[2] q; bit c; ry(0.3) q[0]; c = measure q[0];")
    b = read("qubit[2] q; bit c; ry(0.3) q[0]; c = measure q[0]; h q[1]; x q[0];")
    assert equivalent(a, b).equal is False
    assert equivalent(a, b, up_to="measured").equal is True
    c = read("qubit[2] q; bit c; ry(0.31) q[0]; c = measure q[0]; h q[1]; x q[0];")
    assert equivalent(a, c, up_to="measured").equal is False


def test_measurements_may_be_deferred() -> None:
    early = read("qubit[2] q; bit c; h q[0]; c = measure q[0]; reset q[0]; if (c) x q[1];")
    late = read("qubit[2] q; bit c; h q[0]; cx q[0], q[1]; c = measure q[0];")
    assert equivalent(early, late).equal is False
    assert equivalent(early, late, up_to="deferred").equal is True
    other = read("qubit[2] q; bit c; h q[0]; cz q[0], q[1]; c = measure q[0];")
    assert equivalent(early, other, up_to="deferred").equal is False


def test_inputs_and_ancillas_in_zero() -> None:
    a = Circuit.of(3, "cx 0 2; cx 1 2")
    b = Circuit.of(3, "cx 1 2; cx 0 2; cz 2 1; cz 0 1; cx 2 1; cx 2 1; cz 1 2; cz 0 1")
    assert equivalent(a, b).equal is True
    zeroed = Circuit.of(3, "cx 0 2; cx 1 2; h 2; h 2")
    assert equivalent(Circuit.of(3, "cx 0 1"), Circuit.of(3, "x 1; cx 0 1; x 1")).equal is True
    one = Circuit.of(2, "cx 0 1")
    assert equivalent(one, Circuit.of(2, "")).equal is False
    assert equivalent(one, Circuit.of(2, ""), up_to=("input", [0])).equal is True
    assert equivalent(one, Circuit.of(2, ""), up_to=("input", [1])).equal is False
    assert equivalent(a, zeroed, up_to=("input", [2])).equal is True
    # A helper computed and returned.
    direct = Circuit.of(2, "cz 0 1")
    helped = Circuit.of(3, "cx 0 2; cz 2 1; cx 0 2")
    assert equivalent(direct, helped).equal is False
    assert equivalent(direct, helped, up_to="ancillas").equal is True
    assert equivalent(helped, direct, up_to="ancillas").equal is True
    assert equivalent(Circuit.of(3, "cz 0 1"), helped, up_to="ancillas").equal is True
    dirty = Circuit.of(3, "cx 0 2; cz 2 1")
    assert equivalent(direct, dirty, up_to="ancillas").equal is False


@pytest.mark.parametrize(
    ("up_to", "words"),
    [
        ("phases", "no criterion 'phases'"),
        ("input", "'input' goes with"),
        (("phase", [0]), "'input' goes with"),
        (("input", [7]), "between 0 and 1"),
        (("input", "ab"), "as numbers"),
        (3, "no criterion 3"),
        ("measured", "Neither circuit measures"),
    ],
)
def test_what_is_no_criterion_is_refused(up_to: object, words: str) -> None:
    a = Circuit.of(2, "cx 0 1")
    with pytest.raises(InvalidRequest, match=words):
        equivalent(a, a, up_to=up_to)  # pyright: ignore[reportArgumentType] (wrong on purpose)


def test_diagrams_are_compared_up_to_a_phase_alone() -> None:
    a = Circuit.of(2, "cx 0 1")
    with pytest.raises(InvalidRequest, match="compares circuits"):
        equivalent(a, qd.to_diagram(a), up_to="exactly")


def test_too_many_branches_are_unknown() -> None:
    text = "qubit[1] q; bit[12] c; " + "".join(
        f"h q[0]; c[{k}] = measure q[0]; rx(a) q[0];".replace("rx(a)", f"rx(0.{k + 1})")
        for k in range(12)
    )
    other = text.replace("rx(0.12)", "rx(0.13)")
    verdict = equivalent(read(text), read(other))
    assert verdict.equal is None
    assert "branches" in verdict.method


@pytest.mark.parametrize(
    "criterion",
    ["phase", "exactly", "permutation", "measured", ("input", [1]), "ancillas", "deferred"],
)
def test_points_are_looked_for_where_formulas_have_values(criterion: str) -> None:
    start = "input float[64] x; qubit[2] q; bit[2] c; rx(sqrt(x)) q[0]; c[0] = measure q[0]; "
    first = read(start + "if (c[0]) { x q[1]; } rz(sqrt(x)) q[1]; c[1] = measure q[1];")
    second = read(start + "cx q[0], q[1]; rz(sqrt(x)) q[1]; c[1] = measure q[1];")
    assert equivalent(first, second, up_to=criterion).equal is True
    nowhere = "input float[64] x; qubit[2] q; bit[2] c; rx(sqrt(-1 - x**2)) q[0]; "
    verdict = equivalent(read(nowhere), read(nowhere + "rx(0.5) q[1];"), up_to="exactly")
    assert verdict.equal is None
    assert "x**2" in verdict.method
