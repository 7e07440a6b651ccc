"""Dimensions of Lie algebras are those of matrices, and of the literature."""

from __future__ import annotations

import random
from collections.abc import Iterable

import numpy as np
import pytest
from numpy.typing import NDArray

from qdesign.analyze.closure import ideals_of
from qdesign.analyze.lie_algebra import lie_algebra
from qdesign.analyze.spaces import name_of
from qdesign.analyze.words import Word
from qdesign.circuit import Circuit
from qdesign.errors import Cancelled, InvalidRequest, NotUnitary
from qdesign.pauli import Observable


def _dense(generators: Iterable[Observable]) -> int:
    """The dimension by matrices and their commutators alone."""
    matrices = [1j * each.matrix() for each in generators]
    basis = np.zeros((0, 2 * matrices[0].size))

    def is_new(matrix: NDArray[np.complex128]) -> bool:
        nonlocal basis
        row = np.concatenate([matrix.real.ravel(), matrix.imag.ravel()])
        length = np.linalg.norm(row)
        if length < 1e-9:
            return False
        row = row / length
        for _ in range(2):
            row = row - basis.T @ (basis @ row)
        if np.linalg.norm(row) < 1e-7:
            return False
        basis = np.vstack([basis, row / np.linalg.norm(row)])
        return True

    waiting = [matrix for matrix in matrices if is_new(matrix)]
    while waiting:
        matrix = waiting.pop()
        for other in matrices:
            made = other @ matrix - matrix @ other
            if is_new(made):
                waiting.append(made / np.linalg.norm(made))
    return len(basis)


def _on(n: int, letters: str, *qubits: int) -> str:
    placed = dict(zip(qubits, letters, strict=True))
    return "".join(placed.get(q, "I") for q in reversed(range(n)))


def _chain(n: int, *, ring: bool = False) -> list[Observable]:
    bonds = range(n if ring else n - 1)
    words = [_on(n, "ZZ", q, (q + 1) % n) for q in bonds] + [_on(n, "X", q) for q in range(n)]
    return [Observable({word: 1.0}) for word in words]


def _pairs(n: int, letters: str) -> list[Observable]:
    return [
        Observable({_on(n, letter * 2, q, q + 1): 1.0 for letter in letters}) for q in range(n - 1)
    ]


def _qaoa(n: int) -> list[Observable]:
    cost = {_on(n, "ZZ", a, b): 1.0 for b in range(n) for a in range(b)}
    return [Observable(cost), Observable({_on(n, "X", q): 1.0 for q in range(n)})]


@pytest.mark.parametrize("n", range(2, 7))
def test_chains_have_the_dimensions_of_the_literature(n: int) -> None:
    chain = lie_algebra(_chain(n))
    assert chain.dimension == n * (2 * n - 1)
    assert f"so({2 * n})" in chain.type
    if n > 2:
        ring = lie_algebra(_chain(n, ring=True))
        assert ring.dimension == 2 * n * (2 * n - 1)
        assert ring.type == f"so({2 * n}) ⊕ so({2 * n})"
    assert lie_algebra(_pairs(n, "XY")).dimension == n * (n - 1) // 2
    assert lie_algebra(_qaoa(n)).dimension == (4, 8, 15, 24, 38)[n - 2] if n < 6 else True


def _shared(n: int, *, ring: bool) -> list[Observable]:
    bonds, fields = _chain(n, ring=ring)[:-n], _chain(n)[-n:]
    return [
        Observable({label: 1.0 for each in some for label, _ in each.terms})
        for some in (bonds, fields)
    ]


def test_types_of_sums_are_those_of_the_literature() -> None:
    # QAOA on paths, cycles and complete graphs: Allcock et al., arXiv:2407.12587.
    for n in (3, 4, 5):
        assert lie_algebra(_shared(n, ring=False)).type == f"su({n}) ⊕ u(1)"
    assert lie_algebra(_shared(4, ring=True)).type == "su(2)^(⊕3) ⊕ u(1) ⊕ u(1)"
    assert lie_algebra(_qaoa(4)).type == "su(3) ⊕ su(2) ⊕ su(2) ⊕ u(1)"
    # Exchange: a part for each irreducible representation of S_n with two rows or fewer.
    assert lie_algebra(_pairs(4, "XYZ")).type == "su(3) ⊕ su(2) ⊕ u(1)"
    assert lie_algebra(_pairs(5, "XYZ")).type == "su(5) ⊕ su(4) ⊕ u(1)"
    # Hopping of free fermions: so(n).
    names = {4: "su(2) ⊕ su(2)", 5: "so(5)"}
    for n, name in names.items():
        assert lie_algebra(_pairs(n, "XY")).type == name


@pytest.mark.parametrize("n", [2, 3, 4])
def test_dimensions_are_those_of_matrices(n: int) -> None:
    systems = (_chain(n), _pairs(n, "XY"), _pairs(n, "XYZ"), _qaoa(n))
    for generators in systems:
        assert lie_algebra(generators).dimension == _dense(generators)


def test_closed_forms_have_the_words_that_commutators_make() -> None:
    rng = random.Random(3)
    for trial in range(150):
        n = rng.randint(1, 4)
        words = [Word(rng.getrandbits(n), rng.getrandbits(n)) for _ in range(rng.randint(1, 9))]
        if trial % 2:  # such as rotations of free fermions have
            near = [Word(0, 3 << q & (1 << n) - 1) for q in range(n)]
            words = rng.sample([*near, *(Word(1 << q, 0) for q in range(n))], n) + words[:1]
        words = [word for word in dict.fromkeys(words) if word.x or word.z]
        met, waiting = set(words), list(words)
        while waiting:
            word = waiting.pop()
            made = [Word(word.x ^ g.x, word.z ^ g.z) for g in words if not word.commutes(g)]
            new = set(made) - met
            met |= new
            waiting += new
        ideals = ideals_of(words, n)
        assert sum(ideal.dimension for ideal in ideals) == len(met), name_of(ideals)
        every = [Word(x, z) for x in range(1 << n) for z in range(1 << n)]
        assert {w for w in every if any(i.has(w, n) for i in ideals)} == met
        diagonal = sum(ideal.num_diagonal for ideal in ideals)
        assert diagonal == sum(not word.x for word in met)


def test_an_algebra_on_a_hundred_qubits_is_known_without_its_words() -> None:
    chain = lie_algebra(_chain(100))
    assert (chain.dimension, chain.type) == (19_900, "so(200)")
    everything = [f"ry(a{q}) {q}; rz(b{q}) {q}" for q in range(100)]
    everything += [f"rzz(c{q}) {q} {q + 1}" for q in range(99)]
    found = lie_algebra(Circuit.of(100, "; ".join(everything)))
    assert found.dimension == 4**100 - 1
    assert found.verdict == "universal"
    assert found.number == "1.6069e+60"


def test_circuits_give_their_generators() -> None:
    # Gates that are no rotations are moved behind; what prepares the state changes nothing.
    text = "h 0; h 1; h 2; cx 0 1; rz(a) 1; cx 0 1; rzz(b) 1 2; rx(c) 0; rx(d) 1; rx(e) 2"
    assert lie_algebra(Circuit.of(3, text)).dimension == 15
    shared = Circuit.of(3, "rzz(g) 0 1; rzz(g) 1 2; rx(b) 0; rx(b) 1; rx(b) 2")
    found = lie_algebra(shared)
    assert (found.dimension, found.generators, found.center) == (9, 2, 1)
    assert found.symmetries == ("XXX", "the reflection of the qubits")
    apart = lie_algebra(Circuit.of(1, "rx(a) 0; rz(a) 0"))
    assert (apart.dimension, apart.generators) == (3, 2)
    assert "a turns together" in apart.conditions[1]
    assert lie_algebra(Circuit.of(2, "cp(a) 0 1; ry(b) 0")).generators == 2
    swapped = Circuit.of(2, "rx(a) 0; swap 0 1")
    assert lie_algebra(swapped).dimension == 1
    assert lie_algebra(swapped, repeated=True).dimension == 2


def test_what_is_not_known_is_not_guessed() -> None:
    between = lie_algebra(Circuit.of(1, "rx(a) 0; t 0; rx(b) 0"))
    assert (between.dimension, between.value, between.at_least) == (None, None, 1)
    assert "at most 3" in between.says
    assert lie_algebra(Circuit.of(1, "t 0; rx(a) 0; t 0")).dimension == 1
    assert lie_algebra(Circuit.of(1, "rx(a) 0; t 0; rx(b) 0; rz(c) 0")).dimension == 3
    stopped = lie_algebra(_pairs(5, "XYZ"), max_dimension=10)
    assert stopped.dimension is None
    assert "At least" in stopped.says
    assert lie_algebra(Circuit.of(2, "h 0; cx 0 1")).dimension == 0
    with pytest.raises(NotUnitary):
        lie_algebra(Circuit.of(1, "rx(a) 0; reset 0; rx(b) 0"))
    with pytest.raises(InvalidRequest, match="needs a generator"):
        lie_algebra([])
    with pytest.raises(InvalidRequest, match="letter a qubit"):
        lie_algebra([Observable({"ZZ": 1.0}), Observable({"Z": 1.0})])
    with pytest.raises(Cancelled):
        lie_algebra(_chain(3), cancel=lambda: True)


def test_coefficients_of_sums_count() -> None:
    # 2 Z0 + Z1 tells the qubits apart, Z0 + Z1 does not.
    def with_weight(weight: float) -> int | None:
        field = Observable({"IZ": weight, "ZI": 1.0})
        return lie_algebra([field, Observable({"IX": 1.0, "XI": 1.0})]).dimension

    assert (with_weight(1.0), with_weight(2.0)) == (3, 6)
