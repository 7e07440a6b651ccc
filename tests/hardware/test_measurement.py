"""Groups of an observable's terms, their shots, and the energy that counts give."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import chi2

from qdesign.circuit import Circuit, Operation
from qdesign.errors import InvalidRequest
from qdesign.hardware.measurement import (
    check_measurable,
    constant_of,
    energy_of,
    groups_of,
    ideal_mean,
    measured_mean,
    measuring,
    split,
    turned,
)
from qdesign.pauli import Observable
from qdesign.problems import get
from qdesign.simulate.simulator import Simulator

WIDE = Observable({"ZZI": 1.0, "IZZ": -0.7, "XIX": 0.5, "YYI": 0.4, "IXI": 0.3, "ZIZ": 0.2})
LABELS = st.text("IXYZ", min_size=3, max_size=3)
OBSERVABLES = st.dictionaries(LABELS, st.floats(-2, 2).filter(lambda c: abs(c) > 1e-6), min_size=1)


@given(terms=OBSERVABLES)
def test_every_term_is_in_one_group_whose_basis_measures_it(terms: dict[str, float]) -> None:
    observable = Observable(terms)
    if set(terms) == {"III"}:
        with pytest.raises(InvalidRequest, match="is a constant"):
            groups_of(observable)
        return
    groups = groups_of(observable)
    held = [term for group in groups for term in group.terms]
    assert sorted(held) == sorted(term for term in observable.terms if term[0] != "III")
    for group in groups:
        for label, _ in group.terms:
            assert all(a in ("I", b) for a, b in zip(label, group.basis, strict=True))


@pytest.mark.parametrize(
    ("name", "num_groups"),
    [("h2", 2), ("tfim", 2), ("heisenberg", 3)],
)
def test_known_observables_take_few_circuits(name: str, num_groups: int) -> None:
    assert len(groups_of(get(name).observable)) == num_groups


@given(terms=OBSERVABLES.filter(lambda t: set(t) != {"III"}), more=st.integers(0, 5000))
def test_shots_are_split_by_weight_and_none_is_lost(terms: dict[str, float], more: int) -> None:
    groups = groups_of(Observable(terms))
    shots = len(groups) + more
    found = split(shots, groups)
    assert sum(found) == shots
    assert min(found) >= (2 if shots >= 2 * len(groups) else 1)
    for (a, n), (b, m) in itertools.pairwise(zip(groups, found, strict=True)):
        assert a.weight >= b.weight
        assert n >= m - 1


def test_fewer_shots_than_circuits_are_refused() -> None:
    groups = groups_of(Observable({"XX": 1.0, "ZZ": 1.0, "YY": 1.0}))
    with pytest.raises(InvalidRequest, match=r"2 shots cannot .* 3 circuits .* Ask for 3 or more"):
        split(2, groups)


@given(terms=OBSERVABLES.filter(lambda t: set(t) != {"III"}), seed=st.integers(0, 1000))
def test_the_circuits_of_the_groups_give_the_observable(terms: dict[str, float], seed: int) -> None:
    circuit = Circuit.of(3, "ry(a) 0; rx(b) 1; cx 0 1; rz(c) 1; cx 1 2; ry(d) 2")
    values = dict(zip("abcd", np.random.default_rng(seed).uniform(-3, 3, 4), strict=True))
    observable = Observable(terms)
    exact = Simulator(circuit, observable).expectation(values)
    groups = groups_of(observable)
    means = [ideal_mean(circuit, values, group) for group in groups]
    assert constant_of(observable) + sum(mean for mean, _ in means) == pytest.approx(exact)
    for group, (mean, variance) in zip(groups, means, strict=True):
        squared = np.linalg.matrix_power(Observable(dict(group.terms)).matrix(), 2)
        state = Simulator(circuit).statevector(values)
        second = float((state.conj() @ squared @ state).real)
        assert variance == pytest.approx(second - mean**2, abs=1e-9)


def test_the_covariance_of_terms_that_share_shots_is_in_the_error() -> None:
    terms = (("ZI", 1.0), ("IZ", -1.0))
    counts = {"00": 50, "11": 50}  # the two agree in every shot: their difference never varies
    assert measured_mean(terms, counts) == (0.0, 0.0)
    same = (("ZI", 1.0), ("IZ", 1.0))
    mean, variance = measured_mean(same, counts)
    assert (mean, variance) == (0.0, pytest.approx(4 / 99))


def test_one_shot_has_the_largest_error_that_there_can_be() -> None:
    assert measured_mean((("Z", 0.5),), {"1": 1}) == (-0.5, 0.25)


@pytest.mark.parametrize("counts", [{}, {"0": 3}, {"000": 2}])
def test_counts_of_other_qubits_are_no_energy(counts: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="not of the circuit's qubits"):
        energy_of(0.0, [((("ZZ", 1.0),), counts)])


def test_blanks_between_registers_do_not_count() -> None:
    assert energy_of(1.0, [((("ZZ", 1.0),), {"0 1": 4, "1 0": 4})]) == (0.0, 0.0)


def test_a_circuit_that_measures_is_refused() -> None:
    check_measurable(Circuit.of(1, "h 0"))
    with pytest.raises(InvalidRequest, match="measures by itself"):
        check_measurable(Circuit(1, (Operation("measure", (0,), clbits=(0,)),), num_clbits=1))


def test_a_basis_is_measured_at_the_end() -> None:
    circuit = measuring(Circuit.of(3, "h 0", num_clbits=1), "XIY")
    names = [(o.gate, o.qubits) for o in circuit.plain_operations]
    assert names == [
        ("h", (0,)),
        ("sdg", (0,)),
        ("h", (0,)),
        ("h", (2,)),
        ("measure", (0,)),
        ("measure", (2,)),
    ]
    assert circuit.num_clbits == 3


def test_the_error_falls_as_the_root_of_the_shots() -> None:
    group = groups_of(Observable({"X": 1.0}))[0]
    _, variance = ideal_mean(Circuit.of(1, "rz(0.3) 0"), {}, group)
    assert math.sqrt(variance / 100) == pytest.approx(0.1)


def test_errors_say_how_far_energies_are_off() -> None:
    """Squares of (energy - exact) / error add up over many seeds as those of normal numbers."""
    circuit = Circuit.of(3, "ry(0.4) 0; rx(1.3) 1; cx 0 1; rz(0.7) 1; cx 1 2; ry(0.9) 2")
    groups = groups_of(WIDE)
    chances = [Simulator(turned(circuit, g.basis)).probabilities(None) for g in groups]
    shots = split(3000, groups)
    exact = Simulator(circuit, WIDE).expectation(None)
    rng = np.random.default_rng(11)
    scores: list[float] = []
    for _ in range(400):
        counts = [rng.multinomial(n, p) for n, p in zip(shots, chances, strict=True)]
        named = [{f"{k:03b}": int(c) for k, c in enumerate(each) if c} for each in counts]
        pairs = [(group.terms, each) for group, each in zip(groups, named, strict=True)]
        energy, error = energy_of(constant_of(WIDE), pairs)
        scores.append((energy - exact) / error)
    assert chi2.ppf(1e-3, 400) < float(np.square(scores).sum()) < chi2.ppf(1 - 1e-3, 400)
    assert abs(float(np.mean(scores))) < 3.3 / 20


def test_shots_of_each_circuit_are_multiples_of_a_step() -> None:
    groups = groups_of(Observable({"ZZ": 1.0, "XX": 0.3, "YY": 0.01}))
    each = split(1000, groups, step=32)
    assert all(number % 32 == 0 and number > 0 for number in each)
    assert sum(each) == 992
    with pytest.raises(InvalidRequest, match=r"at least 32 shots each\. Ask for 96 or more"):
        split(95, groups, step=32)
