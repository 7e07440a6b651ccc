"""What mybinder.org needs: everything pinned, the package built, the server started."""

import os
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
BINDER = ROOT / "binder"


def pins() -> dict[str, str]:
    lines = (BINDER / "requirements.txt").read_text().splitlines()
    pairs = (line.split("==") for line in lines if line and not line.startswith("#"))
    return {name.lower().replace("_", "-"): version for name, version in pairs}


def needed() -> list[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    return [*project["project"]["dependencies"], *project["build-system"]["requires"]]


@pytest.mark.parametrize("text", needed())
def test_every_requirement_is_pinned_within_its_range(text: str) -> None:
    requirement = Requirement(text)
    pinned = pins()[requirement.name.lower().replace("_", "-")]
    assert requirement.specifier.contains(pinned)


def test_no_pin_is_a_local_path() -> None:
    """A path makes every commit rebuild everything."""
    text = (BINDER / "requirements.txt").read_text()
    assert "file:" not in text
    assert "/" not in "".join(line for line in text.splitlines() if not line.startswith("#"))


def test_the_scripts_stop_on_errors_and_hand_over() -> None:
    assert "set -euo pipefail" in (BINDER / "postBuild").read_text()
    assert (BINDER / "start").read_text().rstrip().endswith('exec "$@"')
    for name in ("postBuild", "start"):
        assert os.access(BINDER / name, os.X_OK)
