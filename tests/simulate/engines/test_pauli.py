"""Pauli strings back through circuits, against the state vector and against Stim."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
import stim

import qdesign as qd
from qdesign.circuit import Circuit, Operation
from qdesign.errors import Cancelled, InvalidAngle, InvalidRequest, NotUnitary, TooLarge
from qdesign.gates import GATES
from qdesign.pauli import Observable
from qdesign.simulate.beyond import Limits, Surrogate, Table
from qdesign.simulate.engines.pauli import PauliPropagation
from qdesign.simulate.simulator import Simulator
from qdesign.simulate.turns import turns_of
from tests.simulate.oracle import random_circuit

UNITARY = [row for row in GATES.values() if row.is_unitary and row.num_qubits]
CLIFFORD = [row for row in UNITARY if row.is_clifford and not row.angles]


def random_observable(num_qubits: int, terms: int, rng: np.random.Generator) -> Observable:
    labels = ("".join(rng.choice(list("IXYZ"), num_qubits)) for _ in range(terms))
    return Observable({label: float(rng.normal()) for label in labels})


def surrogate(circuit: Circuit, observable: Observable, **limits: float) -> Surrogate:
    terms = list(observable.masks())
    weights = np.array([weight for *_, weight in terms])
    masks = [(x, z) for x, z, _ in terms]
    return Surrogate(circuit, masks, weights, limits=Limits(**limits))  # type: ignore[arg-type]


@pytest.mark.parametrize("row", UNITARY, ids=lambda row: row.name)
def test_a_gate_is_its_turns_also_under_controls(row: qd.gates.Gate) -> None:
    rng = np.random.default_rng(row.num_qubits)
    n = row.num_qubits + 2
    angles = tuple(qd.Angle.parse(f"{k + 1}*a + 0.4") for k in range(len(row.angles)))
    for controls, anticontrols in (((), ()), ((n - 1,), ()), ((n - 2,), (n - 1,))):
        gate = Operation(row.name, tuple(range(row.num_qubits)), angles, controls, anticontrols)
        tilt = [Operation("u", (q,), tuple(qd.Angle.parse(f"{r}") for r in rng.uniform(0, 3, 3)))
                for q in range(n)]  # fmt: skip
        circuit = Circuit(n, (*tilt, gate))
        observable = random_observable(n, 4, rng)
        values = np.array([0.7] * len(circuit.parameters))
        energy, slopes = surrogate(circuit, observable).gradient(values)
        wanted = Simulator(circuit, observable).gradient(values)
        assert energy == pytest.approx(wanted[0], abs=1e-12)
        assert slopes == pytest.approx(wanted[1], abs=1e-12)


def test_clifford_gates_are_quarter_turns() -> None:
    for row in CLIFFORD:
        gate = Circuit(2, (Operation(row.name, tuple(range(row.num_qubits))),))
        Table(gate).bloch_vectors(np.zeros(0))


def test_ten_qubits_are_exact_with_their_gradient() -> None:
    rng = np.random.default_rng(3)
    layer = "; ".join(
        f"ry(a{k}) {k}; rz(2*a{k} + b) {k}; rzz(c{k}) {k} {(k + 3) % 10}" for k in range(10)
    )
    ring = "; ".join(f"cx {k} {(k + 1) % 10}" for k in range(10))
    circuit, observable = (
        Circuit.of(10, f"{layer}; {ring}; {layer}"),
        qd.problems.tfim(10).observable,
    )
    values = rng.uniform(-3, 3, len(circuit.parameters))
    run = Simulator(circuit, observable, engine="pauli", max_terms=1_000_000)
    energy, slopes = Simulator(circuit, observable).gradient(values)
    assert run.error_kind == "exact"
    assert run.expectation(values) == pytest.approx(energy, abs=1e-12)
    assert run.gradient(values)[1] == pytest.approx(slopes, abs=1e-11)
    assert run.bloch_vectors(values) == pytest.approx(
        Simulator(circuit).bloch_vectors(values), abs=1e-12
    )
    again = pickle.loads(pickle.dumps(run))
    assert again.expectation(values) == run.expectation(values)


@pytest.mark.parametrize("seed", range(3))
def test_any_circuit_gives_what_the_state_vector_gives(seed: int) -> None:
    rng = np.random.default_rng(seed)
    circuit = random_circuit(6, 30, rng)
    observable = random_observable(6, 6, rng)
    values = rng.uniform(-3, 3, len(circuit.parameters))
    energy, slopes = Simulator(circuit, observable).gradient(values)
    found = Simulator(circuit, observable, engine="pauli").gradient(values)
    assert found[0] == pytest.approx(energy, abs=1e-12)
    assert found[1] == pytest.approx(slopes, abs=1e-11)


CUTS = ({"max_weight": 2}, {"max_frequency": 3}, {"max_terms": 20}, {"max_terms": 15, "near": 1})


@pytest.mark.parametrize("cut", CUTS, ids=str)
def test_what_is_cut_is_within_its_bound_and_sums_up_to_the_norm(cut: dict[str, int]) -> None:
    rng = np.random.default_rng(8)
    circuit = random_circuit(5, 40, rng)
    observable = random_observable(5, 3, rng)
    points = rng.uniform(-3, 3, (20, len(circuit.parameters)))
    limits = {**cut, "near": points[0]} if "near" in cut else cut
    run = surrogate(circuit, observable, **limits)  # type: ignore[arg-type]
    exact = Simulator(circuit, observable)
    assert run.num_cut > 0
    for point in points:
        energy, slopes = run.gradient(point)
        assert abs(energy - exact.expectation(point)) <= run.bound(point) + 1e-12
        step = np.eye(len(point))[0] * 1e-5
        rise = run.gradient(point + step)[0] - run.gradient(point - step)[0]
        assert slopes[0] == pytest.approx(rise / 2e-5, abs=1e-7)
        norm = sum(weight**2 for *_, weight in observable.masks())
        assert 0 <= run.lost_norm(point) <= norm + 1e-12


def test_no_energy_is_off_by_more_than_its_bound_and_few_by_more_than_the_estimate() -> None:
    covered: list[bool] = []
    for seed in range(30):
        rng = np.random.default_rng(seed)
        circuit = random_circuit(7, 50, rng)
        observable = qd.problems.tfim(7).observable
        values = rng.uniform(-1, 1, len(circuit.parameters)) * rng.choice([0.3, 1, 3])
        run = Simulator(circuit, observable, engine="pauli", max_terms=int(rng.choice([10, 40])))
        off = abs(run.expectation(values) - Simulator(circuit, observable).expectation(values))
        assert off <= run.error(values) + 1e-12
        assert run.estimate(values) <= run.error(values)
        if run.error_kind == "bound":
            covered.append(off <= run.estimate(values) + 1e-12)
    assert len(covered) >= 20
    assert np.mean(covered) > 0.8


def test_the_mean_square_of_what_is_cut_is_that_over_values() -> None:
    parts = [
        f"rx(a{k}) {k % 3}; ry(b{k}) {k % 3}; rzz(c{k}) {k % 3} {(k + 1) % 3}" for k in range(5)
    ]
    circuit, observable = Circuit.of(3, "; ".join(parts)), Observable({"ZXI": 1.0})
    run = surrogate(circuit, observable, max_frequency=5)
    rng = np.random.default_rng(1)
    points = rng.uniform(-np.pi, np.pi, (4000, len(circuit.parameters)))
    mean = np.mean([run.lost_norm(point) for point in points])
    assert run.rms_error == pytest.approx(np.sqrt(mean), rel=0.05)


def test_tables_agree_with_stim_on_two_hundred_qubits() -> None:
    rng = np.random.default_rng(2)
    n, gates = 200, []
    for _ in range(1500):
        row = CLIFFORD[rng.integers(len(CLIFFORD))]
        gates.append(
            Operation(row.name, tuple(rng.choice(n, row.num_qubits, replace=False).tolist()))
        )
    circuit = Circuit(n, tuple(gates))
    table, state = Table(circuit), stim.TableauSimulator()
    state.set_num_qubits(n)
    other = Simulator(circuit, Observable({"Z" * n: 1.0}), engine="stabilizer")
    assert np.array_equal(table.bloch_vectors(np.zeros(0)), other.bloch_vectors(np.zeros(0)))
    shots = table.sample(300, np.zeros(0), seed=4)
    certain = other.bloch_vectors(np.zeros(0))[:, 2]
    assert np.array_equal(1 - 2.0 * shots[:, certain != 0][0], certain[certain != 0])
    again = table.sample(300, np.zeros(0), seed=4)
    assert np.array_equal(shots, again)


@pytest.mark.parametrize("seed", range(4))
def test_outcomes_are_drawn_as_the_state_has_them(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n, gates = 5, []
    for _ in range(25):
        row = CLIFFORD[rng.integers(len(CLIFFORD))]
        gates.append(
            Operation(row.name, tuple(rng.choice(n, row.num_qubits, replace=False).tolist()))
        )
    circuit = Circuit(n, tuple(gates))
    drawn = Table(circuit).sample(4000, np.zeros(0), seed) @ (1 << np.arange(n))
    counts = np.bincount(drawn, minlength=1 << n)
    wanted = Simulator(circuit).probabilities() * 4000
    assert counts[wanted < 1e-6].sum() == 0
    spread = ((counts - wanted)[wanted > 1] ** 2 / wanted[wanted > 1]).sum()
    assert spread < (wanted > 1).sum() + 6 * np.sqrt(2 * (wanted > 1).sum())


@pytest.mark.parametrize("terms", [30, 60, 1_000_000])
def test_bloch_vectors_and_marginals_are_within_their_errors(terms: int) -> None:
    rng = np.random.default_rng(4)
    circuit = random_circuit(5, 40, rng)
    observable = random_observable(5, 3, rng)
    run = Simulator(circuit, observable, engine="pauli", max_terms=terms)
    exact = Simulator(circuit)
    for point in rng.uniform(-3, 3, (5, len(circuit.parameters))):
        energy = run.expectation(point)
        off = np.abs(run.bloch_vectors(point) - exact.bloch_vectors(point))
        errors = run.bloch_errors(point)
        assert (off <= errors + 1e-12).all()
        assert errors.any() == (terms < 100)
        for qubits in ((), (3,), (4, 0, 2)):
            off = np.abs(run.marginal(qubits, point) - exact.marginal(qubits, point))
            errors = run.marginal_errors(qubits, point)
            assert off.shape == errors.shape == (1 << len(qubits),)
            assert (off <= errors + 1e-12).all()
            assert (errors <= 1 + 1e-12).all()
        assert run.expectation(point) == energy
    masks = [(1 << q, 0) for q in range(5)]
    cut = Surrogate(circuit, masks, limits=Limits(max_terms=30))
    rows = rng.normal(size=(3, 5))
    found = cut.bounds(point, rows)
    for row, bound in zip(rows, found, strict=True):
        cut.weigh(row)
        assert cut.bound(point) == bound
    with pytest.raises(TooLarge, match="at most 8"):
        Simulator(Circuit.of(9, "h 0"), Observable({"Z" * 9: 1.0}), engine="pauli").marginal(
            range(9)
        )


def test_fixed_angles_near_a_quarter_turn_do_not_split() -> None:
    ising = "; ".join(f"rx(a) {q}; rzz(-pi/2) {q} {(q + 1) % 6}" for q in range(6))
    plain = "; ".join(f"rx(a) {q}; rzz(-1.5) {q} {(q + 1) % 6}" for q in range(6))
    observable = Observable({"IIIZII": 1.0})
    sizes = [PauliPropagation(Circuit.of(6, c), observable).num_terms for c in (ising, plain)]
    assert sizes[0] < sizes[1]


def test_what_cannot_be_done_is_said() -> None:
    observable = Observable({"ZZ": 1.0})
    with pytest.raises(NotUnitary, match="gates alone"):
        turns_of(Circuit(1, (Operation("reset", (0,)),)))
    with pytest.raises(TooLarge, match="13 controls"):
        turns_of(Circuit(15, (Operation("rx", (0,), (qd.Angle.parse("a"),), tuple(range(1, 14))),)))
    with pytest.raises(TooLarge, match="4,096"):
        turns_of(Circuit(5000))
    with pytest.raises(InvalidAngle, match="multiple of π/2"):
        Table(Circuit.of(1, "t 0")).bloch_vectors(np.zeros(0))
    with pytest.raises(TooLarge, match="Lower max_terms"):
        surrogate(Circuit.of(2, "rx(a) 0"), observable, max_terms=2_000_000_000)
    wide = Circuit.of(
        8, "; ".join(f"ry(a{k}) {k % 8}; cx {k % 8} {(k + 1) % 8}" for k in range(60))
    )
    label = Observable({"ZZZZZZZZ": 1.0})
    with pytest.raises(TooLarge, match="more parts than are taken"):
        surrogate(wide, label, max_nodes=100)
    shares: list[float] = []
    with pytest.raises(Cancelled):
        PauliPropagation(wide, label, progress=shares.append, cancel=lambda: True)
    with pytest.raises(Cancelled):
        Simulator(wide, label, engine="pauli", cancel=lambda: True)
    for word in ("cancel", "progress"):
        with pytest.raises(InvalidRequest, match="is a function"):
            Simulator(wide, label, engine="pauli", **{word: 3})  # type: ignore[arg-type]
    for engine in ("pauli", "auto"):
        Simulator(wide, label, engine=engine, progress=shares.append)
    assert shares[-1] == 1.0
    assert shares.count(1.0) == 1
    with pytest.raises(InvalidRequest, match="takes an observable"):
        Simulator(wide, engine="pauli")
