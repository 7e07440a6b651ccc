"""The promised names: each is importable as written, takes what it says and gives what it says."""

from __future__ import annotations

from pathlib import Path

import networkx
import numpy as np
import pytest
from qiskit import QuantumCircuit
from qiskit.circuit import Parameter
from qiskit.quantum_info import Operator

import qdesign as qd

SIM_PARAMETERS = [8, 8, 11, 11, 28, 28, 19, 19, 4, 8, 12, 12, 16, 16, 8, 11, 11, 12, 12]


def qiskit_circuit() -> QuantumCircuit:
    a, b = Parameter("a"), Parameter("b")
    circuit = QuantumCircuit(2)
    circuit.h(0)
    circuit.rx(2 * a + 0.5, 0)
    circuit.cx(0, 1)
    circuit.rz(b - a, 1)
    return circuit


def test_every_promised_name_loads() -> None:
    for name in qd.__all__:
        assert getattr(qd, name) is not None


def test_bodies_go_between_libraries() -> None:
    original = qiskit_circuit()
    c = qd.from_qiskit(original)
    assert c.num_qubits == 2
    assert c.parameters == ("a", "b")
    back = qd.to_qiskit(c)
    values = {"a": 0.3, "b": -1.1}
    bound = back.assign_parameters({p: values[p.name] for p in back.parameters})
    expected = original.assign_parameters({p: values[p.name] for p in original.parameters})
    assert np.allclose(Operator(bound).data, Operator(expected).data)
    d = qd.to_diagram(c)
    assert set(d.parameters) == {"a", "b"}
    again = qd.from_pyzx(qd.to_pyzx(d))
    assert set(again.parameters) == {"a", "b"}
    extracted = qd.zx.extract(again)
    assert qd.equivalent(extracted, c).equal is True
    stats = c.bind({"a": 0.3}).stats
    assert (stats.num_qubits, stats.num_parameters, stats.num_two_qubit) == (2, 1, 1)
    assert stats.num_rotations == 2
    assert stats.num_t == 0
    assert stats.num_gates == 4
    assert stats.depth == 4


def test_documents_are_saved_and_loaded(tmp_path: Path) -> None:
    doc = qd.Document(body=qd.from_qiskit(qiskit_circuit()))
    doc.save(tmp_path / "a.qdesign")
    assert qd.Document.load(tmp_path / "a.qdesign") == doc
    assert qd.Document.loads(doc.dumps()) == doc


def test_text_is_read_and_written() -> None:
    c = qd.qasm.loads(qd.qasm.dumps(qd.from_qiskit(qiskit_circuit())))
    assert c.parameters == ("a", "b")
    bound = qd.qasm.dumps(c, values={"a": 0.1, "b": 0.2}, dialect="openqasm3")
    assert qd.qasm.loads(bound).parameters == ()


def test_simplify_verify_and_rank() -> None:
    c = qd.Circuit.of(2, "h 0; h 0; rz(a) 0; cx 0 1; cx 0 1; rz(b) 0")
    s = qd.simplify(c, strategy="best", minimize="two_qubit")
    assert s.verdict.equal is True
    assert s.after.num_two_qubit == 0
    assert s.before.num_two_qubit == 2
    assert [step.name for step in s.steps if step.kept] == ["teleport"]
    assert {"windows", "merge and resynthesize"} <= {step.name for step in s.steps}
    v = qd.equivalent(c, s.body)
    assert v.equal is True
    assert v.method.startswith("exact symbolic reduction")
    assert v.points == 1
    assert v.max_error is not None
    assert v.max_error < 1e-12
    assert qd.equivalent(c, qd.Circuit.of(2, "rz(a) 0")).equal is False
    r = qd.parameter_rank(c)
    assert (r.num_parameters, r.zx, r.unitary) == (2, 1, 1)
    assert r.state == 0
    assert {name: found.substitution["a"] for name, found in r.redundant.items()} == {
        "b": qd.Angle.parse("a + b")
    }


def test_rules_apply_step_by_step() -> None:
    d = qd.to_diagram(qd.Circuit.of(1, "rz(a) 0; rz(b) 0"))
    spiders = [spider.id for spider in d.spiders if spider.kind == "Z"]
    names = [getattr(rule, "name", rule) for rule in qd.zx.rules(d, spiders)]
    assert "fuse" in names
    after = qd.zx.apply(d, "fuse", spiders)
    assert after.num_spiders == d.num_spiders - 1
    assert qd.equivalent(after, d).equal is True


def test_running_follows_qiskits_order() -> None:
    c = qd.Circuit.of(2, "x 0; rx(a) 1")
    sim = qd.Simulator(c, qd.Observable({"ZZ": -1.0, "XI": -0.5}))
    for values in ({"a": 0.4}, [0.4]):
        state = sim.statevector(values)
        assert state.dtype == np.complex128
        assert state.shape == (4,)
        assert abs(state[1]) ** 2 == pytest.approx(np.cos(0.2) ** 2)
    assert sim.probabilities({"a": 0.4}).sum() == pytest.approx(1)
    energy, gradient = sim.gradient({"a": 0.4})
    assert energy == pytest.approx(sim.expectation({"a": 0.4}))
    assert gradient.dtype == np.float64
    assert gradient.shape == (1,)
    with pytest.raises(qd.QdesignError, match="'a'"):
        sim.expectation({})
    with pytest.raises(qd.QdesignError, match="'z'"):
        sim.expectation({"a": 1.0, "z": 1.0})


def test_problems_have_known_energies() -> None:
    p = qd.problems.h2(bond_length=0.735)
    assert p.num_qubits == 2
    assert p.exact_energy == pytest.approx(-1.137306, abs=1e-6)
    for problem in (
        qd.problems.tfim(6, field=1.0, periodic=True),
        qd.problems.heisenberg(4, periodic=True),
        qd.problems.maxcut(networkx.cycle_graph(5)),
    ):
        lowest = np.linalg.eigvalsh(problem.observable.matrix())[0]
        assert problem.exact_energy == pytest.approx(lowest, abs=1e-9)
    assert qd.problems.maxcut(networkx.cycle_graph(5)).exact_energy == pytest.approx(-4)


def test_tuning_gives_values_energies_and_landscapes() -> None:
    c = qd.Circuit.of(2, "x 0; ry(a) 1; rz(b) 1; cx 1 0")
    h = qd.problems.h2().observable
    o = qd.optimize(c, h, method="lbfgs", start=None, seed=0)
    assert o.energy == pytest.approx(-1.137306, abs=1e-6)
    assert set(o.values) == {"a", "b"}
    assert o.history[-1] == o.energy
    assert list(o.history) == sorted(o.history, reverse=True)
    assert o.history[-1] < o.history[0]
    grid = qd.landscape(c, h, x="a", y="b", values=o.values, points=10).energies
    assert grid.shape == (10, 10)
    points = np.array([[0.1, 0.2], [0.3, 0.4]])
    energies = qd.sweep(c, h, points)
    sim = qd.Simulator(c, h)
    assert np.allclose(energies, [sim.expectation(list(p)) for p in points])


@pytest.mark.parametrize("number", range(1, 20))
def test_sim_ansatze_have_the_published_number_of_parameters(number: int) -> None:
    c = qd.ansatz.sim(number, num_qubits=4, layers=1)
    assert len(c.parameters) == SIM_PARAMETERS[number - 1]


def test_the_queue_runs_jobs(tmp_path: Path) -> None:
    q = qd.Queue.open(tmp_path / "queue.sqlite")
    c = qd.Circuit.of(2, "ry(a) 0; cx 0 1")
    job = q.submit(c, {"a": 1.0}, target="local:fake_manila", shots=400, seed=7)
    assert job.id
    assert job.state in ("CREATED", "SUBMITTING", "QUEUED", "RUNNING", "COMPLETED")
    q.refresh()
    done = q.wait(job.id)
    assert done.state == "COMPLETED"
    counts = q.job(job.id).counts
    assert counts is not None
    assert sum(counts.values()) == 400
    assert job.id in [known.id for known in q.jobs()]
    q.cancel(job.id)
    names = [target.name for target in qd.targets()]
    assert {"local:ideal", "local:fake_manila", "local:fake_torino"} <= set(names)
