"""The page's optimizer and its noise: steps of Adam, a drag beside them, ticks of all displays."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tests.benchmarks.report import Row

ROOT: Final = Path(__file__).resolve().parents[2]
SECONDS: Final = 300


def rows() -> Iterator[Row]:
    """12 qubits, 96 parameters, in Node and in a real Chromium; noise on 8 qubits."""
    chromium = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "chromium.py")], capture_output=True, text=True
    )
    command = ["node", "bench/tuner.mjs"]
    if chromium.returncode == 0:
        command += ["--chromium", chromium.stdout.strip()]
    done = subprocess.run(
        command, cwd=ROOT / "extension", capture_output=True, text=True, timeout=SECONDS, check=True
    )
    found = json.loads(done.stdout)
    name = f"12 qubits, {found['parameters']} parameters"
    yield Row.at_least(
        f"Node: Adam, {name}",
        goal=500,
        measured=found["steps"] / found["seconds"],
        unit="steps/s",
        note=f"{found['steps']} steps, told {found['told']} times",
    )
    page = found["page"]
    if page is None:
        return
    alone, beside = page["alone"], page["beside"]
    yield Row.at_least(
        f"Chromium: Adam while a slider is dragged, {name}",
        goal=500,
        measured=page["rate"],
        unit="steps/s",
    )
    yield Row.at_most(
        "Chromium: frames of that drag, 95th",
        goal=17.0,
        measured=beside["frames"],
        unit="ms",
        note=f"{alone['frames']:.1f} ms without; painted {beside['painted']:.1f} ms after a value, "
        f"{alone['painted']:.1f} without",
    )
    yield Row.at_most(
        "Chromium: tick with noise, 8 qubits, all displays, median",
        goal=1.0,
        measured=page["noisy"]["median"],
        unit="ms",
        note="engine and outputs, with and without noise; default rates",
    )
