"""Expressibility against an implementation of its own, Haar's states, and what is known exactly."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
import scipy.stats
from numpy.typing import NDArray

from qdesign import ansatz
from qdesign.analyze.expressibility import expressibility, haar_shares, real_shares
from qdesign.analyze.states import RandomStates
from qdesign.analyze.work import Work
from qdesign.circuit import Circuit
from qdesign.errors import Cancelled, InvalidRequest, NotUnitary, TooLarge
from qdesign.simulate.simulator import Simulator
from tests.analyze import plain


@pytest.mark.parametrize(("number", "layers"), [(5, 1), (6, 1), (9, 2), (15, 1), (19, 3)])
def test_it_is_that_of_another_implementation(number: int, layers: int) -> None:
    circuit = ansatz.sim(number, 4, layers=layers)
    figure = expressibility(circuit, seed=3)
    assert figure.value is not None
    assert figure.error is not None
    others = [plain.expressibility(circuit, 5000, seed) for seed in (1, 2)]
    assert abs(figure.value - np.mean(others)) < 2 * figure.error * math.sqrt(1.5)


def test_the_error_is_what_other_seeds_give() -> None:
    circuit = ansatz.sim(5, 3)
    found = [expressibility(circuit, pairs=1000, seed=seed) for seed in range(24)]
    spread = np.std([each.value or 0.0 for each in found])
    assert spread / 1.7 < np.mean([each.error or 0.0 for each in found]) < spread * 1.7


def test_states_that_are_as_haar_stand_at_the_floor() -> None:
    figure = expressibility(ansatz.sim(6, 4, layers=3))
    assert figure.value is not None
    assert figure.floor is not None
    assert figure.verdict == "as Haar"
    assert figure.filled == 24
    assert figure.floor / 2 < figure.value < figure.floor * 2
    # The expectation over a multinomial sample, bin by bin.
    seen, total = np.arange(1, 5001), 0.0
    kit: Any = scipy.stats  # typed in part
    for share in np.exp(haar_shares(16, 75)):
        weights = kit.binom.pmf(seen, 5000, share)
        total += float(weights @ (seen / 5000 * np.log(seen / 5000 / share)))
    assert figure.floor == pytest.approx(total, rel=0.05)


def test_bins_that_tell_nothing_give_no_verdict() -> None:
    # Of Haar's fidelities at 10 qubits all but one in a million are in the first bin.
    wide = ansatz.template("ry_rz_cx", num_qubits=10, layers=2)
    figure = expressibility(wide, pairs=300)
    assert (figure.verdict, figure.tone, figure.filled) == ("75 bins cannot tell", "unknown", 1)
    assert "fills 1 of 75 bins: they tell nothing." in figure.says
    assert figure.value is None
    assert figure.error is None
    more = expressibility(wide, pairs=300, bins=1000)
    assert more.value is not None
    assert "Haar's states give" in more.says


@pytest.mark.parametrize("text", ["ry(a) 0; ry(b) 1; cx 0 1; ry(c) 1", "rx(a) 0; rx(b) 1"])
def test_real_states_are_told_so_in_any_basis(text: str) -> None:
    figure = expressibility(Circuit.of(2, text), pairs=500)
    assert figure.is_real
    assert figure.real_floor is not None
    assert "cannot reach Haar's" in figure.says
    assert figure.chart is not None
    assert figure.chart.series[2].name == "real states"


def test_shares_of_bins_are_exact() -> None:
    rng = np.random.default_rng(2)
    states = rng.normal(size=(40_000, 8))
    states /= np.linalg.norm(states, axis=1, keepdims=True)
    seen, _ = np.histogram((states[::2] * states[1::2]).sum(axis=1) ** 2, 5, (0, 1))
    assert real_shares(8, 5) == pytest.approx(seen / 20_000, abs=0.01)
    assert np.exp(haar_shares(16, 75)).sum() == pytest.approx(1, abs=1e-14)
    assert np.isfinite(haar_shares(1 << 16, 75)).all()


def test_a_circuit_without_parameters_has_one_state() -> None:
    figure = expressibility(Circuit.of(2, "h 0; cx 0 1"))
    assert figure.value == pytest.approx(3 * math.log(75))
    assert figure.error == 0
    assert figure.basis == "exact"
    assert "one state" in figure.says
    assert expressibility(Circuit(0)).value is None


def test_chunks_and_derived_parameters_change_nothing() -> None:
    wide = Circuit.of(12, "; ".join(f"ry(a*b) {k}; rx(a) {k}" for k in range(12)))
    seen: list[str] = []
    found = expressibility(wide, pairs=100, progress=seen.append)
    assert found.value == expressibility(wide, pairs=100).value
    assert len(seen) > 2
    # The same seed, compared pair by pair with another way to run it.
    points = np.random.default_rng(0).uniform(0, 2 * np.pi, (200, 2))
    values = {"a": points[:, 0], "b": points[:, 1], "a*b": points[:, 0] * points[:, 1]}
    one = np.cos(values["a*b"] / 2), np.sin(values["a*b"] / 2)
    c, s = np.cos(values["a"] / 2), np.sin(values["a"] / 2)
    qubit = np.stack([c * one[0] - 1j * s * one[1], c * one[1] - 1j * s * one[0]], axis=1)
    fidelities = np.abs((qubit[::2].conj() * qubit[1::2]).sum(axis=1)) ** 24
    shares, _ = np.histogram(fidelities, 75, (0, 1))
    assert found.columns["share"] == pytest.approx(shares / 100)


def test_what_has_no_figure_is_refused_in_words() -> None:
    with pytest.raises(NotUnitary, match="no expressibility"):
        expressibility(Circuit.of(1, "h 0; reset 0; rx(a) 0"))
    with pytest.raises(TooLarge, match="at most 16"):
        expressibility(Circuit.of(1000, "rx(a) 0"))
    with pytest.raises(TooLarge, match="at most 16"):
        expressibility(Circuit.of(1000, "h 0"))
    with pytest.raises(InvalidRequest, match="'bins' is '1'"):
        expressibility(Circuit.of(1, "rx(a) 0"), bins=1)
    with pytest.raises(Cancelled):
        expressibility(Circuit.of(1, "rx(a) 0"), cancel=lambda: True)


def test_states_that_one_figure_made_are_those_of_the_next() -> None:
    circuit = ansatz.template("sim_9", 3, 2)

    def states(count: int, seed: int = 3) -> NDArray[np.complex128]:
        return np.concatenate(list(RandomStates(circuit, count, seed, Work("It", None, None))))

    points = np.random.default_rng(3).uniform(0, 2 * np.pi, (40_000, len(circuit.parameters)))
    few, many = states(20_001), states(40_000)
    assert np.array_equal(many, Simulator(circuit).statevectors(points))
    assert np.array_equal(few, many[:20_001])
    assert not np.array_equal(states(10, seed=4), many[:10])
    first, again = (next(iter(RandomStates(circuit, 40, 3, Work("", None, None)))) for _ in "ab")
    assert np.shares_memory(first, again)
