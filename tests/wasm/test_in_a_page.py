"""What Python in a web page can do, as JupyterLite has it, and what it says of the rest."""

import json
import subprocess
import sys
import tomllib
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
AWAY = (
    "{}, which Python in a web page does not have. Do it where qdesign is installed: pip install {}"
)
DONE = {
    "text": "OPENQASM 3.0",
    "document": True,
    "energy": 0.980066577841,
    "sweep": [2],
    "landscape": [4, 4],
    "noise": True,
    "counts": 100,
    "optimize": -1.0,
    "ground state": -1.137306,
    "cut": -4.0,
    "extract": True,
    "layout": 7,
    "proof": True,
    "simplify": True,
    "rank": 1,
    "lessons": ["pass"],
    "wrong": "fail",
    "studio": True,
    "picture": True,
    "asks": ["rows"],
    "devices": [False, False, False],
    "native": False,
}
SAID = {
    "asks for text": AWAY.format("Reading OpenQASM in Python needs qdk", "qdesign"),
    "reading": AWAY.format("Reading OpenQASM in Python needs qdk", "qdesign"),
    "qiskit": AWAY.format("Writing for Qiskit needs qiskit", "qdesign"),
    "pennylane": AWAY.format("Writing for PennyLane needs pennylane", "'qdesign[pennylane]'"),
    "routing": AWAY.format("Routing needs qiskit", "qdesign"),
    "plot": "A figure needs plotly, which is not installed. Install it: pip install plotly",
    "cma": "CMA-ES needs cma, which is not installed. Install it: pip install cma",
}


def test_all_but_what_needs_other_libraries_works_in_a_page() -> None:
    """Not in Pyodide itself, whose numpy no registry has: decision 38."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.wasm.in_a_page"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {**DONE, **SAID}


def test_a_page_installs_the_package_without_what_it_lacks() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    left = {
        needed.name
        for needed in map(Requirement, project["dependencies"])
        if needed.marker is None or needed.marker.evaluate({"sys_platform": "emscripten"})
    }
    assert left == {
        *("anywidget", "ipywidgets", "networkx", "numpy", "pyzx", "scipy", "threadpoolctl")
    }
