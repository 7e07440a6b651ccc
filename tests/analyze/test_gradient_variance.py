"""Variances of gradients are right exactly, and within their error where they are sampled."""

from __future__ import annotations

import itertools
import random
from typing import Any

import numpy as np
import pytest

from qdesign import ansatz
from qdesign.analyze.gradient_variance import gradient_variance
from qdesign.circuit import Circuit
from qdesign.errors import (
    Cancelled,
    InvalidObservable,
    InvalidRequest,
    NotUnitary,
    TooLarge,
    UnknownParameter,
)
from qdesign.pauli import Observable
from qdesign.simulate.simulator import Simulator


def _toy(n: int) -> Circuit:
    return Circuit.of(n, "; ".join(f"rx(t{k}) {k}" for k in range(n)))


def _one(n: int, letters: str, at: int = 0) -> str:
    return "I" * (n - at - len(letters)) + letters + "I" * at


def _local(n: int) -> Observable:
    """1 − Σ |0⟩⟨0| / n."""
    terms = {_one(n, "Z", q): -1 / (2 * n) for q in range(n)}
    return Observable({"I" * n: 0.5, **terms})


def _global(n: int) -> Observable:
    """1 − |0…0⟩⟨0…0|."""
    labels = ("".join(letters) for letters in itertools.product("IZ", repeat=n))
    return Observable(dict.fromkeys(labels, -(2.0 ** (-n))))


def _random_circuit(rng: random.Random, n: int) -> Circuit:
    text: list[str] = []
    for k in range(10):
        a, b = rng.sample(range(n), 2)
        fixed = rng.choice((f"h {a}", f"s {a}", f"sx {b}", f"cx {a} {b}", f"iswap {a} {b}"))
        one = f"{rng.choice(('rx', 'ry', 'rz'))}({rng.choice(('', '2*', '-'))}t{k}+pi/7) {a}"
        two = f"{rng.choice(('rzz', 'rxx', 'rzx'))}(t{k}) {a} {b}"
        text.append(rng.choice((one, two)) if k % 2 else fixed)
    return Circuit.of(n, "; ".join(text))


@pytest.mark.parametrize("n", [1, 2, 5, 10])
def test_the_toy_of_cerezo_et_al_is_exact(n: int) -> None:
    found = gradient_variance(_toy(n), _global(n), parameter="t0")
    assert found.value == pytest.approx(1 / 8 * (3 / 8) ** (n - 1), rel=1e-12)
    assert (found.error, found.interval, found.method) == (0.0, None, "exact")
    assert gradient_variance(_toy(n), _local(n)).value == pytest.approx(1 / (8 * n * n), rel=1e-12)


@pytest.mark.parametrize("n", [30, 100])
def test_walks_meet_exact_values_far_beyond_state_vectors(n: int) -> None:
    right = 1 / (8 * n * n)
    assert gradient_variance(_toy(n), _local(n)).value == pytest.approx(right, rel=1e-12)
    for parameter in (None, "t3"):
        walked = gradient_variance(_toy(n), _local(n), method="clifford", parameter=parameter)
        assert walked.value is not None
        assert walked.error
        assert abs(walked.value - right) <= 3 * walked.error
        assert walked.basis.startswith("average of")
    everything = Observable({"Z" * n: 1.0})
    for method in ("auto", "clifford"):  # of one way in 2^n walks know from the start
        found = gradient_variance(_toy(n), everything, method=method)
        assert found.value == pytest.approx(2.0**-n, rel=1e-9)


def test_words_walks_and_grids_agree() -> None:
    rng = random.Random(2)
    for trial in range(12):
        circuit = _random_circuit(rng, rng.choice((2, 3)))
        labels = ["".join(w) for w in itertools.product("IXYZ", repeat=circuit.num_qubits)]
        chosen = rng.sample(labels, len(labels) // 2)
        observable = Observable({label: rng.gauss(0, 1) for label in chosen})
        names = circuit.parameters
        # Degree 4 along each: five points average exactly.
        grid = itertools.product(2 * np.pi * np.arange(5) / 5, repeat=len(names))
        simulator = Simulator(circuit, observable)
        energies, slopes = zip(*(simulator.gradient(np.array(p)) for p in grid), strict=True)
        found = gradient_variance(circuit, observable, method="exact")
        squares = (np.array(slopes) ** 2).mean(axis=0)
        assert found.columns["variance"] == pytest.approx(squares.tolist(), abs=1e-9)
        assert found.value == pytest.approx(squares.mean(), abs=1e-9)
        assert found.loss_variance == pytest.approx(np.var(energies), abs=1e-9)
        assert found.loss_mean == pytest.approx(np.mean(energies), abs=1e-9)
        walked = gradient_variance(circuit, observable, method="clifford", seed=trial, samples=4000)
        assert walked.value is not None
        assert walked.error is not None
        assert found.value is not None
        assert abs(walked.value - found.value) <= 4 * walked.error + 1e-12


def test_shared_parameters_are_averaged_another_way_and_that_is_said() -> None:
    text = "h 0; h 1; h 2; rzz(g) 0 1; rzz(g) 1 2; rx(b) 0; rx(b) 1; rx(b) 2"
    circuit, observable = Circuit.of(3, text), Observable({"IZZ": 1.0, "ZZI": 1.0})
    exactly = gradient_variance(circuit, observable)
    assert (exactly.method, exactly.value) == ("exact", pytest.approx(0.875))
    assert exactly.reasons[0].detail == "'g' is in several rotations."
    sampled = gradient_variance(circuit, observable, method="sampled")
    assert sampled.basis == "sampled with 1,000 points"
    assert sampled.interval is not None
    assert sampled.interval[0] < 0.875 < sampled.interval[1]
    with pytest.raises(InvalidRequest, match="'g' is in several rotations"):
        gradient_variance(circuit, observable, method="clifford")
    halves = ansatz.sim(5, num_qubits=4)  # half turns of controlled rotations
    assert gradient_variance(halves, Observable({"IIZZ": 1.0}), samples=100).method == "sampled"
    with pytest.raises(TooLarge, match="'sampled'"):
        gradient_variance(halves, Observable({"IIZZ": 1.0}), method="exact")


def test_deep_circuits_of_free_fermions_have_the_variance_of_their_algebra() -> None:
    for n in (2, 3, 5, 12):
        turns = [f"rzz(a{q}) {q} {q + 1}" for q in range(n - 1)]
        turns += [f"rx(b{q}) {q}" for q in range(n)]
        text = "; ".join([*(f"h {q}" for q in range(n)), *turns])
        observable = Observable({_one(n, "X"): 1.0})
        found = gradient_variance(Circuit.of(n, text), observable, method="lie")
        assert found.value == pytest.approx(1 / (2 * n - 1), rel=1e-12)
        if n == 3:  # many layers come to the same, found in another way
            layers = "; ".join(t.replace("(", f"({k}_") for k in range(24) for t in turns)
            layers = layers.replace("(", "(t")
            deep = Circuit.of(n, "; ".join([*(f"h {q}" for q in range(n)), layers]))
            met = gradient_variance(deep, observable).loss_variance
            assert met == pytest.approx(found.value, rel=1e-5)
        outside = gradient_variance(
            Circuit.of(n, text), Observable({_one(n, "Z"): 1.0}), method="lie"
        )
        assert outside.value is None
        assert "not in the algebra" in outside.says


def test_walks_go_on_from_those_that_count_down_to_rare_ends() -> None:
    n, text = 40, list[str]()
    for layer in range(3):
        text += [f"ry(a{layer}_{q}) {q}; rz(b{layer}_{q}) {q}" for q in range(n)]
        text += [f"cz {q} {q + 1}" for q in range(layer % 2, n - 1, 2)]
    circuit, observable = Circuit.of(n, "; ".join(text)), Observable({"Z" * n: 1.0})
    right = gradient_variance(circuit, observable)
    walked = gradient_variance(circuit, observable, method="clifford", samples=4096)
    assert right.method == "exact"
    assert right.value == pytest.approx(6.0467e-14, rel=1e-4)
    assert right.value is not None
    assert walked.value is not None
    assert walked.error is not None
    assert abs(walked.value - right.value) <= 4 * walked.error
    assert walked.error < 0.2 * right.value


def test_walks_begin_at_small_words_too() -> None:
    n, text = 40, list[str]()
    for layer in range(2):
        text += [f"ry(a{layer}_{q}) {q}; rx(b{layer}_{q}) {q}" for q in range(n)]
        text += [f"cz {q} {q + 1}" for q in range(n - 1)]
    circuit = Circuit.of(n, "; ".join(text))
    small, large = {"I" * (n - 1) + "Z": 0.001}, {"Z" * n: 1.0}
    found = gradient_variance(circuit, Observable(large | small), method="clifford", samples=8192)
    right = gradient_variance(circuit, Observable(small)).value  # of the large one: below 1e-11
    assert right is not None
    assert found.value is not None
    assert found.error is not None
    assert abs(found.value - right) <= 4 * found.error
    assert found.error < 0.05 * right


def test_tilted_walks_find_words_that_stay_small() -> None:
    n, text = 7, list[str]()
    for layer in range(5):
        text += [f"ry(a{layer}_{q}) {q}; rz(b{layer}_{q}) {q}" for q in range(n)]
        text += [f"cx {q} {q + 1}" for q in range(n - 1)]
    circuit, observable = Circuit.of(n, "; ".join(text)), Observable({"Z" * n: 1.0})
    right = gradient_variance(circuit, observable)
    walked = gradient_variance(circuit, observable, method="clifford", samples=256)
    assert right.method == "exact"
    assert walked.basis == "average of 1,024 walks"
    assert right.value is not None
    assert walked.value is not None
    assert walked.error is not None
    assert abs(walked.value - right.value) <= 4 * walked.error
    assert walked.error < 0.18 * right.value


def test_a_value_is_not_guessed_from_walks_that_do_not_end_well() -> None:
    n, text = 60, list[str]()
    for layer in range(12):
        text += [f"ry(a{layer}_{q}) {q}; rz(b{layer}_{q}) {q}" for q in range(n)]
        text += [f"cx {q} {(q + 1) % n}" for q in range(n)]
    circuit = Circuit.of(n, "; ".join(text))
    found = gradient_variance(circuit, Observable({"Z" * n: 1.0}), method="clifford", samples=500)
    assert (found.value, found.verdict) == (None, "unknown")
    assert found.interval is not None
    assert found.interval[1] > 0
    assert found.says.startswith("Below")
    assert (found.loss_variance, found.chart) == (None, None)
    assert found.loss_interval is not None
    assert found.loss_interval[1] > 1e-16  # random stabilizer states: about 2^-60
    assert set(found.columns["variance"]) == {None, 0.0}  # these are proven


@pytest.mark.parametrize("method", ["clifford", "sampled"])
def test_the_variance_of_the_energy_has_an_interval_where_it_is_sampled(method: Any) -> None:
    text = "ry(a) 0; ry(b) 1; cx 0 1; rx(c) 0; ry(d) 1; cx 1 0; ry(e) 0; rx(f) 1"
    circuit, observable = Circuit.of(2, text), Observable({"ZZ": 1.0, "XI": 0.4})
    right = gradient_variance(circuit, observable)
    assert right.loss_interval is None
    assert right.loss_variance is not None
    held = 0
    for seed in range(20):
        found = gradient_variance(circuit, observable, method=method, samples=300, seed=seed)
        assert found.loss_interval is not None
        held += found.loss_interval[0] <= right.loss_variance <= found.loss_interval[1]
    assert held >= 16


def test_bad_input_is_refused_in_words() -> None:
    one = Observable({"Z": 1.0})
    assert gradient_variance(Circuit.of(1, "h 0"), one).value is None
    with pytest.raises(NotUnitary):
        gradient_variance(Circuit.of(1, "ry(a) 0; reset 0; ry(b) 0"), one)
    with pytest.raises(UnknownParameter):
        gradient_variance(_toy(1), one, parameter="b")
    with pytest.raises(InvalidRequest, match="exact, clifford"):
        gradient_variance(_toy(1), one, method="best")  # type: ignore[arg-type]
    with pytest.raises(Cancelled):
        gradient_variance(_toy(1), one, cancel=lambda: True)
    wide = Circuit.of(30, "; ".join(f"crx(a) {q} {q + 1}" for q in range(29)))
    found = gradient_variance(wide, Observable({"Z" * 30: 1.0}))
    assert found.value is None
    assert "by whole turns" in found.says


def test_weights_without_a_square_are_refused() -> None:
    circuit = Circuit.of(2, "ry(a) 0; ry(b) 1")
    for weight in (1e308, 1e-300):
        with pytest.raises(InvalidObservable, match="Scale it"):
            gradient_variance(circuit, Observable({"ZZ": weight}))


def test_intervals_of_few_walks_hold_as_often_as_they_say() -> None:
    n, text = 6, list[str]()
    for layer in range(4):
        text += [f"ry(a{layer}_{q}) {q}; rz(b{layer}_{q}) {q}" for q in range(n)]
        text += [f"cx {q} {(q + 1) % n}" for q in range(n)]
    circuit, observable = Circuit.of(n, "; ".join(text)), Observable({"IIIIIZ": 1.0})
    right = gradient_variance(circuit, observable).value
    assert right is not None
    missed = 0
    for seed in range(1060, 1120):
        found = gradient_variance(circuit, observable, method="clifford", samples=512, seed=seed)
        assert found.interval is not None
        missed += not found.interval[0] <= right <= found.interval[1]
    assert missed <= 3
