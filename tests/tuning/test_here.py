"""Tuning by energies that are found here: sampled, noisy, in several runs, with values held."""

from __future__ import annotations

import json
import pickle
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

import qdesign as qd
from qdesign import ansatz, problems
from qdesign.angle import Angle
from qdesign.circuit import Circuit
from qdesign.errors import InvalidAngle, InvalidRequest, MissingValue, TooLarge, UnknownParameter
from qdesign.pauli import Observable
from qdesign.rows import rows
from qdesign.simulate.simulator import Simulator
from qdesign.tune.layers import grown
from qdesign.tune.optimizer import Optimizer
from qdesign.tune.progress import Step
from qdesign.tuning.sampling import sampling

H2 = problems.h2().observable
RY = ansatz.template("ry_full", num_qubits=2, layers=1)
NOISE = {"depolarizing": {"1": 1e-3, "2": 1e-2}, "readout": 0.02}
GOES_ON = ("rotosolve", "adam", "gradient_descent", "natural_gradient", "spsa", "qn_spsa")


def test_sampled_energies_have_the_mean_and_the_error_that_they_tell() -> None:
    point = np.array([0.3, -1.1, 0.7, 2.0])
    for noise in (None, qd.Noise(NOISE)):
        sample = sampling(RY, H2, shots=400, seed=3, noise=noise)
        exact = Simulator(RY, H2, noise=noise)
        # What turns the measured axis is noisy, too.
        found = np.array([sample(point, number) for number in range(400)])
        spread, told = found[:, 0].std(ddof=1), np.sqrt((found[:, 1] ** 2).mean())
        assert spread == pytest.approx(told, rel=0.15)
        off = abs(found[:, 0].mean() - exact.expectation(point))
        assert off < (4 * told / 20 if noise is None else 0.02)
        assert sample(point, 7) == sample(point, 7) != sample(point, 8)


@pytest.mark.parametrize("method", [n for n, row in rows(Optimizer).items() if row.sampled])
def test_shots_need_no_target_and_are_the_same_from_a_seed(method: str) -> None:
    heard: list[Step] = []
    found = qd.optimize(RY, H2, method=method, shots=2000, seed=1, heard=heard.append)
    assert (found.shots, found.is_measured_anew) == (2000, True)
    assert found.reason in ("converged", "out of steps")
    assert "sampled with 2,000 shots each" in repr(found)
    assert found.energy_error > 0
    assert Simulator(RY, H2).expectation(found.values) < -1.0
    assert [step.error > 0 for step in heard] == [True] * len(found.history)
    assert tuple(step.energy for step in heard) == found.energies
    assert found == qd.optimize(RY, H2, method=method, shots=2000, seed=1)


def test_noise_is_tuned_exactly_and_checked_by_its_own_slope() -> None:
    found = qd.optimize(RY, H2, noise=NOISE, seed=2)
    noisy = Simulator(RY, H2, noise=qd.Noise(NOISE))
    assert (found.reason, found.is_noisy) == ("converged", True)
    assert "exact with noise" in repr(found)
    energy, slope = noisy.gradient(found.values)
    assert energy == pytest.approx(found.energy, abs=1e-12)
    assert np.abs(slope).max() < 1e-4
    ideal = qd.optimize(RY, H2, seed=2)
    assert found.energy > ideal.energy + 0.01


def test_several_starts_keep_every_history_and_give_the_lowest() -> None:
    circuit, observable = ansatz.sim(2, num_qubits=4, layers=2), problems.tfim(4).observable
    steps: list[int] = []
    heard: list[Step] = []
    found = qd.optimize(
        circuit,
        observable,
        starts=4,
        seed=5,
        progress=lambda step, energy: steps.append(step),
        heard=heard.append,
    )
    assert len(found.runs) == 4
    assert found.energy == min(run.energy for run in found.runs)
    assert [run.seed for run in found.runs] == [5, 6, 7, 8]
    assert found.runs[1] == qd.optimize(circuit, observable, seed=6)
    assert steps == list(range(sum(len(run.history) for run in found.runs)))
    assert sorted({step.run for step in heard}) == [0, 1, 2, 3]
    seen = 0

    def heard_of(step: Step) -> None:
        nonlocal seen
        seen = step.run

    stopped = qd.optimize(
        circuit, observable, starts=4, seed=5, heard=heard_of, cancel=lambda: seen == 2
    )
    assert (stopped.reason, len(stopped.runs)) == ("cancelled", 3)


def test_frozen_parameters_keep_their_values() -> None:
    names = RY.parameters
    start = [0.1, 0.2, 0.3, 0.4]
    by_name = qd.optimize(RY, H2, start=start, frozen=[names[1]])
    by_value = qd.optimize(RY, H2, frozen={names[1]: 0.2}, seed=1)
    for found in (by_name, by_value):
        assert tuple(found.values) == names
        assert found.values[names[1]] == 0.2
        assert Simulator(RY, H2).expectation(found.values) == pytest.approx(found.energy)
        _, slope = Simulator(RY, H2).gradient(found.values)
        assert np.abs(np.delete(slope, 1)).max() < 1e-4
    seen: list[set[str]] = []
    qd.optimize(
        RY, H2, start=start, frozen=names[:2], found=lambda v: seen.append(set(v)), max_steps=2
    )
    assert all(each == set(names) for each in seen)


def test_layers_are_what_repeats_and_else_columns() -> None:
    def sizes(circuit: Circuit) -> list[int]:
        return [len(stage.parameters) for stage in grown(circuit)]

    assert sizes(ansatz.hardware_efficient(4, 3)) == [8, 16, 32]
    assert sizes(ansatz.qaoa(Observable({"ZZ": 1.0}), 3)) == [2, 4, 6]
    assert sizes(Circuit.of(2, "rx(a) 0; ry(b) 1; cx 0 1; rz(c) 0; crx(d) 1 0")) == [2, 3, 4]
    with pytest.raises(InvalidRequest, match="one layer only"):
        grown(Circuit.of(2, "ry(a) 0; ry(b) 1"))


def test_starts_and_layerwise_that_are_none_are_told_in_a_sentence() -> None:
    circuit = Circuit.of(1, "ry(a) 0")
    given: Any = {"layerwise": "yes"}
    with pytest.raises(InvalidRequest, match="'layerwise' is True or False, not of the type str"):
        qd.optimize(circuit, Observable({"Z": 1.0}), **given)
    with pytest.raises(InvalidAngle, match="'a' is larger than any floating-point number"):
        qd.optimize(circuit, Observable({"Z": 1.0}), start=[10**400], frozen=["a"])


def test_a_circuit_grows_layer_by_layer() -> None:
    problem = problems.tfim(6, periodic=True)
    circuit = ansatz.hamiltonian_variational(problem, 3)
    found = qd.optimize(circuit, problem.observable, layerwise=True, seed=1)
    assert [len(run.values) for run in found.runs] == [2, 4, 6]
    assert set(found.values) == set(circuit.parameters)
    assert Simulator(circuit, problem.observable).expectation(found.values) == pytest.approx(
        found.energy, abs=1e-9
    )
    assert found.energy == pytest.approx(problem.exact_energy, abs=1e-6)
    cut = qd.optimize(
        circuit, problem.observable, layerwise=True, seed=1, max_steps=1, method="adam"
    )
    assert cut.energy == pytest.approx(
        Simulator(circuit, problem.observable).expectation(cut.values), abs=1e-12
    )


@pytest.mark.parametrize("method", rows(Optimizer))
@pytest.mark.parametrize("shots", [None, 5000])
def test_what_was_stopped_goes_on_from_its_state(method: str, shots: int | None) -> None:
    if shots and not rows(Optimizer)[method].sampled:
        return
    steps = 0

    def count(number: int, energy: float) -> None:
        nonlocal steps
        steps = number

    def tune(**given: Any) -> Any:
        return qd.optimize(RY, H2, method=method, seed=4, shots=shots, max_steps=8, **given)

    whole = tune()
    part = tune(progress=count, cancel=lambda: steps >= 1)
    assert (part.reason, part.num_steps) == ("cancelled", 1)
    state = json.loads(json.dumps(part.state))
    rest = tune(state=state)
    assert rest.begun == 1
    assert rest.history[0] == part.history[-1]
    assert rest.num_steps <= 8 + (method == "cobyla")
    if method in GOES_ON:
        assert rest.values == pytest.approx(whole.values, abs=1e-9)
        assert rest.energy == pytest.approx(whole.energy, abs=1e-9)
    else:
        assert rest.history[-1] <= part.history[-1]
    assert tune(state=state) == rest


@pytest.mark.parametrize("shots", [None, 100])
@pytest.mark.parametrize("method", ["rotosolve", "spsa", "adam"])
def test_what_was_stopped_amid_a_step_does_that_step_again(method: str, shots: int | None) -> None:
    asked = 0

    def stop() -> bool:
        nonlocal asked
        asked += 1
        return asked > 15

    def tune(**given: Any) -> Any:
        return qd.optimize(RY, H2, method=method, seed=4, shots=shots, max_steps=20, **given)

    whole, part = tune(), tune(cancel=stop)
    assert part.reason == "cancelled"
    rest = tune(state=part.state)
    assert rest.num_steps == whole.num_steps
    assert rest.values == pytest.approx(whole.values, abs=1e-12)
    assert rest.energy == pytest.approx(whole.energy, abs=1e-12)


@pytest.mark.parametrize(
    ("given", "error", "words"),
    [
        ({"frozen": 5}, InvalidRequest, "Frozen are names of parameters"),
        ({"cancel": 5}, InvalidRequest, "What cancels is a function"),
        ({"start": [1e7] * 4}, InvalidRequest, "is 1e.07 rad, and so far out"),
        ({"shots": 0}, InvalidRequest, "number of shots must be a whole number from 1 on"),
        ({"shots": 10**9}, InvalidRequest, "at most 10,000,000"),
        ({"shots": 1}, InvalidRequest, "takes 2 circuits"),
        ({"shots": 100, "method": "lbfgs"}, InvalidRequest, "L-BFGS needs exact energies"),
        ({"noise": 3}, InvalidRequest, "Noise is"),
        ({"noise": {"depolarizing": 2.0}}, InvalidRequest, "depolarizing"),
        ({"starts": 0}, InvalidRequest, "starts must be a whole number from 1 on"),
        ({"starts": 10**6}, InvalidRequest, "at most 10,000"),
        ({"starts": 2, "layerwise": True}, InvalidRequest, "Choose one of"),
        ({"frozen": ["nothing"]}, UnknownParameter, "nothing"),
        ({"frozen": ["theta_0"]}, MissingValue, "^'theta_0' is frozen and has no value"),
        ({"state": {}}, InvalidRequest, "no state of an optimization"),
        ({"state": "{}"}, InvalidRequest, "no state of an optimization"),
        ({"state": {"method": "adam"}}, InvalidRequest, "state is of 'adam'"),
    ],
)
def test_what_is_not_meant_is_refused_in_words(
    given: dict[str, Any], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        qd.optimize(RY, H2, **given)


def test_a_state_that_was_changed_is_refused_in_words() -> None:
    state = dict(qd.optimize(RY, H2, method="spsa", max_steps=5, seed=1).state)
    memory = state["memory"]
    for changed in (
        {"place": [0.1]},
        {"place": ["x"] * 4},
        {"place": [float("nan")] * 4},
        {"energy": "low"},
        {"steps": -1},
        {"evaluations": 1.5},
        {"memory": 3},
        {"memory": {**memory, "steps": 10**6}},
        {"memory": {**memory, "gain": [1, 2]}},
        {"memory": {**memory, "drawing": "{}"}},
        {"memory": {**memory, "drawing": 7}},
    ):
        with pytest.raises(InvalidRequest):
            qd.optimize(RY, H2, method="spsa", state={**state, **changed}, max_steps=9)


def test_a_refusal_is_the_same_in_another_process() -> None:
    for error in (MissingValue("a"), MissingValue("a", "No value."), UnknownParameter("b", ("a",))):
        other = pickle.loads(pickle.dumps(error))
        assert (type(other), str(other)) == (type(error), str(error))
        assert vars(other) == vars(error)


def test_many_qubits_are_not_sampled_here() -> None:
    circuit = ansatz.template("ry_cz", num_qubits=18, layers=1)
    with pytest.raises(TooLarge, match="at most 16 qubits"):
        qd.optimize(circuit, problems.tfim(18).observable, shots=100)


def test_an_energy_that_is_not_a_number_ends_it_with_the_best_so_far() -> None:
    # A slope of 10²⁰⁰ leads beyond all numbers.
    steep = Circuit.of(1, "ry(a) 0; rz(b) 0").substitute(
        {"a": Angle.parameter("a") * Fraction(10**200)}
    )
    found = qd.optimize(
        steep, Observable({"Z": 1.0}), method="gradient_descent", start=[1e-201, 0.1]
    )
    assert found.reason == "not a number"
    assert "not a number in step 1" in repr(found)
    assert list(found.values.values()) == [1e-201, 0.1]
    assert found.energy == pytest.approx(np.cos(0.1))
    for large in ({"Z": 1e308, "X": 1e308}, {"Z": 1e308, "I": 1.7e308}):
        with pytest.raises(InvalidRequest, match="smaller coefficients"):
            qd.optimize(Circuit.of(1, "ry(a) 0"), Observable(large), start=[0.0])


def test_the_history_is_a_table_and_figures_lie_over_each_other() -> None:
    found = qd.optimize(RY, H2, method="adam", seed=1, max_steps=20)
    table = found.to_pandas()
    assert list(table.columns) == ["energy", "best", "error", "slope"]
    assert table["best"].tolist() == list(found.history)
    assert table["slope"].notna().sum() >= 20
    other = qd.optimize(RY, H2, method="spsa", seed=1, shots=100, max_steps=10)
    figure = found.plot(other)
    assert [trace.name for trace in figure.data] == [
        "adam, seed 1", "adam, seed 1: steps", "spsa, seed 1", "spsa, seed 1: steps",
    ]  # fmt: skip
    assert figure.data[3].error_y.array == other.errors
    assert "exact" in figure.layout.title.subtitle.text


def test_long_histories_are_drawn_by_one_step_in_a_few_and_say_so() -> None:
    found = qd.optimize(
        Circuit.of(1, "ry(a) 0; rz(b) 0"), Observable({"Z": 1.0}), method="adam", start=[0.1, 0.1],
        max_steps=5000, rate=1e-5,
    )  # fmt: skip
    assert len(found.history) == 5001
    figure = found.plot()
    assert len(figure.data[0].x) <= 2001
    assert figure.data[0].x[-1] == 5000
    assert "one step in 3 is drawn" in figure.layout.title.subtitle.text


def test_a_steep_place_is_no_end_of_cobyla_with_shots() -> None:
    chain = problems.tfim(4)
    found = qd.optimize(chain.ansatz, chain, method="cobyla", shots=500, seed=0)
    assert found.reason == "out of steps"
    assert found.num_evaluations < 220
