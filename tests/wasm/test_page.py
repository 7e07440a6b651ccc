"""The engine as the browser runs it for Python in a page, against the same through wasmtime."""

import json
import shutil
import subprocess
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import wasmtime

import qdesign as qd
from qdesign import wasm
from qdesign.simulate import engine as engine_module
from qdesign.simulate.compile import compile_circuit
from qdesign.simulate.program import encode_observable
from qdesign.wasm import page
from qdesign.wasm.windows import PageInstance
from tests.wasm import javascript

MODULES = ("engine.wasm", "beyond.wasm", "synthesis.wasm")
PYODIDE = Path(__file__).parents[2] / "extension" / "node_modules" / "pyodide"
H = qd.Observable({"ZZII": -1.0, "IXIX": -0.5, "IIYY": 0.25})


def data_of(name: str) -> bytes:
    return (files("qdesign") / "static" / name).read_bytes()


@pytest.mark.parametrize("name", MODULES)
def test_what_a_function_gives_is_read_off_the_file(name: str) -> None:
    module = wasmtime.Module(wasmtime.Engine(), data_of(name))
    kinds = {e.name: e.type for e in module.exports if isinstance(e.type, wasmtime.FuncType)}
    assert page.floating(data_of(name)) == {
        each: [str(result) for result in kind.results] in (["f64"], ["f32"])
        for each, kind in kinds.items()
    }


@pytest.fixture
def in_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    def opened(name: str) -> PageInstance:
        return PageInstance(data_of(name), javascript)

    monkeypatch.setattr(wasm, "open_instance", opened)
    monkeypatch.setattr(engine_module, "open_instance", opened)


def outputs(circuit: qd.Circuit, values: dict[str, float]) -> list[Any]:
    noise = qd.Noise({"depolarizing": 1e-2})
    simulator = qd.Simulator(circuit, H)
    points = np.linspace(0, 1, 3 * len(values)).reshape(3, -1)
    return [
        simulator.expectation(values),
        simulator.probabilities(values),
        simulator.statevector(values),
        *simulator.gradient(values),
        qd.sweep(circuit, H, points),
        qd.Simulator(circuit, H, noise=noise).expectation(values),
        *qd.Simulator(circuit, H, noise=noise).gradient(values),
        # Numbers and memory as the last call left them, read once more.
        simulator.probabilities({name: -value for name, value in values.items()}),
        simulator.expectation(values),
    ]


def test_numbers_in_a_page_are_those_of_wasmtime(request: pytest.FixtureRequest) -> None:
    circuit = qd.ansatz.sim(6, num_qubits=4)
    values = {name: 0.1 + k / 7 for k, name in enumerate(circuit.parameters)}
    derived = qd.qasm.loads(
        "OPENQASM 3.0; include 'stdgates.inc'; input float[64] a; input float[64] b;"
        "qubit[4] q; h q; rz(a * b) q[0]; rx(sin(a)) q[1]; cx q[0], q[2]; ry(b) q[3];"
    )
    placed = qd.to_diagram(qd.ansatz.sim(6, num_qubits=3))

    def found() -> list[Any]:
        laid = [(s.x, s.y) for s in qd.zx.layout(placed).spiders]
        return [*outputs(circuit, values), *outputs(derived, {"a": 0.4, "b": 1.1}), laid]

    native = found()
    request.getfixturevalue("in_a_page")
    for here, there in zip(native, found(), strict=True):
        assert np.array_equal(here, there)


@pytest.mark.skipif(
    not PYODIDE.exists() or shutil.which("node") is None,
    reason="needs Node and extension/node_modules/pyodide: make build",
)
def test_pyodide_itself_gives_the_same_bits(tmp_path: Path) -> None:
    """Its core has no numpy, so `page.py` runs there by itself."""
    circuit = qd.ansatz.sim(6, num_qubits=4)
    values = np.linspace(0.1, 2.0, len(circuit.parameters))
    simulator = qd.Simulator(circuit, H)
    program = compile_circuit(circuit)
    observable = encode_observable(4, H.masks())
    (tmp_path / "program").write_bytes(program.data)
    (tmp_path / "observable").write_bytes(observable)
    (tmp_path / "values").write_bytes(values.tobytes())
    script = Path(__file__).with_name("pyodide.mjs")
    paths = (script, PYODIDE, page.__file__, files("qdesign") / "static", tmp_path)
    told = subprocess.run(
        ["node", *map(str, paths)],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert told.returncode == 0, told.stderr
    found = json.loads(told.stdout.splitlines()[-1])
    assert found["energy"] == simulator.expectation(values)
    assert bytes.fromhex(found["state"]) == simulator.statevector(values).tobytes()
