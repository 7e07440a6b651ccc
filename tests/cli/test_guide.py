"""docs/command-line.md: what it shows is what a shell shows."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from qdesign.cli import main
from qdesign.cli.commands import COMMANDS
from qdesign.cli.parser import Command, Parser

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "command-line.md").read_text("utf-8")
PROGRAM = re.search(
    r"cat > ansatz\.qasm <<'END'\n(.*?)END\n", (ROOT / "README.md").read_text(), re.S
)
SHELL = set("|&;<>$")
SERVES = ("qdesign studio", "qdesign app", "qdesign class agree")
IN_A_SHELL = ("qdesign demo", "qdesign submit", "qdesign completion", *SERVES)
JOB = re.compile(r"Watch it with: qdesign job (\S+)")

pytestmark = pytest.mark.skipif(os.name != "posix", reason="a shell of POSIX")


def examples() -> Iterator[tuple[str, str]]:
    """Each command line with what is shown below it."""
    for block in re.findall(r"```console\n(.*?)```", GUIDE, re.DOTALL):
        for example in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            line, _, shown = example.partition("\n")
            yield line, shown


def pattern(shown: str) -> str:
    """A regular expression for an output in which … is anything, or any lines where it is alone."""
    lines = [r"(?:.*\n)*" if line == "…" else line + "\n" for line in shown.splitlines()]
    return "".join(
        line if line.startswith("(?:") else ".*".join(map(re.escape, line.split("…")))
        for line in lines
    )


def test_its_examples_give_what_they_show(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Most in this process, since starting another takes longer than what most commands do."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("QDESIGN_QUEUE", str(tmp_path / "queue.sqlite"))
    assert PROGRAM is not None
    (tmp_path / "ansatz.qasm").write_text(PROGRAM[1], "utf-8")
    environment = os.environ | {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "QDESIGN_QUEUE": str(tmp_path / "queue.sqlite"),
    }
    job = "ID"
    for line, shown in examples():
        command = line.replace("ID", job)
        if not set(command) & SHELL and not line.startswith(IN_A_SHELL):
            status = main(shlex.split(command)[1:])
            printed = capsys.readouterr().out
            assert status == 0, (line, printed)
            job = found[1] if (found := JOB.search(printed)) else job
            assert re.fullmatch(pattern(shown.replace("ID", job)), printed), (line, printed)
            continue
        serves = line.startswith(SERVES)
        process = subprocess.Popen(
            ["exec " + command if serves else command],
            shell=True,
            cwd=tmp_path,
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        if serves:  # until it is stopped
            printed = process.stdout.readline()
            process.terminate()
        else:
            printed = process.stdout.read()
        status = process.wait(300)
        process.stdout.close()
        assert serves or status == 0, (line, printed)
        job = found[1] if (found := JOB.search(printed)) else job
        assert re.fullmatch(pattern(shown.replace("ID", job)), printed), (line, printed)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_command_has_an_example(command: Command) -> None:
    assert any(re.search(rf"\bqdesign {command.name}\b", line) for line, _ in examples())


def test_every_option_has_its_place() -> None:
    options = {
        word
        for command in COMMANDS
        for word, _ in Parser.of(COMMANDS).typed([command.name, "--"]).words
    }
    assert {word for word in options - {"--help", "--json"} if word not in GUIDE} == {"--output"}


def test_its_links_lead_somewhere() -> None:
    for file, _, heading in re.findall(r"\]\(([^)#]+)(#([^)]+))?\)", GUIDE):
        text = (ROOT / "docs" / file).read_text("utf-8")
        titles = re.findall(r"^#+ (.*)", text, flags=re.MULTILINE)
        assert not heading or heading in [re.sub(r"\W+", "-", each).lower() for each in titles]
