"""Bad input on the command line: one plain line, exit status 2, every file as it was."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import qdesign as qd

LIMIT_BYTES = 1_000_000_000
HEAD3 = 'OPENQASM 3.0;\ninclude "stdgates.inc";\n'
HEAD2 = 'OPENQASM 2.0;\ninclude "qelib1.inc";\n'


def nested_gates(levels: int) -> str:
    lines = [HEAD3, "gate g0 a { x a; x a; }\n"]
    lines += [f"gate g{k} a {{ g{k - 1} a; g{k - 1} a; }}\n" for k in range(1, levels)]
    return "".join(lines) + f"qubit q;\ng{levels - 1} q;\n"


def document(**changes: object) -> str:
    text = qd.Document(qd.Circuit.of(2, "h 0; rx(theta) 1")).dumps()
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, str(new))
    return text


TEXTS: dict[str, str | bytes] = {
    "unparsable.qasm": "this is ( not a program",
    "empty_statement.qasm": "OPENQASM 3.0;\nqubit q\nx q;",
    "wrong_version.qasm": "OPENQASM 7.3;\nqubit q;",
    "parentheses.qasm": f"{HEAD3}qubit q;\nrx({'(' * 100_000}1.0{')' * 100_000}) q;\n",
    "ifs.qasm": f"{HEAD3}qubit q;\nbit c;\n{'if (c) {' * 20_000} x q; {'}' * 20_000}\n",
    "huge_register.qasm": f"{HEAD3}qubit[1000000000] q;\nx q[0];\n",
    "huge_register_2.qasm": f"{HEAD2}qreg q[1000000000];\nx q[0];\n",
    "long_loop.qasm": f"{HEAD3}qubit q;\nfor int i in [0:1000000000] {{ x q; }}\n",
    "include.qasm": 'OPENQASM 3.0;\ninclude "/etc/passwd";\nqubit q;\n',
    "include_2.qasm": 'OPENQASM 2.0;\ninclude "/etc/passwd";\nqreg q[1];\n',
    "nested_gates.qasm": nested_gates(40),
    "pow.qasm": f"{HEAD3}qubit q;\npow(1000000000) @ rx(0.1) q;\nh q;\npow(1000000000) @ h q;\n",
    "power_tower.qasm": f"{HEAD3}qubit q;\nconst int n = 9**9**9;\nrx(n) q;\n",
    "nan.qasm": f"{HEAD3}qubit q;\nrx(0.0/0.0) q;\n",
    "infinite.qasm": f"{HEAD3}qubit q;\nrx(1e999) q;\n",
    "same_wire.qasm": f"{HEAD3}qubit[2] q;\ncx q[1], q[1];\n",
    "unknown_name.qasm": f"{HEAD3}qubit q;\nrx(alpha) q;\n",
    "unknown_gate.qasm": f"{HEAD3}qubit q;\nfrobnicate q;\n",
    "not_text.qasm": bytes(range(256)) * 40,
    "future.qdesign": document(**{'"version": 2': '"version": 3'}),
    "wrong_type.qdesign": document(**{'"column": 0': '"column": "first"'}),
    "wrong_gate.qdesign": document(**{'"h"': '"frobnicate"'}),
    "nan.qdesign": document(**{'"step": 0.01': '"step": NaN'}),
    "infinite_angle.qdesign": document(**{'"theta"]': '"1e999"]'}),
    "cut_off.qdesign": document()[:-40],
    "nested.qdesign": "[" * 100_000,
    "not_text.qdesign": bytes(range(256)) * 40,
    "empty.qdesign": "{}",
}


@pytest.fixture(autouse=True)
def _own_queue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QDESIGN_QUEUE", str(tmp_path / "queue.sqlite"))


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """`qdesign` in a process of its own that may take 1 GB."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_DATA, (LIMIT_BYTES, LIMIT_BYTES))

    return subprocess.run(
        [sys.executable, "-m", "qdesign.cli", *map(str, arguments)],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        preexec_fn=limit,
        stdin=subprocess.DEVNULL,
    )


def assert_refused(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 2, (done.returncode, done.stdout[-500:], done.stderr[-2000:])
    assert done.stdout == ""
    lines = done.stderr.splitlines()
    assert len(lines) == 1, done.stderr[:2000]
    assert lines[0].startswith("qdesign: ")
    assert len(lines[0]) < 500
    return lines[0]


@pytest.mark.parametrize("name", TEXTS)
def test_a_bad_file_is_refused_in_one_line_and_left_as_it_was(name: str, tmp_path: Path) -> None:
    content = TEXTS[name]
    path = tmp_path / name
    data = content.encode() if isinstance(content, str) else content
    path.write_bytes(data)
    line = assert_refused(run("export", path, "-o", tmp_path / "out.qasm"))
    assert "root:" not in line
    assert path.read_bytes() == data
    assert [entry.name for entry in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("name", ["same_wire.qasm", "unknown_name.qasm", "include.qasm"])
def test_a_refusal_says_line_and_column(name: str, tmp_path: Path) -> None:
    content = TEXTS[name]
    assert isinstance(content, str)
    (tmp_path / name).write_text(content)
    assert "Line " in assert_refused(run("info", tmp_path / name))


def missing(folder: Path) -> tuple[str | Path, ...]:
    return "info", folder / "missing.qasm"


def a_folder(folder: Path) -> tuple[str | Path, ...]:
    return "info", folder


def nothing(folder: Path) -> tuple[str | Path, ...]:
    return ()


def unknown_command(folder: Path) -> tuple[str | Path, ...]:
    return ("frobnicate",)


def unknown_strategy(folder: Path) -> tuple[str | Path, ...]:
    return "simplify", good(folder), "--strategy", "magic"


def unknown_target(folder: Path) -> tuple[str | Path, ...]:
    return "submit", good(folder), "--target", "moon", "--shots", "10", "--values", values(folder)


def no_values(folder: Path) -> tuple[str | Path, ...]:
    return "submit", good(folder), "--target", "local:ideal", "--shots", "10"


def negative_shots(folder: Path) -> tuple[str | Path, ...]:
    target = ("--target", "local:ideal", "--shots", "-5")
    return "submit", good(folder), *target, "--values", values(folder)


def unknown_value(folder: Path) -> tuple[str | Path, ...]:
    return "export", good(folder), "--values", values(folder, '{"theta": 1, "phi": 2}')


def infinite_value(folder: Path) -> tuple[str | Path, ...]:
    return "export", good(folder), "--values", values(folder, '{"theta": Infinity}')


def values_of_wrong_type(folder: Path) -> tuple[str | Path, ...]:
    return "export", good(folder), "--values", values(folder, '{"theta": "sin(1)"}')


def unknown_problem(folder: Path) -> tuple[str | Path, ...]:
    return "tune", good(folder), "--problem", "magic"


def problem_of_another_size(folder: Path) -> tuple[str | Path, ...]:
    return "tune", good(folder, num_qubits=3), "--problem", "h2"


def forty_noisy_qubits(folder: Path) -> tuple[str | Path, ...]:
    rates = '{"depolarizing": 0.01}'
    return "tune", good(folder, num_qubits=40), "--problem", "tfim", "--noise", rates


def unknown_job(folder: Path) -> tuple[str | Path, ...]:
    return "job", "nobody"


def unwritable(folder: Path) -> tuple[str | Path, ...]:
    return "export", good(folder), "-o", folder / "no" / "such" / "folder.qasm"


def good(folder: Path, *, num_qubits: int = 2) -> Path:
    path = folder / "good.qdesign"
    qd.Document(qd.Circuit.of(num_qubits, "rx(theta) 0")).save(path)
    if num_qubits == 2:
        path = folder / "good.qasm"
        path.write_text(f"{HEAD3}input float[64] theta;\nqubit[2] q;\nrx(theta) q[0];\n")
    return path


def values(folder: Path, text: str = '{"theta": 0.5}') -> Path:
    path = folder / "values.json"
    path.write_text(text)
    return path


@pytest.mark.parametrize(
    "arguments",
    [
        missing,
        a_folder,
        nothing,
        unknown_command,
        unknown_strategy,
        unknown_target,
        no_values,
        negative_shots,
        unknown_value,
        infinite_value,
        values_of_wrong_type,
        unknown_problem,
        problem_of_another_size,
        forty_noisy_qubits,
        unknown_job,
        unwritable,
    ],
)
def test_a_bad_request_is_refused_in_one_line(
    arguments: Callable[[Path], tuple[str | Path, ...]], tmp_path: Path
) -> None:
    assert_refused(run(*arguments(tmp_path)))


def test_an_include_is_never_opened(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    path = tmp_path / "a.qasm"
    path.write_text(f'OPENQASM 3.0;\ninclude "{pipe}";\nqubit q;\n')
    assert_refused(run("info", path))


def test_forty_qubits_are_tuned_where_light_cones_are_narrow(tmp_path: Path) -> None:
    done = run("tune", good(tmp_path, num_qubits=40), "--problem", "tfim")
    assert done.returncode == 0, done.stderr
    assert "energy  -39.000000  (diagonal, exact)" in done.stdout
