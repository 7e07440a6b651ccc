"""Optional libraries: what needs one says so in a sentence, and the rest goes on without it."""

from __future__ import annotations

import importlib.metadata
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from qdesign.errors import MissingKit
from qdesign.kits import KITS, Kit

ROOT = Path(__file__).parents[1]
OPTIONAL = (
    *("bokeh", "jupyter_server", "jupyterlab", "pandas", "panel", "pennylane", "plotly", "pyarrow"),
    *("pytket", "qiskit_aer", "qiskit_ibm_runtime"),
)
ABSENT = Kit("absent-kit", "absent_kit", "all")


@pytest.fixture(scope="module")
def core(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment in which Python, and its children too, find no optional library."""
    folder = tmp_path_factory.mktemp("core")
    refused = "\n".join(f"sys.modules[{name!r}] = None" for name in OPTIONAL)
    (folder / "sitecustomize.py").write_text(f"import sys\n{refused}\n", "utf-8")
    path = os.pathsep.join((str(folder), str(ROOT)))
    return {**os.environ, "PYTHONPATH": path, "QDESIGN_QUEUE": str(folder / "queue.sqlite")}


def run(core: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], env=core, cwd="/", capture_output=True, text=True, check=False
    )


def test_a_missing_library_is_one_sentence_with_the_way_out() -> None:
    assert not ABSENT.is_installed
    sentence = (
        "Drawing needs absent-kit, which is not installed. Install it: pip install 'qdesign[all]'"
    )
    with pytest.raises(MissingKit) as told, ABSENT.needed_by("Drawing"):
        __import__("absent_kit.part")
    assert str(told.value) == sentence
    assert (told.value.kit, told.value.extra) == ("absent-kit", "all")


def test_what_else_fails_in_an_import_stays_loud() -> None:
    with pytest.raises(ModuleNotFoundError, match="another_one"), ABSENT.needed_by("Drawing"):
        __import__("another_one")
    with pytest.raises(ZeroDivisionError), ABSENT.needed_by("Drawing"):
        _ = 1 // 0


@pytest.mark.parametrize("kit", KITS, ids=lambda kit: kit.title)
def test_a_kit_names_what_is_in_its_extra(kit: Kit) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    assert kit.title in {Requirement(text).name for text in extras[kit.extra]}
    assert kit.module in importlib.metadata.packages_distributions()


def test_the_demo_runs_up_to_export_on_the_core_and_says_what_is_missing(
    core: dict[str, str],
) -> None:
    done = run(core, "-m", "qdesign", "demo")
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    assert "5. Export OpenQASM 3" in done.stdout
    assert "Resynthesis needs pytket, which is not installed." in done.stdout
    assert (
        "left out: Simulating real devices needs qiskit-ibm-runtime, which is not installed. "
        "Install it: pip install 'qdesign[devices]'" in done.stdout
    )


def test_targets_say_what_is_missing(core: dict[str, str]) -> None:
    done = run(core, "-m", "qdesign", "targets")
    assert done.returncode == 0, done.stderr
    lines = {line.split()[0]: line for line in done.stdout.splitlines()}
    assert "Simulating jobs on this machine needs qiskit-aer" in lines["local:ideal"]
    assert "Simulating real devices needs qiskit-ibm-runtime" in lines["local:*"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("studio", "--no-browser"), "The studio as an app needs panel"),
        (("submit", "-", "--target", "local:ideal", "--shots", "9"), "needs qiskit-aer"),
        (
            ("submit", "-", "--target", "local:fake_manila", "--shots", "9"),
            "local:fake_manila is not available: Simulating real devices needs qiskit-ibm-runtime",
        ),
    ],
)
def test_commands_that_need_one_end_in_one_line(
    core: dict[str, str], arguments: tuple[str, ...], sentence: str
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "qdesign", *arguments],
        env=core,
        cwd="/",
        input="OPENQASM 3.0;\nqubit[1] q;\nreset q[0];\n",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2, done.stderr
    assert sentence in done.stderr
    assert done.stderr.count("\n") == 1


def test_strategies_do_what_they_can_without_pytket(core: dict[str, str]) -> None:
    program = """
import qdesign as qd
given = qd.Circuit.of(4, "h 2; ccx 0 1 2; h 2; h 3; ccx 0 1 3; h 3")
for name in ("merge", "todd", "best"):
    done = qd.simplify(given, name, "t")
    assert done.verdict.equal is True
    print(name, done.before.num_t, done.after.num_t, *done.left_out)
"""
    done = run(core, "-c", program)
    assert done.returncode == 0, done.stderr
    sentence = (
        "Resynthesis needs pytket, which is not installed. Install it: pip install 'qdesign[tket]'"
    )
    wanted = [f"merge 14 8 {sentence}", f"todd 14 7 {sentence}", f"best 14 7 {sentence}"]
    lines = done.stdout.splitlines()
    assert [line[: len(start)] for line, start in zip(lines, wanted, strict=True)] == wanted


def test_the_core_loads_every_public_name(core: dict[str, str]) -> None:
    program = "import qdesign as qd; [getattr(qd, name) for name in qd.__all__]"
    done = run(core, "-c", program)
    assert done.returncode == 0, done.stderr
