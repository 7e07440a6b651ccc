"""The site of JupyterLite: what goes into it. In the page: tests/wasm/, browser/test_lite.py."""

import json
import re
import tarfile
import tomllib
from io import BytesIO
from pathlib import Path

import pytest

from scripts import lite

ROOT = Path(__file__).parents[1]


def test_what_a_page_needs_is_pinned_and_runs_anywhere() -> None:
    names = lite.closure("qdesign")
    assert {"pyzx", "ipywidgets", "anywidget", "traitlets", "lark"} <= names.keys()
    assert not names.keys() & {"qiskit", "qdk", "wasmtime", *lite.COMPILED}
    pins = lite.pinned([*names, "micropip"]).splitlines()
    assert {pin.partition("==")[0] for pin in pins} == {*names, "micropip"} - {"qdesign"}
    assert all(
        re.fullmatch(r"[a-z0-9-]+==[0-9.a-z]+( --hash=sha256:[0-9a-f]{64})+", p) for p in pins
    )


def test_pyodide_is_that_of_the_kernel() -> None:
    """The kernel knows one version of Python in the page, and so do the wheels."""
    package = json.loads((ROOT / "extension" / "package.json").read_text("utf-8"))
    locked = json.loads((ROOT / "extension" / "package-lock.json").read_text("utf-8"))
    version = package["devDependencies"]["pyodide"]
    assert locked["packages"]["node_modules/pyodide"]["version"] == version
    assert f"pyodide-{version}.tar.bz2" in (ROOT / "docs" / "jupyterlite.md").read_text("utf-8")
    group = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["dependency-groups"]["lite"]
    assert any(text.startswith("jupyterlite-pyodide-kernel") for text in group)


def test_a_distribution_gives_files_that_are_those_of_the_lock_alone(tmp_path: Path) -> None:
    place = tmp_path / "pyodide.tar.bz2"
    with tarfile.open(place, "w:bz2") as archive:
        member = tarfile.TarInfo("pyodide/numpy.whl")
        member.size = 3
        archive.addfile(member, BytesIO(b"one"))
    good = "7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed"
    lite.take(place, [{"file_name": "numpy.whl", "sha256": good}], tmp_path)
    assert (tmp_path / "numpy.whl").read_bytes() == b"one"
    with pytest.raises(SystemExit, match="is not that of Pyodide 314"):
        lite.take(place, [{"file_name": "numpy.whl", "sha256": "0" * 64}], tmp_path)
    with pytest.raises(SystemExit, match=r"scipy\.whl is not in"):
        lite.take(place, [{"file_name": "scipy.whl", "sha256": good}], tmp_path)
