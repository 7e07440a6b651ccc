"""What IonQ's own Qiskit kit posts to the service of our tests, beside what we post."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator

import pytest

from qdesign.exporters.ionq import ionq
from qdesign.hardware.providers.ionq import IonQ
from qdesign.hardware.providers.ionq_loopback import Service
from qdesign.hardware.remote import Program
from qdesign.qasm import loads

_PYTHON = os.environ.get("QDESIGN_QISKIT_IONQ", "")
_SENDS = """
import os
from qiskit import QuantumCircuit
from qiskit_ionq import IonQProvider
circuit = QuantumCircuit(2, 2)
circuit.h(0)
circuit.measure(0, 0)
circuit.cx(0, 1)
circuit.measure(1, 1)
backend = IonQProvider().get_backend(os.environ["BACKEND"])
print(backend.run(circuit, shots=50).job_id())
"""

pytestmark = pytest.mark.skipif(
    not _PYTHON, reason="QDESIGN_QISKIT_IONQ names no Python that has qiskit-ionq"
)


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    with Service() as made:
        for name, value in made.environment.items():
            monkeypatch.setenv(name, value)
        yield made


@pytest.mark.parametrize("backend", ["simulator", "qpu.forte-1"])
def test_both_post_the_same_form(
    service: Service, backend: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BACKEND", backend)
    done = subprocess.run([_PYTHON, "-c", _SENDS], capture_output=True, text=True, check=True)
    theirs = service.taken[done.stdout.strip()]
    text = ionq(loads(theirs["input"]["data"].replace("c[0] = measure q[0];\n", "")))
    id_ = IonQ().submit(Program(target=backend, text=text, shots=50, token="ours"))
    ours = service.taken[id_]
    assert set(ours) == set(theirs)
    for name in ("type", "backend", "shots"):
        assert ours[name] == theirs[name]
    assert set(ours.get("noise", {})) == set(theirs.get("noise", {}))
    assert ours["input"]["data"].splitlines()[:2] == theirs["input"]["data"].splitlines()[:2]
