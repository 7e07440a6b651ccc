"""Observables against Qiskit's SparsePauliOp."""

from __future__ import annotations

import contextlib
from typing import Any

import networkx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from qiskit.quantum_info import SparsePauliOp

from qdesign.errors import InvalidObservable, QdesignError, TooLarge
from qdesign.pauli import Observable, cut_observable


@st.composite
def observables(draw: st.DrawFn) -> Observable:
    n = draw(st.integers(1, 4))
    labels = st.text("IXYZ", min_size=n, max_size=n)
    terms = draw(st.dictionaries(labels, st.floats(-5, 5), min_size=1, max_size=6))
    return Observable(terms)


def operator(observable: Observable) -> SparsePauliOp:
    terms = list(observable.terms) or [("I" * observable.num_qubits, 0.0)]
    return SparsePauliOp.from_list(terms)


@given(observables(), st.integers(0, 2**32 - 1))
def test_matrix_and_expectation_are_qiskits(observable: Observable, seed: int) -> None:
    expected = operator(observable).to_matrix()
    assert np.allclose(observable.matrix(), expected, atol=1e-12)
    rng = np.random.default_rng(seed)
    state = rng.normal(size=len(expected)) + 1j * rng.normal(size=len(expected))
    energy = float((state.conj() @ expected @ state).real)
    assert observable.expectation(state) == pytest.approx(energy, abs=1e-9)


def test_the_rightmost_letter_is_qubit_0() -> None:
    state = np.array([0, 1, 0, 0], dtype=complex)  # qubit 0 is 1
    assert Observable({"IZ": 1.0}).expectation(state) == -1
    assert Observable({"ZI": 1.0}).expectation(state) == 1
    assert list(Observable({"XYZ": 2.0}).masks()) == [(0b110, 0b011, 2.0)]


def test_equal_terms_are_added_and_zeros_dropped() -> None:
    places = {((0, "Z"), (2, "X")): 1.0, ((2, "X"), (0, "Z")): 0.5, (): 0.0}
    assert Observable.from_sparse(3, places).as_dict() == {"XIZ": 1.5}
    assert Observable({"Z": 0.0}).terms == ()


def test_the_cut_of_a_graph_is_minus_the_weight_between_its_sides() -> None:
    observable = cut_observable(networkx.path_graph(3))
    diagonal = np.diag(observable.matrix()).real
    assert diagonal.tolist() == [0, -1, -2, -1, -1, -2, -1, 0]


@pytest.mark.parametrize(
    "terms",
    [
        {},
        {"": 1.0},
        {"ZQ": 1.0},
        {"z": 1.0},
        {"ZZ": 1.0, "Z": 1.0},
        {"Z": float("nan")},
        {"Z": float("inf")},
        {"Z": "one"},
        {"Z": 1j},
        {3: 1.0},
        {"Z": 10**400},
    ],
)
def test_terms_that_make_no_observable_are_refused_in_words(terms: Any) -> None:
    with pytest.raises(InvalidObservable):
        Observable(terms)


def test_a_dense_matrix_of_many_qubits_is_refused() -> None:
    with pytest.raises(TooLarge, match="15 qubits"):
        Observable({"Z" * 15: 1.0}).matrix()


@given(st.dictionaries(st.text(max_size=4), st.floats(), max_size=3))
def test_any_terms_are_an_observable_or_refused(terms: dict[str, float]) -> None:
    with contextlib.suppress(QdesignError):
        Observable(terms)
