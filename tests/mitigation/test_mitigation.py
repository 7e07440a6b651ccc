"""Folding, extrapolation, measuring and the methods, against exact numbers and other ways."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

import qdesign as qd
from qdesign.gates import GATES
from qdesign.mitigation import twirling
from qdesign.mitigation.extrapolation import (
    exponential_fit,
    exponential_weights,
    polynomial_weights,
)
from qdesign.mitigation.folding import fold
from qdesign.mitigation.mitigate import bench_of
from qdesign.mitigation.pec import inverse_weights
from qdesign.mitigation.zne import split_by
from qdesign.rows import rows
from qdesign.simulate.channel import Channel
from tests.mitigation.cases import H4, NOISE, RING, noisy

UNITARY = [row for row in GATES.values() if row.is_unitary and row.num_qubits]


@pytest.mark.parametrize("folding", ["local", "global"])
def test_folding_keeps_every_gate_of_the_table_and_the_map(folding: str) -> None:
    parts: list[str] = []
    for row in UNITARY:
        angles = ", ".join(f"a{k}" for k in range(len(row.angles)))
        wires = " ".join(str(qubit) for qubit in range(row.num_qubits))
        parts.append(f"{row.name}({angles}) {wires}" if angles else f"{row.name} {wires}")
    circuit = qd.Circuit.of(4, "; ".join(parts))
    folded = fold(circuit, 3, folding=folding)
    assert len(folded.operations) == 3 * len(circuit.operations)
    kept = {o.gate for o in circuit.plain_operations}
    inverses = {o.gate for o in circuit.inverse().plain_operations}
    assert {o.gate for o in folded.plain_operations} <= kept | inverses
    values = {name: 0.3 + 0.1 * k for k, name in enumerate(circuit.parameters)}
    before, after = (qd.Simulator(c).statevector(values) for c in (circuit, folded))
    assert np.allclose(before, after, atol=1e-12)


@pytest.mark.parametrize(("scale", "count"), [(1, 20), (1.5, 30), (2, 40), (3, 60), (3.4, 68)])
def test_folding_gives_as_many_gates_as_the_scale_says(scale: float, count: int) -> None:
    circuit = qd.Circuit.of(2, "; ".join(["rzz(a) 0 1", "rx(b) 0"] * 10))
    for folding in ("local", "global"):
        folded = fold(circuit, scale, folding=folding)
        assert len(folded.operations) == count
        ends = (qd.Simulator(c).statevector([0.4, 1.1]) for c in (circuit, folded))
        assert np.allclose(*ends, atol=1e-12)


def test_extrapolations_find_the_curves_that_they_are_for() -> None:
    scales = (1.0, 3.0, 5.0)
    line, bend = np.array([2.0 - 0.3 * s for s in scales]), np.array([1 - s + s**2 for s in scales])
    assert line @ polynomial_weights(scales, 1) == pytest.approx(2.0)
    assert bend @ polynomial_weights(scales, 2) == pytest.approx(1.0)
    curve = np.array([-4.0 * np.exp(-0.23 * s) + 0.7 for s in scales])
    amplitude, decay = exponential_fit(scales, curve, limit=0.7, steepest=0.6)
    assert (amplitude, decay) == (pytest.approx(-4.0, rel=1e-3), pytest.approx(0.23, abs=2e-3))
    # Near the curve, the value at 0 moves with each point by its weight.
    weights = exponential_weights(scales, 0.23)
    moved = exponential_fit(scales, curve + 1e-3 * np.eye(3)[1], limit=0.7, steepest=0.6)[0]
    assert moved - amplitude == pytest.approx(1e-3 * weights[1], rel=0.2)


def test_the_split_of_the_shots_has_the_least_error() -> None:
    weights = np.abs(polynomial_weights((1.0, 2.0, 3.0), 2))
    counts = np.array(split_by(weights / weights.sum(), 10_000, 1))
    assert counts.sum() == 10_000
    least = (weights**2 / counts).sum()
    for other in np.random.default_rng(0).dirichlet(np.ones(3), size=200):
        assert (weights**2 / (10_000 * other + 1e-9)).sum() >= least * (1 - 1e-3)


def test_what_is_measured_is_what_the_noisy_state_gives() -> None:
    bench = bench_of(RING, H4, None, NOISE)
    exact = noisy(RING, H4, NOISE)
    assert bench.machine.mean(bench.point) == pytest.approx(exact, abs=1e-12)
    rng = np.random.default_rng(1)
    for invert in (False, True):
        mean = bench.machine.mean(bench.point, invert=invert)
        reads = [bench.machine.read(bench.point, 400, rng, invert=invert) for _ in range(300)]
        values = np.array([read.value for read in reads])
        told = np.sqrt(np.mean([read.error**2 for read in reads]))
        assert abs(values.mean() - mean) < 5 * values.std() / np.sqrt(300)
        assert values.std() == pytest.approx(told, rel=0.15)


def test_readout_inversion_leaves_what_gates_do() -> None:
    bench = bench_of(RING, H4, None, NOISE)
    gates = {name: keys for name, keys in NOISE.to_json().items() if name != "readout"}
    without = noisy(RING, H4, qd.Noise(gates))
    assert bench.machine.mean(bench.point, invert=True) == pytest.approx(without, abs=1e-12)


def test_cancellation_has_no_bias_and_the_spread_that_it_says() -> None:
    bench = bench_of(RING, H4, None, NOISE)
    plan = rows_of("pec").prepare(bench, {}, 0)
    ideal = qd.Simulator(RING, H4).expectation()
    assert plan.expected(bench.point[None])[0] == pytest.approx(ideal, abs=1e-10)
    rng = np.random.default_rng(2)
    made = [plan.measure(2000, rng) for _ in range(200)]
    values = np.array([each.value for each in made])
    assert abs(values.mean() - ideal) < 5 * values.std() / np.sqrt(200)
    assert values.std() == pytest.approx(np.mean([each.error for each in made]), rel=0.2)


def test_the_weights_of_an_inverse_are_the_smallest_known() -> None:
    damping = rows(Channel)["amplitude_damping"].transfer
    assert damping is not None
    weights, reset, _ = inverse_weights(damping(0.2))
    cost = np.abs(weights).sum() + abs(reset)
    assert cost == pytest.approx((1 + 0.2) / (1 - 0.2))  # arXiv:2006.12509


def test_twirled_noise_is_the_average_over_paulis() -> None:
    channel = np.eye(4) + 0.1 * np.random.default_rng(3).normal(size=(4, 4))
    signs = [np.diag(s) for s in ([1, 1, 1, 1], [1, 1, -1, -1], [1, -1, 1, -1], [1, -1, -1, 1])]
    average = sum(p @ channel @ p for p in signs) / 4
    assert np.allclose(twirling._averaged(channel, 1)[0], average)


@pytest.mark.parametrize("extrapolation", ["linear", "polynomial", "exponential", "network"])
def test_extrapolation_is_nearer_than_the_raw_value(extrapolation: str) -> None:
    found = qd.mitigate(
        RING, H4, noise=NOISE, method="zne", shots=200_000, extrapolation=extrapolation
    )
    assert found.ideal is not None
    assert abs(found.mitigated - found.ideal) < 0.6 * abs(found.raw - found.ideal)
    assert found.verdict == "helps"


@pytest.mark.parametrize("method", list(qd.catalog("mitigation")))
def test_a_result_shows_what_it_knows(method: str) -> None:
    found = qd.mitigate(RING, H4, noise=NOISE, method=method, seed=5)
    again = qd.mitigate(RING, H4, noise=NOISE, method=method, seed=5)
    assert (found.raw, found.mitigated, found.verdict) == (
        again.raw,
        again.mitigated,
        again.verdict,
    )
    assert found.raw_error > 0
    assert found.error > 0
    assert found.verdict in ("helps", "harms", "cannot tell")
    assert sum(point.shots for point in found.points) == 8192
    assert len(found.to_pandas()) == len(found.points)
    html = found._repr_html_()
    assert found.verdict in html
    assert "8,192 shots" in html
    assert "<script" not in html
    assert len(found.plot().data) >= 3
    assert found.verdict in repr(found)


def test_scale_factors_may_be_a_list() -> None:
    results = [
        qd.mitigate(RING, H4, noise=NOISE, scales=scales).mitigated
        for scales in ("1,2,4", [1, 2, 4], np.array([1.0, 2.0, 4.0]))
    ]
    assert results[0] == results[1] == results[2]


def test_a_poor_fit_is_said() -> None:
    circuit = qd.Circuit.of(2, "; ".join(["rzz(0.3) 0 1; rx(0.4) 0; rx(0.2) 1"] * 12))
    found = qd.mitigate(
        circuit, qd.Observable({"ZI": 1.0}), noise=NOISE, shots=4_000_000, extrapolation="linear"
    )
    assert found.chi2 is not None
    assert found.chi2 > 9
    assert "fit is poor" in found.reason


@pytest.mark.parametrize("method", ["readout", "twirling"])
def test_a_method_that_changes_nothing_is_said_not_to_help(method: str) -> None:
    noise = qd.Noise({"depolarizing": 0.001, "bit_flip": 0.001})
    for seed in range(5):
        found = qd.mitigate(RING, H4, noise=noise, method=method, shots=100, seed=seed)
        assert found.verdict == "cannot tell"
        assert "changes nothing" in found.reason
    damped = qd.Noise({"amplitude_damping": 0.01, "readout": 0.02})
    found = qd.mitigate(RING, H4, noise=damped, method=method)
    assert "changes nothing" not in found.reason


def test_shots_of_training_circuits_do_not_flatten_the_line() -> None:
    """Readout inverted and no other noise: ideal = noisy, whatever the shots."""
    bench = bench_of(RING, H4, None, qd.Noise({"readout": 0.05}))
    plan = rows_of("cdr").prepare(bench, rows_of("cdr").checked({}), 0)
    ideal = qd.Simulator(RING, H4).expectation()
    rng = np.random.default_rng(4)
    values = np.array([plan.measure(1500, rng).value for _ in range(300)])
    assert abs(values.mean() - ideal) < 0.35 * values.std()


_MIDDLE = "OPENQASM 3; qubit[4] q; bit c; h q[0]; c = measure q[0]; h q[0];"
BAD = [
    ({"noise": None}, "Mitigation needs the noise"),
    ({"method": "magic"}, "There is no mitigation 'magic'"),
    ({"shots": 0}, "from 1 on"),
    ({"shots": 5}, "too few"),
    ({"scales": "1"}, "rising numbers"),
    ({"scales": "3,1"}, "rising numbers"),
    ({"scales": "1,99"}, "rising numbers"),
    ({"scales": [1, 1]}, "'scales' is '1,1'; write 2 to 8 rising numbers"),
    ({"extrapolation": "cubic"}, "one of"),
    ({"extrapolation": "polynomial", "scales": "1,3"}, "needs 3 scale factors"),
    ({"observable": qd.Observable({"ZZ": 1.0})}, "on 2 qubits"),
    ({"circuit": qd.Circuit.of(11, "h 0"), "observable": {"Z" * 11: 1.0}}, "up to 10 qubits"),
    ({"circuit": qd.qasm.loads(_MIDDLE)}, "without measurements in their middle"),
    ({"circuit": qd.Circuit.of(4, "rx(a) 0")}, "has no value"),
    ({"observable": {"IIII": 1.0}}, "constant"),
]


@pytest.mark.parametrize(("change", "words"), BAD)
def test_bad_input_is_refused_in_words(change: dict, words: str) -> None:
    given = {"circuit": RING, "observable": H4, "noise": NOISE, **change}
    with pytest.raises(qd.QdesignError, match=words):
        qd.mitigate(**given)


def test_stand_ins_are_nearly_clifford_and_the_rest_of_the_circuit() -> None:
    bench = bench_of(RING, H4, None, NOISE)
    for row in bench.stand_ins(10, 0).points:
        free = [k for k, angle in enumerate(row) if abs(np.sin(2 * angle)) > 1e-9]
        assert len(free) <= len(row) // 2
        assert all(row[k] == bench.point[k] for k in free)


def test_letters_of_all_bases_are_read() -> None:
    labels = ["".join(each) for each in product("IXYZ", repeat=2)][1:]
    circuit = qd.Circuit.of(2, "ry(0.4) 0; rx(1.2) 1; rzz(0.6) 0 1; ry(0.3) 1; rz(0.8) 0")
    observable = qd.Observable({label: 0.1 * k + 0.2 for k, label in enumerate(labels)})
    bench = bench_of(circuit, observable, None, NOISE)
    assert bench.machine.mean(bench.point) == pytest.approx(noisy(circuit, observable, NOISE))


def rows_of(name: str):
    return qd.catalog("mitigation")[name]
