"""Several outputs at the same values: the circuit runs once, and nothing is stale."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest

from qdesign import ansatz
from qdesign.circuit import Circuit
from qdesign.pauli import Observable
from qdesign.simulate.engine import Engine
from qdesign.simulate.simulator import Simulator

H = Observable({"ZZII": 1.0, "IXIX": -0.5, "YYZI": 0.3, "IIIX": 0.8})
CIRCUITS = {
    "ring": ansatz.sim(14, num_qubits=4),
    "nothing is moved": Circuit.of(4, "ry(a) 0; rx(b) 1; rz(a) 0; ry(c) 3; rx(b + c) 2"),
    "formulas": Circuit.of(4, "ry(a*b) 0; cx 0 1; rx(sin(c)) 1; cx 1 2; cx 2 3; ry(a) 3"),
    "controls": Circuit.of(4, "h 0; h 1; crx(a) 0 1; ccx 0 1 2; ry(b) 2; cp(c) 2 3; h 3"),
}
OUTPUTS: dict[str, Any] = {
    "probabilities": lambda s, v: s.probabilities(v),
    "expectation": lambda s, v: s.expectation(v),
    "gradient": lambda s, v: np.append(*reversed(s.gradient(v))),
    "state": lambda s, v: s.statevector(v),
    "bloch": lambda s, v: s.bloch_vectors(v),
    "reduced": lambda s, v: s.reduced_state([1, 3], v),
    "jacobian": lambda s, v: s.jacobian(v),
    "hessian": lambda s, v: s.hessian_product(np.ones(len(v)), v),
    "sweep": lambda s, v: s.expectations(np.array([v, v + 1]), threads=1),
    "shots": lambda s, v: len(s.shots(50, v, seed=1)),
}


@pytest.mark.parametrize("name", CIRCUITS)
def test_any_outputs_in_any_order_are_those_of_a_new_simulator(name: str) -> None:
    circuit = CIRCUITS[name]
    simulator = Simulator(circuit, H)
    rng = np.random.default_rng(5)
    values = rng.normal(size=len(circuit.parameters))
    for _ in range(150):
        if rng.random() < 0.35:
            # In place: an array that changes is another point.
            values[rng.integers(len(values))] += rng.normal()
        output = OUTPUTS[rng.choice(list(OUTPUTS))]
        fresh = output(Simulator(circuit, H), values.copy())
        assert np.allclose(output(simulator, values), fresh, atol=1e-12)


def counted(engine: Engine, names: tuple[str, ...]) -> Counter[str]:
    """Counts calls of these exports from now on."""
    counts: Counter[str] = Counter()
    for name in names:
        called = engine._exports[name]

        def call(*arguments: Any, name: str = name, called: Any = called) -> Any:
            counts[name] += 1
            return called(*arguments)

        engine._exports[name] = call
    return counts


def test_the_circuit_runs_once_for_probabilities_energy_and_gradient() -> None:
    circuit = CIRCUITS["ring"]
    simulator = Simulator(circuit, H)
    points = np.random.default_rng(1).normal(size=(6, len(circuit.parameters)))

    def three(values: Any) -> None:
        simulator.probabilities(values)
        simulator.expectation(values)
        simulator.gradient(values)
        simulator.probabilities(values)

    three(points[0])
    names = ("run", "runKeeping", "tickKeeping", "gradient", "gradientHere")
    counts = counted(simulator._engine(), names)
    for values in points[1:]:
        three(values)
    assert counts == {"tickKeeping": 5, "gradientHere": 5}


def test_states_are_no_longer_kept_where_no_gradient_follows() -> None:
    circuit = CIRCUITS["ring"]
    simulator = Simulator(circuit, H)
    points = np.random.default_rng(1).normal(size=(40, len(circuit.parameters)))
    simulator.expectation(points[0])
    simulator.gradient(points[0])
    counts = counted(simulator._engine(), ("run", "runKeeping"))
    for values in points[1:]:
        simulator.expectation(values)
    assert counts["runKeeping"] < 10
    assert counts["run"] > 25


def test_threads_have_states_of_their_own() -> None:
    circuit = CIRCUITS["ring"]
    simulator = Simulator(circuit, H)
    points = np.random.default_rng(2).normal(size=(60, len(circuit.parameters)))

    def outputs(values: Any) -> Any:
        table = simulator.probabilities(values)
        return table, simulator.expectation(values), simulator.gradient(values)[1]

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(outputs, points))
    for values, parts in zip(points, found, strict=True):
        for part, fresh in zip(parts, outputs(values), strict=True):
            assert np.allclose(part, fresh, atol=1e-12)
