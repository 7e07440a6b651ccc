"""Why each optimizer says that it ended, checked by the gradient and the whole Hessian there."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from qdesign import ansatz, problems
from qdesign.rows import rows
from qdesign.simulate.simulator import Simulator
from qdesign.tune.optimize import optimize
from qdesign.tune.optimizer import Optimizer, size_of
from scripts.campaign import cases, measured

CAMPAIGN = "ends of optimizers, checked by slope and curvature"
PROBLEMS = (("tfim", 3), ("heisenberg", 3), ("maxcut", 4))
TEMPLATES = ("ry_cz", "sim_2", "sim_9", "ry_rz_ring")


@pytest.mark.sized(CAMPAIGN)
def test_every_reason_for_an_end_is_true() -> None:
    drawn = np.random.default_rng(7).permutation(
        np.array([*itertools.product(range(len(rows(Optimizer))), range(3), range(4), range(30))])
    )
    for which, problem, template, seed in drawn[: cases(CAMPAIGN)].tolist():
        method = list(rows(Optimizer))[which]
        name, size = PROBLEMS[problem]
        observable = problems.get(name, num_qubits=size).observable
        circuit = ansatz.template(TEMPLATES[template], num_qubits=size, layers=2)
        found = optimize(circuit, observable, method=method, seed=seed, max_steps=200)
        simulator = Simulator(circuit, observable)
        slope = np.linalg.norm(simulator.gradient(found.values)[1])
        products = [
            simulator.hessian_product(unit, found.values)
            for unit in np.eye(len(circuit.parameters))
        ]
        weight = size_of(observable)
        told = (method, name, TEMPLATES[template], seed, found.reason)
        if found.reason == "converged":
            assert slope <= 3.01 * (1e-10 * weight) ** 0.5, told
            assert np.linalg.eigvalsh(products)[0] > -1e-5 * weight, told
        elif found.reason == "stationary":
            assert slope < 1e-5 * weight, told
        else:
            assert found.reason == "out of steps", told
            assert found.num_steps >= 200, told
    count = cases(CAMPAIGN)
    measured(CAMPAIGN, f"{count} of {count} reasons true", goal="all")
