"""Gradients, Hessians and minima against finite differences, PennyLane and what is known."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import qdesign as qd
from qdesign import ansatz, problems
from qdesign.circuit import Circuit
from qdesign.errors import Cancelled, InvalidRequest, NotUnitary, QdesignError, UnknownParameter
from qdesign.pauli import Observable
from qdesign.simulate.simulator import Simulator

# Half angles, controls, scales and repeats: many frequencies.
MIXED = Circuit.of(3, "ry(a) 0; crx(a) 0 1; rzz(2*b) 1 2; rx(b/3) 2; u(c, a, b) 1; cp(c) 0 2; h 1")
H = Observable({"ZZI": 1.0, "IXX": -0.7, "YIY": 0.4, "XII": 0.2, "III": 0.5})
POINT = np.array([0.4, -1.3, 2.2])


def differences(simulator: Simulator, point: np.ndarray) -> np.ndarray:
    units = np.eye(len(point)) * 1e-5
    above = np.array([simulator.expectation(point + unit) for unit in units])
    below = np.array([simulator.expectation(point - unit) for unit in units])
    return (above - below) / 2e-5


@pytest.mark.parametrize("method", ["adjoint", "parameter_shift"])
def test_both_methods_are_the_slopes_of_the_energy(method: str) -> None:
    found = qd.gradient(MIXED, H, POINT, method=method)
    assert np.allclose(found.slopes, differences(Simulator(MIXED, H), POINT), atol=1e-8)
    assert found.energy == pytest.approx(Simulator(MIXED, H).expectation(POINT))
    assert found.errors is None
    exact = Simulator(MIXED, H).gradient(POINT)[1]
    assert np.allclose(found.slopes, exact, atol=1e-12)
    assert list(found.as_dict()) == list(MIXED.parameters)


def test_a_parameter_takes_two_shifts_a_frequency() -> None:
    for text, runs in (
        ("rx(a) 0", 2),
        ("crx(a) 0 1", 4),
        ("rx(a) 0; rx(a) 1", 4),
        ("rx(3*a) 0", 2),
    ):
        found = qd.gradient(
            Circuit.of(2, "h 0; " + text), Observable({"ZZ": 1.0}), [0.3], method="parameter_shift"
        )
        assert found.num_evaluations == runs


def test_a_parameter_that_moves_nothing_has_slope_zero() -> None:
    circuit = Circuit.of(1, "ry(a) 0; gphase(b)")
    found = qd.gradient(circuit, Observable({"Z": 1.0}), [0.3, 1.0], method="parameter_shift")
    assert found.slopes[1] == 0


def test_shots_scatter_as_their_errors_say() -> None:
    exact = qd.gradient(MIXED, H, POINT).slopes
    off: list[np.ndarray] = []
    for seed in range(40):
        found = qd.gradient(MIXED, H, POINT, method="parameter_shift", shots=400, seed=seed)
        assert found.errors is not None
        off.append((found.slopes - exact) / found.errors)
    scattered = np.array(off)
    assert np.abs(scattered.mean(axis=0)).max() < 0.7
    assert 0.75 < scattered.std() < 1.3
    again, other = (
        qd.gradient(MIXED, H, POINT, method="parameter_shift", shots=400, seed=seed).slopes
        for seed in (7, 8)
    )
    same = qd.gradient(MIXED, H, POINT, method="parameter_shift", shots=400, seed=7).slopes
    assert np.array_equal(again, same)
    assert not np.array_equal(again, other)


def test_noise_shrinks_slopes_and_both_methods_agree() -> None:
    noise = qd.Noise({"depolarizing": {"1": 0.01, "2": 0.05}})
    circuit = Circuit.of(2, "ry(a) 0; cx 0 1; rx(b) 1; ry(a) 1")
    observable = Observable({"ZZ": 1.0, "XI": 0.5})
    both = [
        qd.gradient(circuit, observable, [0.4, 1.0], method=method, noise=noise).slopes
        for method in ("adjoint", "parameter_shift")
    ]
    assert np.allclose(*both, atol=1e-10)
    ideal = qd.gradient(circuit, observable, [0.4, 1.0]).slopes
    assert np.linalg.norm(both[0]) < np.linalg.norm(ideal)


def test_slopes_and_curvatures_are_pennylanes() -> None:
    qml: Any = pytest.importorskip("pennylane")
    device = qml.device("default.qubit", wires=2)

    @qml.qnode(device, diff_method="backprop", interface="autograd")
    def energy(x: Any) -> Any:
        qml.RY(x[0], 0)
        qml.CRX(x[1], [0, 1])
        qml.IsingZZ(x[0], [0, 1])
        qml.RX(x[1], 0)
        return qml.expval(qml.PauliZ(0) @ qml.PauliX(1) + 0.5 * qml.PauliY(0))

    circuit = Circuit.of(2, "ry(a) 0; crx(b) 0 1; rzz(a) 0 1; rx(b) 0")
    observable = Observable({"XZ": 1.0, "IY": 0.5})
    point = qml.numpy.array([0.7, -0.4], requires_grad=True)
    ours = [
        qd.gradient(circuit, observable, np.array(point), method=m)
        for m in ("adjoint", "parameter_shift")
    ]
    for found in ours:
        assert np.allclose(found.slopes, qml.grad(energy)(point), atol=1e-10)
    theirs = qml.jacobian(qml.grad(energy))(point)
    assert np.allclose(qd.hessian(circuit, observable, np.array(point)).matrix, theirs, atol=1e-10)


def test_the_hessian_is_the_slope_of_the_gradient() -> None:
    simulator = Simulator(MIXED, H)
    found = qd.hessian(MIXED, H, POINT)
    units = np.eye(3) * 1e-5
    rows = [
        (simulator.gradient(POINT + u)[1] - simulator.gradient(POINT - u)[1]) / 2e-5 for u in units
    ]
    assert np.allclose(found.matrix, rows, atol=1e-7)
    assert np.array_equal(found.matrix, found.matrix.T)
    assert found.curvatures[0] <= found.curvatures[-1]


def test_minima_are_counted_over_starts() -> None:
    circuit = Circuit.of(2, "ry(a) 0; ry(b) 1")
    double = Circuit.of(1, "ry(a) 0; rz(0.4) 0; ry(a) 0")
    found = qd.tune.minima(circuit, Observable({"ZI": 1.0, "IZ": 1.0}), starts=12)
    assert [(round(each.energy, 6), each.count) for each in found.minima] == [(-2.0, 12)]
    wells = qd.tune.minima(double, Observable({"Z": 1.0, "X": 0.9}), starts=30, seed=3)
    grid = Simulator(double, Observable({"Z": 1.0, "X": 0.9})).expectations(
        np.linspace(-np.pi, np.pi, 4001)[:, None]
    )
    lows = np.sort(grid[1:-1][(grid[1:-1] < grid[:-2]) & (grid[1:-1] < grid[2:])])
    assert wells.minima[0].energy == pytest.approx(lows[0], abs=1e-5)
    for each in wells.minima:
        assert np.abs(lows - each.energy).min() < 1e-5
    assert sum(each.count for each in wells.minima) + wells.num_unfinished == 30
    assert wells.interval[0] < float(grid.var()) < wells.interval[1]
    for each in wells.minima:
        again = Simulator(double, Observable({"Z": 1.0, "X": 0.9})).expectation(each.values)
        assert again == pytest.approx(each.energy)


def test_a_cut_goes_over_one_turn_from_where_it_starts() -> None:
    circuit, energy = qd.Circuit.of(1, "ry(a_0) 0"), qd.Observable({"Z": 1.0, "X": 1.0})
    found = qd.tune.cut(circuit, energy, "a_0", start=-np.pi, points=8)
    assert np.allclose(found.axis, np.arange(-4, 4) * np.pi / 4)
    assert np.allclose(found.energies, np.cos(found.axis) + np.sin(found.axis))
    assert found.lowest_at == pytest.approx(-3 * np.pi / 4)
    assert qd.tune.cut(circuit, energy, "a_0").lowest_at == pytest.approx(5 * np.pi / 4)


def test_a_cut_is_what_runs_give() -> None:
    simulator = Simulator(MIXED, H)
    for along in ("b", "random", {"a": 1.0, "c": 2.0}):
        found = qd.tune.cut(MIXED, H, along, values=POINT.tolist(), points=40)
        assert found.lowest <= found.energies.min() + 1e-12
        few = along != "random"
        assert (found.num_evaluations < 40) is few
    line = qd.tune.cut(MIXED, H, "b", values=POINT.tolist(), points=40)
    runs = [simulator.expectation([POINT[0], x, POINT[2]]) for x in line.axis]
    assert np.allclose(line.energies, runs, atol=1e-12)
    at = simulator.expectation([POINT[0], line.lowest_at, POINT[2]])
    assert at == pytest.approx(line.lowest, abs=1e-9)


AB = Circuit.of(1, "ry(a*b) 0")
Z = Observable({"Z": 1.0})
REFUSED: list[tuple[Callable[[], object], type[QdesignError], str]] = [
    (lambda: qd.gradient(MIXED, H, POINT, method="guess"), InvalidRequest, "adjoint or"),
    (lambda: qd.gradient(MIXED, H, POINT, shots=10), InvalidRequest, "parameter_shift"),
    (
        lambda: qd.gradient(MIXED, H, POINT, method="parameter_shift", shots=2),
        InvalidRequest,
        "shots",
    ),
    (lambda: qd.gradient(AB, Z, [1, 2], method="parameter_shift"), InvalidRequest, "formula"),
    (lambda: qd.tune.minima(MIXED, H, cancel=lambda: True), Cancelled, "cancelled"),
    (lambda: qd.tune.minima(MIXED, H, resolution=0), InvalidRequest, "above 0"),
    (lambda: qd.tune.cut(MIXED, H, "up", values=POINT.tolist()), UnknownParameter, "up"),
]


@pytest.mark.parametrize(("call", "kind", "words"), REFUSED)
def test_what_cannot_be_taken_is_said_in_a_sentence(
    call: Callable[[], object], kind: type[QdesignError], words: str
) -> None:
    with pytest.raises(kind, match=words):
        call()


def test_a_circuit_that_resets_has_no_gradient() -> None:
    circuit = Circuit.of(1, "ry(a) 0; reset 0; ry(a) 0")
    for method in ("adjoint", "parameter_shift"):
        with pytest.raises(NotUnitary):
            qd.gradient(circuit, Z, [0.1], method=method)


def test_problems_stand_for_their_observables() -> None:
    problem = problems.tfim(3)
    circuit = ansatz.hardware_efficient(3, 1)
    values = np.linspace(0, 1, len(circuit.parameters))
    found: Any = qd.gradient(circuit, problem, values)  # type: ignore[arg-type]
    assert found.energy == qd.gradient(circuit, problem.observable, values).energy
