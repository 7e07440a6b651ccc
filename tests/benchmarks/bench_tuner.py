"""The page's optimizer: steps a second of Adam, as its worker runs them."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tests.benchmarks.report import Row

ROOT: Final = Path(__file__).resolve().parents[2]
SECONDS: Final = 300


def rows() -> Iterator[Row]:
    """12 qubits, 96 parameters, from the circuit to the last step."""
    done = subprocess.run(
        ["node", "bench/tuner.mjs"],
        cwd=ROOT / "extension",
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=True,
    )
    found = json.loads(done.stdout)
    yield Row.at_least(
        f"Adam in the page, 12 qubits, {found['parameters']} parameters",
        goal=500,
        measured=found["steps"] / found["seconds"],
        unit="steps/s",
        note=f"{found['steps']} steps, told {found['told']} times",
    )
