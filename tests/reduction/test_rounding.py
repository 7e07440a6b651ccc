"""Numbers a few units in the last place off a multiple of π, and what the verdict says."""

from __future__ import annotations

from qdesign.circuit import Circuit
from qdesign.reduction.simplify import simplify


def test_numbers_beside_a_multiple_of_pi_are_taken_for_it_and_the_verdict_says_so() -> None:
    for middle in ("rz(1.570796326794897) 0; rz(-pi/2) 0", "rz(1e-17) 0"):
        circuit = Circuit.of(1, f"h 0; {middle}; h 0")
        done = simplify(circuit, minimize="rotations")
        assert done.body.operations == ()
        assert done.before == circuit.stats
        assert done.verdict.equal
        assert not done.verdict.is_exact
        assert "up to rounding of numbers by ≤" in str(done.verdict)
        kept = simplify(circuit, minimize="rotations", round_angles=False)
        assert kept.after.num_rotations == 1
        assert "rounding" not in str(kept.verdict)


def test_other_numbers_are_kept() -> None:
    circuit = Circuit.of(1, "h 0; rz(1.5707963) 0; rz(-pi/2) 0; h 0")
    done = simplify(circuit, minimize="rotations")
    assert done.after.num_rotations == 1
    assert "rounding" not in str(done.verdict)
