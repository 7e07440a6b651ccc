"""Optimizers, landscapes and sweeps against exact energies and plain runs."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qdesign import ansatz, problems
from qdesign.angle import Angle
from qdesign.circuit import Circuit, Operation
from qdesign.errors import (
    Cancelled,
    InvalidAngle,
    InvalidCircuit,
    InvalidObservable,
    InvalidRequest,
    MissingValue,
    NotUnitary,
    TooLarge,
    UnknownParameter,
)
from qdesign.gates import GATES
from qdesign.pauli import Observable
from qdesign.simulate.simulator import Simulator
from qdesign.tune.landscape import landscape
from qdesign.tune.optimize import optimize
from qdesign.tune.spectrum import Spectrum, lowest_point, spectrum
from qdesign.tune.sweep import sweep
from tests.strategies import circuits

UNITARY = [name for name, row in GATES.items() if row.angles]


def random_observable(num_qubits: int, seed: int) -> Observable:
    rng = np.random.default_rng(seed)
    labels = {"".join(rng.choice(list("IXYZ"), num_qubits)) for _ in range(8)}
    return Observable({label: float(rng.normal()) for label in sorted(labels)})


def test_rotosolve_is_exact_along_shared_and_scaled_parameters() -> None:
    circuit = Circuit.of(2, "ry(2*a) 0; crx(a/3 + 0.4) 0 1; rzz(b) 0 1; ry(b) 1; u(a, b, c) 0")
    observable = random_observable(2, 5)
    best = optimize(circuit, observable, method="rotosolve", seed=2)
    simulator = Simulator(circuit, observable)
    _, gradient = simulator.gradient(best.values)
    assert np.abs(gradient).max() < 1e-4
    for name in circuit.parameters:
        for shift in np.linspace(-19, 19, 100):
            moved = {**best.values, name: best.values[name] + float(shift)}
            assert simulator.expectation(moved) > best.energy - 1e-8


@pytest.mark.parametrize("seed", range(4))
def test_rotosolve_leaves_values_within_a_turn_of_zero(seed: int) -> None:
    circuit, observable = ansatz.sim(2, num_qubits=4, layers=3), problems.tfim(4).observable
    rng = np.random.default_rng(seed)
    start = rng.uniform(-np.pi, np.pi, len(circuit.parameters))
    seen: list[float] = []
    best = optimize(
        circuit,
        observable,
        method="rotosolve",
        start=start,
        found=lambda values: seen.extend(values.values()),
    )
    assert np.abs(seen).max() <= np.pi
    assert Simulator(circuit, observable).expectation(best.values) == best.energy
    assert best.energy < best.history[0]


def test_rotosolve_brings_each_value_back_by_its_own_period() -> None:
    circuit = Circuit.of(2, "h 0; crz(a) 0 1; ry(2*b) 1; rx(c) 0; crx(a) 1 0")
    observable = random_observable(2, 5)
    start = np.array([31.66, -40.0, 7.0])
    best = optimize(circuit, observable, method="rotosolve", start=start, seed=3)
    a, b, c = best.values.values()
    assert abs(a) <= 2 * np.pi
    assert max(abs(b), abs(c)) <= np.pi
    before = Simulator(circuit, observable).expectation(start)
    assert best.history[0] == pytest.approx(before)
    assert best.energy < before


@given(circuits(), st.integers(0, 10))
@settings(max_examples=50)
def test_few_values_give_the_energy_everywhere_along_a_parameter(
    circuit: Circuit, seed: int
) -> None:
    simulator = Simulator(circuit, random_observable(circuit.num_qubits, seed))
    rng = np.random.default_rng(seed)
    names = circuit.parameters
    base = rng.uniform(-3, 3, len(names))
    for index, name in enumerate(names):
        found = spectrum(circuit, name)
        if found.num_values > 2000:
            continue
        values = np.array([simulator.expectation(_moved(base, index, s)) for s in found.samples])
        points = rng.uniform(-20, 20, 4)
        expected = [simulator.expectation(_moved(base, index, p)) for p in points]
        assert np.allclose(found.interpolation(points) @ values, expected, atol=1e-7)
        place, energy = lowest_point(values)
        at = simulator.expectation(_moved(base, index, place * found.period))
        assert at == pytest.approx(energy, abs=1e-7)
        assert energy <= values.min() + 1e-9


def _moved(base: np.ndarray, index: int, shift: float) -> np.ndarray:
    moved = base.copy()
    moved[index] += shift
    return moved


@pytest.mark.parametrize("name", UNITARY)
@pytest.mark.parametrize("controls", [0, 1, 2])
def test_the_spectrum_of_each_row_is_enough_and_no_more(name: str, controls: int) -> None:
    row = GATES[name]
    if name == "gphase" and not controls:
        return
    n = row.num_qubits + controls
    rng = np.random.default_rng(n)
    start = "; ".join(
        f"u({', '.join(f'{x:.3f}' for x in rng.uniform(-3, 3, 3))}) {q}" for q in range(n)
    )
    for place in range(len(row.angles)):
        angles = [Angle.of(float(x)) for x in rng.uniform(-3, 3, len(row.angles))]
        angles[place] = Angle.parameter("a")
        operation = Operation(
            name, tuple(range(row.num_qubits)), tuple(angles), tuple(range(row.num_qubits, n))
        )
        circuit = Circuit(n, (*Circuit.of(n, start).operations, operation))
        simulator = Simulator(circuit, random_dense(n))
        found = spectrum(circuit, "a")
        grid = np.linspace(0, 4 * np.pi, 32, endpoint=False)
        energies = np.array([simulator.expectation([float(x)]) for x in grid])
        values = np.array([simulator.expectation([float(x)]) for x in found.samples])
        assert np.allclose(found.interpolation(grid) @ values, energies, atol=1e-9)
        modes = np.flatnonzero(np.abs(np.fft.rfft(energies)) > 1e-9 * np.abs(energies).sum()) / 2
        assert modes.max() == float(found.step) * found.degree
        if found.step == Fraction(1, 2):
            assert 0.5 in modes


def random_dense(num_qubits: int) -> Observable:
    import itertools

    rng = np.random.default_rng(4)
    letters = itertools.product("IXYZ", repeat=num_qubits)
    return Observable({"".join(label): float(rng.normal()) for label in letters})


def test_spectra_follow_coefficients_and_occurrences() -> None:
    circuit = Circuit.of(2, "rx(2*a) 0; rx(2*a) 1; crz(a) 0 1; rz(b/3) 0; p(c) 0; gphase(d)")
    assert spectrum(circuit, "a") == Spectrum(Fraction(1, 2), 10)
    assert spectrum(circuit, "b") == Spectrum(Fraction(1, 3), 1)
    assert spectrum(circuit, "d").degree == 0


@given(st.integers(1, 6), st.integers(0, 2**32 - 1))
def test_the_lowest_point_is_the_lowest_of_a_fine_grid(degree: int, seed: int) -> None:
    values = np.random.default_rng(seed).normal(size=2 * degree + 1)
    place, lowest = lowest_point(values)
    unit = Spectrum(Fraction(1), degree)
    grid = unit.interpolation(np.linspace(0, 2 * np.pi, 4001)) @ values
    assert lowest <= grid.min() + 1e-6
    assert unit.interpolation(np.array([place * 2 * np.pi])) @ values == pytest.approx(lowest)


def plain_landscape(circuit: Circuit, observable: Observable, values: Any, points: int) -> Any:
    simulator = Simulator(circuit, observable)
    axis = np.arange(points) * 2 * np.pi / points
    return np.array(
        [[simulator.expectation({**values, "a": x, "b": y}) for y in axis] for x in axis]
    )


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("ry(a) 0; ry(b) 1; cx 0 1; rz(c) 1; crx(a) 0 1", 9 * 3),
        ("rx(a + b) 0; crz(a/2) 0 1; ry(2*b) 1; rx(c) 0", 13 * 7),
        ("rx(a) 0; ry(b) 1; rx(a/1000) 0; ry(c) 0", 24 * 3),
        ("rx(a*b) 0; ry(b) 1; ry(c) 0", 24 * 24),
    ],
)
def test_a_landscape_is_what_plain_runs_give(text: str, runs: int) -> None:
    circuit = Circuit.of(2, text)
    observable = random_observable(2, 1)
    found = landscape(circuit, observable, x="a", y="b", values={"c": 0.7}, points=24)
    assert found.energies.shape == (24, 24)
    assert np.allclose(found.axis, np.arange(24) * 2 * np.pi / 24)
    expected = plain_landscape(circuit, observable, {"c": 0.7}, 24)
    assert np.allclose(found.energies, expected, atol=1e-9)
    assert found.num_evaluations == runs
    assert found.lowest <= found.energies.min() + 1e-12
    x, y = found.lowest_at
    there = Simulator(circuit, observable).expectation({"a": x, "b": y, "c": 0.7})
    assert there == pytest.approx(found.lowest, abs=1e-9)
    fine = landscape(circuit, observable, x="a", y="b", values={"c": 0.7}, points=60)
    assert found.lowest <= fine.energies.min() + 1e-9


def test_a_landscape_of_two_rotations_takes_nine_runs() -> None:
    circuit = ansatz.hardware_efficient(4, 2)
    values = dict.fromkeys(circuit.parameters, 0.3)
    observable = problems.tfim(4).observable
    found = landscape(circuit, observable, x="theta_3", y="theta_9", values=values)
    assert found.energies.shape == (100, 100)
    assert found.num_evaluations == 9
    swapped = landscape(circuit, observable, x="theta_9", y="theta_3", values=values)
    assert np.allclose(found.energies, swapped.energies.T)


def test_a_sweep_is_what_plain_runs_give() -> None:
    circuit = ansatz.sim(6, 3)
    observable = random_observable(3, 2)
    points = np.random.default_rng(0).uniform(-3, 3, (300, len(circuit.parameters)))
    simulator = Simulator(circuit, observable)
    expected = [simulator.expectation(list(map(float, p))) for p in points]
    assert np.allclose(sweep(circuit, observable, points), expected, atol=1e-12)
    assert sweep(circuit, observable, points[:0]).shape == (0,)
    bound = Circuit.of(1, "x 0")
    assert sweep(bound, Observable({"Z": 1.0}), np.zeros((3, 0))).tolist() == [-1, -1, -1]


A, Z = Circuit.of(1, "ry(a) 0"), Observable({"Z": 1.0})
AB = Circuit.of(1, "ry(a) 0; rz(b) 0")
MEASURED = Circuit(1, (Operation("measure", (0,), clbits=(0,)), *A.operations), num_clbits=1)


@pytest.mark.parametrize(
    ("make", "error"),
    [
        (lambda: optimize(A, Z, start={"b": 1.0}), UnknownParameter),
        (lambda: optimize(A, Z, start=[1.0, 2.0]), InvalidCircuit),
        (lambda: optimize(A, Z, start=[float("nan")]), InvalidAngle),
        (lambda: optimize(AB, Z, start={"a": 1.0}), MissingValue),
        (lambda: optimize(A, Observable({"ZZ": 1.0})), InvalidObservable),
        (lambda: optimize(MEASURED, Z), NotUnitary),
        (
            lambda: optimize(Circuit.of(1, "rx(a) 0; rx(a/10000) 0"), Z, method="rotosolve"),
            InvalidRequest,
        ),
        (lambda: landscape(AB, Z, x="a", y="a"), InvalidRequest),
        (lambda: landscape(AB, Z, x="a", y="c"), UnknownParameter),
        (lambda: landscape(AB, Z, x="a", y="b", points=1), InvalidRequest),
        (lambda: landscape(AB, Z, x="a", y="b", points=10**6), TooLarge),
        (lambda: landscape(AB, Z, x="a", y="b", values={"q": 1.0}), UnknownParameter),
        (
            lambda: landscape(ansatz.sim(1), Observable({"ZZZZ": 1.0}), x="theta_0", y="theta_1"),
            MissingValue,
        ),
        (lambda: sweep(A, Z, [[1.0, 2.0]]), InvalidRequest),
        (lambda: sweep(A, Z, np.zeros(3)), InvalidRequest),
        (lambda: sweep(A, Z, [[float("inf")]]), InvalidRequest),
        (lambda: sweep(A, Z, np.zeros((5, 1)), cancel=lambda: True), Cancelled),
    ],
)
def test_what_cannot_be_tuned_is_refused_in_words(
    make: Callable[[], object], error: type[Exception]
) -> None:
    with pytest.raises(error) as caught:
        make()
    assert len(str(caught.value)) > 20


def test_rotosolve_names_others_for_formulas_with_exact_and_with_sampled_energies() -> None:
    with pytest.raises(InvalidRequest, match=r"Use lbfgs, or cobyla or spsa where energies are sa"):
        optimize(Circuit.of(1, "rx(a*b) 0; ry(b) 0"), Z, method="rotosolve", seed=0)


# Templates whose energy on the Ising chain has no slope at zeros.
STILL_AT_ZERO = ["qaoa_ring", "hva_tfim", *(f"sim_{k}" for k in (1, 2, 6, 9, 19))]


@pytest.mark.parametrize("method", ["lbfgs", "rotosolve", "adam"])
@pytest.mark.parametrize("name", STILL_AT_ZERO)
def test_a_start_without_slope_is_left_by_a_kick_from_the_seed(method: str, name: str) -> None:
    circuit = ansatz.template(name, layers=2)
    observable = problems.tfim(4).observable
    zeros = np.zeros(len(circuit.parameters))
    _, slope = Simulator(circuit, observable).gradient(zeros)
    assert np.abs(slope).max() < 1e-12
    found = optimize(circuit, observable, method=method, start=zeros, seed=3, max_steps=100)
    assert found.energy < found.history[0] - 0.3
    assert found.kicks >= 1 or method == "rotosolve"
    assert found == optimize(circuit, observable, method=method, start=zeros, seed=3, max_steps=100)


@pytest.mark.parametrize("method", ["lbfgs", "cobyla", "rotosolve", "adam"])
def test_a_maximum_is_never_where_an_optimizer_converges(method: str) -> None:
    circuit = Circuit.of(2, "ry(a) 0; ry(b) 1; cx 0 1; ry(c) 0; ry(d) 1")
    found = optimize(circuit, Observable({"ZZ": 1.0}), method=method, start=[0.0] * 4)
    assert found.history[0] == pytest.approx(1.0)
    assert (found.reason, found.energy) == ("converged", pytest.approx(-1.0, abs=1e-6))


@pytest.mark.parametrize("method", ["lbfgs", "cobyla", "rotosolve", "adam"])
def test_an_energy_that_no_value_changes_is_stationary(method: str) -> None:
    found = optimize(ansatz.sim(9), problems.tfim(4).observable, method=method, start=[0.1] * 4)
    assert (found.reason, found.kicks) == ("stationary", 0)


@pytest.mark.parametrize("method", ["lbfgs", "gradient_descent", "natural_gradient"])
@pytest.mark.parametrize("field", [-1e4, -1e6])
def test_steps_at_most_hold_where_doubles_end_before_the_slope(method: str, field: float) -> None:
    problem = problems.get("tfim", num_qubits=4, field=field)
    found = optimize(problem.ansatz, problem.observable, method=method, seed=0, max_steps=160)
    assert (found.reason, found.num_steps) == ("out of steps", 160)
    assert found.num_evaluations < 160 * 100


@pytest.mark.parametrize("start", [1e16, 1e300])
def test_a_start_that_is_too_large_for_an_angle_is_refused(start: float) -> None:
    observable = problems.get("heisenberg", num_qubits=4).observable
    with pytest.raises(InvalidRequest, match="so far out rounding drowns small steps"):
        optimize(ansatz.sim(2), observable, start=[start] * 8, max_steps=20)


def test_a_circuit_without_parameters_is_stationary() -> None:
    found = optimize(Circuit.of(1, "h 0"), Observable({"X": 1.0}))
    assert (found.reason, found.energy) == ("stationary", pytest.approx(1.0))


@pytest.mark.parametrize("seed", range(5))
def test_what_converged_has_no_slope_and_no_way_down(seed: int) -> None:
    circuit, observable = ansatz.sim(19), random_observable(4, seed)
    found = optimize(circuit, observable, start=[0.0] * 12, seed=seed)
    assert found.reason == "converged"
    simulator = Simulator(circuit, observable)
    curvature = [simulator.hessian_product(unit, found.values) for unit in np.eye(12)]
    assert np.linalg.eigvalsh(curvature)[0] > -1e-5


def test_it_ends_where_the_slope_was_looked_at_not_where_a_kick_led() -> None:
    circuit = ansatz.sim(2, num_qubits=4, layers=2)
    observable = problems.get("heisenberg", num_qubits=4, periodic=True).observable
    zeros = [0.0] * len(circuit.parameters)
    found = optimize(circuit, observable, method="cobyla", start=zeros, seed=1)
    _, slope = Simulator(circuit, observable).gradient(found.values)
    assert found.reason == "converged"
    assert np.linalg.norm(slope) <= 3 * (1e-10 * 12) ** 0.5


def test_rotosolve_goes_on_to_the_same_end_in_a_flat_valley() -> None:
    circuit, observable = ansatz.sim(2), problems.get("heisenberg", num_qubits=4).observable
    steps = 0

    def count(number: int, _: float) -> None:
        nonlocal steps
        steps = number

    whole = optimize(circuit, observable, method="rotosolve", seed=3)
    part = optimize(
        circuit, observable, method="rotosolve", seed=3, progress=count, cancel=lambda: steps >= 6
    )
    rest = optimize(circuit, observable, method="rotosolve", seed=3, state=part.state)
    assert (part.num_steps, rest.values) == (6, whole.values)


def test_steps_at_most_hold_over_kicks_too() -> None:
    circuit = ansatz.sim(1)
    found = optimize(circuit, problems.tfim(4).observable, start=[0.0] * 8, max_steps=2)
    assert (found.reason, len(found.history)) == ("out of steps", 3)
