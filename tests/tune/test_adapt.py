"""Growing an ansatz: slopes against other ways to take them, what is reached, and why it ends."""

from __future__ import annotations

import threading
from itertools import pairwise

import numpy as np
import pytest

import qdesign as qd
from qdesign.errors import Cancelled, InvalidRequest, QdesignError, TooLarge
from qdesign.problems import Problem, get, h2, stored, tfim
from qdesign.simulate.simulator import Simulator
from qdesign.tune.commutators import Slopes
from qdesign.tune.growth import Growth
from qdesign.tune.own_pool import own_candidates

LETTERS = {
    "I": np.eye(2),
    "X": np.array([[0, 1], [1, 0]]),
    "Y": np.array([[0, -1j], [1j, 0]]),
    "Z": np.diag([1, -1]),
}


def dense(terms: dict[str, float]) -> np.ndarray:
    total: np.ndarray = np.zeros(())
    for label, coefficient in terms.items():
        made = np.eye(1)
        for letter in label:
            made = np.kron(made, LETTERS[letter])
        total = total + coefficient * made
    return total


def test_slopes_agree_with_a_dense_commutator_and_with_finite_differences() -> None:
    rng = np.random.default_rng(5)
    own = [
        qd.Circuit.of(4, "rxx(t) 0 2"),
        qd.Circuit.of(4, "rx(2*t) 1; ry(-t) 3"),
        qd.Circuit.of(4, "h 0; cx 0 3; rz(t) 3; cx 0 3; h 0"),
        qd.Circuit.of(4, "cp(t) 1 2"),
        qd.Circuit.of(4, "crx(t) 2 0"),
    ]
    candidates = own_candidates(own, 4)
    terms = {"".join(rng.choice(list("IXYZ"), 4)): float(rng.normal()) for _ in range(12)}
    observable = qd.Observable(terms)
    first = qd.ansatz.template("ry_rz_cx", num_qubits=4)
    values = rng.uniform(-3, 3, len(first.parameters))
    state = Simulator(first).statevector(values)
    energy, slopes = Slopes(observable, [each.generator for each in candidates])(state)
    h = dense(observable.as_dict())
    assert energy == pytest.approx((state.conj() @ h @ state).real, abs=1e-12)
    for circuit, candidate, slope in zip(own, candidates, slopes, strict=True):
        a = dense(dict(candidate.generator))
        assert slope == pytest.approx(
            (0.5j * state.conj() @ (a @ h - h @ a) @ state).real, abs=1e-12
        )
        simulator = Simulator(first.then(circuit), observable)
        low, high = (simulator.expectation([*values, t]) for t in (-1e-5, 1e-5))
        assert slope == pytest.approx((high - low) / 2e-5, abs=1e-8)


def test_slopes_are_the_same_where_they_are_taken_in_several_chunks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    observable = tfim(5, periodic=True).observable
    words = [{label: 0.5} for label in ("YZIII", "IXYII", "IIIIY", "ZYXIX")]
    rng = np.random.default_rng(1)
    state = rng.normal(size=32) + 1j * rng.normal(size=32)
    _, whole = Slopes(observable, words)(state)
    monkeypatch.setattr("qdesign.tune.commutators._MOST", 1)
    _, parts = Slopes(observable, words)(state)
    assert np.abs(whole - parts).max() < 1e-13


@pytest.mark.parametrize("length", [point["bond_length"] for point in stored("h2")["points"]])
def test_h2_needs_one_gate_at_all_lengths(length: float) -> None:
    for problem in (h2(length), get("h2_jw", bond_length=length)):
        grown = qd.adapt(problem)
        assert problem.exact_energy is not None
        assert grown.energy == pytest.approx(problem.exact_energy, abs=1e-6)
        assert (grown.num_gates, grown.reason) == (1, "converged")


@pytest.mark.parametrize(
    ("name", "length", "most"),
    [("heh+", 0.772, 1), ("h3+", 0.985, 2), ("lih_22", 1.6, 1), ("lih_23", 3.4, 2), ("h4", 0.9, 9)],
)
def test_molecules_come_to_chemical_accuracy_with_few_gates(
    name: str, length: float, most: int
) -> None:
    problem = get(name, bond_length=length)
    exact = problem.exact_energy
    assert exact is not None
    grown = qd.adapt(problem)
    near = [k for k, each in enumerate(grown.history, 1) if each.energy - exact < 1.6e-3]
    assert near[0] <= most < len(problem.ansatz.parameters)
    # What is told is what the circuit has, and energies only go down.
    again = Simulator(grown.circuit, problem.observable).expectation(grown.values)
    assert again == pytest.approx(grown.energy, abs=1e-9)
    energies = [grown.start_energy, *(each.energy for each in grown.history)]
    assert all(b < a for a, b in pairwise(energies))
    point = next(p for p in stored(name)["points"] if p["bond_length"] == length)
    assert grown.start_energy == pytest.approx(point["hf_energy"], abs=1e-6)


def test_a_chain_a_graph_and_pauli_strings_are_grown_to_the_lowest_energy() -> None:
    chain = qd.adapt(tfim(4))
    assert chain.exact_energy is not None
    assert chain.energy == pytest.approx(chain.exact_energy, abs=1e-5)
    assert (chain.pool, chain.reason) == ("spin_chain", "converged")
    cut = qd.adapt(get("maxcut", num_qubits=4))
    assert (cut.pool, cut.reason) == ("qaoa", "converged")
    assert cut.energy == pytest.approx(-4.0, abs=1e-6)
    assert len(cut.values) == 2 * cut.num_gates
    strings = qd.adapt(get("lih_22"), pool="pauli")
    assert strings.exact_energy is not None
    assert strings.energy == pytest.approx(strings.exact_energy, abs=1e-5)


def test_a_growth_ends_for_the_reason_it_says() -> None:
    short = qd.adapt(tfim(4), max_gates=2)
    assert (short.reason, short.num_gates) == ("out of steps", 2)
    assert short.slope is not None
    assert short.slope > short.tolerance
    # A pool of turns about Z changes no energy of a basis state.
    still = qd.adapt(tfim(3), pool=[qd.Circuit.of(3, "rz(t) 0"), qd.Circuit.of(3, "rz(t) 2")])
    assert (still.reason, still.num_gates) == ("stationary", 0)
    assert "above the lowest" in still.why
    # Nothing tells its lowest energy without all of its 512 states.
    tangled = qd.Observable({"XIIIIIIII": 1.0, "IXYZXYZXY": 0.7, "ZZXXYYZZX": 0.5})
    unknown = qd.adapt(Problem("", tangled), pool="qubit_excitations")
    assert unknown.reason == "stationary"
    assert "nothing says" in unknown.why
    noisy = qd.adapt(h2(), noise=qd.Noise({"depolarizing": 0.3}))
    assert (noisy.reason, noisy.num_gates) == ("no gain", 0)


def test_a_constant_needs_no_gate() -> None:
    for pool in (None, "spin_chain"):
        grown = qd.adapt(qd.Observable({"II": 1.0}), pool=pool)
        assert (grown.num_gates, grown.reason, grown.energy) == (0, "converged", 1.0)


def test_cancel_keeps_what_was_grown() -> None:
    enough = threading.Event()
    told: list[tuple[int, float]] = []
    heard: list[Growth] = []

    def progress(gates: int, energy: float) -> None:
        told.append((gates, energy))
        if gates == 3:
            enough.set()

    grown = qd.adapt(get("h4"), progress=progress, heard=heard.append, cancel=enough)
    assert (grown.reason, grown.num_gates) == ("cancelled", 3)
    assert [gates for gates, _ in told] == [1, 2, 3]
    assert heard[-1].energy == grown.energy == told[-1][1]
    with pytest.raises(Cancelled):
        qd.adapt(h2(), cancel=lambda: True)


def test_growing_goes_on_from_a_circuit_with_its_values() -> None:
    problem = tfim(4)
    first = qd.adapt(problem, max_gates=4)
    more = qd.adapt(problem, start=first.circuit, values=first.values)
    assert more.start_energy == pytest.approx(first.energy, abs=1e-12)
    assert more.circuit.parameters[:4] == first.circuit.parameters
    assert len(set(more.circuit.parameters)) == 4 + more.num_gates
    assert more.reason == "converged"


def test_a_growth_shows_itself() -> None:
    grown = qd.adapt(tfim(3), max_gates=3)
    rows = grown.to_pandas()
    assert list(rows["operator"][1:]) == [each.operator for each in grown.history]
    assert rows["energy"].iloc[-1] == grown.energy
    assert rows["evaluations"].sum() == grown.num_evaluations - 1
    html = grown._repr_html_()
    assert grown.history[0].operator in html
    assert "Out of steps: 3 gates" in html
    assert "exact" in html
    assert list(grown.plot().data[0].y) == list(rows["energy"])
    assert "3 gates" in repr(grown)


ONE = qd.Circuit.of(2, "ry(t) 0")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"pool": "no_such"}, "There is no pool 'no_such'. Choose a pool: excitations"),
        ({"pool": "excitations"}, "says how many electrons"),
        ({"pool": "qaoa"}, "I and Z alone"),
        ({"pool": "spin_chain", "mixers": "pairs"}, "has no option 'mixers'"),
        ({"pool": []}, "The pool is empty"),
        ({"pool": ONE}, "not Circuit"),
        ({"pool": 3}, "not int"),
        ({"pool": [ONE, qd.Circuit.of(3, "ry(t) 0")]}, "Circuit 1 of the pool is on 3 qubits"),
        ({"pool": [qd.Circuit.of(2, "ry(a) 0; ry(b) 1")]}, "has 2 parameters"),
        ({"pool": [qd.Circuit.of(2, "h 0; ry(a) 0")]}, "changes the state"),
        ({"pool": ["ry"]}, "Circuit 0 of the pool is none"),
        ({"pool": [ONE], "general": True}, "takes no options"),
        ({"max_gates": 0}, "from 1 on"),
        ({"max_gates": 10**6}, "At most 1,000 gates"),
        ({"tolerance": 0}, "above 0"),
        ({"tolerance": float("nan")}, "finite"),
        ({"method": "no_such"}, "There is no optimizer"),
        ({"start": qd.Circuit.of(3, "h 0")}, "on 3 qubits"),
        ({"start": ONE, "values": {"x": 1.0}}, "x"),
    ],
)
def test_bad_input_is_told_in_words(given: dict[str, object], words: str) -> None:
    with pytest.raises(QdesignError, match=words):
        qd.adapt(h2(), **given)  # type: ignore[arg-type]  # wrong on purpose


def test_too_large_is_refused_before_anything_is_made() -> None:
    with pytest.raises(TooLarge, match="up to 16 qubits"):
        qd.adapt(tfim(17))
    wide = qd.Circuit.of(8, "; ".join(f"rx(t) {q}" for q in range(8)))
    with pytest.raises(TooLarge, match="at most 6"):
        qd.adapt(tfim(8), pool=[wide])
    read = qd.Operation("measure", (0,), clbits=(0,))
    again = qd.Operation("x", (0,))
    with pytest.raises(InvalidRequest, match="measures"):
        qd.adapt(tfim(2), pool=[qd.Circuit(2, (*ONE.operations, read, again), num_clbits=1)])
