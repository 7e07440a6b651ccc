"""Answers that cannot be written, in a real shell: one sentence, a failure, no traceback."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

COMMANDS = {
    "help": "--help",
    "version": "--version",
    "help of a command": "export --help",
    "info": "info a.qasm",
    "info as JSON": "info a.qasm --json",
    "export": "export a.qasm",
    "simplify": "simplify a.qasm -o -",
    "verify": "verify a.qasm a.qasm",
    "targets": "targets",
    "jobs": "jobs --json",
    "demo": "demo",
}


def shell(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    (folder / "a.qasm").write_text("OPENQASM 3.0;\nqubit q;\ninput float a;\nrx(a) q;\n")
    command = f"{sys.executable} -m qdesign"
    return subprocess.run(
        ["bash", "-c", f'set -o pipefail; qdesign() {{ {command} "$@"; }}; {line}'],
        cwd=folder,
        env={"PATH": "/usr/bin:/bin", "HOME": str(folder), "XDG_DATA_HOME": str(folder)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def assert_one_sentence(done: subprocess.CompletedProcess[str], words: str) -> None:
    assert done.returncode == 2
    assert done.stderr.startswith("qdesign: ")
    assert words in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is full")
@pytest.mark.parametrize("name", COMMANDS)
def test_a_full_disk_is_told_in_one_sentence(name: str, tmp_path: Path) -> None:
    done = shell(f"qdesign {COMMANDS[name]} > /dev/full", tmp_path)
    assert_one_sentence(done, "no space left on device")


@pytest.mark.parametrize("name", COMMANDS)
def test_a_reader_that_has_seen_enough_is_no_error(name: str, tmp_path: Path) -> None:
    # The reader ends first, so that every write meets a closed pipe.
    line = f"mkfifo p; exec 3<>p 4>p 3<&-; qdesign {COMMANDS[name]} >&4"
    done = shell(line, tmp_path)
    assert (done.returncode, done.stderr) == (0, "")


def test_closed_streams_are_told_in_one_sentence(tmp_path: Path) -> None:
    assert_one_sentence(shell("qdesign info a.qasm >&-", tmp_path), "Standard output is closed.")
    assert_one_sentence(shell("qdesign info - <&-", tmp_path), "Standard input is closed.")
    assert shell("qdesign info a.qasm > /dev/full 2> /dev/full", tmp_path).returncode != 0
