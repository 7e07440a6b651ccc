"""Four or more rotations by numbers in a row become three; those by symbols stay."""

import numpy as np
import pytest

import qdesign as qd
from qdesign.circuit import Circuit
from qdesign.equivalence import equivalent


@pytest.mark.parametrize("seed", range(6))
def test_numbers_in_a_row_become_three_rotations(seed: int) -> None:
    rng = np.random.default_rng(seed)
    a = rng.uniform(-7, 7, 10)
    text = (
        f"rx({a[0]}) 0; rz({a[1]}) 0; ry({a[2]}) 1; rx({a[3]}) 0; rz({a[4]}) 0; cx 0 1; "
        f"ry({a[5]}) 1; rx({a[6]}) 1; rz({a[7]}) 1; h 1; rz({a[8]}) 1; ry({a[9]}) 0"
    )
    circuit = Circuit.of(2, text)
    done = qd.simplify(circuit, "teleport", "rotations")
    assert done.after.num_rotations == 8
    assert done.verdict.equal is True
    assert not done.verdict.is_exact
    assert equivalent(circuit, done.body).equal is True


@pytest.mark.parametrize(
    "text",
    [
        "rx(0.3) 0; rz(0.4) 0; rz(pi) 0; rz(-0.4) 0; h 0; h 0; ry(0.5) 0; ry(-0.5) 0; rz(0.1) 0",
        "rx(0.5) 0; ry(pi) 0; rx(0.4) 0; rz(0.2) 0; rx(pi) 0; rz(0.2) 0; rx(0.1) 0",
    ],
)
def test_poles_are_no_exception(text: str) -> None:
    circuit = Circuit.of(1, text)
    done = qd.simplify(circuit, "teleport", "rotations")
    assert done.after.num_rotations <= 3
    assert equivalent(circuit, done.body).equal is True


def test_symbols_conditions_and_what_is_between_part_a_row() -> None:
    circuit = Circuit.of(2, "rx(a) 0; rz(0.2) 0; rx(0.3) 0; rz(0.4) 0; cx 0 1; rx(0.5) 0")
    done = qd.simplify(circuit, "teleport", "rotations")
    assert done.after.num_rotations == 5
    assert done.body.parameters == ("a",)


def test_what_is_no_plain_gate_of_one_qubit_ends_a_row() -> None:
    text = """OPENQASM 3.0; include "stdgates.inc"; qubit[2] q; bit[1] c;
        rx(0.1) q[0]; rz(0.2) q[0];
        ctrl @ gphase(0.3) q[0]; barrier q[0]; rx(0.4) q[0]; c[0] = measure q[0]; rz(0.5) q[0];
        rx(0.6) q[0]; if (c == 1) rz(0.7) q[0]; rx(0.8) q[0];"""
    circuit = qd.qasm.loads(text)
    done = qd.simplify(circuit, "teleport", "rotations")
    assert done.after.num_rotations == circuit.stats.num_rotations - 1
    assert done.verdict.is_exact


def test_other_costs_and_what_is_to_be_exact_leave_rows_as_they_are() -> None:
    circuit = Circuit.of(1, "rx(0.1) 0; rz(0.2) 0; rx(0.3) 0; rz(0.4) 0")
    assert qd.simplify(circuit, "teleport").verdict.is_exact
    assert qd.simplify(circuit, "teleport", "rotations", resynthesize=False).verdict.is_exact
    on_line = qd.simplify(circuit, "teleport", "rotations", coupling="line")
    assert on_line.after.num_rotations == 4
