"""What mybinder.org needs: the package built, the server started. Its pins: test_lock.py."""

import os
import subprocess
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
BINDER = ROOT / "binder"


def test_no_pin_is_a_local_path() -> None:
    """A path or another file makes every commit rebuild everything."""
    lines = (BINDER / "requirements.txt").read_text("utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith((" ", "#"))]
    assert pins
    assert not [line for line in pins if "/" in line or line.startswith("-")]


def test_the_scripts_stop_on_errors_and_hand_over() -> None:
    assert "set -euo pipefail" in (BINDER / "postBuild").read_text("utf-8")
    assert (BINDER / "start").read_text("utf-8").rstrip().endswith('exec "$@"')
    for name in ("postBuild", "start"):
        assert os.access(BINDER / name, os.X_OK)


@pytest.mark.campaign
def test_binder_builds_a_clone_without_node(tmp_path: Path, without_node: dict[str, str]) -> None:
    """As repo2docker does it: the requirements, then `postBuild` in the folder of the clone."""
    clone, environment = tmp_path / "clone", tmp_path / "environment"
    subprocess.run(["git", "clone", "--quiet", ROOT, clone], check=True)
    venv.create(environment, with_pip=True, symlinks=True)
    path = os.pathsep.join((str(environment / "bin"), without_node["PATH"]))
    variables = {**without_node, "PATH": path}
    for command in (
        ["pip", "install", "--quiet", "--requirement", "binder/requirements.txt"],
        ["bash", "binder/postBuild"],
    ):
        done = subprocess.run(
            command, cwd=clone, env=variables, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
    assert "qdesign v" in done.stdout + done.stderr
    told = subprocess.run(
        ["qdesign", "demo"], cwd=tmp_path, env=variables, capture_output=True, text=True, check=True
    )
    assert "measured" in told.stdout
    assert not (clone / "extension" / "node_modules").exists()
