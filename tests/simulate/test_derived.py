"""Derived parameters against Qiskit's expressions: states, energies, gradients, ranks, verdicts."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from qiskit import QuantumCircuit
from qiskit.circuit import Parameter
from qiskit.circuit.library import pauli_feature_map, zz_feature_map
from qiskit.quantum_info import SparsePauliOp, Statevector

import qdesign as qd
from qdesign.errors import InvalidAngle

TERMS = {"ZZI": 0.8, "XIY": -0.5, "IZX": 0.3, "YXZ": 0.2}
H = qd.Observable(TERMS)
X, Y, Z = (Parameter(name) for name in "xyz")
# Each is made twice, by Qiskit's own operations and by a text of ours.
FORMULAS: list[tuple[Any, str]] = [
    (2 * (math.pi - X) * (math.pi - Y), "2*(pi - x)*(pi - y)"),
    (X * Y * Z / 3, "x*y*z/3"),
    ((X + 0.25).sin() * Y, "sin(x + 0.25)*y"),
    (X.cos() - (2 * Z).cos(), "cos(x) - cos(2*z)"),
    ((-X * X).exp(), "exp(-x*x)"),
    ((X**2 + Y**2) ** 0.5, "sqrt(x**2 + y**2)"),
    (abs(X - Y), "abs(x - y)"),
    (X / (1 + Y**2), "x/(1 + y**2)"),
    ((X / 9).arcsin() + (Y / 9).arccos(), "asin(x/9) + acos(y/9)"),
    ((X * Z).arctan(), "atan(x*z)"),
    ((2 + Z).log() * 3 - X, "3*log(2 + z) - x"),
    (((X / 4).tan()) ** 3, "tan(x/4)**3"),
    ((2 + X) ** Y, "(2 + x)**y"),
    (1 / (3 + X * Y), "1/(3 + x*y)"),
    ((X.sin() * Y).cos() * Z, "cos(sin(x)*y)*z"),
]
GATES = ("rx", "ry", "rz", "p")
POINTS = ((0.7, -0.4, 1.1), (-1.2, 0.9, 0.35))


def qiskit_circuit(seed: int) -> QuantumCircuit:
    """A random circuit of Qiskit with formulas for angles, which names x, y, z in this order."""
    rng = np.random.default_rng(seed)
    made = QuantumCircuit(3)
    for qubit, parameter in enumerate((X, Y, Z)):
        made.ry(parameter, qubit)
    for _ in range(8):
        formula = FORMULAS[rng.integers(len(FORMULAS))][0]
        first, second = (int(q) for q in rng.permutation(3)[:2])
        getattr(made, str(rng.choice(GATES)))(formula, first)
        made.cx(first, second)
        made.rzz(FORMULAS[rng.integers(len(FORMULAS))][0] / 2 + Z, first, second)
    return made


def energy(made: QuantumCircuit, values: Any) -> float:
    state = Statevector(made.assign_parameters(dict(zip((X, Y, Z), values, strict=True))))
    return float(np.real(state.expectation_value(SparsePauliOp.from_list(list(TERMS.items())))))


def slopes(f: Callable[[Any], Any], values: Any, step: float = 1e-4) -> np.ndarray:
    """Central differences of fourth order along each value, shape (p, …)."""
    found: list[Any] = []
    for k in range(len(values)):
        at = [np.array(values, dtype=float) for _ in range(4)]
        for point, times in zip(at, (-2, -1, 1, 2), strict=True):
            point[k] += times * step
        a, b, c, d = (f(point) for point in at)
        found.append((a - 8 * b + 8 * c - d) / (12 * step))
    return np.array(found)


@pytest.mark.parametrize(("theirs", "text"), FORMULAS)
def test_a_formula_has_qiskits_value_and_derivative(theirs: Any, text: str) -> None:
    made = QuantumCircuit(1)
    made.rx(theirs, 0)
    circuit = qd.from_qiskit(made)
    (angle,) = circuit.plain_operations[0].angles
    for point in POINTS:
        values = dict(zip("xyz", point, strict=True))
        bound = {p: values[p.name] for p in theirs.parameters}
        assert angle.at(values) == pytest.approx(float(theirs.bind(bound).numeric()), abs=1e-12)
        assert qd.Angle.parse(text).at(values) == pytest.approx(angle.at(values), abs=1e-12)


@pytest.mark.parametrize("seed", range(12))
def test_states_energies_and_gradients_are_qiskits(seed: int) -> None:
    made = qiskit_circuit(seed)
    circuit = qd.from_qiskit(made)
    assert circuit.parameters == ("x", "y", "z")
    assert circuit.derived
    simulator = qd.Simulator(circuit, H)
    for point in POINTS:
        state = Statevector(made.assign_parameters(dict(zip((X, Y, Z), point, strict=True))))
        np.testing.assert_allclose(simulator.statevector(point), state.data, atol=1e-10)
        value, gradient = simulator.gradient(point)
        assert value == pytest.approx(energy(made, point), abs=1e-10)
        expected = slopes(lambda values: energy(made, values), point)
        np.testing.assert_allclose(gradient, expected, atol=1e-6)
    back = qd.to_qiskit(circuit)
    assert energy_of(back, POINTS[0]) == pytest.approx(energy(made, POINTS[0]), abs=1e-10)


def energy_of(made: QuantumCircuit, point: tuple[float, ...]) -> float:
    named = dict(zip("xyz", point, strict=True))
    state = Statevector(made.assign_parameters({p: named[p.name] for p in made.parameters}))
    return float(np.real(state.expectation_value(SparsePauliOp.from_list(list(TERMS.items())))))


@pytest.mark.parametrize("seed", range(4))
def test_the_hessian_is_that_of_differences(seed: int) -> None:
    simulator = qd.Simulator(qd.from_qiskit(qiskit_circuit(seed)), H)
    direction = np.array([0.3, -1.0, 0.5])
    rows = slopes(lambda values: simulator.gradient(values)[1], POINTS[0])
    found = simulator.hessian_product(direction, POINTS[0])
    np.testing.assert_allclose(found, rows.T @ direction, atol=1e-5)


@pytest.mark.parametrize("make", [zz_feature_map, pauli_feature_map])
def test_feature_maps_are_qiskits(make: Callable[..., QuantumCircuit]) -> None:
    original = make(3, reps=2)
    circuit = qd.from_qiskit(original)
    assert circuit.parameters == tuple(p.name for p in original.parameters)
    simulator = qd.Simulator(circuit, H)
    operator = SparsePauliOp.from_list(list(TERMS.items()))

    def at(values: Any) -> float:
        state = Statevector(original.assign_parameters(list(values)))
        return float(np.real(state.expectation_value(operator)))

    point = [0.4, -0.9, 1.3]
    value, gradient = simulator.gradient(point)
    assert value == pytest.approx(at(point), abs=1e-10)
    np.testing.assert_allclose(gradient, slopes(at, point), atol=1e-6)


@pytest.mark.parametrize("seed", range(6))
def test_ranks_are_those_of_a_dense_jacobian(seed: int) -> None:
    made = qiskit_circuit(seed)
    found = qd.parameter_rank(qd.from_qiskit(made))

    def state(values: Any) -> np.ndarray:
        bound = made.assign_parameters(dict(zip((X, Y, Z), values, strict=True)))
        return np.asarray(Statevector(bound).data)

    point = np.array([0.37, -0.81, 0.59])
    psi, rows = state(point), slopes(state, point)
    # Without what moves along the state itself: the phase.
    rows = rows - np.outer(rows @ psi.conj(), psi)
    singular = np.linalg.svd(
        np.concatenate([np.real(rows), np.imag(rows)], axis=1), compute_uv=False
    )
    assert found.state == int((singular > 1e-6).sum())
    assert found.num_parameters == 3
    assert not found.redundant


def test_a_parameter_that_only_formulas_have_may_be_more_than_they_need() -> None:
    circuit = qd.Circuit.of(1, "rx(x*y) 0")
    found = qd.parameter_rank(circuit)
    assert (found.num_parameters, found.unitary, found.state) == (2, 1, 1)


@pytest.mark.parametrize("seed", range(8))
def test_simplified_circuits_keep_the_map_at_any_values(seed: int) -> None:
    circuit = qd.from_qiskit(qiskit_circuit(seed))
    result = qd.simplify(circuit)
    assert result.verdict.equal is True
    body = result.body
    assert isinstance(body, qd.Circuit)
    assert set(body.parameters) <= set(circuit.parameters)
    first, second = qd.Simulator(circuit), qd.Simulator(body)
    for point in POINTS:
        values = dict(zip("xyz", point, strict=True))
        a = first.statevector(values)
        b = second.statevector({name: values[name] for name in body.parameters})
        assert abs(np.vdot(a, b)) == pytest.approx(1.0, abs=1e-9)


def test_rotations_by_one_formula_are_fused_and_opposite_ones_are_gone() -> None:
    circuit = qd.Circuit.of(2, "rz(x*y) 0; cx 0 1; rz(y*x) 0; cx 0 1; rx(sin(x)) 1; rx(-sin(x)) 1")
    body = qd.simplify(circuit).body
    assert isinstance(body, qd.Circuit)
    assert [a for o in body.plain_operations for a in o.angles] == [qd.Angle.parse("2*x*y")]


def test_equal_and_different_formulas_are_told_apart() -> None:
    first = qd.Circuit.of(1, "rx((x + y)**2) 0")
    assert qd.equivalent(first, qd.Circuit.of(1, "rx(x**2 + 2*x*y + y**2) 0")).equal is not False
    assert qd.equivalent(first, qd.Circuit.of(1, "rx(x**2 + 2*x*y - y**2) 0")).equal is False
    assert qd.equivalent(first, qd.Circuit.of(1, "rx((y + x)**2) 0")).equal is True


def test_values_of_derived_parameters_follow_and_cannot_be_given() -> None:
    circuit = qd.Circuit.of(1, "rx(x*y) 0; rz(2*x) 0")
    assert circuit.derived == {"=x*y": "x*y"}
    with pytest.raises(qd.QdesignError):
        circuit.bind({"=x*y": 1.0})
    bound = circuit.bind({"x": 2.0, "y": 0.5})
    assert bound.parameters == ()
    assert not bound.derived
    assert circuit.bind({"x": 2.0}).plain_operations[0].angles == (qd.Angle.parse("2*y"),)


@pytest.mark.parametrize("angle", ["sqrt(x)", "x**0.5", "x**y", "asin(1 - x)"])
def test_a_value_without_a_finite_slope_has_its_energy_and_says_so(angle: str) -> None:
    circuit = qd.Circuit.of(1, f"ry({angle} + y) 0")
    simulator = qd.Simulator(circuit, qd.Observable({"Z": 1.0}))
    start = {"x": 0.0, "y": 0.5}
    at = [start[name] for name in circuit.parameters]
    assert np.isfinite(simulator.expectation(at))
    with pytest.raises(InvalidAngle, match=r"^The slope of '.*' is not finite at x = 0"):
        simulator.gradient(at)
    for method in ("lbfgs", "adam"):
        found = qd.optimize(circuit, qd.Observable({"Z": 1.0}), method=method, start=at)
        # At the edge of where an arcsine is real no lower energy is near.
        assert found.energy <= math.cos(0.5 + math.pi / 2) + 1e-12
        assert "asin" in angle or found.energy == pytest.approx(-1.0, abs=1e-4)


@pytest.mark.parametrize(("angle", "slope"), [("x**1.5", 0.0), ("abs(x)", 1.0), ("x*abs(x)", 0.0)])
def test_a_slope_is_given_where_only_the_curvature_is_infinite(angle: str, slope: float) -> None:
    simulator = qd.Simulator(qd.Circuit.of(1, f"ry({angle} + 0.3) 0"), qd.Observable({"X": 1.0}))
    _, found = simulator.gradient([0.0])
    assert found[0] == pytest.approx(slope * math.cos(0.3))


def test_a_curvature_that_is_not_finite_is_said() -> None:
    simulator = qd.Simulator(qd.Circuit.of(1, "ry(x**1.5) 0"), qd.Observable({"X": 1.0}))
    with pytest.raises(InvalidAngle, match=r"^The curvature of 'x\*\*1.5' is not finite at x"):
        simulator.hessian_product(np.ones(1), [0.0])
