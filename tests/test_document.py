"""Documents: round trips, the schema beside the reader, saving under fire, and bad input.

It is long because every part of the format is tried in one place.
"""

from __future__ import annotations

import copy
import json
import math
import os
import re
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import networkx
import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from qdesign import ansatz, problems
from qdesign.circuit import Block, Circuit, Condition, GateDefinition, Operation
from qdesign.document import (
    Display,
    Document,
    Parameter,
    StepRecord,
    read_text,
    write_text,
)
from qdesign.errors import InvalidAngle, InvalidDocument, InvalidFile, QdesignError, TooLarge
from qdesign.json_text import number_text, write_json
from qdesign.pauli import Observable
from qdesign.rows import catalog
from qdesign.zx import extract, to_diagram
from scripts.campaign import cases
from tests import notation
from tests.effort import at_most
from tests.strategies import documents, finite

ROOT = Path(__file__).parents[1]
SCHEMA = json.loads((ROOT / "qdesign/schema/document.schema.json").read_text())
NODE = shutil.which("node")


@cache
def validator() -> Any:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    return jsonschema.Draft202012Validator(SCHEMA)


@given(documents())
@settings(max_examples=80)
def test_loads_of_dumps_is_identity(document: Document) -> None:
    text = document.dumps()
    loaded = Document.loads(text)
    assert loaded == document
    assert loaded.dumps() == text
    assert json.loads(text)["format"] == "qdesign"


@pytest.mark.parametrize("name", catalog("template"))
def test_templates_round_trip_with_their_parameters_in_drawn_order(name: str) -> None:
    circuit = ansatz.template(name, num_qubits=4, layers=2)
    document = Document(circuit)
    assert [p.name for p in document.parameters] == list(document.body.parameters)
    assert Document.loads(document.dumps()) == document
    assert set(document.body.parameters) == set(circuit.parameters)


@given(documents())
@settings(max_examples=40)
def test_what_is_written_follows_the_schema(document: Document) -> None:
    validator().validate(json.loads(document.dumps()))


WRONG_ENTRIES = "documents with one wrong entry"
BAD_VALUES: tuple[Any, ...] = (
    None, True, -1, 1.5, 1e300, "", "x", "sine(a)", [], [1], ["q", "q"], {}, {"a": 1}, [None],
)  # fmt: skip


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place inside a JSON value, the top left out."""
    found: list[tuple[Any, ...]] = [path] if path else []
    entries: Any = value.items() if isinstance(value, dict) else ()
    entries = enumerate(value) if isinstance(value, list) else entries
    for key, item in entries:
        found.extend(places(item, (*path, key)))
    return found


def mutated(data: Any, path: tuple[Any, ...], change: Any) -> Any:
    changed = copy.deepcopy(data)
    inner = changed
    for key in path[:-1]:
        inner = inner[key]
    if change == "remove":
        del inner[path[-1]]
    elif change == "add":
        target = inner[path[-1]]
        if isinstance(target, dict):
            target["surprise"] = 1
        elif isinstance(target, list):
            target.append({"surprise": 1})
        else:
            inner[path[-1]] = {"surprise": target}
    else:
        inner[path[-1]] = change
    return changed


@pytest.mark.sized(WRONG_ENTRIES)
@given(documents(), st.data())
@settings(max_examples=cases(WRONG_ENTRIES))
def test_what_the_schema_refuses_the_reader_refuses_with_a_path(
    document: Document, data: st.DataObject
) -> None:
    good = json.loads(document.dumps())
    path = data.draw(st.sampled_from(places(good)))
    change = data.draw(st.sampled_from(("remove", "add", *BAD_VALUES)))
    bad = mutated(good, path, change)
    error = refusal(json.dumps(bad))
    assert error is not None or validator().is_valid(bad), (path, change)
    if isinstance(error, InvalidDocument) and bad.keys() == good.keys():
        assert error.path.startswith("/")
        assert 10 < len(str(error)) < 600


def refusal(text: str) -> QdesignError | None:
    try:
        Document.loads(text)
    except QdesignError as error:
        return error
    return None


def test_every_place_of_a_document_is_checked() -> None:
    good = json.loads(rich().dumps())
    validator().validate(good)
    for path in places(good):
        for change in ("remove", "add", *BAD_VALUES):
            bad = mutated(good, path, change)
            assert refusal(json.dumps(bad)) or validator().is_valid(bad), (path, change)


def rich() -> Document:
    circuit = notation.circuit(
        """
        q0: h  ●  rz(θ)     ○
        q1: .  X  [p(π/4)]  Z
        """
    )
    inner = GateDefinition("mine", 1, circuit.operations[:1], (), circuit.global_phase)
    body = Circuit(
        2,
        (
            *circuit.operations,
            Operation("mine", (1,)),
            Block(circuit.operations[:1], 2, "twice", (("θ", ("a", "b")),)),
            Operation("measure", (0,), clbits=(0,)),
            Operation("x", (1,), conditions=(Condition((0,), 1, equal=False),)),
        ),
        num_clbits=1,
        gates=(inner,),
    )
    return Document(
        body,
        observable=Observable({"ZZ": -1.0}),
        displays=(Display("d", "bloch", (0,), 1),),
        history=(StepRecord("fused", "equal", (("num_gates", 5),), (("num_gates", 4),)),),
    )


numbers = finite | st.integers(-(2**53), 2**53).map(float) | st.integers(-400, 400).map(float)


@pytest.mark.skipif(NODE is None, reason="Node is not on the PATH")
def test_numbers_are_written_as_node_writes_them() -> None:
    rng = np.random.default_rng(11)
    bits = rng.integers(0, 2**64, 20_000, dtype=np.uint64).view(np.float64)
    powers = [float(f"{m}e{e}") for e in range(-320, 309, 3) for m in (1, 1.5, 9.999999, 123)]
    special = [0.0, -0.0, 5e-324, 1.7976931348623157e308, 1e21, 1e-7, 123456789012345680000.0]
    small = [k / 100 for k in range(-1000, 1000)]
    wanted = [x for x in (*bits.tolist(), *powers, *special, *small) if math.isfinite(x)]
    script = (
        "const fs=require('fs');const b=fs.readFileSync(0);const o=[];"
        "for(let i=0;i<b.length;i+=8)o.push(JSON.stringify(b.readDoubleLE(i)));"
        "process.stdout.write(o.join(' '))"
    )
    done = subprocess.run(
        [str(NODE), "-e", script],
        input=np.array(wanted, dtype="<f8").tobytes(),
        capture_output=True,
        check=True,
    )
    for number, text in zip(wanted, done.stdout.decode().split(" "), strict=True):
        assert number_text(number) == text


@given(numbers)
@example(1e21)
@example(1e-7)
def test_numbers_are_read_back_exactly(number: float) -> None:
    assert float(number_text(number)) == number


def test_short_values_are_one_line_and_long_ones_are_indented_by_one() -> None:
    assert write_json({"a": [1, 2.0], "b": None}) == '{"a": [1, 2], "b": null}'
    long = write_json({"a": ["x" * 60, "y" * 60]})
    assert long == '{\n "a": [\n  "' + "x" * 60 + '",\n  "' + "y" * 60 + '"\n ]\n}'


def test_bodies_of_composite_gates_come_back_as_they_were() -> None:
    plain = GateDefinition("plain", 2, Circuit.of(2, "h 0; h 0; h 1").operations)
    inner = (Operation("plain", (0, 1)), Operation("x", (0,)), Operation("x", (1,)))
    outer = GateDefinition("outer", 2, inner)
    body = Circuit(2, (Operation("outer", (1, 0)),), gates=(plain, outer))
    document = Document(body=body)
    assert Document.loads(document.dumps()) == document
    assert [o.gate for o in body.plain_operations].count("h") == 3


def test_parameters_follow_the_body() -> None:
    body = Circuit.of(1, "rx(a) 0; rz(b) 0")
    document = Document(body, (Parameter("b", 0.5), Parameter("gone", 1.0)))
    assert [p.name for p in document.parameters] == ["a", "b"]
    assert document.values == {"a": 0.0, "b": 0.5}
    moved = document.with_values({"a": 7.0})
    assert (moved.values["a"], moved.parameters[0].high) == (7.0, 7.0)
    assert moved.with_body(Circuit.of(1, "rx(a) 0")).values == {"a": 7.0}


def test_parameters_keep_their_order_through_a_diagram_and_back() -> None:
    body = Circuit.of(3, "h 0; rz(a) 2; cx 2 1; ry(b) 1; cx 1 0; rx(c) 0; h 2; rz(d) 2")
    document = Document(body, (Parameter("d", 0.5), Parameter("b", 1.0)))
    order = [p.name for p in document.parameters]
    assert order == ["a", "d", "c", "b"]
    drawn = document.with_body(to_diagram(body))
    back = drawn.with_body(extract(to_diagram(body)))
    assert list(back.body.parameters) != list(body.parameters)
    for made in (drawn, back, Document.loads(back.dumps())):
        assert made.parameters == document.parameters
    assert [
        p.name for p in back.with_body(Circuit.of(1, "rx(b) 0; rx(new) 0; rx(d) 0")).parameters
    ] == [
        "d",
        "b",
        "new",
    ]


def test_displays_stay_at_places_that_another_body_has() -> None:
    body = Circuit.of(2, "h 0; x 0; z 0; y 1")
    places = {"start": (0, -1), "middle": (0, 0), "late": (0, 1), "end": (0, 2), "gone": (1, 0)}
    displays = tuple(Display(name, "bloch", (q,), at) for name, (q, at) in places.items())
    made = Document(body, displays=displays)
    after = made.with_body(Circuit.of(1, "h 0; t 0; t 0; z 0"))
    assert {d.id: d.column for d in after.displays} == {
        "start": -1,
        "middle": 0,
        "late": 2,
        "end": 3,
    }
    extracted = made.with_body(to_diagram(body)).with_body(body)
    assert [(d.id, d.column) for d in extracted.displays[:4]] == [(n, 2) for n in [*places][:4]]


@pytest.mark.parametrize(
    "change",
    [
        {"value": math.nan},
        {"low": math.inf},
        {"low": 1.0, "high": 1.0},
        {"step": 0.0},
        {"name": ""},
        {"name": "a\n"},
    ],
)
def test_parameters_that_cannot_be_slid_are_refused(change: dict[str, Any]) -> None:
    with pytest.raises((InvalidDocument, InvalidAngle)):
        Parameter(**{"name": "a", **change})


def text_with(old: str, new: str) -> str:
    text = rich().dumps()
    assert old in text
    return text.replace(old, new, 1)


HOSTILE: dict[str, tuple[str, str]] = {
    "empty": ("", "not JSON"),
    "number": ("3", "format"),
    "cut off": (rich().dumps()[:-30], "not JSON"),
    "other": ('{"nbformat": 4}', "format"),
    "future": (text_with('"version": 2', '"version": 3'), "version 3 is not known"),
    "true version": (text_with('"version": 2', '"version": true'), "not known"),
    "text version": (text_with('"version": 2', '"version": "1"'), "not known"),
    "key twice": (text_with('"version": 2', '"version": 2, "version": 2'), "twice"),
    "brackets": ("[" * 200_000, "nests too deep"),
    "objects": ('{"a":' * 200_000, "nests too deep"),
    "long number": (text_with('"clbits": 1', '"clbits": ' + "1" * 5000), "number"),
    "nan": (text_with('"step": 0.01', '"step": NaN'), "NaN"),
    "infinite": (text_with('"step": 0.01', '"step": 1e400'), "finite"),
    "infinite angle": (text_with('"angles": ["pi/4"]', '"angles": ["1e999"]'), "angles"),
    "nested angle": (text_with('"pi/4"', '"' + "(" * 10_000 + '"'), "nest"),
    "no function": (text_with('"pi/4"', '"sine(a)"'), "no function 'sine'"),
    "huge register": (text_with('"clbits": 1', '"clbits": 1000000000'), "classical bits"),
    "gate twice on a wire": (text_with('"qubits": [0, 1]', '"qubits": [0, 0]'), "once only"),
    "unknown gate": (text_with('"gate": "h"', '"gate": "foo"'), "no gate 'foo'"),
    "unknown key": (text_with('"gate": "h"', '"gate": "h", "x": 1'), "not known here"),
    "huge block": (text_with('"count": 2', '"count": 1e30'), "whole number"),
    "lone surrogate": (text_with('"title": "fused"', '"title": "\\ud800"'), "surrogate"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_texts_end_at_once_in_plain_words(name: str) -> None:
    text, said = HOSTILE[name]
    with at_most(1_000_000), pytest.raises(QdesignError) as caught:
        Document.loads(text)
    assert said in str(caught.value)
    assert len(str(caught.value)) < 600


def test_a_document_over_the_limit_is_refused() -> None:
    with pytest.raises(TooLarge, match="10 MB"):
        Document.loads(" " * 10_000_001)
    with pytest.raises(TooLarge, match="10 MB"):
        Document.loads("é" * 6_000_000)


def test_files_are_saved_and_loaded(tmp_path: Path) -> None:
    path = tmp_path / "ansatz.qdesign"
    rich().save(path)
    assert Document.load(path) == rich()
    assert path.read_bytes() == rich().dumps().encode()
    assert [p.name for p in tmp_path.iterdir()] == ["ansatz.qdesign"]


def test_a_saved_file_keeps_its_rights_and_its_link(tmp_path: Path) -> None:
    path, link = tmp_path / "a.qdesign", tmp_path / "b.qdesign"
    rich().save(path)
    path.chmod(0o640)
    link.symlink_to(path)
    rich().with_values({"θ": 1.0}).save(link)
    assert link.is_symlink()
    assert path.stat().st_mode & 0o777 == 0o640
    assert Document.load(path).values["θ"] == 1.0


def test_files_that_cannot_be_read_are_refused_by_name(tmp_path: Path) -> None:
    binary = tmp_path / "binary.qdesign"
    binary.write_bytes(bytes(range(256)))
    zeros = tmp_path / "zeros.qdesign"
    zeros.write_bytes(b"{\0}")
    for path, said in (
        (tmp_path / "missing.qdesign", "There is no file"),
        (tmp_path, "is a folder"),
        (binary, "not a text file"),
        (zeros, "zero bytes"),
        (Path("a\0b"), "cannot be read"),
        (Path("x" * 5000), "cannot be read"),
    ):
        with pytest.raises(InvalidFile, match=said):
            Document.load(path)
    with pytest.raises(TooLarge):
        read_text(binary, max_bytes=10)


def test_a_file_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(InvalidFile, match="cannot be written"):
        rich().save(tmp_path / "no folder" / "a.qdesign")
    with pytest.raises(InvalidFile, match="cannot be written"):
        rich().save(tmp_path / ("x" * 300))
    with pytest.raises(InvalidFile, match="cannot be written"):
        rich().save("a\0b")
    with pytest.raises(InvalidFile, match="cannot be written"):
        write_text(tmp_path / "a.qdesign", "\ud800")
    folder = tmp_path / "folder.qdesign"
    folder.mkdir()
    with pytest.raises(InvalidFile):
        write_text(folder, "text")
    assert [p.name for p in tmp_path.iterdir()] == ["folder.qdesign"]


SAVES = "saves of a document killed"
SAVER = """
import os, random, signal, sys, time
from pathlib import Path
from qdesign.circuit import Circuit
from qdesign.document import Document
path = Path(sys.argv[1])
documents = [Document(Circuit.of(2, "; ".join(["cx 0 1"] * n))) for n in (400, 3000)]
documents[0].save(path)
whole = {document.dumps() for document in documents}
random.seed(1)
for k in range(int(sys.argv[2])):
    child = os.fork()
    if child == 0:
        while True:
            for document in documents:
                document.save(path)
    time.sleep(random.uniform(0.0, 0.02))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    assert path.read_text() in whole, k
print("whole")
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")
@pytest.mark.sized(SAVES)
def test_killing_saves_leaves_whole_files(tmp_path: Path) -> None:
    assert signal.SIGKILL
    done = subprocess.run(
        [sys.executable, "-c", SAVER, str(tmp_path / "a.qdesign"), str(cases(SAVES))],
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=60 + 5 * cases(SAVES),
        check=False,
    )
    assert done.stdout == "whole\n", done.stderr


PARTS: dict[str, Any] = {
    "proof": {
        "start": {"kind": "diagram"},
        "steps": {
            "p1": {
                "rule": "fuse",
                "selection": ["s1", "s2"],
                "origins": {"s1": ["s1", "s2"]},
                "body": {"kind": "diagram"},
                "verdict": {"equal": "equal", "method": "dense tensors", "points": 2},
            }
        },
        "current": "p1",
    },
    "observable": {"ZZ": -1.0},
    "problem": {"name": "tfim", "options": {"num_qubits": 2, "field": 0}},
    "lesson": {"name": "agree", "goals": {"first": {"outcome": "pass"}}},
    "noise": {"channels": {"depolarizing": {"1": 0.001}}, "target": "local:fake_manila"},
}
REGISTERS = {
    "qubits": [{"name": "b", "wires": [1]}, {"name": "a", "wires": [0]}],
    "clbits": [{"name": "m", "wires": [0]}],
}


def with_parts(**changed: Any) -> str:
    data = json.loads(Document(body=Circuit.of(2, "rx(a) 0; cx 0 1", num_clbits=1)).dumps())
    data["body"]["registers"] = changed.pop("registers", REGISTERS)
    data["layout"] = {"folded": ["o1"]}
    return json.dumps(data | PARTS | changed)


def test_optional_parts_are_kept_through_loads_edits_and_saves() -> None:
    document = Document.loads(with_parts())
    assert document.kept["proof"].data == PARTS["proof"]
    assert document.folded == ("o1",)
    changed = document.with_values({"a": 0.5}).with_body(document.body.bind({}))
    kept = json.loads(changed.dumps())
    assert {name: kept[name] for name in PARTS} == PARTS
    assert kept["body"]["registers"] == REGISTERS
    assert Document.loads(changed.dumps()).dumps() == changed.dumps()


def test_a_document_keeps_the_name_of_its_problem_and_believes_it_only_where_it_holds() -> None:
    circuit = Circuit.of(4, "ry(a) 0")
    weighted = networkx.Graph()
    weighted.add_weighted_edges_from([(0, 1, 0.5), (1, 2, -2.25), (2, 3, 1), (0, 3, 1 / 3)])
    for problem in (
        problems.tfim(4, field=0.3),
        problems.tfim(4, field=-1, periodic=True),
        problems.heisenberg(4, jz=0.5, field=0.2),
        problems.maxcut(networkx.star_graph(3)),
        problems.maxcut(networkx.cycle_graph(4)),
        problems.maxcut(weighted),
    ):
        again = Document.loads(Document(circuit).with_problem(problem).dumps())
        assert again.problem == problem
        assert again.problem is not None
        assert again.problem.name == problem.name
        other = replace(again, observable=Observable({"ZZZZ": 1.0}))
        assert other.problem is None
        assert "problem" not in json.loads(again.with_problem(None).dumps())
    assert Document(Circuit(2)).with_problem(problems.h2(0.9)).problem == problems.h2(0.9)


@pytest.mark.parametrize(
    "said",
    [
        {"name": "tfim", "options": {"field": "x"}},
        {"name": "tfim", "options": {"num_qubits": 900, "field": 0.3}},
        {"name": "maxcut", "options": {"edges": "0-1,0-999999999"}},
        {"name": "no/such", "options": {"field": [[]]}},
        {"name": "h2", "options": {}},
    ],
)
def test_a_name_that_does_not_make_the_observable_is_not_believed(said: dict[str, Any]) -> None:
    data = json.loads(
        Document(Circuit(4), observable=problems.tfim(4, field=0.3).observable).dumps()
    )
    assert Document.loads(json.dumps({**data, "problem": said})).problem is None
    # The chain of today's documents, which say no name, is known by what it is.
    plain = json.loads(Document(Circuit(4), observable=problems.tfim(4).observable).dumps())
    assert "problem" not in plain
    found = Document.loads(json.dumps({**plain, "problem": said})).problem
    assert found is not None
    assert found.name == "Ising chain, field 1"


def test_registers_go_with_the_wires_that_they_name() -> None:
    document = Document.loads(with_parts())
    assert "registers" not in document.with_body(Circuit(1)).kept
    assert "proof" in document.with_body(Circuit(1)).kept


def test_formulas_by_name_are_put_in_where_the_names_stand() -> None:
    data = json.loads(Document(Circuit.of(1, "rx(2*z) 0; rz(w) 0; ry(x) 0")).dumps())
    data["derived"] = {"z": "(pi - x)*(pi - y)", "w": "z/2 + sin(z)"}
    data["parameters"].append({"name": "y", "value": 0.5, "low": 0, "high": 1, "step": 0.1})
    document = Document.loads(json.dumps(data))
    assert document.body.parameters == ("x", "y")
    assert document.values == {"x": 0.0, "y": 0.5}
    body = document.body
    assert isinstance(body, Circuit)
    z = (math.pi - 0.3) * (math.pi - 0.5)
    angles = [o.angles[0].at({"x": 0.3, "y": 0.5}) for o in body.plain_operations]
    assert angles == pytest.approx([2 * z, z / 2 + math.sin(z), 0.3])
    assert Document.loads(document.dumps()) == document


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"derived": {"b": 3}}, "At /derived/b: a text is expected"),
        ({"derived": {"b": "2*"}}, "At /derived/b: Angle '2*', column 3: it ends too early"),
        ({"derived": {"b": "c", "c": "sin(b)"}}, "At /derived/b: it depends on itself"),
        ({"derived": {"=x*y": "1"}}, "no name begins with '='"),
        ({"noise": {"channels": {"x": {"1": -2}}}}, "At /noise/channels/x/1: -2 is out of bounds"),
        ({"problem": {"name": "h2"}}, "At /problem: 'options' is missing"),
        ({"problem": {"name": "", "options": {}}}, "it has 0 characters; 1 to 200 are allowed"),
        ({"lesson": {}}, "At /lesson: 'name' is missing"),
        ({"proof": {"start": {"kind": "x"}, "steps": {}}}, "'x' is not one of circuit, diagram"),
        ({"proof": {"start": {"kind": "circuit"}, "steps": {}, "y": 1}}, "'y' is not known here"),
        (
            {"registers": {"qubits": [{"name": "a", "wires": [0, 0]}], "clbits": []}},
            "At /body/registers: Registers share qubits or hold some that are not there",
        ),
        (
            {"registers": {"qubits": [{"name": "a", "wires": [7]}], "clbits": []}},
            "At /body/registers: Registers share qubits or hold some that are not there",
        ),
        ({"version": 1}, "'proof' is not known here"),
    ],
)
def test_optional_parts_of_another_shape_are_refused(change: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidDocument, match=re.escape(said)):
        Document.loads(with_parts(**change))


def test_version_1_is_read_and_written_as_version_2() -> None:
    text = rich().dumps()
    old = text.replace('"version": 2', '"version": 1')
    assert old != text
    assert Document.loads(old).dumps() == text


def test_columns_are_kept_as_they_are_saved() -> None:
    text = Document(body=Circuit.of(2, "h 0; cx 0 1; x 1")).dumps()
    for old, new in (('"column": 1', '"column": 1.5'), ('"column": 0', '"column": -3')):
        assert old in text
        text = text.replace(old, new)
    assert Document.loads(text).dumps() == text
    body = Document.loads(text).body
    assert isinstance(body, Circuit)
    assert [o.column for o in body.plain_operations] == [-3, 1.5, 2]


def test_a_parameter_that_cannot_be_slid_is_refused_with_its_place() -> None:
    text = Document(body=Circuit.of(1, "rx(a) 0")).dumps().replace('"high": 3.14', '"high": -9.14')
    with pytest.raises(InvalidDocument, match="At /parameters/0: ") as refused:
        Document.loads(text)
    assert refused.value.path == "/parameters/0"


def test_an_unused_parameter_keeps_its_value_in_a_document() -> None:
    body = Circuit(1, Circuit.of(1, "rx(a) 0").operations, unused_parameters=("spare",))
    document = Document(body).with_values({"spare": 0.5})
    assert document.values == {"a": 0.0, "spare": 0.5}
    assert '"unused_parameters": ["spare"]' in document.dumps()
    assert Document.loads(document.dumps()) == document
    assert document.with_body(Circuit.of(1, "rx(a) 0")).values == {"a": 0.0}
    used = document.dumps().replace('["a"]', '["spare"]')
    assert Document.loads(used).values == {"spare": 0.5}
    validator().validate(json.loads(document.dumps()))


def test_where_the_state_is_shown_is_kept_and_follows_another_body() -> None:
    document = Document(Circuit.of(2, "h 0; cx 0 1; x 1"), state_here=1)
    assert '"layout": {"state_here": 1}' in document.dumps()
    assert Document.loads(document.dumps()) == document
    longer = document.with_body(Circuit.of(2, "y 1; h 0; cx 0 1; x 1"))
    assert longer.state_here == 1
    with pytest.raises(InvalidDocument, match="state_here"):
        Document.loads(document.dumps().replace('"state_here": 1', '"state_here": "end"'))
