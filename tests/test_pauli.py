"""Observables against Qiskit's SparsePauliOp."""

from __future__ import annotations

import contextlib
import itertools
import re
from collections.abc import Callable
from typing import Any

import networkx
import numpy as np
import pennylane as qml
import pytest
from hypothesis import given
from hypothesis import strategies as st
from qiskit.quantum_info import PauliList, SparsePauliOp

import qdesign as qd
from qdesign.errors import InvalidObservable, InvalidRequest, QdesignError, TooLarge
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


FORMS = {
    "0.5 ZZII\n-XIXI": {"ZZII": 0.5, "XIXI": -1.0},
    "-1.05 * Z0 Z1 + 0.39 X3": {"IIZZ": -1.05, "XIII": 0.39},
    '{"ZZ": 0.5, "II": -1e-3}': {"ZZ": 0.5, "II": -1e-3},
    "(0.5+0j) [Z0 Z1] +\n(-0.25+0j) []": {"ZZ": 0.5, "II": -0.25},
    "Z₀Z₁ − (X0 − 3)/2": {"ZZ": 1.0, "IX": -0.5, "II": 1.5},
    "X0 @ Y0 * 1j": {"Z": -1.0},
    "X[0]+1.5 X[3]": {"IIIX": 1.0, "XIII": 1.5},
}


def test_texts_of_pauli_sums_are_observables() -> None:
    for text, terms in FORMS.items():
        assert Observable.from_text(text) == Observable(terms), text
    assert Observable.from_text("Z0", num_qubits=3) == Observable({"IIZ": 1.0})


def test_what_qiskit_and_pennylane_print_is_read_back() -> None:
    rng = np.random.default_rng(0)
    for n in (1, 3, 5):
        labels = list({"".join(rng.choice(list("IXYZ"), n)) for _ in range(12)})
        ours = Observable(dict(zip(labels, rng.normal(size=len(labels)).round(6), strict=True)))
        theirs = operator(ours)
        tape = qml.pauli.PauliSentence(
            {
                qml.pauli.PauliWord({k: c for k, c in enumerate(reversed(label)) if c != "I"}): v
                for label, v in ours.terms
            }
        )
        texts = [repr(theirs), repr(theirs.to_list()), str(ours.as_dict()), str(tape)]
        for text in (*texts, repr(tape.operation()), str(qml.simplify(tape.operation()))):
            read = Observable.from_text(text, num_qubits=n)
            assert read.as_dict() == pytest.approx(ours.as_dict(), abs=1e-6), text


def test_texts_that_are_none_say_where() -> None:
    for text, words in (
        ("0.5 ZZ\n+ 2 J1", "Line 2, column 5: 'J1' is no Pauli string"),
        ("ZZ + XXX", "Line 1, column 6: 3 letters stand where others have 2"),
        ("ZZ(0)", "Line 1, column 3: '(' cannot stand here: a sign or a blank"),
        ("Z0 [1]", "Line 1, column 5: '1' cannot stand here: a Pauli string"),
        ("Z0 Z1 XX", "a string with a letter a qubit stands beside numbered letters"),
        ("XX Z0", "a string with a letter a qubit stands beside numbered letters"),
        ("X0 Y0", "The coefficient of Z0 has an imaginary part"),
        ("SparsePauliOp(['Z'], coeffs=[1.+0.j, ..., 2.])", "shortened where it was printed"),
        ("(" * 10_000, "brackets are more than 60 deep"),
        ("__import__('os').system('x')", "'__import__' is no Pauli string"),
    ):
        with pytest.raises(InvalidObservable, match=re.escape(words)):
            Observable.from_text(text)
    wrong: list[Any] = [None, 5, b"ZZ", ["ZZ"]]
    for value in wrong:
        with pytest.raises(InvalidRequest, match="The text of an observable is given as text, not"):
            Observable.from_text(value)
    with pytest.raises(TooLarge, match="at most 1,000,000 characters"):
        Observable.from_text("Z" * 1_000_001)
    with pytest.raises(TooLarge, match="letters; at most 20,000,000"):
        Observable.from_text("+".join(f"Z{k % 999}Z999X{k % 997}" for k in range(25_000, 50_000)))
    with pytest.raises(InvalidObservable, match=r"read by Observable\.from_text"):
        Observable("ZZ")  # type: ignore[arg-type]


def test_observables_of_others_go_in_wherever_one_stands() -> None:
    circuit, values = qd.Circuit.of(2, "ry(a) 0; ry(b) 1; cx 0 1"), {"a": 0.3, "b": 0.4}
    noise = qd.Noise({"depolarizing": 0.01})
    doors: tuple[Callable[[Any], Any], ...] = (
        lambda h: qd.Simulator(circuit, h, noise=noise).expectation(values),
        lambda h: qd.optimize(circuit, h, seed=1, max_steps=3).energy,
        lambda h: qd.gradient(circuit, h, values).slopes.tolist(),
        lambda h: qd.sweep(circuit, h, [[0.1, 0.2]]).tolist(),
        lambda h: qd.mitigate(circuit, h, values, noise=noise, shots=100, seed=0).raw,
        lambda h: qd.Document(circuit).with_problem(h).observable,
        lambda h: qd.problems.Problem("mine", h).exact_energy,
    )
    ours = Observable({"ZZ": -1.0, "XI": 0.5})
    sentence = qml.Hamiltonian([-1.0, 0.5], [qml.Z(0) @ qml.Z(1), qml.X(1)])
    for door in doors:
        assert door(ours) == door(operator(ours)) == door(sentence)


def test_a_matrix_is_taken_apart_into_pauli_strings() -> None:
    from qiskit.quantum_info import Operator

    rng = np.random.default_rng(4)
    for n in (1, 2, 3, 5):
        matrix = rng.normal(size=(1 << n, 1 << n)) + 1j * rng.normal(size=(1 << n, 1 << n))
        matrix += matrix.conj().T
        found = Observable.from_matrix(matrix)
        theirs: Any = SparsePauliOp.from_operator(Operator(matrix))
        known = dict(zip(theirs.paulis.to_labels(), theirs.coeffs.real.tolist(), strict=True))
        assert found.as_dict() == pytest.approx(known, abs=1e-12)
        assert np.allclose(found.matrix(), matrix)
    wide = Observable({"XIZYIIIIIZ": 0.5, "ZZIIIIIIII": -2.0})
    assert Observable.from_matrix(wide.matrix()).as_dict() == wide.as_dict()


@pytest.mark.parametrize(
    ("matrix", "words"),
    [
        ([[1, 2], [3, 4]], "not Hermitian"),
        ([[0, 0], [0, 0]], "zero"),
        ([[1, 0, 0], [0, 1, 0], [0, 0, 1]], "rows"),
        ([[float("nan"), 0], [0, 1]], "not finite"),
        ("H", "no matrix"),
    ],
)
def test_what_is_no_matrix_of_an_observable_is_refused(matrix: object, words: str) -> None:
    with pytest.raises(QdesignError, match=words):
        Observable.from_matrix(matrix)


def test_masks_are_the_same_of_few_terms_and_of_many() -> None:
    labels = ["".join(letters) for letters in itertools.product("IXYZ", repeat=3)]
    many = list(Observable(dict.fromkeys(labels, 0.5)).masks())
    assert many == [next(Observable({label: 0.5}).masks()) for label in labels]


def test_many_terms_are_read_at_once_and_as_few_are() -> None:
    rng = np.random.default_rng(3)
    x, z = rng.random((2, 300, 3)) < 0.5
    theirs = SparsePauliOp(PauliList.from_symplectic(z, x), rng.normal(size=300))
    found = Observable(theirs)  # type: ignore[arg-type]
    assert len(found.terms) == len(dict(theirs.to_list()))  # equal strings are added up
    assert np.allclose(found.matrix(), theirs.to_matrix())
    labels = ["".join(letters) for letters in itertools.product("IXYZ", repeat=3)]
    for wrong, message in (
        ({"XX": 1.0}, "others have"),
        ({"XQX": 1.0}, "made of I, X, Y"),
        ({"XXX": float("nan")}, "must be finite"),
        ({"XXX": "a"}, "real number"),
    ):
        with pytest.raises(InvalidObservable, match=message):
            Observable({**dict.fromkeys(labels, 1.0), **wrong})  # type: ignore[dict-item]
    with pytest.raises(InvalidObservable, match="real number"):
        Observable(SparsePauliOp(labels, np.full(64, 1j)))  # type: ignore[arg-type]
