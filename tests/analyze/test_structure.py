"""Orders of entanglers, saturation of layers, and ansätze that are one."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qdesign import ansatz
from qdesign.analyze.entangler import entangler_order
from qdesign.analyze.layers import SATURATION
from qdesign.analyze.rank import parameter_rank
from qdesign.analyze.structure import (
    equal_ansatze,
    normal_form,
    same_ansatz,
    saturation,
)
from qdesign.angle import Angle
from qdesign.circuit import Circuit, Operation
from qdesign.equivalence import equivalent
from qdesign.errors import Cancelled, InvalidRequest, NotUnitary, TooLarge
from tests.strategies import circuits


def ladder(n: int) -> Circuit:
    return Circuit.of(n, "; ".join(f"cx {k} {k + 1}" for k in range(n - 1)))


def ring(n: int) -> Circuit:
    return ladder(n).then(Circuit.of(n, f"cx {n - 1} 0"))


@pytest.mark.parametrize("n", range(2, 12))
def test_a_ladder_has_the_next_power_of_two_as_its_order(n: int) -> None:
    assert entangler_order(ladder(n)) == 2 ** math.ceil(math.log2(n))
    assert entangler_order(ansatz.sim(2, n)) == 2 ** math.ceil(math.log2(n))


@pytest.mark.parametrize(("n", "order"), [(3, 7), (4, 15), (5, 21), (6, 21), (7, 127), (8, 63)])
def test_a_ring_has_the_known_orders(n: int, order: int) -> None:
    assert entangler_order(ring(n)) == order
    assert entangler_order(ansatz.hardware_efficient(n, entangler="ring")) == order


@given(
    st.lists(
        st.sampled_from(
            ["h 0", "s 1", "cx 0 1", "cz 1 2", "sx 2", "iswap 0 2", "swap 1 2", "ecr 0 1", "y 1"]
        ),
        max_size=8,
    )
)
@settings(max_examples=40)
def test_the_order_is_that_of_the_clifford_up_to_paulis(gates: list[str]) -> None:
    from qiskit.quantum_info import Clifford

    from tests.simulate.oracle import to_qiskit

    circuit = Circuit.of(3, "; ".join(gates))
    tableau = Clifford(to_qiskit(circuit, {})).symplectic_matrix.astype(int)
    power, order = tableau, 1
    while not np.array_equal(power, np.eye(6, dtype=int)):
        power, order = power @ tableau % 2, order + 1
    assert entangler_order(circuit) == order


def test_rotations_are_left_out_of_the_order() -> None:
    assert entangler_order(Circuit.of(3, "rx(a) 0; cx 0 1; t 2; rzz(b) 0 2; cx 1 2")) == 4
    assert entangler_order(Circuit.of(2, "rx(a) 0; z 1; barrier 0")) == 1
    assert entangler_order(Circuit.of(2, "rz(pi/2) 0; rz(-pi/2) 0; p(pi/2) 1")) == 2


def test_saturation_is_where_the_rank_stops_growing() -> None:
    found = saturation(lambda layers: ansatz.sim(15, 3, layers=layers))
    assert found.layer == len(found.ranks) == 8
    # RY and CX are real: the rank stops at the dimension of SO(8).
    assert found.ranks[-1] == 8 * 7 // 2
    assert found.ranks[:3] == tuple(
        parameter_rank(ansatz.sim(15, 3, layers=k)).unitary for k in (1, 2, 3)
    )
    state = saturation(lambda layers: ansatz.sim(15, 3, layers=layers), from_zero=True)
    assert state.ranks[-1] == 7
    assert saturation(lambda layers: ansatz.sim(2, 3, layers=layers), max_layers=3).layer is None


@pytest.mark.parametrize(
    ("circuit", "parameters", "whose"),
    [
        # A last column of RY on two qubits: a layer more is two, a repetition four.
        (ansatz.template("real_amplitudes", num_qubits=2), (4, 6, 8), "those of RY layers"),
        (Circuit.of(2, "ry(a) 0; ry(b) 1; cx 0 1; ry(c) 0"), (3, 6), "the circuit repeated with"),
    ],
)
def test_layers_that_count_are_those_of_the_template_where_it_is_one(
    circuit: Circuit, parameters: tuple[int, ...], whose: str
) -> None:
    figure = SATURATION.run(circuit)
    assert figure.columns["parameters"] == parameters[: len(figure.columns["layers"])]
    assert str(figure.convention["layers"]).startswith(whose)
    assert whose in figure.says


def test_sim_3_and_16_are_one_and_no_others() -> None:
    every = {f"{k}": ansatz.sim(k) for k in range(1, 20)}
    assert equal_ansatze(every) == (("3", "16"),)
    found = same_ansatz(every["3"], every["16"])
    assert found is not None
    assert found.verdict.equal is True
    renamed = every["3"].substitute({n: Angle.parameter(m) for n, m in found.parameters.items()})
    assert equivalent(renamed, every["16"]).equal


@given(st.integers(0, 10_000))
@settings(max_examples=15)
def test_gates_that_trade_places_leave_the_same_ansatz(seed: int) -> None:
    rng = np.random.default_rng(seed)
    kinds = ["rz {}", "rx {}", "cx {} {}", "rzz {} {}", "cz {} {}", "h {}", "crz {} {}"]
    operations: list[Operation] = []
    for k in range(12):
        name, *wires = str(rng.choice(kinds)).split()
        qubits = tuple(int(q) for q in rng.permutation(3)[: len(wires)])
        angles = (Angle.parameter(f"a{k}"),) * (name in ("rz", "rx", "rzz", "crz"))
        operations.append(Operation(name, qubits, angles))
    moved = operations.copy()
    for at in rng.integers(0, 11, 25):
        pair = Circuit(3, tuple(moved[at : at + 2]))
        swapped = Circuit(3, tuple(reversed(moved[at : at + 2])))
        if equivalent(pair, swapped).equal:
            moved[at : at + 2] = reversed(moved[at : at + 2])
    names = {f"a{k}": Angle.parameter(f"b{k}") for k in range(12)}
    other = Circuit(3, tuple(moved)).substitute(names)
    assert same_ansatz(Circuit(3, tuple(operations)), other) is not None


@given(circuits(max_qubits=3))
@settings(max_examples=40)
def test_the_normal_form_is_the_same_circuit(circuit: Circuit) -> None:
    form = Circuit(circuit.num_qubits, normal_form(circuit))
    assert equivalent(form, circuit).equal
    assert normal_form(form) == form.plain_operations
    assert same_ansatz(circuit, circuit) is not None


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("rz(a) 0; cx 0 1", "cx 0 1; rz(b) 0", True),
        ("rx(a) 0; cx 0 1", "cx 0 1; rx(a) 0", False),
        ("rx(a) 0; rx(b) 1", "rx(b) 1; rx(c) 0", True),
        ("rx(a) 0; rx(a) 1", "rx(a) 0; rx(b) 1", False),
        ("rx(a) 0; rx(b) 1", "rx(a) 0; rx(a) 1", False),
        ("rzz(a) 0 1; rx(2*b) 0; rx(c) 1", "rzz(c) 0 1; rx(x) 1; rx(2*y) 0", True),
        ("rx(2*b) 0", "rx(b) 0", False),
        ("x 0; rx(a) 0", "rx(a) 0; x 0", True),
        ("cz 0 1; t 0", "t 0; cz 0 1", True),
        ("h 0", "x 0", False),
        ("rx(a + b) 0; ry(b) 0", "rx(c + d) 0; ry(d) 0", True),
    ],
)
def test_small_ansatze_are_told_apart(a: str, b: str, same: bool) -> None:
    assert (same_ansatz(Circuit.of(2, a), Circuit.of(2, b)) is not None) is same


def test_ansatze_of_other_sizes_or_kinds_are_not_the_same() -> None:
    assert same_ansatz(ansatz.sim(1, 2), ansatz.sim(1, 3)) is None
    measured = Circuit(1, (Operation("measure", (0,), clbits=(0,)),), num_clbits=1)
    assert same_ansatz(measured, measured) is None
    assert normal_form(Circuit(2)) == ()


def test_what_has_no_structure_is_refused_in_words() -> None:
    with pytest.raises(TooLarge, match="above 300,000"):
        entangler_order(ring(20))
    with pytest.raises(Cancelled, match="order"):
        entangler_order(ring(20), cancel=lambda: True)
    with pytest.raises(TooLarge, match="at most 6"):
        saturation(lambda layers: ansatz.sim(1, 7, layers=layers))
    with pytest.raises(InvalidRequest, match="max_layers"):
        saturation(lambda layers: ansatz.sim(1, 2, layers=layers), max_layers=0)
    with pytest.raises(NotUnitary):
        entangler_order(Circuit(1, (Operation("reset", (0,)),)))
