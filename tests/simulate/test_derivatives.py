"""Jacobians, Hessians and moving parameters against finite differences and full runs."""

from __future__ import annotations

import numpy as np
import pytest

from qdesign.angle import Angle
from qdesign.circuit import Circuit, Operation
from qdesign.errors import InvalidRequest
from qdesign.pauli import Observable
from qdesign.simulate.compile import compile_circuit
from qdesign.simulate.engine import Engine
from qdesign.simulate.program import encode_observable
from qdesign.simulate.simulator import Simulator
from tests.simulate.oracle import random_circuit


def prepared(seed: int, length: int = 30) -> tuple[Simulator, np.ndarray]:
    rng = np.random.default_rng(seed)
    circuit = random_circuit(2 + seed % 3, length, rng)
    n = circuit.num_qubits
    labels = ["".join(rng.choice(list("IXYZ"), size=n)) for _ in range(6)]
    observable = Observable({label: float(rng.normal()) for label in labels})
    values = rng.normal(size=len(circuit.parameters))
    return Simulator(circuit, observable), values


@pytest.mark.parametrize("seed", range(12))
def test_the_jacobian_is_the_slope_of_the_state(seed: int) -> None:
    simulator, values = prepared(seed)
    jacobian = simulator.jacobian(values)
    assert jacobian.shape == (1 << simulator.circuit.num_qubits, len(values))
    for k in range(len(values)):
        step = np.zeros(len(values))
        step[k] = 1e-3
        a, b, c, d = (simulator.statevector(values + t * step) for t in (-2, -1, 1, 2))
        np.testing.assert_allclose(jacobian[:, k], (a - 8 * b + 8 * c - d) / 12e-3, atol=1e-8)


def test_the_jacobian_takes_frequencies_that_share_no_grid() -> None:
    a = Angle.parameter("a")
    circuit = Circuit(
        2,
        (
            Operation("rx", (0,), (a,)),
            Operation("ry", (1,), (Angle.parameter("a", 3141592) / 1000000,)),
            Operation("cx", (0, 1)),
            Operation("p", (1,), (a / 7,)),
        ),
    )
    simulator = Simulator(circuit)
    ends = [simulator.statevector([0.3 + t]) for t in (-2e-3, -1e-3, 1e-3, 2e-3)]
    slope = (ends[0] - 8 * ends[1] + 8 * ends[2] - ends[3]) / 12e-3
    np.testing.assert_allclose(simulator.jacobian([0.3])[:, 0], slope, atol=1e-8)


@pytest.mark.parametrize("seed", range(12))
def test_hessian_products_are_slopes_of_the_gradient(seed: int) -> None:
    simulator, values = prepared(seed)
    direction = np.random.default_rng(seed).normal(size=len(values))
    product = simulator.hessian_product(direction, values)
    ends = [simulator.gradient(values + t * direction)[1] for t in (-2e-3, -1e-3, 1e-3, 2e-3)]
    slope = (ends[0] - 8 * ends[1] + 8 * ends[2] - ends[3]) / 12e-3
    np.testing.assert_allclose(product, slope, atol=1e-6)


MOVED = (
    ("ry(a) 0; cx 0 1; rz(b) 1; h 1", 2),
    ("ry(a) 0; cx 0 1; rx(a) 1; ry(b) 1; rx(-a) 0", 4),
    ("h 0; h 1; rzz(2*a) 0 1; rx(a) 0; ry(b) 1", 4),
    ("ry(b) 0; h 1; crx(a) 0 1; h 0", 3),
    ("h 0; h 1; p(a) 0; cp(a) 0 1; ry(b) 0; h 1", 3),
    ("h 0; cp(3*a/2) 0 1; ry(a/2) 1; ry(b) 0", 5),
    ("ry(b) 0; cx 0 1", 1),
)


@pytest.mark.parametrize(("text", "states"), MOVED)
@pytest.mark.parametrize("single", [False, True])
def test_a_moving_parameter_gives_the_state_of_a_full_run(
    text: str, states: int, single: bool
) -> None:
    circuit = Circuit.of(2, text)
    names = ("a", "b") if "a" in circuit.parameters else ("b", "a")
    program = compile_circuit(circuit, names)
    engine = Engine(program)
    engine.observe(encode_observable(2, Observable({"XZ": 0.7, "ZI": -0.4, "YY": 1.0}).masks()))
    k = names.index("a")
    assert engine.frequencies(k)[0] == states
    values = np.array([0.4, -1.2])
    engine.grab(k, values, single=single)
    for value in (0.0, 0.3, -2.0, 3.0, 7.5, np.pi):
        values[k] = value
        energy = engine.move(value)
        state = engine.single_state() if single else engine.state()
        other = Engine(program)
        other.observe(encode_observable(2, Observable({"XZ": 0.7, "ZI": -0.4, "YY": 1.0}).masks()))
        other.run(values)
        np.testing.assert_allclose(state, other.state(), atol=1e-5 if single else 1e-12)
        assert energy == pytest.approx(other.expectation(), abs=1e-5 if single else 1e-12)


@pytest.mark.parametrize("single", [False, True])
def test_a_parameter_of_many_frequencies_runs_on_from_its_first_stage(single: bool) -> None:
    repeated = "; ".join(["ry(a) 0; cx 0 1; rz(a/3) 1; rx(b) 1"] * 20)
    circuit = Circuit.of(3, f"ry(b) 0; ry(b) 1; ry(b) 2; cx 1 2; rx(b) 2; cx 2 0; {repeated}")
    program = compile_circuit(circuit, ("a", "b"))
    observable = encode_observable(3, Observable({"XZI": 0.7, "ZII": -0.4, "YIY": 1.0}).masks())
    engine, other = Engine(program), Engine(program)
    assert engine.frequencies(0)[0] == 0
    for each in (engine, other):
        each.observe(observable)
    values = np.array([0.4, -1.2])
    engine.grab(0, values, single=single)
    for value in (0.0, 1.3, -2.0):
        values[0] = value
        energy = engine.move(value)
        other.run(values)
        state = engine.single_state() if single else engine.state()
        np.testing.assert_allclose(state, other.state(), atol=1e-5 if single else 1e-12)
        assert energy == pytest.approx(other.expectation(), abs=1e-5 if single else 1e-12)


def test_sweeps_give_the_energies_of_single_runs() -> None:
    simulator, _ = prepared(1)
    points = np.random.default_rng(0).normal(size=(37, len(simulator.parameters)))
    expected = [simulator.expectation(point) for point in points]
    for threads in (1, 2, 3):
        np.testing.assert_allclose(
            simulator.expectations(points, threads=threads), expected, atol=1e-12
        )
    assert simulator.expectations(points[:0]).shape == (0,)
    with pytest.raises(InvalidRequest, match="one column"):
        simulator.expectations(points[:, :1])
