"""Verdicts: right on equal and on different pairs, and honest about how they were found."""

from dataclasses import replace

import numpy as np
import pytest

from qdesign.angle import Angle
from qdesign.circuit import Circuit, Condition, Operation
from qdesign.equivalence import equivalent
from qdesign.zx.extraction import extract
from qdesign.zx.translate import to_diagram
from tests.notation import diagram
from tests.simulate.oracle import random_circuit


def measured(circuit: Circuit, *pairs: tuple[int, int]) -> Circuit:
    ends = tuple(Operation("measure", (q,), clbits=(b,)) for q, b in pairs)
    return replace(circuit, operations=circuit.operations + ends, num_clbits=4)


@pytest.mark.parametrize("seed", range(15))
def test_a_circuit_equals_what_is_extracted_from_it(seed: int) -> None:
    rng = np.random.default_rng(seed)
    circuit = random_circuit(int(rng.integers(1, 5)), 12, rng)
    verdict = equivalent(circuit, extract(to_diagram(circuit)))
    assert verdict.equal is True
    assert verdict.points >= 1
    assert verdict.max_error is not None
    assert verdict.max_error < 1e-9


@pytest.mark.parametrize("seed", range(30))
def test_an_angle_off_by_a_thousandth_is_seen(seed: int) -> None:
    rng = np.random.default_rng(seed)
    circuit = random_circuit(int(rng.integers(1, 6)), 15, rng)
    operations = list(circuit.plain_operations)
    places = [
        k for k, o in enumerate(operations) if o.gate in ("rx", "ry", "rz", "p", "rzz", "crx")
    ]
    if not places:
        return
    place = places[rng.integers(len(places))]
    changed = replace(operations[place], angles=(operations[place].angles[0] + Angle.of(1e-3),))
    if len(changed.wires) == circuit.num_qubits == 1 and changed.gate == "p":
        assert circuit.num_qubits == 1
    operations[place] = changed
    verdict = equivalent(circuit, circuit.with_operations(operations))
    assert verdict.equal is False
    assert verdict.max_error is not None
    assert verdict.max_error > 1e-5


def test_a_moved_cx_is_seen() -> None:
    a = Circuit.of(4, "h 0; cx 0 1; ry(a) 1; cx 1 2; rz(b) 2; cx 2 3")
    b = Circuit.of(4, "h 0; cx 0 1; cx 1 2; ry(a) 1; rz(b) 2; cx 2 3")
    assert equivalent(a, b).equal is False


def test_a_symbolic_proof_says_so_and_needs_no_numbers_above_their_limit() -> None:
    busy = "; ".join(f"h {q}" for q in range(30))
    a = Circuit.of(30, f"{busy}; rz(a) 0; cx 0 29; rz(b) 29; cx 0 29; rz(c) 0")
    b = Circuit.of(30, f"{busy}; rz(a + c) 0; rzz(b) 0 29")
    verdict = equivalent(a, b)
    assert verdict.equal is True
    assert verdict.points == 0
    assert verdict.max_error == 0.0
    assert verdict.is_exact


def test_what_cannot_be_told_is_unknown() -> None:
    busy = "; ".join(f"h {q}" for q in range(30))
    a = Circuit.of(30, f"{busy}; rx(pi/3) 0; ry(pi/3) 0; cx 0 29")
    b = Circuit.of(30, f"{busy}; ry(pi/3) 0; rx(pi/3) 0; cx 0 29")
    verdict = equivalent(a, b)
    assert verdict.equal is None
    assert "30 qubits" in verdict.method


def test_numbers_decide_up_to_22_qubits() -> None:
    busy = "; ".join(f"h {q}" for q in range(18))
    a = Circuit.of(18, f"{busy}; rx(pi/3) 0; ry(pi/3) 0; cx 0 17")
    b = Circuit.of(18, f"{busy}; ry(pi/3) 0; rx(pi/3) 0; cx 0 17")
    verdict = equivalent(a, b)
    assert verdict.equal is False
    assert "random product and stabilizer inputs" in verdict.method


def test_an_equality_beyond_merging_is_found_on_all_basis_states() -> None:
    # Euler angles: no two rotations merge.
    a = Circuit.of(1, "rz(pi/3) 0; rx(pi/2 + pi/5) 0; rz(pi/7) 0")
    b = Circuit.of(1, "u(pi/2 + pi/5, pi/7 - pi/2, pi/3 + pi/2) 0")
    assert equivalent(a, b).equal is True
    c = Circuit.of(2, "crx(a) 0 1; crx(b) 0 1")
    d = Circuit.of(2, "crx(a + b) 0 1")
    assert equivalent(c, d).equal is True


def test_a_parameter_that_has_no_effect_may_be_missing() -> None:
    assert equivalent(Circuit.of(1, "rz(a) 0; h 0; h 0; rz(-a) 0"), Circuit(1)).equal is True


def test_sums_of_plain_radians_are_compared() -> None:
    a = Circuit.of(1, "rx(0.1) 0; rx(0.2) 0")
    verdict = equivalent(a, Circuit.of(1, "rx(0.3) 0"))
    assert verdict.equal is True


def test_a_global_phase_makes_no_difference() -> None:
    a = Circuit(1, (Operation("rz", (0,), (Angle.of("a"),)),))
    b = Circuit(1, (Operation("p", (0,), (Angle.of("a"),)),), global_phase=Angle.of("b"))
    assert equivalent(a, b).equal is True


def test_different_numbers_of_qubits_are_different() -> None:
    assert equivalent(Circuit(1), Circuit(2)).equal is False


def test_circuits_without_qubits_or_gates_are_equal() -> None:
    assert equivalent(Circuit(0), Circuit(0)).equal is True
    assert equivalent(Circuit(3), Circuit(3)).equal is True


def test_equal_measurements_at_the_end_are_left_out() -> None:
    a = measured(Circuit.of(2, "h 0; cx 0 1; cx 0 1"), (0, 0), (1, 1))
    b = measured(Circuit.of(2, "h 0"), (0, 0), (1, 1))
    verdict = equivalent(a, b)
    assert verdict.equal is True
    assert "measurements at the end" in verdict.method


def test_different_measurements_at_the_end_are_seen() -> None:
    a = measured(Circuit.of(2, "h 0"), (0, 0))
    assert equivalent(a, measured(Circuit.of(2, "h 0"), (1, 0))).equal is False
    assert equivalent(a, Circuit.of(2, "h 0")).equal is False


def test_parts_between_measurements_are_compared_one_by_one() -> None:
    stop = Operation("measure", (0,), clbits=(0,))
    then = Operation("x", (1,), conditions=(Condition((0,), 1),))

    def program(first: str, second: str) -> Circuit:
        parts = [Circuit.of(2, text).operations for text in (first, second)]
        return Circuit(2, (*parts[0], stop, then, *parts[1]), num_clbits=1)

    given = program("rz(a) 0; h 0", "cx 0 1; cx 0 1")
    same = equivalent(given, program("p(a) 0; h 0", ""))
    assert same.equal is True
    assert "parts between" in same.method
    assert same.is_exact
    assert equivalent(given, program("h 0", "")).equal is False


def test_diagrams_are_read_as_circuits_where_they_are_or_compared_as_maps() -> None:
    a = diagram("in0 - a:Z(t) - b:Z(u) - out0")
    b = diagram("in0 - a:Z(t + u) - out0")
    verdict = equivalent(a, b)
    assert verdict.equal is True
    assert verdict.is_exact
    state = equivalent(diagram("a:Z(t) - b:Z(u) - out0"), diagram("a:Z(t + u) - out0"))
    assert state.equal is True
    assert not state.is_exact
    assert str(state).startswith("equal at 3 points (whole maps at random parameter points, ")
    bare = equivalent(diagram("a:Z(pi) - b:Z - out0"), diagram("a:Z(pi) - out0"))
    assert bare.is_exact
    assert str(bare) == "proved for all values (whole maps, exact up to rounding)"
    assert equivalent(a, diagram("in0 - a:X(t + u) - out0")).equal is False
    assert equivalent(Circuit.of(1, "rz(t + u) 0"), a).equal is True
    assert equivalent(a, diagram("in0 - a:Z(t)")).equal is False


def test_a_state_of_a_diagram_is_compared() -> None:
    cup = diagram("out0 - a:Z - out1")
    assert equivalent(cup, diagram("out0 - a:Z - b:X - out1")).equal is True
    assert equivalent(cup, diagram("out0 - a:Z - b:X(pi) - out1")).equal is False


def test_large_diagrams_are_compared_through_their_circuits() -> None:
    text = "; ".join(f"h {q}; cx {q} {q + 1}; rz(a) {q + 1}" for q in range(14))
    circuit = Circuit.of(15, text)
    verdict = equivalent(to_diagram(circuit), circuit)
    assert verdict.equal is True
    assert verdict.is_exact


def test_wide_diagrams_without_circuit_form_are_compared_on_product_states() -> None:
    wires = "\n".join(f"in{q} - a{q}:Z(t) - b{q}:X - out{q}" for q in range(9))
    joins = "\n".join(f"b{q} - b{q + 1}" for q in range(8))
    one = diagram(f"{wires}\n{joins}\na0 - c:Z(u)")
    same = diagram(f"{wires}\n{joins}\na0 - c:Z - d:Z(u)")
    other = diagram(f"{wires}\n{joins}\na0 - c:Z(u + pi/8)")
    verdict = equivalent(one, same)
    assert verdict.equal is True
    assert verdict.method.startswith("random product states")
    assert equivalent(one, other).equal is False


def test_boolean_parameters_are_0_or_1() -> None:
    a = diagram("in0 - a:Z(2*pi*b + t) - out0")
    b = diagram("in0 - a:Z(t) - out0")
    assert equivalent(a, b).equal is False
    assert equivalent(replace(a, booleans=("b",)), b).equal is True


def test_a_verdict_reads_as_a_sentence() -> None:
    assert str(equivalent(Circuit(1), Circuit.of(1, "x 0"))).startswith("different at 1 point (")


def test_gates_after_a_measurement_that_cancel_leave_it_equal() -> None:
    measured = Circuit(2, (Operation("measure", (0,), clbits=(0,)),), num_clbits=1)
    longer = measured.with_operations(
        (*measured.operations, Operation("ch", (0, 1)), Operation("ch", (0, 1)))
    )
    assert equivalent(longer, measured).equal is True
    assert equivalent(measured, measured.with_operations(())).equal is False


def test_the_order_of_measurements_into_one_bit_matters() -> None:
    given = measured(Circuit.of(2, "x 0"), (0, 0), (1, 0))
    assert equivalent(given, given).equal is True
    assert equivalent(given, measured(Circuit.of(2, "x 0"), (1, 0), (0, 0))).equal is not True
    assert (
        equivalent(
            measured(Circuit.of(2, "x 0"), (0, 0), (1, 1)),
            measured(Circuit.of(2, "x 0"), (1, 1), (0, 0)),
        ).equal
        is True
    )
    first, then = Operation("measure", (0,), clbits=(0,)), Operation("measure", (1,), clbits=(0,))
    flip = Operation("x", (1,))
    a = Circuit(2, (*Circuit.of(2, "x 0").operations, first, then, flip), num_clbits=1)
    b = Circuit(2, (*Circuit.of(2, "x 0").operations, then, flip, first), num_clbits=1)
    assert equivalent(a, b).equal is not True


@pytest.mark.parametrize(
    ("a", "b", "equal"),
    [
        ("h 0; ry(a) 1; cx 0 1", "h 0; ry(a) 1; cx 0 1; z 0", True),
        ("h 0; ry(a) 1; cx 0 1", "h 0; ry(a) 1; cx 0 1; rz(b) 0; gphase(b)", True),
        ("h 0; ry(a) 1; cx 0 1", "h 0; ry(a) 1; cx 0 1; z 1", False),
        ("h 0; ry(a) 1; cx 0 1", "h 0; ry(a + 0.001) 1; cx 0 1", False),
        ("h 0; ry(a) 1; cx 0 1", "h 0; ry(a) 1; cx 0 1; x 0", False),
        ("h 0; ry(a) 1", "h 0; ry(a) 1; cz 0 1", False),
    ],
)
def test_phases_that_a_measurement_hides_are_no_difference(a: str, b: str, equal: bool) -> None:
    assert (
        equivalent(measured(Circuit.of(2, a), (0, 0)), measured(Circuit.of(2, b), (0, 0))).equal
        is equal
    )
    if "z 1" in b or "cz" in b:
        assert (
            equivalent(
                measured(Circuit.of(2, a), (0, 0), (1, 1)),
                measured(Circuit.of(2, b), (0, 0), (1, 1)),
            ).equal
            is True
        )
    assert equivalent(Circuit.of(2, a), Circuit.of(2, b)).equal is False


def test_idle_qubits_cost_nothing() -> None:
    given = Circuit.of(5000, "h 17; cx 17 4000; rz(a) 4000; rz(b) 4000; ccx 17 4000 5")
    assert equivalent(given, given.with_operations(given.operations[::-1])).equal is False
    moved = Circuit.of(5000, "h 17; cx 17 4000; rz(b) 4000; rz(a) 4000; ccx 4000 17 5")
    assert equivalent(given, moved).equal is True
