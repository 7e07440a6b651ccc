"""Shells complete what is typed after `qdesign`: real ones, as far as they are installed."""

from __future__ import annotations

import os
import select
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import qdesign as qd
from qdesign.cli import main
from qdesign.cli.commands import COMMANDS, completion
from qdesign.hardware.job import State
from qdesign.hardware.store import Order, Store

SAFETY = 120
"""Seconds after which a shell hangs; none comes near."""
INTERACTIVE = {
    "bash": ["bash", "--norc", "--noprofile", "-i"],
    "zsh": ["zsh", "-f", "-i"],
    "fish": ["fish", "--no-config", "-i"],
}
# Completion is loaded, and then a function tells what would have run. zsh takes a tab for one of a
# text that is pasted where more keys wait, unless it is told.
LOADED = {
    "bash": 'eval "$(qdesign completion bash)"; qdesign() { echo "ran[$*]"; }; echo rea""dy',
    "zsh": "autoload -Uz compinit; compinit -D -u; zstyle ':completion:*' insert-tab false; "
    'eval "$(qdesign completion zsh)"; qdesign() { echo "ran[$*]" }; echo rea""dy',
    "fish": "qdesign completion fish | source; "
    'function qdesign; echo "ran[$argv]"; end; echo rea""dy',
}
TYPED = [
    ("simp", "simplify"),
    ("completion fi", "completion fish"),
    ("info ansa", "info ansatz.qasm"),
    ("verify ansatz.qasm ansa", "verify ansatz.qasm ansatz.qasm"),
    ("simplify ansatz.qasm --strategy tele", "simplify ansatz.qasm --strategy teleport"),
    ("simplify --minimize=rot", "simplify --minimize=rotations"),
    ("simplify --strategy ansa", "simplify --strategy ansa"),  # files are no strategies
    ("tune --problem heis", "tune --problem heisenberg"),
    ("tune --meth", "tune --method"),
    ("tune --method adam --option max_", "tune --method adam --option max_steps="),
    ("export --form", "export --format"),
    ("export --dialect openqasm", "export --dialect openqasm"),  # two of them
    ("export ansatz.qasm --output=ansa", "export ansatz.qasm --output=ansatz.qasm"),
    ("submit x.qasm --target local:fake_manil", "submit x.qasm --target local:fake_manila"),
    ("jobs --state comp", "jobs --state completed"),
    ("jobs --state COMP", "jobs --state COMPLETED"),
]


class Shell:
    """A shell at a terminal."""

    def __init__(self, name: str, folder: Path) -> None:
        import pty

        environment = {
            "HOME": str(folder),
            "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
            "TERM": "dumb",
            "QDESIGN_QUEUE": str(folder / "queue.sqlite"),
        }
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.chdir(folder)
            os.execvpe(INTERACTIVE[name][0], INTERACTIVE[name], environment)
        self.shown = ""
        self.type(LOADED[name] + "\r", "ready")

    def type(self, keys: str, awaited: str) -> None:
        """Types, and waits for what the shell shows."""
        os.write(self.terminal, keys.encode())
        while awaited not in self.shown:
            ready, _, _ = select.select([self.terminal], [], [], SAFETY)
            assert ready, self.shown
            self.shown += os.read(self.terminal, 4096).decode(errors="replace")
        self.shown = self.shown.rpartition(awaited)[2]

    def close(self) -> None:
        os.close(self.terminal)
        os.kill(self.pid, 9)
        os.waitpid(self.pid, 0)


@pytest.fixture(params=list(INTERACTIVE))
def shell(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Shell]:
    if os.name != "posix" or shutil.which(request.param) is None:
        pytest.skip(f"{request.param} is not installed")
    (tmp_path / "ansatz.qasm").write_text("OPENQASM 3.0; qubit q;")
    opened = Shell(request.param, tmp_path)
    yield opened
    opened.close()


def test_a_shell_completes_commands_files_and_names_of_the_catalog(shell: Shell) -> None:
    for typed, ran in TYPED:
        shell.type(f"qdesign {typed}\t\r", f"ran[{ran}]")


def offered(capsys: pytest.CaptureFixture[str], line: str, *more: str) -> list[str]:
    shell = "bash" if more else "fish"
    assert main(["completion", shell, f"--line=qdesign {line}", *more]) == 0
    return [each.partition("\t")[0] for each in capsys.readouterr().out.splitlines()]


def test_nothing_typed_offers_all_commands(capsys: pytest.CaptureFixture[str]) -> None:
    assert offered(capsys, "") == [command.name for command in COMMANDS]
    assert offered(capsys, "nothing ") == []
    assert offered(capsys, "demo ") == []


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("simplify x.qasm --strategy ", "strategy"),
        ("tune --method ", "optimizer"),
        ("tune --problem ", "problem"),
    ],
)
def test_names_are_those_of_the_catalog(
    capsys: pytest.CaptureFixture[str], line: str, kind: str
) -> None:
    assert offered(capsys, line) == list(qd.catalog(kind))


def test_targets_of_every_provider_are_offered(capsys: pytest.CaptureFixture[str]) -> None:
    given = offered(capsys, "submit a.qasm --shots 10 --target ")
    assert {name.partition(":")[0] for name in given} == set(qd.catalog("provider"))


def test_options_are_offered_once_unless_they_may_be_given_again(
    capsys: pytest.CaptureFixture[str],
) -> None:
    left = offered(capsys, "tune a.qasm --json --option rate=1 -o v.json -")
    assert "--option" in left
    assert "--seed" in left
    assert not {"--json", "--output"} & set(left)


def test_jobs_are_offered_by_their_ids(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "queue.sqlite"
    monkeypatch.setenv("QDESIGN_QUEUE", str(path))
    assert main(["completion", "bash", "--line=qdesign job "]) == 2  # no such file
    assert capsys.readouterr().out == ""
    assert not path.exists()
    store = Store.open(path)
    order = Order(source="{}", values={}, target="local:ideal", shots=10, seed=1)
    ids = [store.add(order).id for _ in range(3)]
    store.close()
    for line in ("job ", "cancel "):
        assert offered(capsys, line) == ids[::-1]
    for line in ("archive ", "archive --undo ", "delete "):
        assert offered(capsys, line) == []


def test_jobs_are_offered_to_what_takes_them(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "queue.sqlite"
    monkeypatch.setenv("QDESIGN_QUEUE", str(path))
    order = Order(source="{}", values={}, target="local:ideal", shots=10, seed=1)
    store = Store.open(path)
    waiting, done, another, kept, put_away = [store.add(order).id for _ in range(5)]
    for id_ in (done, another, kept, put_away):
        store.move(id_, State.CANCELLED)
    store.archive((kept, put_away), archived=True)
    store.close()
    assert offered(capsys, "cancel ") == [waiting]
    assert offered(capsys, "archive ") == [another, done]
    assert offered(capsys, f"archive {done} ") == [another]
    assert offered(capsys, "archive --undo ") == [put_away, kept]
    assert offered(capsys, f"archive --undo {kept[:3]}", "--word=") != []
    assert offered(capsys, "delete ") == [another, done, put_away, kept]


def test_states_are_offered_as_they_are_typed(capsys: pytest.CaptureFixture[str]) -> None:
    assert "completed" in offered(capsys, "jobs --state ")
    assert offered(capsys, "jobs --state can") == ["cancelled"]
    assert offered(capsys, "jobs --state=CAN") == ["--state=CANCELLED"]


def test_options_of_the_method_are_offered_with_what_they_may_be(
    capsys: pytest.CaptureFixture[str],
) -> None:
    def names(method: str) -> list[str]:
        return [f"{option.name}=" for option in qd.catalog("optimizer")[method].options]

    assert offered(capsys, "tune a.qasm --option ") == names("lbfgs")
    assert offered(capsys, "tune a.qasm --method=adam --option ") == names("adam")
    assert offered(capsys, "tune a.qasm --option ro") == []
    assert offered(capsys, "tune --method none --option ") == []
    line = "tune --method adam --option max_steps="
    assert offered(capsys, line) == ["max_steps="]


def test_bash_gets_what_follows_its_own_ends_of_words(capsys: pytest.CaptureFixture[str]) -> None:
    line = "submit a.qasm --target local:fake_manil"
    assert offered(capsys, line, "--word=fake_manil") == ["fake_manila"]
    assert offered(capsys, "simplify --strategy=me", "--word=me") == ["merge"]
    assert offered(capsys, "info 'an", "--word='an") == ["/"]


def test_an_unknown_shell_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", "tcsh"]) == 2
    assert "it is one of bash, zsh, fish" in capsys.readouterr().err


def test_every_file_of_a_command_is_in_the_list() -> None:
    folder = Path(completion.__file__).parent
    names = {path.stem.rstrip("_").replace("_", "-") for path in folder.glob("[a-z]*.py")}
    assert names == {command.name for command in COMMANDS}
