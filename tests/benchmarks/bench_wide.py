"""The page above 20 qubits: all parameters of a brick wall moved, in a worker of its own."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tests.benchmarks.report import Row

ROOT: Final = Path(__file__).resolve().parents[2]
SECONDS: Final = 300
GOALS: Final = {100: 16.0, 1000: 160.0}


def rows() -> Iterator[Row]:
    """Four layers, energy of an Ising chain, in a real Chromium; nothing without one."""
    chromium = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "chromium.py")], capture_output=True, text=True
    )
    if chromium.returncode:
        return
    command = ["node", "bench/wide.mjs", "--chromium", chromium.stdout.strip()]
    done = subprocess.run(
        command, cwd=ROOT / "extension", capture_output=True, text=True, timeout=SECONDS, check=True
    )
    for row in json.loads(done.stdout):
        yield Row.at_most(
            f"Chromium: {row['qubits']} qubits, new values to their energy, median",
            goal=GOALS[row["qubits"]],
            measured=row["energy"],
            unit="ms",
            note=f"{row['origin']}; {row['gradient']:.1f} ms with the gradient",
        )
