"""A slider in the page: from a new value to its result, and to bars on the screen."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from tests.benchmarks.report import Row

ROOT: Final = Path(__file__).resolve().parents[2]
SECONDS: Final = 300
_GOALS: Final = {12: (17.0, 34.0), 16: (34.0, None), 20: (50.0, None)}


def rows() -> Iterator[Row]:
    """The loop in Node, and in a page of a real Chromium with bars on a canvas."""
    for found in _measured():
        name = f"{found['qubits']} qubits x {found['gates']} gates, {found['name']}"
        if "grabbed" not in found["name"] and found["qubits"] > 16:
            continue
        in_page = found["place"].startswith("Chromium")
        median, tail = _GOALS[found["qubits"]]
        note = f"engine {found['engine']:.2f} ms, the first after grabbing {found['grab']:.0f} ms"
        yield Row.at_most(
            f"{found['place']}: {name}, median",
            goal=median,
            measured=found["painted" if in_page else "median"],
            unit="ms",
            note=note,
        )
        if tail is not None:
            yield Row.at_most(
                f"{found['place']}: {name}, 95th",
                goal=tail,
                measured=found["paintedTail" if in_page else "tail"],
                unit="ms",
            )


def _measured() -> list[dict[str, Any]]:
    chromium = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "chromium.py")], capture_output=True, text=True
    )
    command = ["node", "bench/live.mjs", "--json"]
    if chromium.returncode == 0:
        command += ["--chromium", chromium.stdout.strip()]
    done = subprocess.run(
        command, cwd=ROOT / "extension", capture_output=True, text=True, timeout=SECONDS, check=True
    )
    return json.loads(done.stdout)
