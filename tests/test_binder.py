"""What mybinder.org needs: the package built, the server started. Its pins: test_lock.py."""

import os
from pathlib import Path

BINDER = Path(__file__).parents[1] / "binder"


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
