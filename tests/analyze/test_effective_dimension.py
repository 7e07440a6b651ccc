"""The effective dimension against its formula, written out with plain numpy."""

from __future__ import annotations

import math

import numpy as np
import pytest

from qdesign import ansatz
from qdesign.analyze.effective_dimension import effective_dimension
from qdesign.analyze.jacobian import differentiable, random_values
from qdesign.circuit import Circuit
from qdesign.errors import InvalidRequest, TooLarge
from qdesign.simulate.simulator import Simulator


def test_it_is_the_formula_with_slopes_by_differences() -> None:
    circuit = ansatz.sim(2, num_qubits=2, layers=2)
    names, rng, samples, data = circuit.parameters, np.random.default_rng(7), 5, 500
    rng.standard_normal((1, len(names)))
    simulator, step, matrices = Simulator(circuit), 1e-6, []
    for _ in range(samples):
        drawn = random_values(differentiable(circuit), names, rng)
        point = np.array([drawn[name] for name in names])
        chances = simulator.probabilities(point)
        slopes = np.array([
            (simulator.probabilities(point + step * e) - simulator.probabilities(point - step * e))
            / (2 * step) for e in np.eye(len(names))
        ])  # fmt: skip
        matrices.append((slopes / chances) @ slopes.T)
    scaled = np.array(matrices) * len(names) / np.mean([np.trace(m) for m in matrices])
    kappa = data / (2 * math.pi * math.log(data))
    roots = [math.sqrt(np.linalg.det(np.eye(len(names)) + kappa * m)) for m in scaled]
    expected = 2 * math.log(np.mean(roots)) / math.log(kappa)
    found = effective_dimension(circuit, data=data, samples=samples, seed=7)
    assert found.value == pytest.approx(expected, rel=1e-5)
    assert found.error is not None
    assert found.error > 0


def test_a_parameter_that_moves_nothing_does_not_count() -> None:
    drawn = Circuit.of(2, "ry(a) 0; ry(b) 1; rz(c) 0")
    classical = effective_dimension(drawn, samples=8)
    assert classical.rank == 2
    # A phase is seen by the state, and not by its outcomes.
    assert effective_dimension(drawn, fisher="quantum", samples=8).rank == 3
    assert effective_dimension(Circuit.of(1, "rz(c) 0"), samples=8).value == 0.0


def test_inputs_are_data_and_no_weights() -> None:
    found = effective_dimension(Circuit.of(1, "ry(x_0) 0; ry(a) 0"), samples=4, inputs=3)
    assert found.unit == "of 1"
    assert found.convention["inputs"] == "3 standard normal"
    assert effective_dimension(Circuit.of(1, "ry(x_0) 0")).value is None


def test_bad_input_is_told_in_words() -> None:
    with pytest.raises(InvalidRequest, match="Take more data"):
        effective_dimension(Circuit.of(1, "ry(a) 0"), data=10)
    with pytest.raises(TooLarge, match="weights"):
        effective_dimension(Circuit.of(1, "; ".join(f"ry(a{k}) 0" for k in range(10_000))))
