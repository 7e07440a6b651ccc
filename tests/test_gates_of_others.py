"""Gates of other packages: rows with a decomposition work wherever the table's own do."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

PLUGIN = """
from qdesign.gates import Gate

FSIM = Gate(
    name="fsim", title="fSim", help="Exchanges excitations by an angle and adds a phase",
    label="fSim", kind="rotation", num_qubits=2, angles=("theta", "phi"),
    definition="rxx(theta) 0 1; ryy(theta) 0 1; cp(-phi) 0 1",
    axes="--", frequencies=((1.0, 2.0), (1.0,)), exchangeable=(0, 1),
    num_two_qubit=1,
)
SQRT_Y = Gate(
    name="sqrt_y", title="√Y", help="A quarter turn about Y", label="√Y", kind="clifford",
    num_qubits=1, definition="ry(pi/2) 0; gphase(pi/4)", inverse="acme/sqrt_y_back",
    axes="Y", turn="pi/2", is_clifford=True,
)
SQRT_Y_BACK = Gate(
    name="sqrt_y_back", title="√Y†", help="A quarter turn back about Y", label="√Y†",
    kind="clifford", num_qubits=1, definition="gphase(-pi/4); ry(-pi/2) 0",
    inverse="acme/sqrt_y", axes="Y", turn="-pi/2", is_clifford=True,
)
"""
ENTRIES = """
[qdesign.gate]
fsim = acme_gates:FSIM
sqrt_y = acme_gates:SQRT_Y
sqrt_y_back = acme_gates:SQRT_Y_BACK
"""
USED = """
import numpy as np
from qiskit.quantum_info import Operator

import qdesign as qd
from qdesign import qasm
from qdesign.circuit import Circuit
from qdesign.convert.qiskit import to_qiskit
from qdesign.document import Document
from qdesign.exporters import export
from qdesign.gates import matrix
from qdesign.simulate.simulator import Simulator
from qdesign.zx.dense import tensor
from qdesign.zx.translate import to_diagram

TEXT = "h 0; acme/sqrt_y 1; acme/fsim(a, 2*b) 1 0; acme/sqrt_y 0; acme/sqrt_y_back 0"
OWN = "h 0; ry(pi/2) 1; rxx(a) 0 1; ryy(a) 0 1; cp(-2*b) 0 1"
VALUES = {"a": 0.7, "b": 1.9}
theirs, own = Circuit.of(2, TEXT), Circuit.of(2, OWN)

assert qd.equivalent(theirs, own).equal
assert abs(np.vdot(*(Simulator(c).statevector(VALUES) for c in (theirs, own)))) > 1 - 1e-9
assert np.allclose(matrix("acme/sqrt_y") @ matrix("acme/sqrt_y"), matrix("y"))
assert theirs.inverse().inverse() == theirs.flat()
assert theirs.stats.num_two_qubit == 1
assert qd.catalog("gate")["acme/fsim"].origin == "acme"

text = qasm.dumps(theirs)
assert qasm.loads(text) == theirs, text
assert qd.equivalent(qasm.loads(qasm.dumps(theirs.bind(VALUES), dialect="openqasm2")),
                     own.bind(VALUES)).equal
document = Document(theirs)
assert Document.loads(document.dumps()).body == theirs
for format in ("quantikz", "tikz", "svg"):
    assert export(document, format=format).text

made = Operator(to_qiskit(theirs).assign_parameters(VALUES)).data
wanted = Operator(to_qiskit(own).assign_parameters(VALUES)).data
assert abs(abs(np.vdot(made, wanted)) - 4) < 1e-9
shown = tensor(to_diagram(theirs), VALUES)
assert abs(np.vdot(shown, wanted)) / np.linalg.norm(shown) / 2 > 1 - 1e-9
for strategy in ("teleport", "full", "merge"):
    assert qd.equivalent(qd.simplify(theirs, strategy=strategy).body, own).equal
print("done")
"""


@pytest.fixture(scope="module")
def plugin(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An environment in which the package acme is found."""
    place = tmp_path_factory.mktemp("acme")
    (place / "acme_gates.py").write_text(PLUGIN, encoding="utf-8")
    info = place / "acme-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: acme\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(ENTRIES)
    return {**os.environ, "PYTHONPATH": os.pathsep.join((str(place), str(ROOT)))}


def run(arguments: list[str], environment: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_they_work_where_the_tables_own_rows_do(plugin: dict[str, str]) -> None:
    assert run(["-c", USED], plugin).endswith("done\n")


def test_they_are_held_to_what_every_row_promises(plugin: dict[str, str]) -> None:
    tests = "tests/conformance/test_gates.py"
    said = run(["-m", "pytest", "-q", "-p", "no:playwright", tests, "-k", "acme"], plugin)
    assert "passed" in said
    assert "failed" not in said
