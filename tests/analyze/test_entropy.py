"""Entropies of cuts against Qiskit's, and Page's against random states."""

from __future__ import annotations

import importlib
from typing import Any

import numpy as np
import pytest

from qdesign import ansatz
from qdesign.analyze.entropy import cut_entropies, entropy, page_entropy
from qdesign.circuit import Circuit
from qdesign.errors import InvalidRequest, MissingValue
from qdesign.simulate.simulator import Simulator

info: Any = importlib.import_module("qiskit.quantum_info")


def test_each_cut_is_that_of_qiskit() -> None:
    circuit = ansatz.sim(14, 5)
    values = np.linspace(0.1, 2.9, len(circuit.parameters))
    figure = entropy(circuit, values, samples=20)
    state = info.Statevector(Simulator(circuit).statevector(values))
    for k in range(1, 5):
        reduced = info.partial_trace(state, list(range(k, 5)))
        assert figure.columns["here"][k - 1] == pytest.approx(info.entropy(reduced, 2), abs=1e-9)
    assert figure.value == figure.columns["here"][1]
    assert (figure.basis, figure.error) == ("exact", 0)
    assert figure.chart is not None
    assert [each.name for each in figure.chart.series] == [
        "Haar (Page)", "mean over values", "at the values",
    ]  # fmt: skip


@pytest.mark.parametrize("side", [[0, 2], [4], [3, 1, 0], [0, 1]])
def test_a_cut_of_ones_own_is_that_of_qiskit(side: list[int]) -> None:
    circuit = ansatz.sim(14, 5)
    values = np.linspace(0.1, 2.9, len(circuit.parameters))
    figure = entropy(circuit, values, qubits=side, samples=20)
    state = info.Statevector(Simulator(circuit).statevector(values))
    rest = [q for q in range(5) if q not in side]
    wanted = info.entropy(info.partial_trace(state, rest), 2)
    assert figure.value == pytest.approx(wanted, abs=1e-9)
    assert figure.convention["cut"] == f"qubits {', '.join(map(str, sorted(side)))} | rest"
    assert f"qubits={sorted(side)}" in figure.cell
    assert figure.page == page_entropy(min(len(side), 5 - len(side)), max(len(side), 5 - len(side)))
    drawn = entropy(circuit, samples=20).columns["mean"]
    if side == [0, 1]:  # a cut of the line
        assert figure.mean == pytest.approx(drawn[1], abs=1e-12)


@pytest.mark.parametrize("side", [[], [0, 1, 2], [3], [0, 0], [-1], "01", 1])
def test_a_cut_that_is_none_is_told(side: Any) -> None:
    with pytest.raises(InvalidRequest, match=r"cut"):
        entropy(Circuit.of(3, "h 0; cx 0 1; cx 1 2"), qubits=side)


def test_the_mean_is_over_random_values_with_its_error() -> None:
    circuit = Circuit.of(2, "ry(a) 0; cx 0 1")
    figure = entropy(circuit, samples=4000)
    # H(cos²(a/2)) over even a: 2 - 1/ln 2 bits.
    assert figure.value is not None
    assert figure.error is not None
    assert abs(figure.value - (2 - 1 / np.log(2))) < 3 * figure.error
    assert figure.value == figure.mean
    assert entropy(circuit, samples=4000).value == figure.value


def test_pages_entropy_is_the_mean_over_random_states() -> None:
    rng = np.random.default_rng(3)
    states = rng.normal(size=(4000, 16)) + 1j * rng.normal(size=(4000, 16))
    states /= np.linalg.norm(states, axis=1, keepdims=True)
    means = cut_entropies(states).mean(axis=0)
    assert means == pytest.approx(
        [page_entropy(min(k, 4 - k), max(k, 4 - k)) for k in (1, 2, 3)], abs=0.01
    )


def test_small_and_fixed_circuits_have_words() -> None:
    assert entropy(Circuit.of(3, "h 0; cx 0 1; cx 1 2")).columns["here"] == pytest.approx((1, 1))
    assert "not entangled" in entropy(Circuit.of(2, "h 0; h 1")).says
    assert entropy(Circuit(1)).value is None
    with pytest.raises(MissingValue):
        entropy(Circuit.of(2, "ry(a) 0; ry(b) 1"), {"a": 0.3})


def test_product_states_have_none_at_all() -> None:
    found = entropy(Circuit.of(2, "ry(a) 0; ry(b) 1"))
    assert (found.value, found.error) == (0.0, 0.0)
