"""Tuning above 20 qubits, on whatever engine runs the circuit."""

from __future__ import annotations

import numpy as np
import pytest

import qdesign as qd
from qdesign.angle import Angle
from qdesign.circuit import Operation
from qdesign.errors import InvalidRequest, TooLarge
from tests.simulate.engines.fermions import hva_energy
from tests.simulate.engines.test_light_cone import hva


def test_fifty_qubits_are_tuned_by_light_cones() -> None:
    circuit, problem = hva(50, 2, periodic=False), qd.problems.tfim(50)
    best = qd.optimize(circuit, problem, start=[-0.5, -0.8, -0.8, -0.4])
    assert best.reason == "converged"
    assert best.origin.endswith("; light_cone, exact")
    exact = hva_energy(50, list(best.values.values()))
    assert best.energy == pytest.approx(exact, abs=1e-9)
    assert -63.31 < best.energy < -61
    plane = qd.landscape(circuit, problem.observable, x="b0", y="g0", values=best.values, points=3)
    assert plane.lowest >= (problem.exact_energy or 0.0)
    found = qd.gradient(circuit, problem.observable, best.values)
    assert np.abs(found.slopes).max() < 1e-3


def test_an_energy_that_is_truncated_says_how_far_off_it_is() -> None:
    chain, problem = hva(32, 11, periodic=False), qd.problems.tfim(32)
    mixing = tuple(Operation("rz", (q,), (Angle.parameter("b0"),)) for q in range(32))
    half = len(chain.operations) // 2
    parts = (*chain.operations[:half], *mixing, *chain.operations[half:])
    circuit, start = chain.with_operations(parts), [0.05] * 22
    best = qd.optimize(circuit, problem, start=start, method="cobyla", max_steps=3)
    assert "mps, at most " in best.origin
    sloped = qd.optimize(circuit, problem, start=start, max_steps=1)
    assert sloped.energy < qd.Simulator(circuit, problem.observable).expectation(start)
    with pytest.raises(InvalidRequest, match="No engine is exact on this circuit of 32 qubits"):
        qd.hessian(circuit, problem.observable, start)
    with pytest.raises(TooLarge, match="32 qubits need"):
        qd.optimize(hva(32, 1, periodic=False), problem, method="natural_gradient")
