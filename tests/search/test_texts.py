"""Corpora parse and have the energies that they say; the judge is right about every text."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

import qdesign as qd
from qdesign import problems
from qdesign.circuit import Circuit
from qdesign.errors import QdesignError
from qdesign.search import Judge, corpus, embed, judge, marks, to_graph, write_corpus
from scripts.campaign import cases
from tests.effort import at_most

CORPUS = "texts of a corpus"
TEXTS = "texts that are judged"
_BREAKS = (
    lambda text: text.replace(";", "", 1),
    lambda text: text.replace("qubit", "qbit"),
    lambda text: text[: len(text) // 2] + "?" + text[len(text) // 2 :],
    lambda text: text + "nosuchgate q[0];\n",
    lambda text: text + "x q[99];\n",
    lambda text: text + "reset q[0]; h q[0];\n",
    lambda text: text.replace("qubit[4]", "qubit[5]"),
)


@pytest.mark.sized(CORPUS)
def test_every_text_of_a_corpus_parses_with_its_energy(tmp_path: Path) -> None:
    number = cases(CORPUS)
    path = tmp_path / "corpus.jsonl"
    assert write_corpus(path, number, seed=5) == number
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert len(lines) == number
    for line in lines[:: max(1, number // 100)]:
        from qiskit.quantum_info import SparsePauliOp, Statevector

        circuit = qd.qasm.loads(line["text"])
        problem = problems.get(line["problem"], **line["options"])
        psi = Statevector(qd.to_qiskit(circuit))
        observable = SparsePauliOp.from_list(list(problem.observable.terms))
        assert psi.expectation_value(observable).real == pytest.approx(line["energy"], abs=1e-8)
        assert circuit.num_qubits == line["num_qubits"]
    assert len({line["text"] for line in lines}) > 0.95 * number
    assert [s.text for s in corpus(3, seed=5)] == [line["text"] for line in lines[:3]]


@pytest.mark.sized(TEXTS)
def test_the_judge_is_right_about_every_text() -> None:
    problem = problems.get("tfim", num_qubits=4)
    judged = Judge(problem)
    rng = np.random.default_rng(2)
    templates = ["ry_cz", "sim_2", "sim_9", "hva_tfim", "ry_rz_ring"]
    for k in range(cases(TEXTS)):
        circuit = qd.ansatz.template(templates[k % 5], 4, 1 + k % 2)
        values = dict(zip(circuit.parameters, rng.normal(size=99).tolist(), strict=False))
        text = qd.qasm.dumps(circuit, values)
        if k % 10 == 0:
            broken = judged(_BREAKS[k // 10 % len(_BREAKS)](text))
            assert broken.outcome != "valid"
            assert broken.reward == -1
            assert broken.message
            continue
        found = judged(text)
        assert found.outcome == "valid"
        energy = qd.Simulator(circuit, problem.observable).expectation(values)
        assert found.energy == pytest.approx(energy, abs=1e-9)
        assert found.above is not None
        assert found.above >= -1e-9


def test_the_judge_says_what_is_wrong_and_where() -> None:
    judged = Judge(problems.get("ghz", num_qubits=2))
    head = 'OPENQASM 3.0;\ninclude "stdgates.inc";\nqubit[2] q;\n'
    assert judged(f"{head}h q[0]\ncx q[0], q[1];").line == 5
    assert judged(f"{head}input float a; rx(a) q[0];").outcome == "unfit"
    tuned = judge(f"{head}input float a; ry(a) q[0]; cx q[0], q[1];",
                  problems.get("ghz", num_qubits=2), tune=True)  # fmt: skip
    assert tuned.energy == pytest.approx(0, abs=1e-6)
    assert "3 qubits" in judged("OPENQASM 3.0; qubit[3] q;").message
    unused = judged(f"{head}input float a; h q[0]; cx q[0], q[1];")
    assert (unused.outcome, unused.message) == ("valid", "The input a is in no gate.")
    many = judged(f"{head}for int k in [0:19999] {{ cx q[0], q[1]; }}")
    assert (many.outcome, many.num_two_qubit) == ("valid", 20_000)
    assert judged("").reward < many.reward < unused.reward
    assert judged("x" * 300_000).outcome == "unfit"
    assert judged("").outcome == "unreadable"
    with at_most(20_000):
        endless = judged(f"{head}while (true) {{ x q[0]; }}")
    assert (endless.outcome, endless.line) == ("unreadable", 4)
    for body in ("int i = 0; while (true) { i += 1; }", "for int k in [0:40000] { x q[0]; }"):
        assert judged(head + body).outcome == "unfit"
    assert judged(f"{head}for int k in [0:19999] {{ x q[0]; }}").num_gates == 20_000
    assert Judge(problems.get("ghz", num_qubits=2), rule=lambda e, _, c: c.num_qubits - e)(
        f"{head}h q[0]; cx q[0], q[1];"
    ).reward == pytest.approx(2)


def test_graphs_and_vectors_do_not_depend_on_names_or_order() -> None:
    one = Circuit.of(3, "ry(a) 0; ry(b) 1; cx 0 1; rz(0.3) 2; cx 1 2")
    other = Circuit.of(3, "rz(0.3) 2; ry(x) 1; ry(y) 0; cx 0 1; cx 1 2")
    moved = Circuit.of(3, "ry(a) 2; ry(b) 1; cx 2 1; rz(0.3) 0; cx 1 0")
    apart = Circuit.of(3, "h 0; rzz(a) 0 1; rzz(b) 1 2; rx(c) 0")
    found = embed([one, other, moved, apart], dimensions=3)
    assert np.allclose(found.vectors[0], found.vectors[1])
    assert np.allclose(found.vectors[0], found.vectors[2])
    assert abs(found.vectors[0] @ found.vectors[3]) < 0.5
    assert found.nearest(0, 2) in ((1, 2), (2, 1))
    graph = to_graph(one)
    assert graph.adjacency.sum() == len(graph.edges)
    assert graph.to_networkx().number_of_edges() == len(graph.edges)
    assert graph.features.sum() == 5
    assert marks(one, max_gates=6)[5].sum() == 0
    with pytest.raises(QdesignError, match="5 gates"):
        marks(one, max_gates=4)
    with pytest.raises(QdesignError, match="Two circuits"):
        embed([one])


def test_layers_of_a_template_lie_nearer_than_other_templates() -> None:
    names = ["sim_2", "ry_cz", "hva_tfim", "ry_rz_ring"]
    made = [qd.ansatz.template(name, 4, layers) for name in names for layers in (2, 3)]
    found = embed(made, dimensions=6)
    for k in range(len(made)):
        assert found.nearest(k, 1) == (k ^ 1,)
