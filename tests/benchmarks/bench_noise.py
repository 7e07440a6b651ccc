"""Noise: exact ticks and averages of runs beside Aer, one thread; processor time, best of turns."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

import qdesign as qd
from tests.benchmarks import engine_peers as peers
from tests.benchmarks.report import Row

_MIXED: dict[str, Any] = {"depolarizing": {"1": 0.001, "2": 0.01}}
_DAMPED: dict[str, Any] = {**_MIXED, "amplitude_damping": 0.002}


def rows() -> Iterator[Row]:
    for title, rates in (("depolarizing", _MIXED), ("and damping", _DAMPED)):
        yield from _exact(title, rates)
        yield from _averages(title, rates)


def _aer(n: int, rates: dict[str, Any], method: str) -> Callable[[np.ndarray, int], Any]:
    """Aer's averages or exact numbers of the ring with the same channels."""
    from qiskit.quantum_info import SparsePauliOp
    from qiskit_aer import AerSimulator
    from qiskit_aer.noise import NoiseModel, amplitude_damping_error, depolarizing_error

    one, two = depolarizing_error(0.001, 1), depolarizing_error(0.01, 2)
    if "amplitude_damping" in rates:
        damping = amplitude_damping_error(rates["amplitude_damping"])
        one, two = one.compose(damping), two.compose(damping.tensor(damping))
    model: Any = NoiseModel()
    model.add_all_qubit_quantum_error(one, ["ry", "rz"])
    model.add_all_qubit_quantum_error(two, ["cx"])
    simulator: Any = AerSimulator(method=method, noise_model=model, max_parallel_threads=1)
    circuit, observable = peers.ring(n), peers.tfim(n)
    converted: Any = qd.to_qiskit(circuit)
    converted.save_expectation_value(SparsePauliOp.from_list(list(observable.terms)), range(n))
    order = [circuit.parameters.index(p.name) for p in converted.parameters]

    def run(values: np.ndarray, shots: int) -> Any:
        bound = converted.assign_parameters(values[order])
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


def _exact(title: str, rates: dict[str, Any]) -> Iterator[Row]:
    n = 8
    circuit = peers.ring(n)
    ours = qd.Simulator(circuit, peers.tfim(n), noise=qd.Noise(rates))
    aer = _aer(n, rates, "density_matrix")
    values = np.random.default_rng(0).normal(size=len(circuit.parameters))
    off = abs(ours.expectation(values) - aer(values, 1))
    tick = _seconds(lambda: [ours.expectation(values) for _ in range(20)], 5) / 20
    theirs = _seconds(lambda: aer(values, 1), 3)
    note = f"{1e3 * tick:.2f} ms against {1e3 * theirs:.0f} ms"
    yield Row.at_most(f"noisy tick n = 8, {title}", goal=1, measured=1e3 * tick, unit="ms")
    yield Row.at_least(
        f"the same against Aer's density matrix, {title}",
        goal=50,
        measured=theirs / tick,
        unit="×",
        note=note,
    )
    yield Row.at_most(f"energies differ, {title}", goal=1e-9, measured=off)


def _averages(title: str, rates: dict[str, Any]) -> Iterator[Row]:
    n, runs = 12, 1000
    circuit = peers.ring(n)
    ours = qd.Simulator(circuit, peers.tfim(n), noise=qd.Noise(rates))
    aer = _aer(n, rates, "statevector")
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
