"""Environments of kits: made of a lock file, by hash, whole or not at all."""

from __future__ import annotations

import base64
import hashlib
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from qdesign import rows
from qdesign.errors import InvalidRequest, NotStarted, QdesignError
from qdesign.hardware import environment
from qdesign.hardware.environment import environment_of, environments, install, python_of
from qdesign.hardware.known import known_targets, refresh_targets
from qdesign.hardware.provider import Provider

HERE = Path(__file__).parents[2]


CODE = """
import importlib.util
VERSION = {version!r}
class Half:
    def targets(self):
        # Of the packages beside qdesign, none is here.
        assert importlib.util.find_spec("numpy") is None
        return [{{"name": VERSION, "num_qubits": 3, "max_shots": 10}}]
"""


def wheel(folder: Path, version: str) -> str:
    """A package that says its version; its line in a lock file."""
    name = f"tinykit-{version}-py3-none-any.whl"
    files = {
        "tinykit.py": CODE.format(version=version),
        f"tinykit-{version}.dist-info/METADATA": (
            f"Metadata-Version: 2.1\nName: tinykit\nVersion: {version}\n"
        ),
        f"tinykit-{version}.dist-info/WHEEL": (
            "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        ),
    }
    record = ""
    for path, text in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=")
        record += f"{path},sha256={digest.decode()},{len(text)}\n"
    files[f"tinykit-{version}.dist-info/RECORD"] = record
    with zipfile.ZipFile(folder / name, "w") as packed:
        for path, text in files.items():
            packed.writestr(path, text)
    digest = hashlib.sha256((folder / name).read_bytes()).hexdigest()
    return f"tinykit=={version} --hash=sha256:{digest}\n"


@pytest.fixture
def row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    """A provider whose kit is a package of the test's own, in a folder in place of an index."""
    package = tmp_path / "tests_kits"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "tiny.txt").write_text(wheel(tmp_path, "1.0"))
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setenv("QDESIGN_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    made = Provider(
        name="tiny",
        title="Tiny",
        targets=lambda: known_targets("tiny"),
        remote="tinykit:Half",
        kit="tiny",
        kits="tests_kits",
    )
    known = {**rows.rows(Provider), "tiny": made}
    monkeypatch.setattr(rows, "_rows", lambda kind: known)
    yield made
    sys.modules.pop("tests_kits", None)


def test_a_kit_is_installed_by_its_hashes_and_renewed(row: Provider, tmp_path: Path) -> None:
    found = next(each for each in environments() if each.name == "tiny")
    assert (found.name, found.state, found.providers) == ("tiny", "missing", ("tiny",))
    (target,) = row.targets()
    assert target.missing == "its kit is not installed. Install it: qdesign kit install tiny"
    with pytest.raises(NotStarted, match="qdesign kit install tiny"):
        python_of(row)

    told: list[str] = []
    assert install("tiny", told.append).state == "ready"
    assert told
    program = python_of(row)
    said = [program, "-c", "import tinykit; print(tinykit.VERSION)"]
    assert subprocess.check_output(said, text=True) == "1.0\n"
    assert [target.name for target in refresh_targets("tiny")] == ["tiny:1.0"]
    assert [target.ready for target in row.targets()] == [True]

    lock = tmp_path / "tests_kits" / "tiny.txt"
    lock.write_text(wheel(tmp_path, "2.0"))
    assert environment_of(row).state == "old"
    assert "Renew it: qdesign kit install tiny" in environment_of(row).missing

    lock.write_text("tinykit==2.0 --hash=sha256:" + "0" * 64 + "\n")
    with pytest.raises(QdesignError, match=r"could not be installed.* What was there before stays"):
        install("tiny", told.append)
    assert subprocess.check_output(said, text=True) == "1.0\n"
    folder = tmp_path / "data" / "kits"
    assert [each.name for each in folder.iterdir()] == ["tiny"]  # nothing half made


def test_a_kit_that_is_not_known_is_refused(row: Provider) -> None:
    with pytest.raises(InvalidRequest, match=r"There is no kit 'nobody'\. Choose one of: .*tiny\."):
        install("nobody", print)


def test_a_provider_without_a_kit_of_its_own_uses_this_python(row: Provider) -> None:
    assert python_of(replace(row, kit="")) == ""
    assert environment.data_folder().name == "data"
