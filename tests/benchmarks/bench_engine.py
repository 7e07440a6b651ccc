"""Engine: ticks, gradients, sweeps and noise beside Aer, qulacs and lightning, one thread."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

# The peers read these when they are first imported.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("QULACS_NUM_THREADS", "1")

import numpy as np

import qdesign as qd
from qdesign.circuit import Circuit
from qdesign.simulate.compile import compile_circuit
from qdesign.simulate.engine import Engine
from qdesign.simulate.program import encode_observable
from tests.benchmarks import engine_peers as peers
from tests.benchmarks.engine_ansatze import ansatze
from tests.benchmarks.report import Row, interleaved, minimum_time

WASM = Path(str(files("qdesign") / "static" / "engine.wasm"))


def rows() -> Iterator[Row]:
    yield _size()
    yield from _ticks()
    yield from _node()
    yield from _moving()
    yield from _gradients()
    yield from _outputs()
    yield _many_terms()
    yield from _noise()
    yield from _sweeps()
    yield _slowest_ansatz()
    yield from _errors()


def _size() -> Row:
    size = len(gzip.compress(WASM.read_bytes(), mtime=0)) / 1024
    return Row.at_most("engine.wasm, gzip", goal=60, measured=size, unit="KiB")


def _prepared(circuit: Circuit) -> Engine:
    engine = Engine(compile_circuit(circuit))
    observable = peers.tfim(circuit.num_qubits)
    engine.observe(encode_observable(circuit.num_qubits, observable.masks()))
    return engine


def _ticks() -> Iterator[Row]:
    goals = {"Aer": 10.0, "qulacs": 5.0, "lightning": 1.5}
    for n in (8, 12, 16):
        circuit, observable = peers.ring(n), peers.tfim(n)
        engine = _prepared(circuit)
        count = len(circuit.parameters)
        ticks: dict[str, Any] = {
            "lightning": peers.lightning_tick(circuit, observable),
            "qulacs": peers.qulacs_tick(circuit, observable),
            "Aer": peers.aer_tick(circuit, observable),
        }

        def ours(values: np.ndarray, engine: Engine = engine) -> None:
            engine.tick(values)
            engine.state()
            engine.latest_probabilities()

        times = _interleaved({"ours": ours, **ticks}, count=count, repeats={8: 20, 12: 5}.get(n, 1))
        for name, goal in goals.items():
            yield Row.at_least(
                f"tick n = {n} against {name}",
                goal=1.0 if (n, name) == (8, "lightning") else goal,
                measured=times[name] / times["ours"],
                unit="×",
                note=f"{_ms(times['ours'])} against {_ms(times[name])}",
            )


def _interleaved(ticks: dict[str, Any], *, count: int, repeats: int) -> dict[str, float]:
    """Seconds of one tick at new values, several at a turn: ticks come in rows, not one by one."""
    rng = np.random.default_rng(0)

    def turn(tick: Any) -> Any:
        def run() -> None:
            for values in rng.uniform(-np.pi, np.pi, size=(repeats, count)):
                tick(values)

        return run

    times = interleaved({name: turn(tick) for name, tick in ticks.items()}, seconds=1.0)
    return {name: seconds / repeats for name, seconds in times.items()}


def _node() -> Iterator[Row]:
    rng = np.random.default_rng(0)
    for n in (12, 16):
        circuit, observable = peers.ring(n), peers.tfim(n)
        program = compile_circuit(circuit)
        found = _in_node(program.data, encode_observable(n, observable.masks()))
        tick = peers.lightning_tick(circuit, observable)
        count = len(circuit.parameters)
        other = minimum_time(
            lambda tick=tick, count=count: tick(rng.normal(size=count)), seconds=1.0
        )
        single = found["single"] / 1e3
        yield Row.at_least(
            f"fused f32 in Node n = {n} against lightning",
            goal=4,
            measured=other / single,
            unit="×",
            note=f"{_ms(single)} against {_ms(other)}; f64 {found['double']:.3g} ms",
        )
        engine = Engine(program)
        engine.run(np.array([(37 * k) % 101 / 16 - 3 for k in range(count)]))
        same = hashlib.sha256(engine.state().tobytes()).hexdigest() == found["hash"]
        yield Row.at_least(
            f"state in Node and in Python, n = {n}, the same bits", goal=1, measured=float(same)
        )


def _in_node(program: bytes, observable: bytes) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / name for name in ("program", "observable")]
        for path, data in zip(paths, (program, observable), strict=True):
            path.write_bytes(data)
        script = Path(__file__).with_name("engine_node.mjs")
        done = subprocess.run(
            ["node", str(script), str(WASM), *map(str, paths)],
            capture_output=True,
            check=True,
            text=True,
        )
    return json.loads(done.stdout)


def _moving() -> Iterator[Row]:
    rng = np.random.default_rng(0)
    n = 20
    circuit = peers.ring(n)
    values = rng.normal(size=len(circuit.parameters))
    engine = _prepared(circuit)
    what = "probabilities + energy on both sides"
    for single, name in ((True, "f32"), (False, "f64")):
        tick = engine.tick_single if single else engine.tick
        full = minimum_time(lambda tick=tick: tick(values), seconds=2.0)
        engine.grab(7, values, single=single)
        one = minimum_time(lambda: engine.tick_moved(float(rng.normal())), seconds=1.0)
        if single:
            yield Row.at_most(
                "moving one parameter, n = 20, f32",
                goal=2,
                measured=one * 1e3,
                unit="ms",
                note="probabilities + energy",
            )
        yield Row.at_least(
            f"moving one parameter, n = 20, {name}, against own full tick",
            goal=25,
            measured=full / one,
            unit="×",
            note=f"{what}; {_ms(one)} against {_ms(full)}",
        )
        mixed = minimum_time(
            lambda single=single: _moved_whole(engine, rng, single=single), seconds=1.0
        )
        yield Row.at_least(
            f"the same with the state mixed as well, {name}",
            goal=1,
            measured=full / mixed,
            unit="×",
            note=f"no goal but to be faster than a tick; {_ms(mixed)}",
        )


def _moved_whole(engine: Engine, rng: np.random.Generator, *, single: bool) -> None:
    engine.tick_moved(float(rng.normal()))
    # Where it lies: a copy would take longer than all the rest.
    engine._state(np.complex64 if single else np.complex128)


def _gradients() -> Iterator[Row]:
    for n in (12, 16):
        circuit = peers.ring(n)
        observable = peers.tfim(n)
        engine = _prepared(circuit)
        count = len(circuit.parameters)
        lightning = peers.lightning_gradient(circuit, observable)
        backprop = peers.qulacs_gradient(circuit, observable)

        def energy(values: np.ndarray, engine: Engine = engine) -> float:
            engine.run(values)
            return engine.expectation()

        times = _interleaved(
            {"energy": energy, "ours": engine.gradient, "lightning": lightning, "qulacs": backprop},
            count=count,
            repeats=5 if n == 12 else 2,
        )
        ours = times["ours"]
        yield Row.at_most(
            f"energy + gradient, {count} parameters, n = {n}, in own energies",
            goal=3.5,
            measured=ours / times["energy"],
            note=f"{_ms(ours)} against {_ms(times['energy'])}",
        )
        for name, goal in (("lightning", 3.0), ("qulacs", 10.0)):
            yield Row.at_least(
                f"energy + gradient, n = {n}, against {name}",
                goal=goal,
                measured=times[name] / ours,
                unit="×",
                note=f"{_ms(ours)} against {_ms(times[name])}",
            )


def _outputs() -> Iterator[Row]:
    """Probabilities, then the energy, then the gradient: the circuit runs once."""
    for n in (8, 12):
        circuit, observable = peers.ring(n), peers.tfim(n)
        once, apart = (qd.Simulator(circuit, observable) for _ in range(2))
        qulacs, backprop = (
            peers.qulacs_tick(circuit, observable),
            peers.qulacs_gradient(circuit, observable),
        )

        def together(values: np.ndarray, once: qd.Simulator = once) -> None:
            once.probabilities(values)
            once.expectation(values)
            once.gradient(values)

        def one_by_one(values: np.ndarray, apart: qd.Simulator = apart) -> None:
            apart.probabilities(values)
            apart._engine()._ran = None
            apart.expectation(values)
            apart._engine()._ran = None
            apart.gradient(values)

        def other(values: np.ndarray, tick: Any = qulacs, slope: Any = backprop) -> None:
            tick(values)
            slope(values)

        # Threads of the peers spin on for a while, so that what follows them is slower.
        count = len(circuit.parameters)
        pair = {"ours": together, "a run for each": one_by_one}
        peer = {"qulacs": other, "Aer, no gradient": peers.aer_tick(circuit, observable)}
        times = _interleaved(pair, count=count, repeats=10)
        times |= _interleaved(peer, count=count, repeats=10)
        for name, goal in (("a run for each", 1.7), ("qulacs", 5), ("Aer, no gradient", 5)):
            yield Row.at_least(
                f"probabilities, energy and gradient at the same values, n = {n}, against {name}",
                goal=goal,
                measured=times[name] / times["ours"],
                unit="×",
                note=f"{_ms(times['ours'])} against {_ms(times[name])}",
            )


def _many_terms() -> Row:
    n, count = 12, 10**6
    rng = np.random.default_rng(0)
    letters = np.array(list("IXYZ"))[rng.integers(0, 4, (count, n))]
    labels = ["".join(row) for row in letters.tolist()]
    observable = qd.Observable(dict(zip(labels, rng.normal(size=count).tolist(), strict=True)))
    simulator = qd.Simulator(peers.ring(n), observable)
    values = rng.normal(size=len(simulator.parameters))
    began = time.perf_counter()
    simulator.expectation(values)
    first = time.perf_counter() - began
    later = minimum_time(lambda: simulator.gradient(values + 1))
    return Row.at_most(
        f"first energy of {len(observable.terms):,} random terms, n = {n}",
        goal=2,
        measured=first,
        unit="s",
        note=f"then {_ms(later)} an energy and gradient",
    )


def _noise() -> Iterator[Row]:
    from qiskit.quantum_info import SparsePauliOp
    from qiskit_aer import AerSimulator
    from qiskit_aer.noise import NoiseModel, depolarizing_error

    rng = np.random.default_rng(0)
    n = 8
    circuit, observable = peers.ring(n), peers.tfim(n)
    noise = qd.Noise({"depolarizing": {"1": 0.001, "2": 0.01}})
    ours = qd.Simulator(circuit, observable, noise=noise)
    model = NoiseModel()
    model.add_all_qubit_quantum_error(depolarizing_error(0.001, 1), ["ry", "rz"])
    model.add_all_qubit_quantum_error(depolarizing_error(0.01, 2), ["cx"])
    simulator = AerSimulator(method="density_matrix", noise_model=model, max_parallel_threads=1)
    converted: Any = qd.to_qiskit(circuit)
    converted.save_expectation_value(SparsePauliOp.from_list(list(observable.terms)), range(n))
    order = [circuit.parameters.index(p.name) for p in converted.parameters]

    def aer(values: np.ndarray) -> float:
        bound = converted.assign_parameters(values[order])
        return simulator.run(bound).result().data(0)["expectation_value"]

    count = len(circuit.parameters)
    times = _interleaved({"ours": ours.expectation, "Aer": aer}, count=count, repeats=3)
    yield Row.at_least(
        "noisy tick n = 8 against Aer's density matrix",
        goal=50,
        measured=times["Aer"] / times["ours"],
        unit="×",
        note=f"{_ms(times['ours'])} against {_ms(times['Aer'])}",
    )
    values = rng.normal(size=count)
    error = abs(ours.expectation(values) - aer(values))
    yield Row.at_most("noisy energy n = 8, off Aer's by", goal=1e-9, measured=error)


def _sweeps() -> Iterator[Row]:
    rng = np.random.default_rng(0)
    n = 10
    circuit, observable = peers.ring(n), peers.tfim(n)
    simulator = qd.Simulator(circuit, observable)
    points = rng.uniform(-np.pi, np.pi, size=(10_000, len(circuit.parameters)))
    tick = peers.qulacs_tick(circuit, observable)

    def one_by_one() -> None:
        for point in points[:200]:
            tick(point)

    times = interleaved(
        {
            "two": lambda: simulator.expectations(points, threads=2),
            "one": lambda: simulator.expectations(points, threads=1),
            "qulacs": one_by_one,
        },
        seconds=2.0,
    )
    rate, slower = len(points) / times["two"], 200 / times["qulacs"]
    # What the clock says depends on two cores being free; this does not.
    before = time.process_time()
    simulator.expectations(points, threads=2)
    per_second = len(points) / (time.process_time() - before)
    yield Row.at_least(
        "sweep, 10,000 points × 80 parameters, n = 10, two threads",
        goal=80_000,
        measured=rate,
        unit="points/s",
        note=f"{per_second:,.0f} points a second of processor time",
    )
    yield Row.at_least("sweep against qulacs", goal=20, measured=rate / slower, unit="×")
    yield Row.at_least(
        "sweep in two threads against one", goal=1.7, measured=times["one"] / times["two"], unit="×"
    )


def _slowest_ansatz() -> Row:
    rng = np.random.default_rng(0)
    ratios: dict[str, float] = {}
    for name, circuit in ansatze(12):
        engine = _prepared(circuit)
        tick = peers.qulacs_tick(circuit, peers.tfim(12))
        count = len(circuit.parameters)
        times = interleaved(
            {
                "ours": lambda engine=engine, count=count: engine.tick(rng.normal(size=count)),
                "qulacs": lambda tick=tick, count=count: tick(rng.normal(size=count)),
            },
            seconds=0.2,
        )
        ratios[name] = times["qulacs"] / times["ours"]
    least = min(ratios, key=lambda name: ratios[name])
    others = ", ".join(f"{name} {ratio:.0f}" for name, ratio in ratios.items())
    return Row.at_least(
        f"{len(ratios)} ansätze n = 12 against qulacs: the slowest, {least}",
        goal=3,
        measured=ratios[least],
        unit="×",
        note=others,
    )


def _errors() -> Iterator[Row]:
    from qiskit.quantum_info import Statevector

    from tests.simulate.oracle import random_circuit, to_qiskit

    double = single = 0.0
    for seed in range(200):
        rng = np.random.default_rng(seed)
        circuit = random_circuit(2 + seed % 6, 120, rng)
        values = rng.normal(size=len(circuit.parameters))
        named = dict(zip(circuit.parameters, values.tolist(), strict=True))
        expected = Statevector(to_qiskit(circuit, named)).data
        engine = Engine(compile_circuit(circuit))
        engine.run(values)
        double = max(double, float(np.abs(engine.state() - expected).max()))
        engine.run_single(values)
        single = max(single, float(np.abs(engine.single_state() - expected).max()))
    note = "200 random circuits of every row of the gate table"
    yield Row.at_most("state off Qiskit's by, f64", goal=1e-12, measured=double, note=note)
    yield Row.at_most("state off Qiskit's by, f32", goal=1e-5, measured=single, note=note)
    circuit, observable = peers.ring(18), peers.tfim(18)
    engine = _prepared(circuit)
    values = np.random.default_rng(0).normal(size=len(circuit.parameters))
    error = abs(engine.tick(values) - engine.tick_single(values)) / len(observable.terms)
    yield Row.at_most("f32 energy per term at n = 18, off f64 by", goal=1e-6, measured=error)


def _ms(seconds: float) -> str:
    return f"{seconds * 1e3:.3g} ms"
