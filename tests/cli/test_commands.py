"""The command line, from a file to counts; long because every command has its cases here."""

from __future__ import annotations

import itertools
import json
import os
import re
import shlex
import sqlite3
import subprocess
import sys
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import qdesign as qd
from qdesign.cli import main, writing
from qdesign.cli.job_lines import job_news
from qdesign.hardware.cost import Estimate
from qdesign.hardware.job import Job, State
from qdesign.hardware.lock import WorkerLock
from qdesign.hardware.store import Order, Store

ANSATZ = """OPENQASM 3.0;
include "stdgates.inc";
input float[64] a;
input float[64] b;
input float[64] c;
qubit[2] q;
rz(a) q[0];
ry(b) q[0];
cx q[0], q[1];
rz(c) q[0];
cx q[0], q[1];
"""


@pytest.fixture
def ansatz(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("QDESIGN_QUEUE", str(tmp_path / "queue.sqlite"))
    path = tmp_path / "ansatz.qasm"
    path.write_text(ANSATZ)
    return path


def answer(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> dict[str, Any]:
    assert main([*map(str, arguments), "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_info_prints_figures_ranks_and_redundant_parameters(
    ansatz: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = answer(capsys, "info", ansatz)
    assert data["stats"]["num_two_qubit"] == 2
    assert data["rank"]["num_parameters"] == 3
    assert main(["info", str(ansatz)]) == 0
    assert "two-qubit gates 2" in capsys.readouterr().out


def test_info_finds_ranks_of_any_size_on_demand(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "wide.qdesign"
    qd.Document(qd.Circuit.of(9, "rz(a) 0; cx 0 8; rz(b) 0")).save(path)
    assert main(["info", str(path)]) == 0
    assert "'qdesign info --rank FILE' does it" in capsys.readouterr().out
    assert answer(capsys, "info", path, "--rank")["rank"]["zx"] == 1


def test_analyze_prints_each_figure_or_why_there_is_none(
    ansatz: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    refused = ("analyze", ansatz, "--figure", "light_cone", "--figure", "counts", "--json")
    assert main(list(map(str, refused))) == 2
    said = capsys.readouterr()
    found = json.loads(said.out)
    assert list(found["figures"]) == ["counts"]
    assert "--problem" in found["not_computed"]["light_cone"]
    assert said.err.startswith("qdesign: Light cone: It is of an observable.")
    assert said.err.count("\n") == 1
    figure = ("analyze", ansatz, "--figure", "light_cone", "--problem", "tfim")
    seen = answer(capsys, *figure, "--option", "points=3")["figures"]["light_cone"]
    assert seen["convention"]["points"] == 3
    assert main([*map(str, figure), "--option", "nope=3"]) == 2
    assert "they take points, seed" in capsys.readouterr().err
    assert main(["analyze", str(ansatz), "--figure", "nope"]) == 2
    assert "no analysis 'nope'" in capsys.readouterr().err


def test_drop_redundant_writes_an_equal_circuit_and_says_what_went(
    ansatz: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ansatz.write_text(ANSATZ.replace("ry(b)", "rz(b)"))
    left = tmp_path / "left.qdesign"
    assert main(["drop-redundant", str(ansatz), "-o", str(left)]) == 0
    said = capsys.readouterr().out
    assert "b: merge it: set it to 0 and let a → a + b" in said
    assert "proved for all values" in said
    assert qd.Document.load(left).body.parameters == ("a",)
    told = answer(capsys, "drop-redundant", ansatz)
    assert told["after"]["num_parameters"] == 1
    assert qd.qasm.loads(told["qasm"]).parameters == ("a",)
    assert main(["drop-redundant", str(ansatz), "-o", "-"]) == 0
    assert qd.qasm.loads(capsys.readouterr().out).parameters == ("a",)


def test_export_writes_a_document_with_its_values(
    ansatz: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    values, kept = tmp_path / "v.json", tmp_path / "kept.qdesign"
    values.write_text('{"a": 1, "b": 2, "c": 9}')
    assert main(["export", str(ansatz), "--values", str(values), "-o", str(kept)]) == 0
    assert qd.Document.load(kept).values == {"a": 1.0, "b": 2.0, "c": 9.0}
    assert main(["tune", str(ansatz), "--hamiltonian", "ZZ 1", "-o", "-"]) == 0
    assert set(json.loads(capsys.readouterr().out)) == {"a", "b", "c"}


@pytest.mark.parametrize(
    ("line", "qubits", "parameters"),
    [
        ("hva_tfim --qubits 30 --layers 2", 30, 4),
        ("uccsd --qubits 8 --option electrons=4", 8, 26),
        ("lcu --option terms=ZZ", 3, 0),
        ("sim_1 --qubits 1", 1, 2),
    ],
)
def test_a_template_is_written_by_its_name(
    line: str, qubits: int, parameters: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "t.qasm"
    assert main(["templates", *line.split(), "-o", str(path), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    circuit = qd.qasm.loads(path.read_text("utf-8"))
    assert (told["qubits"], told["parameters"]) == (qubits, parameters)
    assert (circuit.num_qubits, len(circuit.parameters)) == (qubits, parameters)


def test_grow_writes_an_ansatz_that_reaches_the_energy(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    problem = qd.problems.get("lih_22", bond_length=3.4)
    begun, grown = tmp_path / "begun.qdesign", tmp_path / "grown.qdesign"
    qd.Document(qd.Circuit(4)).with_problem(problem).save(begun)
    assert main(["grow", str(begun), "-o", str(grown), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["reason"], len(told["gates"])) == ("converged", 2)
    kept = qd.Document.load(grown)
    assert kept.problem is not None
    assert isinstance(kept.body, qd.Circuit)
    energy = qd.Simulator(kept.body, kept.observable).expectation(kept.values)
    assert energy == pytest.approx(told["energy"], abs=1e-9)
    assert main(["grow", str(grown), "--onward"]) == 0
    assert "Converged with 0 gates" in capsys.readouterr().out


def test_export_fits_a_program_to_a_device(
    ansatz: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["export", str(ansatz), "--dialect", "ibm"]
    assert main([*options, "--target", "local:fake_torino"]) == 0
    program = qd.qasm.loads(capsys.readouterr().out)
    assert program.parameters == ("a", "b", "c")
    assert {o.gate for o in program.plain_operations} <= {"rz", "sx", "x", "cz"}
    assert main([*options, "--target", "nobody:x"]) == 2
    assert "There is no target 'nobody:x'" in capsys.readouterr().err
    assert main(["export", str(ansatz), "--format", "svg", "--target", "local:ideal"]) == 2
    assert "no dialect 'svg'" in capsys.readouterr().err


@pytest.mark.parametrize("name", [*qd.catalog("exporter"), "qdesign"])
def test_export_writes_what_the_ending_says(
    ansatz: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    suffix = writing.formats()[name]
    bound = ansatz.with_name("v.json")
    bound.write_text('{"a": 1, "b": 2, "c": 3}')
    options = ["export", str(ansatz), "--values", str(bound)]
    assert main([*options, "--format", name]) == 0
    printed = capsys.readouterr().out
    by_ending = ansatz.with_name(f"ending{suffix.upper()}")
    by_both = ansatz.with_name(f"both{suffix}")
    assert main([*options, "-o", str(by_both), "--format", name]) == 0
    assert by_both.read_text() == printed
    assert main([*options, "-o", str(by_ending)]) == 0
    first = next(each for each, ending in writing.formats().items() if ending == suffix)
    if name == first:
        assert by_ending.read_text() == printed


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (
            "export A -o x.pdf",
            "'.pdf'. Give 'x.pdf' one of these endings: .qasm, .ll, .quil, .py, ",
        ),
        ("simplify A -o x.png", "The studio exports PDF and PNG."),
        ("drop-redundant A -o x.QASM3", "Nothing is written as '.qasm3'"),
        ("export A -o x.svg --format openqasm3", "'x.svg' is no file of the format openqasm3"),
        ("export A -o x.qasm --dialect text", "which has the ending .txt"),
        ("tune A --problem h2 -o x.qasm", "end 'x.qasm' with .json"),
        ("simplify A -o ''", "the name of a file is empty"),
        ("info ''", "The name of the file is empty"),
        ("info A --nope", "'--nope' is not taken here. See 'qdesign info --help'"),
        ("simplify A -o nowhere/x.qasm", "There is no folder 'nowhere'. Make it first"),
        ("tune A --problem h2 -o nowhere/x.json", "There is no folder 'nowhere'. Make it first"),
        ("simplify A -o A/x.qasm", "Make it first, or name another file."),
        ("drop-redundant A -o .", "'.' is a folder. Name a file."),
        ("", "Name a command, such as 'qdesign demo'. See 'qdesign --help'."),
        ("simplfy A", "There is no command 'simplfy'; it is one of demo, templates, info, "),
        ("verify A", "B must be given. See 'qdesign verify --help'."),
        ("submit A", "--target, --shots must be given. See 'qdesign submit --help'."),
        ("job", "ID must be given. See 'qdesign job --help'."),
        ("tune A --problem", "--problem needs a value. See"),
        ("tune A --problem h2 --hamiltonian 'ZZ 1'", "Give --problem or --hamiltonian, not both."),
        ("tune A --problem h2 --noise '{'", "The noise is not JSON of rates, such as"),
        ("tune A --problem h2 --noise '{\"magic\": 1}'", "There is no channel 'magic'"),
        ("tune A --problem h2 --noise nowhere.json", "nowhere.json"),
        ("tune A --problem h2 --frozen z=1", "'z'"),
        ("grow A --problem h2 --pool excitations", "needs a problem that says how many electrons"),
        ("grow A --problem h2 --option general=true", "Say which pool the options are for"),
        ("templates --qubits 3", "Name the template: qdesign templates NAME."),
        ("templates uccsd --option electrons=many", "'electrons' is 'many'; it must be a whole"),
        ("templates lcu --qubits 3", "has no option 'num_qubits'; it takes terms"),
        ("templates frqi --qubits 30 -o big.qasm", "it must be a whole number from 2 to 9"),
        ("grow A", "has no problem of its own. Give --problem NAME"),
        ("tune A --problem h2 --frozen z", "'z' has no value to be kept at. Give one: --frozen"),
        ("tune A --problem h2 --frozen a=x", "'a=x' is no value in radians"),
        ("tune A --hamiltonian ZQ", "Line 1, column 1: 'ZQ' is no Pauli string"),
        ("tune A --hamiltonian nowhere.txt", "nowhere.txt"),
        ("tune A --hamiltonian ''", "The Hamiltonian is empty. Write a coefficient"),
        ("simplify A --time-budget inf", "--time-budget: 'inf' is not a number above 0. See"),
        (
            "simplify A --coupling star",
            "There is no coupling 'star'. Give line, grid, heavy_hex, pai",
        ),
        ("completion csh", "SHELL takes no 'csh'; it is one of bash, zsh, fish. See"),
    ],
)
def test_outputs_that_nothing_is_written_as_are_refused(
    ansatz: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    line: str,
    why: str,
) -> None:
    monkeypatch.chdir(ansatz.parent)
    words = [ansatz.name if word == "A" else word for word in shlex.split(line)]
    assert main(words) == 2
    refusal = capsys.readouterr().err
    assert why in refusal
    assert refusal.count("\n") == 1
    assert list(ansatz.parent.iterdir()) == [ansatz]


def test_an_error_in_a_text_names_its_file(
    ansatz: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = tmp_path / "bad.qasm"
    bad.write_text("OPENQASM 3.0;\nqubit q;\nfoo q;\n")
    assert main(["verify", str(ansatz), str(bad)]) == 2
    assert f"qdesign: {bad}: Line 3, column 1: there is no gate 'foo'" in capsys.readouterr().err


def test_simplify_writes_an_equal_circuit_that_verify_accepts(
    ansatz: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    small = tmp_path / "small.qasm"
    data = answer(capsys, "simplify", ansatz, "-o", small)
    assert data["after"]["num_two_qubit"] < data["before"]["num_two_qubit"]
    assert any(step["kept"] and step["verdict"]["equal"] for step in data["steps"])
    assert data["verdict"]["equal"] is True
    assert main(["verify", str(ansatz), str(small)]) == 0


def test_extra_qubits_take_t_gates_away_and_verify_accepts_the_result(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given, done = tmp_path / "given.qasm", tmp_path / "done.qasm"
    given.write_text(
        'OPENQASM 2.0;\ninclude "qelib1.inc";\nqreg q[5];\nccx q[0],q[1],q[3];\n'
        "ccx q[2],q[3],q[4];\nccx q[0],q[1],q[3];\n"
    )
    data = answer(capsys, "simplify", given, "--extra-qubits", "-o", done)
    assert (data["minimize"], data["extra_qubits"]) == ("t", 2)
    assert (data["before"]["num_t"], data["after"]["num_t"]) == (21, 13)
    assert main(["verify", str(given), str(done), "--up-to", "ancillas"]) == 0


def test_simplify_tells_what_a_device_would_run(
    ansatz: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    quick = ("--strategy", "teleport", "--coupling", "line")
    lowered = answer(capsys, "simplify", ansatz, *quick)["lowered"]
    assert lowered["after"]["num_two_qubit"] <= lowered["before"]["num_two_qubit"]
    assert lowered["verdict"]["equal"] is True
    routed = qd.qasm.loads(lowered["qasm"])
    assert routed.stats.num_two_qubit == lowered["after"]["num_two_qubit"]
    assert main(["simplify", str(ansatz), *quick]) == 0
    assert "After lowering to line, " in capsys.readouterr().out


def test_placeholder_numbers_become_parameters_with_the_numbers_as_values(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given, done = tmp_path / "numbers.qasm", tmp_path / "done.qdesign"
    given.write_text(
        'OPENQASM 2.0;\ninclude "qelib1.inc";\nqreg q[2];\nrz(0.1) q[0];\n'
        "cx q[0],q[1];\ncx q[0],q[1];\nrz(0.1) q[0];\n"
    )
    assert answer(capsys, "info", given)["parameters"] == []
    assert answer(capsys, "info", given, "--parameters", "terms")["parameters"] == ["t0", "t1"]
    answer(capsys, "simplify", given, "--parameters", "terms", "-o", done)
    document = qd.Document.load(done)
    assert document.values == {"t0": 0.1, "t1": 0.1}
    assert main(["info", str(given), "--parameters", "each"]) == 2
    assert "--parameters takes no 'each'; it is one of none, terms" in capsys.readouterr().err
    drawn = tmp_path / "drawn.qdesign"
    qd.Document(qd.to_diagram(qd.Circuit.of(1, "rz(0.1) 0"))).save(drawn)
    assert main(["info", str(drawn), "--parameters", "terms"]) == 2
    assert "takes a circuit, and this file has a diagram" in capsys.readouterr().err


def test_another_order_says_that_it_is_not_equal_and_what_it_does_to_the_energy(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, out = tmp_path / "given.qdesign", tmp_path / "other.qdesign"
    ladder = "cx 0 1; cx 1 2; rz({}) 2; cx 1 2; cx 0 1"
    across = f"h 0; h 1; h 2; {ladder.format('b')}; h 0; h 1; h 2"
    given = qd.Circuit.of(3, f"{ladder.format('a')}; {across}; {ladder.format('c')}")
    observable = qd.Observable({"XYZ": 1.0, "ZZZ": 0.5})
    document = qd.Document(given, observable=observable)
    document.with_values({"a": 0.3, "b": 0.7, "c": -0.4}).save(path)
    data = answer(capsys, "simplify", path, "--reorder")
    assert data["verdict"]["equal"] is False
    assert "not equal" in data["verdict"]["method"]
    assert "qasm" not in data
    energies = data["energies"]
    assert energies["difference"] == energies["after"] - energies["before"] != 0
    assert main(["simplify", str(path), "--reorder"]) == 0
    printed = capsys.readouterr().out
    assert "(another order of the same exponentials; not equal: " in printed
    assert re.search(
        r"energy \S+ → \S+, difference [+-]\S+ \(exact, at the file's values\)", printed
    )
    assert "Nothing was written; add -o OUT" in printed
    assert main(["simplify", str(path), "--reorder", "-o", str(out)]) == 0
    assert "not equal" in qd.Document.load(out).history[-1].verdict
    assert main(["verify", str(path), str(out)]) == 1
    program = tmp_path / "other.qasm"
    assert main(["simplify", str(path), "--reorder", "-o", str(program)]) == 0
    assert program.read_text().startswith("// Another order: different at ")
    assert main(["verify", str(out), str(program)]) == 0
    capsys.readouterr()
    assert main(["simplify", str(path), "--reorder", "-o", "-"]) == 0
    assert "not equal" in capsys.readouterr().err


def test_simplify_tells_each_step_once_and_what_it_changed(
    ansatz: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = answer(capsys, "simplify", ansatz)
    steps = data["steps"]
    unkept = [(step["name"], step["note"]) for step in steps if not step["kept"]]
    assert all(a != b for a, b in itertools.pairwise(unkept))
    assert any(step["runs"] > 1 and step["note"] for step in steps)
    total = dict.fromkeys(data["before"], 0)
    for step in steps:
        for key, change in step["change"].items():
            total[key] += change
    assert {key: data["before"][key] + total[key] for key in total} == data["after"]


def test_verify_tells_equal_different_and_unknown_by_exit_status(
    ansatz: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other.qasm"
    other.write_text(ANSATZ.replace("ry(b)", "rx(b)"))
    assert main(["verify", str(ansatz), str(ansatz)]) == 0
    assert main(["verify", str(ansatz), str(other)]) == 1
    capsys.readouterr()


def test_tune_takes_the_problem_of_the_document_or_a_hamiltonian(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "a.qdesign"
    circuit = qd.ansatz.template("hva_tfim", 4, 2)
    qd.Document(circuit, observable=qd.problems.tfim(4).observable).save(path)
    own = answer(capsys, "tune", path)
    assert own["problem"] == "Ising chain, field 1"
    assert own["energy"] == pytest.approx(-4.7353, abs=1e-4)
    assert own["reason"] == "converged"
    file = tmp_path / "h.txt"
    file.write_text("IIZZ -1\nIZZI: -1.0\n")
    texts = (
        "IIZZ -1, IZZI -1",
        "IIZZ -1, IZZI -1.0",
        '{"IIZZ": -1, "IZZI": -1}',
        "-Z0*Z1 - Z[1] Z[2]",
    )
    for given in (file, *texts):
        found = answer(capsys, "tune", path, "--hamiltonian", given)
        assert found["exact_energy"] == -2
        assert found["energy"] >= -2 - 1e-9
    name = "angle_of_the_second_layer"
    file = tmp_path / "long.qasm"
    file.write_text(ANSATZ.replace("(a)", f"({name})").replace("] a;", f"] {name};"))
    assert main(["tune", str(file), "--hamiltonian", "ZZ 1"]) == 0
    assert f"  {name} " in capsys.readouterr().out
    assert main(["tune", str(path), "--hamiltonian", "IIZZ one"]) == 2
    assert "'one' is no Pauli string" in capsys.readouterr().err
    qd.Document(circuit).save(path)
    assert main(["tune", str(path)]) == 2
    assert "has no problem of its own. Give --problem NAME" in capsys.readouterr().err


def test_tune_says_why_it_ended(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "a.qdesign"
    qd.Document(qd.ansatz.sim(9)).save(path)
    assert main(["tune", str(path), "--problem", "tfim"]) == 0
    assert "stationary" in capsys.readouterr().out


def test_tune_writes_values_that_export_binds(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "h2.qdesign"
    circuit = qd.Circuit.of(2, "x 0; ry(theta) 1; cx 1 0")
    qd.Document(circuit).save(path)
    tuned = answer(capsys, "tune", path, "--problem", "h2", "-o", tmp_path / "v.json")
    assert tuned["energy"] == pytest.approx(-1.137306, abs=1e-6)
    bound = tmp_path / "bound.qasm"
    assert main(["export", str(path), "--values", str(tmp_path / "v.json"), "-o", str(bound)]) == 0
    loaded = qd.qasm.loads(bound.read_text())
    assert loaded.parameters == ()
    state = qd.Simulator(loaded).statevector()
    direct = qd.Simulator(circuit).statevector(tuned["values"])
    assert np.allclose(state, direct, atol=1e-12)


def test_standard_input_is_a_file_too(ansatz: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "qdesign.cli", "export", "-"],
        input=ANSATZ,
        capture_output=True,
        text=True,
        check=True,
    )
    assert qd.qasm.loads(done.stdout) == qd.qasm.loads(ANSATZ)


def test_the_package_is_a_program() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "qdesign", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("qdesign ")


def test_options_of_a_method_are_those_of_its_row(
    ansatz: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tune = ("tune", ansatz, "--problem", "h2", "--method", "adam")
    done = answer(capsys, *tune, "--option", "max_steps=3", "--option", "rate=0.2")
    assert done["steps"] == 4
    assert main([*map(str, tune), "--option", "rate=fast"]) == 2
    assert "'rate' is 'fast'; it must be a number from" in capsys.readouterr().err


def test_names_are_chosen_from_the_catalog(
    ansatz: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["tune", str(ansatz), "--problem", "h2", "--method", "newton"]) == 2
    refusal = capsys.readouterr().err
    assert "--method takes no 'newton'; it is one of" in refusal
    assert all(name in refusal for name in qd.catalog("optimizer"))
    with pytest.raises(SystemExit):
        main(["tune", "--help"])
    assert ", ".join(qd.catalog("optimizer")) in " ".join(capsys.readouterr().out.split())


def test_tune_takes_noise_and_frozen_parameters_and_goes_layer_by_layer(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    rates = {"depolarizing": {"1": 0.01, "2": 0.02}, "readout": 0.01}
    circuit = qd.ansatz.template("ry_rz_cx", num_qubits=2, layers=2)
    path, (a, b, *_) = tmp_path / "a.qdesign", circuit.parameters
    (tmp_path / "noise.json").write_text(json.dumps(rates))
    document = qd.Document(circuit).with_values({a: 0.25}).with_noise(rates)
    document.save(path)
    h2 = qd.problems.h2()
    made = []
    for noise in (json.dumps(rates), tmp_path / "noise.json", path):
        frozen = ("--frozen", a, "--frozen", f"{b}=0.5")
        made.append(
            answer(
                capsys, "tune", path, "--problem", "h2", "--noise", noise, *frozen, "--layerwise"
            )
        )
    assert made[0] == made[1] == made[2]
    values = made[0]["values"]
    assert (values[a], values[b]) == (0.25, 0.5)
    noisy = qd.Simulator(circuit, h2.observable, noise=qd.Noise(rates)).expectation(values)
    assert made[0]["energy"] == pytest.approx(noisy, abs=1e-9)
    assert made[0]["energy"] > -1.13
    assert qd.Noise(made[0]["noise"]) == qd.Noise(rates)
    short = ("--problem", "h2", "--option", "max_steps=1")
    assert main(["tune", str(path), *short, "--noise", "local:fake_manila", "--shots", "100"]) == 0
    assert "sampled, 100 shots, with noise" in capsys.readouterr().out


def test_a_name_twice_among_values_is_refused(
    ansatz: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    values = tmp_path / "values.json"
    values.write_text('{"a": 0.1, "b": 1.5, "a": 0.2, "c": 1}')
    assert main(["export", str(ansatz), "--values", str(values)]) == 2
    assert capsys.readouterr().err.endswith("has 'a' twice. Give each name once.\n")


def test_submit_answers_at_once_and_job_waits_for_counts(
    ansatz: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    values = tmp_path / "values.json"
    values.write_text('{"a": 0.1, "b": 1.5707963267948966, "c": 0.2}')
    submitted = answer(
        *(capsys, "submit", ansatz, "--target", "local:ideal", "--shots", "1000"),
        *("--values", values, "--seed", "7"),
    )
    assert submitted["state"] in ("CREATED", "SUBMITTING", "QUEUED", "RUNNING", "COMPLETED")
    done = answer(capsys, "job", submitted["id"], "--wait")
    assert done["state"] == "COMPLETED"
    assert sum(done["counts"].values()) == 1000
    assert set(done["counts"]) == {"00", "01"}
    assert submitted["id"] in [job["id"] for job in answer(capsys, "jobs")["jobs"]]
    late = answer(capsys, "cancel", submitted["id"])
    assert late["state"] == "COMPLETED"


def test_submit_measures_a_problem_and_job_prints_its_energy(
    ansatz: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    values = tmp_path / "values.json"
    values.write_text('{"a": 0.1, "b": 1.5707963267948966, "c": 0.2}')
    given = ("--target", "local:ideal", "--values", values, "--problem", "h2")
    submitted = answer(capsys, "submit", ansatz, *given, "--shots", "2000")
    assert submitted["num_parts"] == 2
    done = answer(capsys, "job", submitted["id"], "--wait")
    assert (done["state"], done["counts"]) == ("COMPLETED", None)
    assert -2 < done["energy"] < 2
    assert 0 < done["energy_error"] < 0.1
    assert main(["job", submitted["id"]]) == 0
    assert re.search(
        r"energy -?\d\.\d+ ± 0\.\d+  \(sampled, 2,000 shots, 2 circuits\)", capsys.readouterr().out
    )
    assert main(["submit", str(ansatz), *map(str, given), "--shots", "1"]) == 2
    assert "1 shot cannot measure this observable" in capsys.readouterr().err


def test_help_loads_no_heavy_library() -> None:
    program = (
        "import sys\n"
        "try: sys.argv[1:] = ['--help']; import qdesign.cli as c; c.main()\n"
        "except SystemExit: pass\n"
        "heavy = {'qiskit', 'pyzx', 'panel', 'scipy', 'wasmtime', 'pytket', 'qdk', 'numpy'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, cwd="/")


def test_demo_prints_every_stage(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["demo"]) == 0
    printed = capsys.readouterr().out
    for stage in ("Read", "redundant", "Simplify", "Tune", "Export", "queue", "COMPLETED"):
        assert stage in printed
    assert os.environ.get("HOME", "") not in printed or os.environ.get("HOME") == "/"


def test_values_beyond_doubles_are_refused(
    ansatz: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    values = tmp_path / "values.json"
    values.write_text(f'{{"a": 1{"0" * 400}, "b": 1, "c": 2}}')
    assert main(["export", str(ansatz), "--values", str(values)]) == 2
    assert "value of 'a' is beyond 1e308" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("submit {} --target local:ideal --shots 10", 'Give --values V.json with {"a": 0.3}.'),
        ("submit {} --target local:idea --shots 10", "The command 'qdesign targets' lists all."),
        ("submit {} --target local:ideal --shots ten", "'ten' is not a whole number"),
        ("simplify {} --time-budget soon", "'soon' is not a number above 0"),
        ("studio {} --port http", "'http' is not a whole number"),
    ],
)
def test_refusals_say_what_to_type(
    ansatz: Path, capsys: pytest.CaptureFixture[str], command: str, words: str
) -> None:
    assert main(command.format(ansatz).split()) == 2
    told = capsys.readouterr().err
    assert words in told
    assert "()" not in told
    assert "invalid" not in told


def test_standard_input_is_one_body(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", "-", "-"]) == 2
    assert "Name a file for A or B" in capsys.readouterr().err


# --- jobs ----------------------------------------------------------------------------------------


@pytest.fixture
def three_jobs(tmp_path, monkeypatch):
    """Ids of a finished, a failed and a cancelled job, in a queue without a worker."""
    monkeypatch.setenv("QDESIGN_QUEUE", str(tmp_path / "queue.sqlite"))
    store = Store.open(tmp_path / "queue.sqlite")
    order = Order(source="{}", values={}, target="local:ideal", shots=10, seed=1, name="bell")
    ids = [store.add(order).id for _ in range(3)]
    store.move(ids[0], State.COMPLETED, counts={"0": 10})
    store.move(ids[1], State.FAILED, reason="It was too hot.")
    store.move(ids[2], State.CANCELLED)
    yield ids
    store.close()


def test_jobs_have_dates_and_come_by_state_and_number(capsys, three_jobs):
    listed = answer(capsys, "jobs")
    assert [job["id"] for job in listed["jobs"]] == three_jobs[::-1]
    assert listed["damaged"] == []
    assert datetime.fromisoformat(listed["jobs"][0]["created"]).tzinfo is not None
    assert main(["jobs", "--limit", "1"]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert re.match(rf"{three_jobs[2]}  \d{{4}}-\d\d-\d\d \d\d:\d\d  CANCELLED", line)
    some = answer(capsys, "jobs", "--state", "failed", "--state", "COMPLETED")["jobs"]
    assert [job["id"] for job in some] == three_jobs[1::-1]
    assert main(["jobs", "--state", "nowhere"]) == 2
    refused = capsys.readouterr().err
    assert "completed" in refused
    assert "<State" not in refused
    assert main(["jobs", "--limit", "0"]) == 2


def test_jobs_are_archived_taken_out_and_deleted(capsys, three_jobs):
    first, second, third = three_jobs
    assert main(["archive", first, second]) == 0
    assert f"qdesign archive --undo {first} {second}" in capsys.readouterr().out
    assert [job["id"] for job in answer(capsys, "jobs")["jobs"]] == [third]
    assert len(answer(capsys, "jobs", "--archived")["jobs"]) == 2
    assert main(["archive", "--undo", "--finished"]) == 0
    capsys.readouterr()
    assert len(answer(capsys, "jobs")["jobs"]) == 3
    assert main(["archive", "--finished"]) == 0
    capsys.readouterr()
    assert main(["jobs"]) == 0
    assert capsys.readouterr().out == "None outside the archive; --archived lists 3.\n"
    assert main(["delete", first]) == 2
    captured = capsys.readouterr()
    assert "removes 1 job with circuits and counts for good. Add --yes" in captured.err
    assert main(["delete", first, "--yes"]) == 0
    assert capsys.readouterr().out == "1 job removed.\n"
    assert main(["job", first]) == 2


def test_a_damaged_job_is_named_and_the_others_are_listed(capsys, three_jobs, tmp_path):
    connection = sqlite3.connect(tmp_path / "queue.sqlite")
    connection.execute("UPDATE jobs SET counts = '{' WHERE id = ?", (three_jobs[0],))
    connection.commit()
    connection.close()
    assert main(["jobs"]) == 0
    captured = capsys.readouterr()
    assert len(captured.out.splitlines()) == 2
    assert f"Set aside: {three_jobs[0]} (its counts cannot be read)" in captured.err


@pytest.mark.parametrize(
    "command", [["jobs"], ["job", "abc"], ["cancel", "abc"], ["archive", "abc"], ["delete", "abc"]]
)
@pytest.mark.parametrize("place", ["queue.sqlite", "no/such/queue.sqlite"])
def test_a_mistyped_queue_path_makes_nothing(capsys, monkeypatch, tmp_path, command, place):
    monkeypatch.setenv("QDESIGN_QUEUE", str(tmp_path / place))
    assert main(command) == 2
    captured = capsys.readouterr()
    assert captured.err.startswith("qdesign: There is no queue file")
    assert "QDESIGN_QUEUE" in captured.err
    assert captured.err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_submit_makes_no_folders(capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("QDESIGN_QUEUE", str(tmp_path / "no" / "queue.sqlite"))
    (tmp_path / "bell.qasm").write_text("OPENQASM 3.0; qubit[1] q;")
    command = ["submit", str(tmp_path / "bell.qasm"), "--target", "local:ideal", "--shots", "1"]
    assert main(command) == 2
    assert "There is no folder" in capsys.readouterr().err
    assert not (tmp_path / "no").exists()


@pytest.mark.skipif(os.name != "posix", reason="a terminal of POSIX")
def test_waiting_for_a_job_clears_its_progress_before_the_result(three_jobs, tmp_path):
    import pty
    import termios

    store = Store.open(tmp_path / "queue.sqlite")
    order = Order(source="{}", values={}, target="local:ideal", shots=10, seed=1)
    id_ = store.add(order).id
    lock = WorkerLock(store.path)
    assert lock.acquire()  # the test is the worker
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 20))
    command = [sys.executable, "-m", "qdesign.cli", "job", id_, "--wait"]
    process = subprocess.Popen(command, stdout=theirs, stderr=theirs)
    os.close(theirs)
    shown = b""
    store.move(id_, State.RUNNING, progress="Simulating 10 shots.")
    while b"Simulating 10 shots" not in shown:
        shown += os.read(ours, 4096)
    store.move(id_, State.COMPLETED, counts={"0": 10})
    with suppress(OSError):  # the end of a terminal
        while more := os.read(ours, 4096):
            shown += more
    assert process.wait(120) == 0
    lock.release()
    store.close()
    *progress, last = shown.decode().split("\r\x1b[K")
    assert max(map(len, progress)) < 20  # what wraps is not cleared
    assert last.startswith(id_)
    assert "Simulating" not in last


def test_the_studio_says_which_name_its_one_password_takes(tmp_path):
    command = [sys.executable, "-m", "qdesign.cli", "studio", "--no-browser"]
    login = [*command, "--basic-auth", "secret"]
    with subprocess.Popen(login, stdout=subprocess.PIPE, text=True, cwd=tmp_path) as process:
        assert process.stdout is not None
        printed = process.stdout.readline()
        process.terminate()
    assert "log in with any name and the password" in printed


def test_jobs_are_found_by_words_tags_and_notes_and_exported(capsys, three_jobs, tmp_path):
    first, second, _ = three_jobs
    assert main(["job", first, "--tag", "best", "--tag", "of two", "--note", "Look at it."]) == 0
    shown = capsys.readouterr().out
    assert "tags: best, of two" in shown
    assert "Look at it." in shown
    assert answer(capsys, "job", first, "--untag", "of two")["tags"] == ["best"]
    assert answer(capsys, "job", first)["note"] == "Look at it."
    assert [job["id"] for job in answer(capsys, "jobs", "--search", "BEST bell")["jobs"]] == [first]
    assert main(["jobs", "--search", "nothing"]) == 0
    assert capsys.readouterr().out == "There are no such jobs.\n"
    table = tmp_path / "jobs.csv"
    assert main(["jobs", "--search", second[:6], "--export", str(table)]) == 0
    assert capsys.readouterr().out == f"1 job written to {table}.\n"
    assert table.read_text().splitlines()[1].startswith(f"{second},bell,FAILED,local:ideal,10,1,")
    assert answer(capsys, "jobs", "--export", str(table))["jobs"] == 3
    assert main(["jobs", "--export", str(tmp_path / "jobs.xlsx")]) == 2
    assert "endings: .csv, .json, .parquet" in capsys.readouterr().err
    assert main(["jobs", "--export", str(tmp_path / "none" / "jobs.csv")]) == 2


def test_watch_fits_a_narrow_terminal_and_names_what_needs_a_person(
    capsys, three_jobs, tmp_path, monkeypatch
):
    store = Store.open(tmp_path / "queue.sqlite")
    long = "a name that does not fit in one line of a narrow terminal"
    order = Order(source="{}", values={}, target="lab:far", shots=10, seed=1, name=long)
    lost = store.add(order).id
    for state in (State.SUBMITTING, State.UNKNOWN):
        store.move(lost, state, reason="The provider was asked and the answer was lost on the way.")
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert main(["jobs", "--watch"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= 60
    assert lines[0].startswith(f"{lost}  a name that")
    assert re.search(r"UNKNOWN, \d+ (s|min)$", lines[0])
    assert f"    qdesign job {lost} --adopt NAME" in lines
    assert f"    qdesign cancel {lost}" in lines
    assert main(["jobs", "--watch", "--search", "elsewhere"]) == 0
    assert capsys.readouterr().out == "No such job goes on.\n"
    assert main(["jobs"]) == 0
    shown = capsys.readouterr().out
    assert max(map(len, shown.splitlines())) <= 60
    assert re.search(rf"^{lost}  \d{{4}}-\d\d-\d\d \d\d:\d\d  UNKNOWN ", shown, re.MULTILINE)
    assert long in re.sub(r"\n    ", " ", shown)  # no word is broken
    monkeypatch.setattr(sys.stdout, "isatty", lambda: False)
    assert main(["jobs"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 4
    store.close()


@pytest.fixture
def waiting(three_jobs, tmp_path):
    """The id of a job that its provider has, and that waits; the test is the worker."""
    store = Store.open(tmp_path / "queue.sqlite")
    order = Order(source="{}", values={}, target="lab:far", shots=10, seed=1, provider="lab")
    id_ = store.add(order).id
    store.move(id_, State.QUEUED, progress="The lab cannot be reached. Is there a network?")
    with sqlite3.connect(store.path) as connection:
        connection.execute(
            "UPDATE jobs SET sent = 1.0, remote_id = 'r-1', cost = 0.5 WHERE id = ?", (id_,)
        )
    connection.close()
    lock = WorkerLock(store.path)
    assert lock.acquire()
    yield id_
    lock.release()
    store.close()


def test_a_job_says_why_it_waits_and_that_its_end_is_asked_for(capsys, waiting):
    assert main(["job", waiting]) == 0
    why = "The lab cannot be reached. Is there a network?"
    assert f"\n  {why}\n" in capsys.readouterr().out
    assert main(["jobs"]) == 0
    assert f"lab:far  10 shots\n  {why}\n" in capsys.readouterr().out
    (row,) = answer(capsys, "jobs", "--state", "queued")["jobs"]
    assert (row["progress"], row["cost"], row["remote_id"]) == (why, 0.5, "r-1")
    assert main(["cancel", waiting]) == 0
    said = "The provider is asked to cancel it. It is over when the provider says so."
    assert capsys.readouterr().out.splitlines()[1:] == [f"  {said}"]
    asked = "Asking the provider to cancel it."
    assert answer(capsys, "cancel", waiting)["progress"] == asked
    assert main(["job", waiting]) == 0
    assert capsys.readouterr().out.splitlines()[1:] == [f"  {asked}"]


def test_a_job_as_json_is_all_that_is_known(capsys, waiting):
    told = answer(capsys, "job", waiting)
    with qd.Queue.open() as queue:
        assert told == queue.job(waiting).to_dict()
    more = {"values", "figures", "notes", "estimate", "cost", "remote_id", "options", "progress"}
    assert more < set(told)
    (row,) = answer(capsys, "jobs", "--state", "queued")["jobs"]
    assert {name: told[name] for name in row} == row


@pytest.mark.parametrize("other", ["--archived", "--export=jobs.csv", "--limit=1", "--json"])
def test_watch_takes_nothing_that_only_a_list_has(capsys, three_jobs, other):
    assert main(["jobs", "--watch", other]) == 2
    told = capsys.readouterr()
    assert (told.out, told.err.count("\n")) == ("", 1)
    assert f"Give --watch or {other.partition('=')[0]}, not both" in told.err


def test_watch_says_that_nothing_goes_on(capsys, three_jobs):
    assert main(["jobs", "--watch"]) == 0
    assert capsys.readouterr().out == "No job goes on.\n"


def test_an_empty_tag_is_refused(capsys, three_jobs):
    assert main(["job", three_jobs[0], "--tag", " "]) == 2
    assert "--tag: the tag is empty." in capsys.readouterr().err
    assert answer(capsys, "job", three_jobs[0])["tags"] == []


def test_news_of_a_job_say_place_time_and_cost() -> None:
    now = datetime(2026, 11, 20, 12, tzinfo=UTC)
    job = Job(
        id="0123abcd",
        state=State.QUEUED,
        target="lab:far",
        shots=1000,
        seed=1,
        created=now,
        updated=now + timedelta(minutes=5),
        position=3,
        estimate=Estimate(low=0.5, high=2.0, unit="USD", source="list"),
        progress="Waiting.",
    )
    said = "0123abcd  lab:far  QUEUED, place 3, 2 h 10 min, about 0.50 to 2.00 USD"
    later = now + timedelta(minutes=130)
    assert job_news(job, now=later) == f"{said}, Waiting."
    done = replace(job, state=State.COMPLETED, position=None, cost=1.25, progress="")
    assert job_news(done, now=later) == "0123abcd  lab:far  COMPLETED, 5 min, 1.25 USD"
    for line in job_news(job, now=later, width=60).splitlines():
        assert len(line) <= 60


def test_tune_measures_on_a_target_and_goes_on_with_what_is_measured(
    ansatz: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ("tune", ansatz, "--hamiltonian", "ZZ 1, XX 0.5", "--target", "local:ideal")
    few = ("--shots", "100", "--option", "max_steps=1", "--option", "calibrations=1")
    found = answer(capsys, *given, *few)
    assert (found["method"], found["target"], found["shots"]) == ("spsa", "local:ideal", 100)
    assert (found["reason"], found["is_measured_anew"]) == ("out of steps", True)
    assert len(found["evaluations"]) == 6
    assert found["energy"] == found["evaluations"][-1]["energy"]
    assert answer(capsys, *given, *few) == found
    assert main([*map(str, (*given, *few))]) == 0
    shown = capsys.readouterr().out
    assert re.match(r"energy  -?[\d.]+ ± [\d.]+  \(sampled, 100 shots on local:ideal\)\n", shown)
    assert "steps   2, out of steps; 6 energies measured" in shown
    with qd.Queue.open() as queue:
        assert len(queue.jobs()) == 6
    assert main([*map(str, given)]) == 2
    assert "--shots N" in capsys.readouterr().err
    assert main([*map(str, (*given, *few[:2], "--method", "lbfgs"))]) == 2
    assert "Choose: cobyla, nelder_mead, rotosolve" in capsys.readouterr().err
    assert main(["tune", str(ansatz), "--problem", "h2", "--shots", "100"]) == 0
    assert "(sampled, 100 shots)" in capsys.readouterr().out
