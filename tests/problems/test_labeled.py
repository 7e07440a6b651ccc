"""Labeled data: rows and splits, the baseline, the loss with its slopes, accuracies."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from qiskit.quantum_info import Pauli, Statevector

import qdesign as qd
from qdesign.circuit import Circuit
from qdesign.errors import (
    Cancelled,
    InvalidObservable,
    InvalidRequest,
    MissingValue,
    UnknownParameter,
)
from qdesign.problems import LabeledData, Problem
from qdesign.problems.logistic import logistic_regression
from qdesign.rows import rows
from qdesign.tune.labeled import LabeledCost, loss_of, readings
from qdesign.tune.optimizer import Optimizer

IRIS, DIGITS = qd.problems.iris(), qd.problems.digits()
# What scripts/data_sets.py prints: slopes, offset, shares of training and test rows.
SCIKIT_LEARN = {
    "iris": ([1.7844165, 2.2312521, -0.0427453, -0.701477], 0.122858, 67 / 70, 29 / 30),
    "digits": ([4.3403701, -0.7125883, 0.1048519, -0.0536645], 0.3119367, 1.0, 1.0),
}
REUPLOADED = (
    "ry(2*x_0) 0; ry(a) 0; ry(x_1) 1; cx 1 0; rx(x_0 - b) 0; cx 0 1; rz(x_1*c) 1; rx(d) 1; cx 1 0; "
    "ry(0.5) 0"
)


def data_of(problem: Problem) -> LabeledData:
    assert problem.data is not None
    return problem.data


@pytest.mark.parametrize(("problem", "size"), [(IRIS, 100), (DIGITS, 360)], ids=["iris", "digits"])
def test_rows_are_split_alike_in_each_class_and_scaled_by_the_training_rows(
    problem: Problem, size: int
) -> None:
    data = data_of(problem)
    train = data.features[~data.is_test]
    assert data.features.shape == (size, 4)
    assert np.allclose(train.min(axis=0), 0)
    assert np.allclose(train.max(axis=0), np.pi)
    for label in (0, 1):
        assert data.is_test[data.labels == label].mean() == pytest.approx(0.3, abs=0.01)
    again, other = data_of(problem.splits(1)[0]), data_of(problem.splits(2)[1])
    assert (again.is_test == data.is_test).all()
    assert (other.is_test != data.is_test).any()


@pytest.mark.parametrize("problem", [IRIS, DIGITS], ids=lambda problem: problem.row)
def test_the_baseline_is_that_of_scikit_learn(problem: Problem) -> None:
    slopes, offset, train, test = SCIKIT_LEARN[problem.row]
    data = data_of(problem)
    found = logistic_regression(data.features[~data.is_test], data.labels[~data.is_test])
    assert np.allclose(found.slopes, slopes, atol=1e-5)
    assert found.offset == pytest.approx(offset, abs=1e-5)
    assert (problem.baseline.train, problem.baseline.test) == pytest.approx((train, test))


@pytest.mark.parametrize("noise", [None, qd.Noise({"depolarizing": 0.02, "readout": 0.05})])
def test_the_slopes_of_the_loss_are_those_of_differences(noise: Any) -> None:
    """Also where inputs stand several times, with factors, and in formulas with weights."""
    problem = qd.problems.iris(num_qubits=2, features=2)
    circuit = Circuit.of(2, REUPLOADED)
    cost = LabeledCost(circuit, problem, noise)
    assert set(cost.parameters) == {"a", "b", "c", "d"}
    place, step = np.array([0.3, -0.8, 0.4, 1.1]), 1e-5
    loss, slope = cost.gradient(place)
    assert loss == pytest.approx(cost.expectation(place), abs=1e-12)
    for k, unit in enumerate(np.eye(4) * step):
        near = (cost.expectation(place + unit) - cost.expectation(place - unit)) / (2 * step)
        assert slope[k] == pytest.approx(near, abs=1e-8)
    direction = np.array([0.5, -0.2, 0.1, 0.7])
    above, below = (cost.gradient(place + s * 1e-4 * direction)[1] for s in (1, -1))
    bent = cost.hessian_product(direction, place)
    assert np.allclose(bent, (above - below) / 2e-4, atol=1e-5)


def test_readings_accuracy_and_loss_are_those_of_qiskit() -> None:
    problem = qd.problems.iris(num_qubits=2)
    circuit, data = problem.ansatz, data_of(problem)
    tuned = qd.optimize(circuit, problem, seed=1, max_steps=5)
    found = readings(circuit, problem, tuned.values)
    kit = qd.to_qiskit(circuit)
    z = []
    for row in range(len(data)):
        values = {**tuned.values, **data.values(row)}
        state = Statevector(kit.assign_parameters(values))
        z.append(float(state.expectation_value(Pauli("Z"), [0]).real))
    assert np.allclose(found, z, atol=1e-9)
    right = (np.array(z) >= 0) == (data.labels == 0)
    accuracy = problem.accuracy(circuit, tuned.values)
    assert accuracy.train == right[~data.is_test].mean()
    assert accuracy.test == right[data.is_test].mean()
    probability = (1 - np.array(z)) / 2
    loss = ((probability - data.labels) ** 2)[~data.is_test].mean()
    assert tuned.energy == pytest.approx(loss, abs=1e-9)
    assert loss_of(data, found) == pytest.approx(loss, abs=1e-9)


@pytest.mark.parametrize("method", rows(Optimizer))
def test_every_method_lowers_the_loss_or_says_that_it_cannot(method: str) -> None:
    problem = qd.problems.iris("setosa-versicolor", num_qubits=1, features=1)
    circuit = problem.ansatz
    row = rows(Optimizer)[method]
    if not row.takes_rows:
        with pytest.raises(InvalidRequest, match=f"{row.title} needs one energy .* lbfgs"):
            qd.optimize(circuit, problem, method=method)
        return
    start = dict.fromkeys(circuit.parameters, 0.5)
    tuned = qd.optimize(circuit, problem, method=method, start=start, max_steps=20)
    assert tuned.energy < tuned.history[0]
    assert set(tuned.values) == set(data_of(problem).weights(circuit))


def test_frozen_weights_stay_and_starts_and_states_go_on() -> None:
    problem = qd.problems.iris(num_qubits=2, features=2)
    circuit = Circuit.of(2, REUPLOADED)
    tuned = qd.optimize(circuit, problem, start=[0.1, 0.2, 0.3, 0.4], frozen=["b"], max_steps=4)
    assert tuned.values["b"] == 0.2
    assert problem.accuracy(circuit, tuned.values).train > 0.4
    whole = qd.optimize(circuit, problem, method="adam", seed=3, max_steps=6)
    half = qd.optimize(circuit, problem, method="adam", seed=3, max_steps=6, cancel=_after(3))
    assert half.reason == "cancelled"
    again = qd.optimize(circuit, problem, method="adam", max_steps=6, state=half.state)
    assert again.values == pytest.approx(whole.values)


def _after(steps: int) -> Any:
    """Says to stop once so many energies were asked for."""
    asked = iter(range(1000))
    return lambda: next(asked) > 15 + steps


def test_what_labeled_data_do_not_take_is_refused_in_a_sentence() -> None:
    problem = qd.problems.iris(num_qubits=2, features=2)
    circuit = Circuit.of(2, REUPLOADED)
    for given in ({"shots": 100, "method": "spsa"}, {"layerwise": True}, {"target": "local:ideal"}):
        with pytest.raises(InvalidRequest, match=f"'{next(iter(given))}' is of one energy"):
            qd.optimize(circuit, problem, **given)  # type: ignore[call-overload]
    with pytest.raises(InvalidRequest, match="'x_0' is an input, which each row sets"):
        qd.optimize(circuit, problem, frozen=["x_0"])
    with pytest.raises(InvalidRequest, match=r"no input \(x_0 to x_1\)"):
        qd.optimize(Circuit.of(2, "ry(a) 0"), problem)
    with pytest.raises(InvalidRequest, match="'x_2' names an input, and rows have x_0 to x_1"):
        problem.accuracy(Circuit.of(2, "ry(x_2) 0"), {})
    with pytest.raises(MissingValue):
        problem.accuracy(circuit, {"a": 0.0})
    with pytest.raises(UnknownParameter):
        problem.accuracy(circuit, {"a": 0, "b": 0, "c": 0, "d": 0, "e": 0})
    with pytest.raises(InvalidRequest, match="no labeled data: it has an energy"):
        qd.problems.h2().baseline  # noqa: B018
    functions: list[Any] = [qd.landscape, qd.sweep]
    for function in functions:
        more: Any = {"x": "a", "y": "b"} if function is qd.landscape else {"points": [[0.0] * 6]}
        with pytest.raises(InvalidObservable, match="its cost is a loss over rows, which"):
            function(circuit, problem, **more)
    with pytest.raises(InvalidObservable, match="its cost is a loss over rows, which"):
        qd.adapt(problem)
    with pytest.raises(InvalidRequest, match="There is no row 100; they are 0 to 99"):
        data_of(problem).values(100)


def test_a_document_keeps_the_data_by_name_and_the_options() -> None:
    problem = qd.problems.iris("setosa-virginica", num_qubits=2, features=3, seed=5, test_share=0.2)
    document = qd.Document(problem.ansatz).with_problem(problem)
    again = qd.Document.loads(document.dumps()).problem
    assert again is not None
    assert again.data is problem.data
    assert dict(again.options) == dict(problem.options)


def test_the_suggested_circuit_loads_every_feature_and_no_weight_is_dead() -> None:
    for n, features in ((1, 3), (3, 1), (2, 5), (4, 4)):
        problem = qd.problems.digits(num_qubits=n, features=features)
        circuit = problem.ansatz
        data = data_of(problem)
        assert set(data.inputs) < set(circuit.parameters)
        cost = LabeledCost(circuit, problem)
        rng = np.random.default_rng(1)
        slopes = [abs(cost.gradient(rng.normal(size=len(cost.parameters)))[1]) for _ in range(3)]
        dead = [n for n, s in zip(cost.parameters, np.max(slopes, axis=0), strict=True) if s < 1e-9]
        assert not dead


def test_over_splits_tells_mean_spread_and_which_is_better() -> None:
    problem = qd.problems.iris(num_qubits=2, features=2)
    found = qd.over_splits(problem.ansatz, problem, splits=3, max_steps=10)
    assert found.seeds == (0, 1, 2)
    assert found.to_pandas().shape == (3, 4)
    assert "cannot tell" in repr(found) or "better" in repr(found)
    noise = qd.Noise({"depolarizing": 0.05, "readout": {"one_for_zero": 0.6}})
    noisy = qd.over_splits(problem.ansatz, problem, splits=1, max_steps=1, noise=noise)
    at = qd.optimize(problem.ansatz, problem, max_steps=1, noise=noise).values
    assert noisy.circuit == (problem.accuracy(problem.ansatz, at, noise=noise),)
    assert noisy.circuit != (problem.accuracy(problem.ansatz, at),)
    with pytest.raises(InvalidRequest, match="At most 1,000 splits are made, not 1,001"):
        qd.over_splits(problem.ansatz, problem, splits=1_001)
    with pytest.raises(Cancelled, match="over splits was cancelled"):
        qd.over_splits(problem.ansatz, problem, splits=1_001, cancel=lambda: True)
    weak = qd.over_splits(Circuit.of(2, "ry(6*x_0) 0; ry(a) 1"), problem, splits=3, max_steps=3)
    assert weak.better == "baseline"
    assert "logistic regression" in weak._repr_html_()
    assert "logistic regression, test" in problem._repr_html_()
