"""Pauli rotations of a circuit, against dense matrices."""

import numpy as np
import pytest

from qdesign.angle import Angle
from qdesign.circuit import Circuit
from qdesign.gates import pauli_matrix, rotation_matrix
from qdesign.zx.gadgets import (
    NamedRadians,
    Rotations,
    compose,
    inverse,
    merge,
    named_radians,
    sign,
    to_rotations,
)
from tests.simulate.oracle import random_circuit
from tests.zx.oracle import unitary, values_for


def label(x: int, z: int, num_qubits: int) -> str:
    return "".join("IXZY"[(x >> q & 1) + 2 * (z >> q & 1)] for q in reversed(range(num_qubits)))


def error(form: Rotations, matrix: np.ndarray, values: dict[str, float]) -> float:
    """How far the rotations are from `matrix`: the rest must act on Paulis as the frame says."""
    n = form.num_qubits
    product = np.eye(2**n, dtype=complex)
    for rotation in form.rotations:
        turn = rotation_matrix(label(rotation.x, rotation.z, n), rotation.angle.at(values))
        product = turn @ product
    clifford = matrix @ product.conj().T
    worst = 0.0
    for q in range(n):
        for x, z, row in ((1 << q, 0, form.frame.x[q]), (0, 1 << q, form.frame.z[q])):
            moved = clifford.conj().T @ pauli_matrix(label(x, z, n)) @ clifford
            expected = sign(row) * pauli_matrix(label(row[0], row[1], n))
            worst = max(worst, float(np.abs(moved - expected).max()))
    return worst


@pytest.mark.parametrize("seed", range(30))
def test_rotations_and_their_merged_form_are_the_circuit(seed: int) -> None:
    rng = np.random.default_rng(seed)
    circuit = random_circuit(int(rng.integers(1, 4)), 15, rng)
    values = values_for(circuit.parameters, rng)
    matrix = unitary(circuit, values)
    form = to_rotations(circuit)
    assert error(form, matrix, values) < 1e-9
    merged = merge(form)
    assert len(merged.rotations) <= len(form.rotations)
    assert error(merged, matrix, values) < 1e-9
    assert error(inverse(merged), matrix.conj().T, values) < 1e-9
    assert error(compose(merged, form), matrix @ matrix, values) < 1e-8


@pytest.mark.parametrize("seed", range(20))
def test_a_circuit_and_its_inverse_merge_to_nothing(seed: int) -> None:
    circuit = named_radians(random_circuit(3, 20, np.random.default_rng(seed)))
    form = merge(to_rotations(circuit))
    assert merge(compose(form, inverse(form))).is_identity


def test_equal_rotations_add_up_through_what_commutes() -> None:
    merged = merge(
        to_rotations(Circuit.of(2, "rz(a) 0; cx 0 1; rz(b) 1; cx 0 1; rz(c) 0; rzz(b) 0 1"))
    )
    assert sorted(str(r.angle) for r in merged.rotations) == ["2*b", "a + c"]


def test_what_anticommutes_keeps_rotations_apart() -> None:
    assert len(merge(to_rotations(Circuit.of(1, "rz(a) 0; rx(b) 0; rz(-a) 0"))).rotations) == 3


def test_rotations_that_become_clifford_leave_the_list() -> None:
    merged = merge(to_rotations(Circuit.of(1, "t 0; h 0; t 0; t 0; h 0; t 0")))
    assert len(merged.rotations) == 2
    assert not merge(to_rotations(Circuit.of(1, "t 0; t 0; h 0; h 0; sdg 0"))).rotations


def test_radians_and_their_halves_share_a_parameter() -> None:
    names = NamedRadians(["a"])
    first, half = names.named(Angle.of(0.3)), names.named(Angle.of(-0.15))
    assert first == half * -2
    assert [names.restored(angle).radians for angle in (first, half)] == [0.3, -0.15]
    tiny = names.named(Angle.of(1e-200))
    assert names.restored(tiny).radians == 1e-200
