"""Every optimizer of the catalog, third-party ones included, does what `optimize` promises."""

from __future__ import annotations

import math
import threading
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from qdesign import ansatz, problems
from qdesign.circuit import Circuit
from qdesign.errors import Cancelled, InvalidRequest
from qdesign.pauli import Observable
from qdesign.rows import Option, rows
from qdesign.simulate.simulator import Simulator
from qdesign.tune.optimize import optimize
from qdesign.tune.optimizer import Optimizer, Run, Vector
from qdesign.tune.sampled import Evaluation, checked_options, drawn_start, optimize_sampled

METHODS = tuple(rows(Optimizer))
SAMPLED = tuple(name for name, row in rows(Optimizer).items() if row.sampled)
H2 = problems.h2()
A, Z = Circuit.of(1, "ry(a) 0"), Observable({"Z": 1.0})


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("name", ["ry_rz_ring", "ry_full", "uccsd_h2", "sim_15"])
def test_h2_is_reached_within_a_microhartree(method: str, name: str) -> None:
    circuit = ansatz.template(name, num_qubits=2, layers=1)
    best = optimize(circuit, H2.observable, method=method, seed=1)
    assert best.energy == pytest.approx(-1.137306, abs=1e-6)
    assert H2.exact_energy is not None
    assert best.energy >= H2.exact_energy - 1e-12
    again = Simulator(circuit, H2.observable).expectation(best.values)
    assert again == pytest.approx(best.energy, abs=1e-12)


@pytest.mark.parametrize("method", METHODS)
def test_the_history_goes_down_and_ends_at_the_energy(method: str) -> None:
    problem = problems.tfim(4, periodic=True)
    circuit = ansatz.hardware_efficient(4, 2, rotations=("ry",))
    best = optimize(circuit, problem.observable, method=method, seed=3, max_steps=60)
    assert list(best.history) == sorted(best.history, reverse=True)
    assert best.history[-1] == best.energy
    assert best.history[0] > best.energy + 0.1
    assert set(best.values) == set(circuit.parameters)
    assert best == optimize(circuit, problem.observable, method=method, seed=3, max_steps=60)


@pytest.mark.parametrize("method", METHODS)
def test_an_optimizer_starts_where_it_is_told(method: str) -> None:
    circuit = Circuit.of(1, "ry(a) 0; rx(b) 0")
    seen: list[float] = []
    optimize(
        circuit,
        Observable({"Z": 1.0}),
        method=method,
        start={"a": 0.3, "b": 0.0},
        progress=lambda step, energy: seen.append(energy),
    )
    assert seen[0] == pytest.approx(np.cos(0.3))
    assert seen[-1] == pytest.approx(-1, abs=1e-7)


@pytest.mark.parametrize("method", METHODS)
def test_a_cancelled_optimization_gives_the_best_so_far(method: str) -> None:
    problem = problems.tfim(4)
    circuit = ansatz.hardware_efficient(4, 2)
    event = threading.Event()

    def progress(step: int, energy: float) -> None:
        if step >= 1:
            event.set()

    best = optimize(circuit, problem.observable, method=method, progress=progress, cancel=event)
    assert best.reason == "cancelled"
    assert best.energy == pytest.approx(
        Simulator(circuit, problem.observable).expectation(best.values)
    )
    with pytest.raises(Cancelled):
        optimize(circuit, problem.observable, method=method, cancel=lambda: True)


@pytest.mark.parametrize("method", SAMPLED)
@pytest.mark.parametrize("name", ["ry_full", "ry_rz_ring"])
def test_those_that_take_sampled_energies_come_down_to_the_error(method: str, name: str) -> None:
    circuit, error = ansatz.template(name, num_qubits=2, layers=1), 0.02
    simulator = Simulator(circuit, H2.observable)
    batches: list[int] = []

    def run(seed: int) -> float:
        rng = np.random.default_rng(seed)

        def measure(points: Sequence[Vector], *, last: bool = False) -> Sequence[Evaluation]:
            batches.append(len(points))
            return [
                Evaluation(
                    values=dict(zip(circuit.parameters, map(float, point), strict=True)),
                    energy=simulator.expectation(point) + error * float(rng.normal()),
                    error=error,
                    shots=1000,
                    job="",
                )
                for point in points
            ]

        row = rows(Optimizer)[method]
        done = optimize_sampled(
            circuit,
            measure,
            row,
            options=checked_options(row, {}),
            start=drawn_start(circuit, seed),
            seed=seed,
            target="here",
            shots=1000,
        )
        assert done.reason in ("converged", "out of steps")
        assert done.is_measured_anew
        assert list(done.history) == sorted(done.history, reverse=True)
        return simulator.expectation(done.values)

    found = [run(seed) for seed in range(6)]
    assert np.median(found) < -1.137306 + 3 * error
    assert method in ("cobyla", "nelder_mead") or max(batches) > 1


@pytest.mark.parametrize("method", METHODS)
def test_circuits_without_parameters_have_their_energy(method: str) -> None:
    best = optimize(Circuit.of(1, "x 0"), Observable({"Z": 1.0}), method=method)
    assert (best.values, best.energy, best.history) == ({}, -1.0, (-1.0,))


@pytest.mark.parametrize("method", METHODS)
def test_steps_at_most_are_kept_to(method: str) -> None:
    problem = problems.tfim(4, periodic=True)
    circuit = ansatz.hardware_efficient(4, 2)
    few = len(circuit.parameters) + 2
    steps: list[int] = []
    best = optimize(
        circuit,
        problem.observable,
        method=method,
        seed=1,
        max_steps=few,
        progress=lambda step, energy: steps.append(step),
    )
    # COBYLA takes an energy more than it is told.
    assert len(best.history) - 1 <= few + 1
    assert steps == list(range(len(best.history)))
    if len(best.history) - 1 >= few:
        assert best.reason == "out of steps"


@pytest.mark.parametrize("method", METHODS)
def test_energies_and_gradients_are_asked_for_as_the_row_says(
    method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    gradient = Run.gradient

    def counted(run: Run, values: Any) -> Any:
        asked.append("gradient")
        return gradient(run, values)

    monkeypatch.setattr(Run, "gradient", counted)
    optimize(A, Z, method=method, seed=0, max_steps=20)
    assert bool(asked) is rows(Optimizer)[method].uses_gradient


OPTIONS = [(row.name, option) for row in rows(Optimizer).values() for option in row.options]


def beyond(option: Option) -> list[object]:
    found: list[object] = ["a few", None.__class__]
    if option.kind in ("integer", "number"):
        found.append(math.nan)
        found += [option.low - 1] if option.low is not None else []
        found += [2 * option.high + 1] if option.high is not None else []
    return found


@pytest.mark.parametrize(("method", "option"), OPTIONS)
def test_options_out_of_bounds_are_refused_in_words(method: str, option: Option) -> None:
    for value in beyond(option):
        with pytest.raises(InvalidRequest, match=f"'{option.name}' is .*; it must be "):
            optimize(A, Z, method=method, **{option.name: value})  # type: ignore[arg-type]


@pytest.mark.parametrize("method", METHODS)
def test_options_that_are_not_known_are_refused_with_those_that_are(method: str) -> None:
    with pytest.raises(InvalidRequest, match="no option 'speed'; it takes max_steps, tolerance"):
        optimize(A, Z, method=method, speed=1)


def test_an_unknown_optimizer_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(InvalidRequest, match=f"no optimizer 'newton'.*{', '.join(METHODS)}"):
        optimize(A, Z, method="newton")
