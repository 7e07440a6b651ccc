"""Every ask of the port as a pure function, against other means; long because all asks are here."""

import ast
import dataclasses
import json
import math
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args, get_type_hints

import numpy as np
import pytest
from qiskit.quantum_info import Statevector

import qdesign as qd
from qdesign import ansatz, problems
from qdesign.angle import Angle
from qdesign.ansatz import Template, sim
from qdesign.circuit import Circuit, Operation
from qdesign.convert.qiskit import to_qiskit
from qdesign.diagram import Diagram
from qdesign.document import Document, Parameter
from qdesign.errors import InvalidDocument, InvalidRequest, InvalidText, QdesignError, TooLarge
from qdesign.hardware.conformance import bench
from qdesign.hardware.provider import Provider
from qdesign.pauli import Observable
from qdesign.proofs import Proof
from qdesign.rows import catalog, find, rows
from qdesign.session import port
from qdesign.session.asks import ASKS, answer
from qdesign.session.replies import Report
from qdesign.simulate.simulator import Simulator
from qdesign.tune.optimize import optimize
from qdesign.tune.optimizer import Optimizer
from qdesign.zx.bodies import diagram_of
from tests.notation import diagram

OPTIONS: dict[str, Any] = {"shots": 1024, "seed": 7, "level": 2, "part": 0, "options": {}}
ANSATZ = Circuit.of(2, "ry(theta) 0; cx 0 1; rz(2*phi) 1")
EXACT: dict[str, Any] = {
    "shots": 0,
    "noise": False,
    "frozen": [],
    "starts": 1,
    "layerwise": False,
    "state": "",
}
ISING = Observable({"ZZ": -1.0, "XI": -0.5, "IX": -0.5})
PAGE = "\n".join(
    path.read_text("utf-8")
    for path in sorted((Path(__file__).parents[2] / "extension" / "src").rglob("*.ts*"))
    if "generated" not in path.name
)
TEXT = Document(ANSATZ, observable=ISING).dumps()


def ask(**message: Any) -> tuple[Mapping[str, Any], tuple[bytes, ...]]:
    """Result and buffers of one ask; the result survives JSON."""
    done = answer(message, lambda text, fraction=None, so_far=None: None)
    assert type(done.result) is ASKS[message["ask"]].result
    result = json.loads(json.dumps(port.to_json(done.result), allow_nan=False))
    return result, done.buffers


def body_of(text: str) -> Circuit | Diagram:
    return Document.loads(text).body


def test_every_ask_has_a_caller_in_the_page_and_the_page_sends_no_other() -> None:
    asked = re.findall(r'\bask: "(\w+)"', PAGE)
    loaded = re.findall(r'onRequest\(\(\) => import\("\./(\w+)"\)', PAGE)
    assert {*asked, *loaded} == set(ASKS)


@pytest.mark.parametrize("name", ASKS)
def test_the_page_reads_every_field_of_a_result(name: str) -> None:
    """By name alone: `.field`, `{ field }` or `"field"` stands somewhere in the page's source."""

    def fields_of(kind: Any) -> set[str]:
        if kind is not Document and dataclasses.is_dataclass(kind):
            hints = get_type_hints(kind)
            return set(hints).union(*(fields_of(each) for each in hints.values()))
        return set[str]().union(*(fields_of(each) for each in get_args(kind)))

    unread = {
        field
        for field in fields_of(ASKS[name].result)
        if not re.search(rf'(?:\.|[{{,]\s*|"){field}\b', PAGE)
    }
    assert not unread


def test_an_ask_that_is_not_there_is_refused() -> None:
    with pytest.raises(InvalidRequest, match="no ask 'eval'"):
        ask(ask="eval")


@pytest.mark.parametrize(
    "kind", sorted(name for name, ask in ASKS.items() if dataclasses.fields(ask.question))
)
def test_an_ask_without_its_fields_is_refused_in_words(kind: str) -> None:
    with pytest.raises(QdesignError):
        ask(ask=kind)


def test_a_document_goes_to_a_diagram_and_back_with_proof() -> None:
    diagram, _ = ask(ask="to_diagram", document=TEXT)
    assert isinstance(body_of(diagram["document"]), Diagram)
    circuit, _ = ask(ask="to_circuit", document=diagram["document"])
    assert circuit["verdict"]["equal"] is True
    assert set(body_of(circuit["document"]).parameters) == {"theta", "phi"}
    drawn, made = body_of(TEXT), body_of(circuit["document"])
    assert isinstance(drawn, Circuit)
    assert isinstance(made, Circuit)
    assert circuit["before"]["num_two_qubit"] == drawn.stats.num_two_qubit
    assert circuit["after"] == dataclasses.asdict(made.stats)


def test_figures_of_a_step_are_of_its_circuit_or_name_what_blocks() -> None:
    found, _ = ask(ask="proof_figures", document=TEXT)
    drawn = body_of(TEXT)
    assert isinstance(drawn, Circuit)
    assert found == {"stats": dataclasses.asdict(drawn.stats), "why": "", "blocks": []}
    parted = diagram("in0 - a:Z(pi/4)\nb:X(t) - out0")
    found, _ = ask(ask="proof_figures", document=Document(parted).dumps())
    assert found["stats"] is None
    assert set(found["blocks"]) <= {spider.id for spider in parted.spiders}
    assert found["blocks"][0] in found["why"]


def test_simplify_shows_its_verdict_and_figures() -> None:
    text = Document(Circuit.of(2, "h 0; h 0; cx 0 1; cx 0 1; rz(a) 0; rz(b) 0")).dumps()
    done, _ = ask(ask="simplify", document=text, strategy="best", minimize="two_qubit", options={})
    assert done["verdict"]["equal"] is True
    assert done["before"]["num_two_qubit"] == 2
    assert done["after"]["num_two_qubit"] == 0
    assert done["after"]["num_rotations"] == 1
    assert done["steps"]


def test_parse_reads_openqasm_and_names_the_place_of_an_error() -> None:
    text = 'OPENQASM 3.0;\ninclude "stdgates.inc";\nqubit[2] q;\nh q[0];\ncx q[0], q[1];\n'
    done, _ = ask(ask="parse", text=text, format="openqasm")
    assert body_of(done["document"]) == Circuit.of(2, "h 0; cx 0 1")
    with pytest.raises(InvalidText) as caught:
        ask(ask="parse", text=text + "nogate q[0];\n", format="openqasm")
    assert (caught.value.line, caught.value.column) == (6, 1)


def test_parse_reads_documents_and_refuses_others() -> None:
    done, _ = ask(ask="parse", text=TEXT, format="qdesign")
    assert done["document"] == TEXT
    with pytest.raises(InvalidDocument):
        ask(ask="parse", text="{}", format="qdesign")


def test_parse_refuses_what_takes_more_room_than_a_document_may(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("qdesign.session.asks.MAX_BYTES", 100)
    with pytest.raises(TooLarge, match="this would have"):
        ask(ask="parse", text="OPENQASM 3.0;\nqubit[2] q;\n", format="auto")


def test_exports_read_back_as_the_same_circuit() -> None:
    from qdesign import qasm

    done, _ = ask(ask="export", document=TEXT, format="openqasm3")
    assert qasm.loads(done["text"]) == ANSATZ


def test_a_format_without_parameters_is_written_with_their_values() -> None:
    from qdesign import qasm

    document = Document.loads(TEXT)
    done, _ = ask(ask="export", document=TEXT, format="openqasm2")
    assert document.body.parameters
    assert qasm.loads(done["text"]) == document.body.bind(document.values)


def test_figures_count_what_the_circuit_says() -> None:
    done, _ = ask(ask="figures", document=TEXT)
    assert done["stats"]["num_two_qubit"] == 1
    assert done["rank"]["num_parameters"] == 2
    assert done["rank"]["unitary"] == 2


def test_redundant_parameters_are_named_with_what_takes_their_part_and_dropped() -> None:
    drawn = Document(Circuit.of(2, "rz(a) 0; cx 0 1; rz(b) 0; rx(c) 1"))
    text = drawn.with_values({"a": 3.0, "b": 0.5, "c": 0.1}).dumps()
    figures, _ = ask(ask="figures", document=text)
    assert figures["rank"]["redundant"] == [{"name": "b", "becomes": {"a": "a + b"}}]
    done, _ = ask(ask="drop_redundant", document=text)
    left = Document.loads(done["document"])
    assert left.body.parameters == ("a", "c")
    assert left.values == {"a": 3.5, "c": 0.1}
    assert (done["before"]["num_parameters"], done["after"]["num_parameters"]) == (3, 2)
    assert done["verdict"]["equal"] is True


def test_a_diagram_has_figures_and_is_reduced_in_a_proof_with_the_same_map() -> None:
    drawn = diagram_of(Circuit.of(2, "rz(a) 0; cx 0 1; rz(b) 0; rx(c) 1"))
    document = Document(drawn, observable=Observable({"ZI": 1.0}))
    figures, _ = ask(ask="figures", document=document.dumps())
    assert figures["stats"]["num_two_qubit"] == 1
    assert figures["which"] == "of the circuit that the diagram stands as"
    kinds = {each["name"]: each["kind"] for each in figures["rank"]["standings"]}
    assert kinds == {"a": "dead", "b": "fusible", "c": "free"}
    proof = Proof(drawn)
    done, _ = ask(ask="drop_redundant", document=document.with_proof(proof).dumps())
    left = Document.loads(done["document"]).body
    assert isinstance(left, Diagram)
    assert left.num_spiders < drawn.num_spiders
    assert sorted(str(s.phase) for s in left.spiders if s.phase.terms) == ["a + b", "c"]
    assert done["verdict"]["equal"] is True
    proof.edit(left)
    with pytest.raises(InvalidRequest, match="meet in one angle already"):
        ask(ask="drop_redundant", document=document.with_proof(proof).dumps())


def test_pauli_webs_of_a_diagram_are_told_and_of_a_circuit_refused() -> None:
    drawn = diagram("in0 = a:Z - b:X(t) - out0")
    done, _ = ask(ask="pauli_webs", document=Document(drawn).dumps())
    told = [(web["inputs"], web["outputs"], web["cuts"]) for web in done["webs"]]
    assert told == [("X", "Z", {"b": "Z"}), ("Z", "X", {}), ("I", "X", {"b": "X"})]
    assert set(done["webs"][0]["edges"].values()) == {"XZ", "ZZ"}
    assert done["left_out"] == 0
    with pytest.raises(InvalidRequest, match="Edit the circuit as a diagram first"):
        ask(ask="pauli_webs", document=TEXT)


def test_a_template_is_a_circuit_of_the_asked_size() -> None:
    done, _ = ask(ask="template", name="sim_10", options={"num_qubits": 3, "layers": 2})
    assert body_of(done["document"]) == ansatz.template("sim_10", num_qubits=3, layers=2)
    with pytest.raises(InvalidRequest, match="no template 'none'"):
        ask(ask="template", name="none", options={})
    with pytest.raises(InvalidRequest, match="has no option 'depth'; it takes num_qubits, layers"):
        ask(ask="template", name="sim_10", options={"depth": 3})
    with pytest.raises(TooLarge, match="'layers' is 1,000; on a page templates have at most 100"):
        ask(ask="template", name="sim_10", options={"layers": 1000})
    with pytest.raises(TooLarge, match="has 60,700 gates; a page draws at most 50,000"):
        ask(ask="template", name="ry_full", options={"num_qubits": 100, "layers": 12})


def test_a_drawn_template_is_recognized_with_its_layers() -> None:
    drawn = qd.Document(ansatz.template("sim_10", num_qubits=3, layers=2)).dumps()
    done, _ = ask(ask="recognize", document=drawn)
    assert done == {"name": "sim_10", "options": {"num_qubits": 3, "layers": 2}}
    done, _ = ask(ask="recognize", document=TEXT)
    assert done == {"name": "", "options": {}}


def test_a_problem_takes_the_options_of_its_row_and_is_named_by_them() -> None:
    options = {"field": 0.5, "periodic": True}
    done, _ = ask(ask="problem", name="tfim", options=options, num_qubits=3)
    wanted = problems.tfim(3, field=0.5, periodic=True)
    assert done == {
        "title": wanted.name,
        "options": {"num_qubits": 3, **options},
        "observable": wanted.observable.as_dict(),
        "energy": wanted.exact_energy,
        "sector": "",
        "warning": "",
        "graph": None,
    }
    assert "0.5" in wanted.name
    with pytest.raises(InvalidRequest, match="'field' is 'strong'"):
        ask(ask="problem", name="tfim", options={"field": "strong"}, num_qubits=3)
    with pytest.raises(InvalidRequest, match="has 2 qubits and the circuit 3"):
        ask(ask="problem", name="h2", options={}, num_qubits=3)
    with pytest.raises(InvalidRequest, match="an object of numbers, texts, true and false"):
        ask(ask="problem", name="tfim", options={"field": [1]}, num_qubits=3)


def test_the_catalog_is_data_of_every_kind() -> None:
    done, _ = ask(ask="catalog")
    assert tuple(done["rows"]) == catalog()
    for kind, listed in done["rows"].items():
        assert [row["name"] for row in listed] == list(catalog(kind))
    adam = next(row for row in done["rows"]["optimizer"] if row["name"] == "adam")
    assert "minimize" not in adam
    assert {option["name"] for option in adam["options"]} >= {"max_steps", "tolerance", "rate"}


@pytest.mark.parametrize(
    ("name", "num_qubits", "energy"),
    [("h2", 2, -1.137306), ("tfim", 4, -4.758770), ("maxcut", 4, -4.0), ("heisenberg", 2, -3.0)],
)
def test_problems_come_with_their_exact_energy(name: str, num_qubits: int, energy: float) -> None:
    done, _ = ask(ask="problem", name=name, options={}, num_qubits=num_qubits)
    observable = Observable(done["observable"])
    assert np.linalg.eigvalsh(observable.matrix())[0] == pytest.approx(energy, abs=1e-6)
    text = Document(Circuit(num_qubits), observable=observable).dumps()
    known, _ = ask(ask="exact", document=text)
    assert known["energy"] == pytest.approx(energy, abs=1e-6)
    # The name that it was made with, also after the document was closed and opened.
    assert known["title"] == done["title"]


def test_exact_gives_the_ground_energy_and_probabilities() -> None:
    done, buffers = ask(ask="exact", document=TEXT)
    values, vectors = np.linalg.eigh(ISING.matrix())
    assert done["energy"] == pytest.approx(values[0])
    assert np.frombuffer(buffers[0]) == pytest.approx(np.abs(vectors[:, 0]) ** 2)
    assert (done["title"], done["dimension"]) == ("", 1)


def test_exact_says_what_is_known_of_what_is_too_large_to_diagonalize() -> None:
    text = Document(
        Circuit(20),
        observable=Observable({"Z" * 20: 1.0, "X" * 20: 1.0, "XY" * 10: 1.0, "ZX" * 10: 0.5}),
    ).dumps()
    nothing = {"title": "", "energy": None, "dimension": None, "how": ""}
    done, buffers = ask(ask="exact", document=text)
    assert (done, buffers) == (nothing | {"sector": "", "warning": "", "graph": None}, ())
    chain = problems.tfim(20)
    done, buffers = ask(
        ask="exact", document=Document(Circuit(20), observable=chain.observable).dumps()
    )
    assert (done["title"], done["dimension"], buffers) == (chain.name, None, ())
    assert done["energy"] == pytest.approx(chain.exact_energy)


@pytest.mark.parametrize("method", rows(Optimizer))
def test_an_optimizer_tells_every_step_and_ends_with_the_best_values(method: str) -> None:
    problem = problems.tfim(3, field=0.7)
    document = Document(sim(2, num_qubits=3, layers=2)).with_problem(problem)
    # Placed, its parameters come in another order.
    body = document.body
    assert isinstance(body, Circuit)
    start = {name: 0.1 + 0.05 * k for k, name in enumerate(document.values)}
    heard: list[port.SoFar] = []
    done = answer(
        {
            "ask": "optimize",
            "document": document.with_values(start).dumps(),
            "method": method,
            "options": {"max_steps": 400},
            "seed": 1,
            **EXACT,
        },
        lambda text, fraction=None, so_far=None: heard.append(so_far) if so_far else None,
    ).result
    wanted = optimize(body, problem.observable, method=method, start=start, seed=1, max_steps=400)
    assert (done.values, done.reason, done.kicks) == (wanted.values, wanted.reason, wanted.kicks)
    assert tuple(energy for each in heard for energy in each.energies) == wanted.history
    assert heard[-1].values == wanted.values
    assert [step for each in heard for step in each.steps] == list(range(len(wanted.history)))
    assert tuple(energy for each in heard for energy in each.own) == wanted.energies
    assert (done.energy, done.error) == (wanted.energy, 0.0)
    assert json.loads(done.state)["method"] == method
    state = Statevector(to_qiskit(body.bind(done.values))).data
    assert problem.observable.expectation(state) == pytest.approx(wanted.energy, abs=1e-9)
    assert problem.exact_energy is not None
    assert problem.exact_energy - 1e-9 <= wanted.energy < wanted.history[0] - 0.1


def test_an_optimizer_samples_holds_and_goes_on_as_it_is_asked() -> None:
    problem = problems.tfim(2)
    document = Document(Circuit.of(2, "ry(a) 0; ry(b) 1; cx 0 1; rz(c) 1")).with_problem(problem)
    document = document.with_values({"a": 0.3, "b": 0.7, "c": 0.1})
    document = document.with_noise({"depolarizing": 0.01})
    question = {
        "ask": "optimize",
        "document": document.dumps(),
        "method": "spsa",
        "options": {"max_steps": 5},
        "seed": 1,
        **EXACT,
        "shots": 200,
        "noise": True,
        "frozen": ["c"],
    }
    heard: list[port.SoFar] = []
    done = answer(
        question, lambda text, fraction=None, so_far=None: heard.append(so_far) if so_far else None
    ).result
    assert done.values["c"] == 0.1
    assert done.error > 0
    assert all(error > 0 for each in heard for error in each.errors)
    assert all(each.values["c"] == 0.1 for each in heard if "c" in each.values)
    more, _ = ask(**{**question, "options": {"max_steps": 8}, "state": done.state})
    assert json.loads(more["state"])["steps"] == 8
    with pytest.raises(QdesignError, match="state of the stopped run is damaged"):
        ask(**{**question, "state": "{"})


def hearing(heard: list[port.SoFar]) -> Report:
    def hear(text: str, fraction: float | None = None, so_far: port.SoFar | None = None) -> None:
        del text, fraction
        if so_far is not None:
            heard.append(so_far)

    return hear


@pytest.mark.parametrize(
    ("method", "shots"), [("adam", 0), ("adam", 100), ("spsa", 100), ("qn_spsa", 100)]
)
def test_a_run_goes_on_from_what_it_told_as_if_it_had_not_stopped(
    method: str, shots: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page rests by giving the ask up, and goes on from the last state that it heard."""
    monkeypatch.setattr("qdesign.session.tuning._PAUSE", 0.0)
    problem = problems.tfim(3, field=0.7)
    document = Document(sim(2, num_qubits=3, layers=1)).with_problem(problem)
    start = {name: 0.1 + 0.05 * k for k, name in enumerate(document.values)}
    question = {
        **EXACT,
        "ask": "optimize",
        "document": document.with_values(start).dumps(),
        "method": method,
        "options": {"max_steps": 12},
        "seed": 1,
        "shots": shots,
        "frozen": [next(iter(start))],
    }
    heard: list[port.SoFar] = []
    whole = answer(question, hearing(heard)).result
    for rested in (heard[0], heard[5]):
        more = answer({**question, "state": rested.state}, hearing([])).result
        assert (more.values, more.energy) == (whole.values, whole.energy)
    assert all(len(each.state) < 10_000 for each in heard)


def test_of_several_starts_the_lowest_is_told_and_layers_are_tuned_in_turn() -> None:
    problem = problems.tfim(3, field=0.7)
    document = Document(sim(2, num_qubits=3, layers=2)).with_problem(problem)
    question = {
        **EXACT,
        "ask": "optimize",
        "document": document.dumps(),
        "method": "lbfgs",
        "options": {"max_steps": 5},
        "seed": 1,
    }
    heard: list[port.SoFar] = []
    several = answer({**question, "starts": 3}, hearing(heard)).result
    steps = [step for each in heard for step in each.steps]
    assert steps == sorted(set(steps))
    assert several.energy == min(energy for each in heard for energy in each.energies)
    assert (several.state, {each.state for each in heard}) == ("", {""})
    layers, _ = ask(**{**question, "layerwise": True})
    assert layers["energy"] < 0


def test_of_a_long_run_fewer_and_fewer_steps_are_told() -> None:
    body = Circuit.of(1, "ry(a) 0; rz(b) 0")
    document = Document(body, observable=Observable({"Z": 1.0})).with_values({"a": 0.1, "b": 0.1})
    heard: list[port.SoFar] = []
    answer(
        {
            "ask": "optimize",
            "document": document.dumps(),
            "method": "adam",
            "options": {"max_steps": 10_000, "rate": 1e-6},
            "seed": 1,
            **EXACT,
        },
        lambda text, fraction=None, so_far=None: heard.append(so_far) if so_far else None,
    )
    steps = [step for each in heard for step in each.steps]
    assert steps[:2001] == [*range(2000), 2000]
    assert len(steps) < 5100
    assert steps[-1] > 9990


def test_above_the_live_limit_an_optimizer_tells_its_engine_and_its_pace() -> None:
    wide = Circuit.of(24, "; ".join(f"ry(a) {q}" for q in range(24)))
    document = Document(wide, parameters=(Parameter("a", 0.3),)).with_problem(problems.tfim(24))
    question = {
        **EXACT,
        "ask": "optimize",
        "document": document.dumps(),
        "method": "adam",
        "options": {"max_steps": 3},
        "seed": 1,
    }
    told: list[str] = []
    answer(question, lambda text, fraction=None, so_far=None: told.append(text))
    assert told[1] == "Adam: step 1 of at most 3, by light cones"
    assert re.fullmatch(r"Adam: \d steps? of at most 3, energy -\d\S+, \S+ s each", told[-1])


def test_an_optimizer_refuses_what_it_cannot_tune() -> None:
    def said(text: str, method: str = "lbfgs", **options: object) -> str:
        with pytest.raises(QdesignError) as caught:
            ask(ask="optimize", document=text, method=method, options=options, seed=1, **EXACT)
        return str(caught.value)

    assert "has no observable" in said(Document(ANSATZ).dumps())
    measured = Document(Circuit.of(2, "ry(a) 0; reset 0")).with_problem(problems.tfim(2))
    assert "cannot be optimized" in said(measured.dumps())
    chain = Document(Circuit.of(2, "ry(a) 0")).with_problem(problems.tfim(2)).dumps()
    assert "There is no optimizer 'x'" in said(chain, "x")
    assert "'max_steps' is '0'" in said(chain, max_steps=0)


@pytest.mark.parametrize("row", catalog("template").values(), ids=lambda row: row.name)
def test_templates_come_with_a_problem_that_fits(row: Template) -> None:
    sizes = {"num_qubits": 4, "layers": row.card_layers}
    options = {o.name: sizes[o.name] for o in row.options if o.name in sizes}
    done, _ = ask(ask="template", name=row.name, options=options)
    document = Document.loads(done["document"])
    if not row.problem:
        return
    known, _ = ask(ask="exact", document=done["document"])
    assert document.problem is not None
    assert (document.problem.row, document.problem.name) == (row.problem, known["title"])


def test_a_template_that_its_problem_does_not_fit_comes_without() -> None:
    done, _ = ask(ask="template", name="sim_1", options={"num_qubits": 1, "layers": 1})
    assert Document.loads(done["document"]).problem is None


def test_targets_come_with_their_calibration() -> None:
    done, _ = ask(ask="targets", refresh=False)
    by_name = {target["name"]: target for target in done["targets"]}
    assert by_name["local:ideal"]["ready"]
    manila = by_name["local:fake_manila"]
    assert manila["num_qubits"] == 5
    assert manila["calibrated"].startswith("20")
    assert 0 < manila["two_qubit_error"] < 0.1
    assert {provider["name"] for provider in done["providers"]} >= {"local"}


def test_a_device_is_told_with_its_map_and_errors() -> None:
    done, _ = ask(ask="device", target="local:fake_torino")
    assert len(done["qubits"]) == 133
    dead = [edge for edge in done["edges"] if not edge["works"]]
    assert dead
    assert all(edge["errors"]["cz"] == 1 for edge in dead)
    assert all(0 <= qubit["readout"] < 1 for qubit in done["qubits"])
    ideal, _ = ask(ask="device", target="local:ideal")
    assert ideal["qubits"] == []


def test_a_forecast_compares_the_lowered_circuit_with_the_drawing() -> None:
    text = Document(ANSATZ).with_values({"theta": 0.5, "phi": 0.1}).dumps()
    question = {"document": text, "target": "local:fake_torino", "layout": [3, 4], **OPTIONS}
    lowered, _ = ask(ask="lower", **question)
    assert lowered["layout"] == [3, 4]
    body = body_of(lowered["document"])
    assert isinstance(body, Circuit)
    assert set(lowered["origins"]) == {o.id for o in body.plain_operations if o.gate != "barrier"}
    done, _ = ask(ask="forecast", **question)
    assert done["verdict"]["equal"]
    assert done["read_back"]
    assert done["shots"] == 0
    assert sum(done["noisy"].values()) == pytest.approx(1)
    assert 0 < done["total_variation"] < 0.2
    assert 0.9 < done["fidelity"] <= 1


def test_a_text_reads_back_equal_whatever_the_order_of_gates_apart() -> None:
    circuit = Circuit.of(4, "h 0; h 2; rzz(-0.8) 0 1; rzz(-0.8) 2 3; rx(0.3) 0")
    with bench(find(Provider, "ionq")):
        document = Document(circuit).dumps()
        given = {"document": document, "target": "ionq:qpu.forte-1", "layout": [], **OPTIONS}
        result, _ = ask(ask="forecast", **given)
    assert result["read_back"] is True


def test_lower_shows_what_would_run_on_the_qubits_in_use() -> None:
    text = Document(ANSATZ).with_values({"theta": 0.5, "phi": 0.1}).dumps()
    done, _ = ask(ask="lower", document=text, target="local:fake_manila", layout=[], **OPTIONS)
    body = body_of(done["document"])
    assert isinstance(body, Circuit)
    assert body.num_qubits == len(done["qubits"]) == 2
    assert body.parameters == ()
    success = done["success"]
    product = success["gates"] * success["readout"] * success["idle"]
    assert success["total"] == pytest.approx(product)
    assert 0.5 < success["total"] < 1.0
    assert done["duration_us"] > 0


def test_an_energy_is_planned_priced_and_told_with_noise() -> None:
    given = {"document": TEXT, "target": "local:fake_manila", "layout": []}
    result, _ = ask(ask="energy", **given, **OPTIONS)
    terms = [label for circuit in result["circuits"] for label, _ in circuit["terms"]]
    assert sorted(terms) == ["IX", "XI", "ZZ"]
    assert sum(circuit["shots"] for circuit in result["circuits"]) == OPTIONS["shots"]
    document = Document.loads(TEXT)
    assert result["energy"] == pytest.approx(Simulator(ANSATZ, ISING).expectation(document.values))
    assert 0 < result["error"] < 0.1
    assert result["price"]["high"] == 0
    noise, _ = ask(ask="energy_noise", **given, **OPTIONS)
    assert noise["energy"] > result["energy"] or noise["energy"] < result["energy"]
    assert (noise["error"], noise["shots"], noise["why"]) == (0, 0, "")
    none, _ = ask(ask="energy_noise", **{**given, "target": "local:ideal"}, **OPTIONS)
    assert (none["energy"], none["why"]) == (None, "local:ideal has no noise.")


def test_a_circuit_of_an_energy_is_lowered_with_links_to_what_is_drawn() -> None:
    document = Document(ANSATZ, observable=ISING).with_values({"theta": 0.4, "phi": 0.3})
    given = {"document": document.dumps(), "target": "local:fake_manila", "layout": []}
    lowered, _ = ask(ask="lower", **given, **{**OPTIONS, "part": 2})
    drawn = {item.id for item in ANSATZ.placed().operations}
    origins = [id_ for each in lowered["origins"].values() for id_ in each]
    assert {*origins} <= drawn
    assert len({*origins}) >= 2
    told, _ = ask(ask="forecast", **given, **{**OPTIONS, "part": 2})
    assert told["verdict"]["equal"] is True
    with pytest.raises(InvalidRequest, match="There are 2 circuits, and none is 3"):
        ask(ask="lower", **given, **{**OPTIONS, "part": 3})
    plain = Document(ANSATZ).dumps()
    with pytest.raises(InvalidRequest, match="Choose a problem for the drawing first"):
        ask(ask="energy", **{**given, "document": plain}, **OPTIONS)


def test_a_submission_with_the_same_token_is_one_job(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QDESIGN_QUEUE", str(tmp_path / "queue.sqlite"))
    text = Document(Circuit.of(2, "ry(theta) 0; cx 0 1")).with_values({"theta": math.pi / 2})
    message = {
        "ask": "submit",
        "document": text.dumps(),
        "target": "local:ideal",
        "shots": 500,
        "seed": 1,
        "level": 2,
        "layout": [],
        "max_cost": None,
        "energy": False,
        "options": {},
        "label": "bell <b>",
        "token": "once",
    }
    first, _ = ask(**message)
    second, _ = ask(**message)
    assert first["job"]["id"] == second["job"]["id"]
    from qdesign.hardware.queue import Queue

    with Queue.open() as queue:
        assert queue.wait(first["job"]["id"], timeout=60).is_final
    listed, _ = ask(ask="jobs", since="", before="", archived=False, which="all", search="")
    (job,) = listed["jobs"]
    assert job["id"] == first["job"]["id"]
    assert job["state"] == "COMPLETED"
    counted, _ = ask(ask="job", job=job["id"])
    assert sum(counted["counts"].values()) == 500
    assert set(counted["counts"]) == {"00", "11"}
    assert counted["ideal"] == pytest.approx({"00": 0.5, "11": 0.5})
    assert counted["ideal_rest"] == pytest.approx(0.0)
    late, _ = ask(ask="cancel_job", job=job["id"])
    assert late["job"]["state"] == "COMPLETED"
    ask(ask="archive_jobs", jobs=[job["id"]], archived=True)
    news, _ = ask(
        ask="jobs", since=listed["revision"], before="", archived=False, which="all", search=""
    )
    assert (news["gone"], news["total"], news["others"]) == ([job["id"]], 0, 1)
    ask(ask="delete_jobs", jobs=[job["id"]])
    with pytest.raises(QdesignError, match="There is no job"):
        ask(ask="job", job=job["id"])


@pytest.mark.parametrize("jobs", [None, "abc", [1], {"a": 1}])
def test_ids_of_jobs_are_a_list_of_texts(jobs: Any) -> None:
    with pytest.raises(InvalidRequest, match="'jobs' as a list of texts"):
        ask(ask="delete_jobs", jobs=jobs)
    with pytest.raises(InvalidRequest, match="'archived' as true or false"):
        ask(ask="archive_jobs", jobs=[], archived=1)


def test_the_qiskit_code_builds_the_same_unitary() -> None:
    from qiskit import QuantumCircuit
    from qiskit.quantum_info import Operator

    from qdesign.exporters.qiskit_code import qiskit_code

    text = (
        "h 0; cx 0 1; ry(theta_1) 1; rzz(2*beta - pi/4) 0 2; swap 1 2; ccx 0 1 2; u2(beta, pi) 0; "
        "iswapdg 0 1; csxdg 1 2; dcxdg 0 2; sxdg 1; cu(beta, 0.5, theta_1, pi/3) 0 1; gphase(0.3)"
    )
    circuit = Circuit.of(3, text)
    code = qiskit_code(circuit)
    scope: dict[str, Any] = {}
    ast.parse(code)
    exec(code, scope)
    built: QuantumCircuit = scope["qc"]
    values = {"theta_1": 0.7, "beta": -1.1}
    bound = built.assign_parameters(values)
    from qdesign.simulate.simulator import Simulator

    state = Simulator(circuit).statevector(values)
    expected = np.asarray(Operator(bound).data)[:, 0]
    assert abs(np.vdot(state, expected)) == pytest.approx(1.0, abs=1e-9)


def test_the_ideal_distribution_has_what_was_never_counted_and_the_sum_of_the_rest(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from qdesign.hardware.queue import Queue
    from qdesign.session.jobreport import job_report

    monkeypatch.setenv("QDESIGN_QUEUE", str(tmp_path / "queue.sqlite"))
    # 12 qubits, 4,096 outcomes: from likely ones to some far below one count in 20 runs of 8 shots.
    text = "; ".join(f"ry(0.6) {k}" for k in range(12))
    circuit = Circuit.of(12, text)
    with Queue.open() as queue:
        job = queue.submit(circuit, target="local:ideal", shots=8, seed=3)
        done = job_report(queue, queue.wait(job.id, timeout=60).id)
    one = math.sin(0.3) ** 2
    exact = [one ** k.bit_count() * (1 - one) ** (12 - k.bit_count()) for k in range(4096)]
    ideal, counts = done.ideal, done.counts
    assert ideal is not None
    assert counts is not None
    assert done.ideal_rest is not None
    assert set(counts) < set(ideal)
    for bits, probability in ideal.items():
        assert probability == pytest.approx(exact[int(bits, 2)])
    assert all(format(k, "012b") in ideal for k in range(4096) if exact[k] * 8 > 0.05)
    assert 0 < len(ideal) <= 1024 + len(counts)
    assert done.ideal_rest == pytest.approx(1 - sum(ideal.values()))
    assert done.ideal_rest > 0.01


def test_the_ideal_of_bits_that_are_not_all_measured_fits_the_counts(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from qdesign.hardware.queue import Queue
    from qdesign.session.jobreport import job_report

    monkeypatch.setenv("QDESIGN_QUEUE", str(tmp_path / "queue.sqlite"))
    circuit = Circuit(
        2,
        (
            Operation("ry", (1,), (Angle.of(2.0),)),
            Operation("measure", (1,), clbits=(2,)),
        ),
        num_clbits=3,
    )
    with Queue.open() as queue:
        job = queue.submit(circuit, target="local:ideal", shots=400, seed=3)
        done = job_report(queue, queue.wait(job.id, timeout=60).id)
    assert set(done.counts or ()) == {"000", "100"}
    assert done.ideal == pytest.approx({"000": math.cos(1.0) ** 2, "100": math.sin(1.0) ** 2})


def test_simplify_takes_options_and_says_what_is_not_equal() -> None:
    circuit = Circuit.of(
        3, "rxx(a) 0 1; rzz(b) 1 2; rxx(c) 0 1; rzz(d) 1 2; ryy(a) 0 1; rzz(b) 1 2"
    )
    text = Document(circuit, observable=Observable({"ZZI": 1.0})).dumps()
    question = {"document": text, "strategy": "best", "minimize": "two_qubit"}
    done, _ = ask(ask="simplify", **question, options={"reorder": True})
    assert done["verdict"]["equal"] is False
    assert done["unequal"].startswith("Not equal: the same exponentials in another order. At these")
    done, _ = ask(ask="simplify", **question, options={"round_angles": False})
    assert (done["verdict"]["equal"], done["unequal"]) == (True, "")
    with pytest.raises(InvalidRequest, match="'seed' is no option of simplify"):
        ask(ask="simplify", **question, options={"seed": 3})


def test_further_qubits_are_left_alone_by_the_observable() -> None:
    circuit = Circuit.of(3, "h 2; ccx 0 1 2; h 2; ccx 0 1 2; t 0; h 1; t 1; ccx 0 2 1")
    text = Document(circuit, observable=Observable({"ZZI": 1.0})).dumps()
    options = {"extra_qubits": True}
    done, _ = ask(ask="simplify", document=text, strategy="best", minimize="t", options=options)
    document = Document.loads(done["document"])
    body = body_of(done["document"])
    assert isinstance(body, Circuit)
    assert body.num_qubits > 3
    assert document.observable is not None
    assert document.observable.terms[0][0].endswith("ZZI")


def test_verify_compares_by_a_criterion() -> None:
    a = Document(Circuit.of(2, "h 0; swap 0 1")).dumps()
    b = Document(Circuit.of(2, "h 0")).dumps()
    done, _ = ask(ask="verify", document=a, other=b, up_to="phase")
    assert (done["verdict"]["equal"], done["order"]) == (False, "")
    done, _ = ask(ask="verify", document=a, other=b, up_to="permutation")
    assert (done["verdict"]["equal"], done["order"]) == (True, "q0 → q1, q1 → q0")
    with pytest.raises(InvalidRequest, match="There is no criterion"):
        ask(ask="verify", document=a, other=b, up_to="sort of")
    # A diagram is compared with a circuit by their maps.
    diagram = Document(qd.zx.to_diagram(Circuit.of(2, "h 0; cz 0 1; cz 0 1"))).dumps()
    done, _ = ask(ask="verify", document=diagram, other=b, up_to="phase")
    assert (done["verdict"]["equal"], done["verdict"]["is_exact"]) == (True, True)


def test_the_molecules_sector_is_what_is_called_exact() -> None:
    problem = problems.get("heh+")
    document = Document(Circuit.of(4, "h 0")).with_problem(problem)
    done, buffers = ask(ask="exact", document=document.dumps())
    assert done["energy"] == pytest.approx(problem.exact_energy)
    assert (done["sector"], done["dimension"]) == ("2 electrons, as many up as down", 1)
    assert "3 electrons go lower" in done["warning"]
    weights = np.frombuffer(buffers[0])
    assert weights[problem.sector.states(4)].sum() == pytest.approx(1.0)  # type: ignore[union-attr]
    again, _ = ask(ask="ansatz", document=document.dumps())
    drawn = Document.loads(again["document"])
    assert drawn.body == problem.ansatz
    assert drawn.problem == problem


@pytest.mark.parametrize(
    ("gates", "keeps"),
    [
        ("x 0; x 1", True),
        ("x 0; x 1; rxx(a) 0 2; ryy(a) 0 2; rz(sqrt(a)) 1", True),
        ("x 0; x 1; rxx(a) 0 1; ryy(a) 0 1", True),
        ("x 0; x 1; rxx(a) 0 3; ryy(a) 0 3", False),  # turns a spin
        ("x 0; x 1; ry(a) 2", False),  # at 0, where it is drawn, it would
        ("h 0", False),
        ("x 0; reset 2; x 1", None),
    ],
)
def test_a_circuit_is_told_to_keep_the_sector_whatever_its_values(
    gates: str, keeps: bool | None
) -> None:
    circuit = Circuit.of(4, gates)
    document = Document(circuit).with_problem(problems.get("heh+"))
    done, _ = ask(ask="keeps", document=document.dumps())
    assert done["keeps"] is keeps
    ansatz = problems.get("heh+").ansatz
    assert ask(ask="keeps", document=document.with_body(ansatz).dumps())[0]["keeps"] is True
    plain = Document(circuit).with_problem(problems.tfim(4))
    assert ask(ask="keeps", document=plain.dumps())[0]["keeps"] is None


def test_a_problem_on_a_graph_brings_its_drawing() -> None:
    done, _ = ask(ask="problem", name="maxcut", options={"graph": "petersen"}, num_qubits=10)
    assert len(done["graph"]["edges"]) == 15
    assert len(done["graph"]["places"]) == 10
    own = Document(Circuit(2), observable=Observable({"XY": 1.0}))
    drawn, _ = ask(ask="ansatz", document=own.dumps())
    assert body_of(drawn["document"]) == ansatz.template("ry_rz_cx", num_qubits=2)


def test_an_energy_beyond_the_page_comes_with_its_error() -> None:
    chain = "; ".join(f"ry(a) {q}; rzz(b) {q} {q + 1}" for q in range(11))
    circuit, observable = Circuit.of(12, chain), problems.tfim(12).observable
    values = {"a": 0.7, "b": 1.1}
    own = tuple(Parameter(name, value) for name, value in values.items())
    text = Document(circuit, parameters=own, observable=observable).dumps()
    exact = Simulator(circuit, observable).expectation(values)
    found, _ = ask(ask="beyond", document=text, engine="mps", slopes=True)
    assert found["engine"] == "Matrix product state"
    assert abs(found["energy"] - exact) <= found["error"] + 1e-9
    state = Simulator(circuit, observable)
    off = np.abs(state.bloch_vectors(values).ravel() - found["vectors"])
    assert (off <= np.array(found["bounds"]) + 1e-9).all()
    assert list(found["slopes"].values()) == pytest.approx(state.gradient(values)[1], abs=1e-8)
    with pytest.raises(InvalidRequest, match="engine"):
        ask(ask="beyond", document=text, engine="fast", slopes=False)


def test_an_ansatz_grows_with_each_gate_told_and_drawn() -> None:
    problem = problems.get("lih_22")
    document = Document(Circuit.of(4, "h 0")).with_problem(problem)
    heard: list[port.SoFar] = []
    words: list[str] = []

    def report(text: str, fraction: float | None = None, so_far: port.SoFar | None = None) -> None:
        words.append(text)
        if so_far is not None:
            heard.append(so_far)

    question = {
        "ask": "adapt",
        "document": document.dumps(),
        "pool": "qubit_excitations",
        "options": {},
        "onward": False,
        "max_gates": 20,
    }
    done = answer(question, report).result
    assert done.reason == "converged"
    assert [each.grown.gate for each in heard if each.grown] == list(done.gates)
    assert words[1].startswith(f"Qubit excitations: gate 1 of 20: {done.gates[0].operator}, slope ")
    newest = heard[-1].grown
    assert newest is not None
    for made in (done.document, newest.document):
        body = made.body
        assert isinstance(body, Circuit)
        state = Statevector(to_qiskit(body.bind(made.values))).data
        assert problem.observable.expectation(state) == pytest.approx(done.energy, abs=1e-9)
        assert made.problem is not None
    onward = answer(question | {"onward": True, "max_gates": 1}, report).result
    body = onward.document.body
    assert isinstance(body, Circuit)
    assert body.plain_operations[0].gate == "h"
    with pytest.raises(QdesignError, match="no observable"):
        ask(**(question | {"document": Document(Circuit(4)).dumps()}))
    with pytest.raises(QdesignError, match="There is no pool"):
        ask(**(question | {"pool": "x"}))
