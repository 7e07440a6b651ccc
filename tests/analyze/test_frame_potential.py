"""Frame potentials against exact ones and Haar's states."""

from __future__ import annotations

import math

import numpy as np
import pytest

from qdesign import ansatz
from qdesign.analyze.frame_potential import frame_potential, haar_potential, real_potential
from qdesign.circuit import Circuit
from qdesign.errors import InvalidRequest, TooLarge
from tests.analyze import plain


@pytest.mark.parametrize("order", [1, 2, 4])
def test_it_is_what_one_rotation_has_exactly(order: int) -> None:
    figure = frame_potential(Circuit.of(2, "ry(a) 0; cx 0 1"), order=order)
    # |⟨φ|ψ⟩|² = cos²((a - b) / 2).
    exact = math.comb(2 * order, order) / 4**order
    assert figure.value is not None
    assert figure.error is not None
    assert abs(figure.value - exact) < 3 * figure.error
    assert figure.haar is not None
    assert figure.ratio == pytest.approx(figure.value / figure.haar)
    assert figure.columns["value"][order - 1] == figure.value


def test_it_is_that_of_another_implementation() -> None:
    circuit = ansatz.sim(5, 4)
    figure = frame_potential(circuit, seed=4)
    psi = plain.random_states(circuit, 20_000, 8)
    found = np.abs((psi[:10_000].conj() * psi[10_000:]).sum(axis=1)) ** 4
    assert figure.value is not None
    assert figure.error is not None
    assert abs(found.mean() - figure.value) < 3 * figure.error
    assert figure.error == pytest.approx(found.std() / math.sqrt(5000), rel=0.25)


def test_floors_are_those_of_random_states() -> None:
    rng = np.random.default_rng(5)
    for kind, exact in ((1j, haar_potential(4, 2)), (0, real_potential(4, 2))):
        states = rng.normal(size=(40_000, 4)) + kind * rng.normal(size=(40_000, 4))
        states /= np.linalg.norm(states, axis=1, keepdims=True)
        found = np.abs((states[::2].conj() * states[1::2]).sum(axis=1)) ** 4
        assert found.mean() == pytest.approx(float(exact), rel=0.05)


def test_designs_and_real_states_are_told() -> None:
    assert frame_potential(ansatz.sim(6, 4, layers=2)).verdict == "as a 2-design"
    real = frame_potential(ansatz.sim(15, 4, layers=3))
    assert real.real == pytest.approx(1 / 96)
    assert "none are below 1.42 times Haar's" in real.says
    one = frame_potential(Circuit.of(2, "h 0"))
    assert (one.value, one.basis, one.verdict) == (1, "exact", "one state")
    with pytest.raises(TooLarge, match="at most 16"):
        frame_potential(Circuit.of(1000, "h 0"))
    with pytest.raises(InvalidRequest, match="from 1 to 8"):
        frame_potential(ansatz.sim(2, 4), order=0)
