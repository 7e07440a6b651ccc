"""Noise: exact ticks and averages of runs beside Aer, one thread; processor time, best of turns."""

from __future__ import annotations

import json
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

import qdesign as qd
from qdesign.simulate.noise import Noise
from qdesign.simulate.noisy import as_read, compile_noisy
from qdesign.simulate.program import encode_observable
from tests.benchmarks import engine_peers as peers
from tests.benchmarks.report import Row

WASM = Path(qd.__file__).parent / "static" / "engine.wasm"

_MIXED: dict[str, Any] = {"depolarizing": {"1": 0.001, "2": 0.01}}
_DAMPED: dict[str, Any] = {**_MIXED, "amplitude_damping": 0.002}
_THERMAL: dict[str, Any] = {"thermal": {"1": 0.05, "2": 0.4, "t1": 100.0, "t2": 80.0}}
_MIXES: dict[str, Any] = {
    "depolarizing": _MIXED,
    "and damping": _DAMPED,
    "and phase damping, readout": {**_DAMPED, "phase_damping": 0.002, "readout": 0.02},
    "depolarizing and flips": {**_MIXED, "bit_flip": 0.001, "phase_flip": 0.002},
    "thermal": _THERMAL,
    "depolarizing, crosstalk": {**_MIXED, "crosstalk": {"2": 0.02}},
    "all eight": {
        **_DAMPED, **_THERMAL, "phase_damping": 0.002, "bit_flip": 0.001, "phase_flip": 0.002,
        "crosstalk": {"2": 0.02}, "readout": 0.02,
    },
    "fake_torino": "local:fake_torino",
}  # fmt: skip


def rows() -> Iterator[Row]:
    print(f"Aer {version('qiskit-aer')}, Qiskit {version('qiskit')}, NumPy {version('numpy')}")
    for title, rates in _MIXES.items():
        yield from _exact(title, _noise(rates, 8))
    for title, rates in (("depolarizing", _MIXED), ("and damping", _DAMPED)):
        yield from _averages(title, rates)


def _noise(rates: Any, num_qubits: int) -> Noise:
    if isinstance(rates, str):
        return Noise.from_target(rates, range(num_qubits))
    return Noise(rates)


def _error(noise: Noise, gate: str, wires: tuple[int, ...]) -> Any:
    """All channels behind a gate but crosstalk as one of Aer's; None where there are none.

    As one superoperator, which Aer's density matrices take in least time, and with all digits.
    """
    from qiskit.quantum_info import SuperOp
    from qiskit_aer.noise import QuantumError
    from qiskit_aer.noise import errors as aer

    def on(name: str, rate: float, options: dict[str, float]) -> Any:
        if name == "amplitude_damping":
            return aer.amplitude_damping_error(rate)
        if name == "phase_damping":
            return aer.phase_damping_error(rate)
        if name == "thermal":
            return aer.thermal_relaxation_error(options["t1"], options["t2"], rate)
        letter = {"bit_flip": "X", "phase_flip": "Z"}[name]
        return aer.pauli_error([(letter, rate), ("I", 1 - rate)])

    whole: Any = None
    for row, rate in noise.after(gate, wires):
        if row.name == "crosstalk":
            continue
        if row.name == "depolarizing":
            found = SuperOp(aer.depolarizing_error(rate, len(wires)))
        else:
            each = [SuperOp(on(row.name, rate, noise.options(row, wire))) for wire in wires]
            found = each[0] if len(each) == 1 else each[1].tensor(each[0])
        whole = found if whole is None else whole.compose(found)
    return None if whole is None else QuantumError(whole)


def _drawn(noise: Noise, gate: str, wires: tuple[int, ...]) -> Any:
    """Depolarizing and damping as Aer draws them in least time: strings apart from the rest."""
    from qiskit_aer.noise import errors as aer

    rates = {row.name: rate for row, rate in noise.after(gate, wires)}
    whole: Any = aer.depolarizing_error(rates["depolarizing"], len(wires))
    if "amplitude_damping" in rates:
        each = aer.amplitude_damping_error(rates["amplitude_damping"])
        whole = whole.compose(each if len(wires) == 1 else each.tensor(each))
    return whole


def _aer(n: int, noise: Noise, method: str) -> Callable[[np.ndarray, int], Any]:
    """Aer's averages or exact numbers of the ring with the same channels."""
    from qiskit import QuantumCircuit
    from qiskit.quantum_info import SparsePauliOp
    from qiskit_aer import AerSimulator
    from qiskit_aer.noise import NoiseModel

    circuit, observable = peers.ring(n), as_read(peers.tfim(n), noise)
    error_of = _drawn if method == "statevector" else _error
    model: Any = NoiseModel()
    converted: Any = qd.to_qiskit(circuit)
    noisy: Any = QuantumCircuit(n)
    seen: set[tuple[str, tuple[int, ...]]] = set()
    for item in converted.data:
        wires = tuple(converted.find_bit(q).index for q in item.qubits)
        noisy.append(item.operation, wires)
        key = (item.operation.name, wires)
        if key not in seen and (error := error_of(noise, *key)) is not None:
            model.add_quantum_error(error, *key)
        seen.add(key)
        for row, angle in noise.after(*key):
            for wire in wires if row.name == "crosstalk" else ():
                for near in {wire - 1, wire + 1} & set(range(n)) - set(wires):
                    noisy.rzz(angle, wire, near)
    noisy.save_expectation_value(SparsePauliOp.from_list(list(observable.terms)), range(n))
    order = [circuit.parameters.index(p.name) for p in noisy.parameters]
    simulator: Any = AerSimulator(method=method, noise_model=model, max_parallel_threads=1)

    def run(values: np.ndarray, shots: int) -> Any:
        bound = noisy.assign_parameters(values[order])
        found = simulator.run(bound, shots=shots, seed_simulator=1).result()
        return found.data(0)["expectation_value"]

    return run


def _seconds(call: Callable[[], object], turns: int) -> float:
    taken: list[float] = []
    for _ in range(turns):
        start = time.process_time()
        call()
        taken.append(time.process_time() - start)
    return min(taken)


def _exact(title: str, noise: Noise) -> Iterator[Row]:
    n = 8
    circuit = peers.ring(n)
    ours = qd.Simulator(circuit, peers.tfim(n), noise=noise)
    aer = _aer(n, noise, "density_matrix")
    values = np.random.default_rng(0).normal(size=len(circuit.parameters))
    energy = ours.expectation(values)
    off = abs(energy - aer(values, 1))
    tick, theirs = 1.0, 1.0
    for _ in range(6):
        # In turns, so that what else the machine does hits both.
        tick = min(tick, _seconds(lambda: [ours.expectation(values) for _ in range(10)], 3) / 10)
        theirs = min(theirs, _seconds(lambda: aer(values, 1), 1))
    slope = _seconds(lambda: ours.gradient(values), 15)
    page = _page(compile_noisy(circuit, noise), values)
    yield Row.at_most(f"noisy tick in Node, displays too, n = 8, {title}", goal=1,
                      measured=page["best"], unit="ms")  # fmt: skip
    yield Row.at_least(
        f"tick from Python against Aer's density matrix, {title}",
        goal=50,
        measured=theirs / tick,
        unit="×",
        note=f"{1e3 * tick:.2f} ms against {1e3 * theirs:.0f} ms",
    )
    yield Row.at_most(
        f"its gradient by {len(values)} parameters, {title}",
        goal=7,
        measured=slope / tick,
        unit="ticks",
        note=f"{1e3 * slope:.2f} ms",
    )
    off = max(off, abs(energy - page["energy"]))
    yield Row.at_most(f"energies differ, {title}", goal=1e-9, measured=off)


def _page(program: Any, values: np.ndarray) -> dict[str, float]:
    """The same program in the page's kind of engine."""
    observable = encode_observable(8, peers.tfim(8).masks())
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / name for name in ("program", "observable", "values")]
        for path, data in zip(paths, (program.data, observable, values.tobytes()), strict=True):
            path.write_bytes(data)
        script = Path(__file__).with_name("noise_node.mjs")
        command = ["node", str(script), str(WASM), *map(str, paths)]
        done = subprocess.run(command, capture_output=True, check=True, text=True)
    return json.loads(done.stdout)


def _averages(title: str, rates: dict[str, Any]) -> Iterator[Row]:
    n, runs = 12, 1000
    circuit = peers.ring(n)
    ours = qd.Simulator(circuit, peers.tfim(n), noise=qd.Noise(rates))
    aer = _aer(n, qd.Noise(rates), "statevector")
    values = np.random.default_rng(0).normal(size=len(circuit.parameters))
    ours.trajectories(values, 2)
    here = _seconds(lambda: ours.trajectories(values, runs, 1), 3)
    there = _seconds(lambda: aer(values, runs), 1)
    yield Row.at_least(
        f"1,000 runs n = 12 against Aer, {title}",
        goal=5,
        measured=there / here,
        unit="×",
        note=f"{here:.2f} s against {there:.2f} s",
    )
    small = qd.Simulator(peers.ring(8), peers.tfim(8), noise=qd.Noise(rates))
    point = values[: len(small.parameters)]
    mean, error = small.trajectories(point, 4000, 1)
    off = abs(mean - small.expectation(point)) / error
    yield Row.at_most(f"average of 4,000 runs off exact n = 8, {title}", goal=3, measured=off)
