"""Engines above 20 qubits: light cones, stabilizer states, matrix product states.

quimb cannot be installed beside PennyLane; where QDESIGN_QUIMB names the Python of an environment
that has it (python -m venv …, pip install quimb), it runs the same circuit there.
"""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterable
from pathlib import Path

import numpy as np

import qdesign as qd
from qdesign.circuit import Circuit, Operation
from qdesign.process.threads import one_thread
from qdesign.simulate.engines.stabilizer import Stabilizer
from qdesign.simulate.simulator import Simulator
from tests.benchmarks.report import Row, minimum_time
from tests.simulate.engines.fermions import hva_energy
from tests.simulate.engines.test_light_cone import brick, hva

_QUIMB = """
import sys, time, numpy as np, quimb.tensor as qtn
values, n, layers = np.array(eval(sys.argv[1])), 50, 20
def run():
    circuit = qtn.CircuitMPS(n, max_bond=64, cutoff=1e-18)
    for q in range(n): circuit.apply_gate("H", q)
    for k in range(layers):
        for q in range(n - 1): circuit.apply_gate("RZZ", values[2 * k], q, q + 1)
        for q in range(n): circuit.apply_gate("RX", values[2 * k + 1], q)
run()
times = []
for _ in range(3):
    start = time.process_time(); run(); times.append(time.process_time() - start)
print(min(times))
"""


def rows() -> Iterable[Row]:
    yield from _cones()
    yield from _stabilizer()
    yield from _mps()


def _cones() -> Iterable[Row]:
    rng = np.random.default_rng(0)
    circuit, observable = brick(20, 4), qd.problems.tfim(20).observable
    values = rng.uniform(-3, 3, len(circuit.parameters))
    energy, slopes = Simulator(circuit, observable, engine="statevector").gradient(values)
    found = Simulator(circuit, observable, engine="light_cone").gradient(values)
    off = max(abs(found[0] - energy), float(np.abs(found[1] - slopes).max()))
    what = "light cones, brick wall of 4 layers"
    yield Row.at_most(f"{what}: off the state vector, n = 20", goal=1e-10, measured=off)
    for size, goal in ((100, 16.0), (1000, 160.0)):
        wide = Simulator(brick(size, 4), qd.problems.tfim(size).observable)
        values = rng.uniform(-3, 3, 4 * size)
        seconds = minimum_time(lambda s=wide, v=values: s.expectation(v))
        slow = minimum_time(lambda s=wide, v=values: s.gradient(v))
        yield Row.at_most(
            f"{what}: energy, n = {size}",
            goal=goal,
            measured=seconds * 1e3,
            unit="ms",
            note=f"{wide.says}; with the gradient {slow * 1e3:.2g} ms",
        )


def _stabilizer() -> Iterable[Row]:
    import stim

    rng = np.random.default_rng(0)
    names = rng.choice(["h", "s", "cx"], 15_000)
    wires = [rng.choice(1000, 2, replace=False).tolist() for _ in names]
    gates = [
        Operation(str(name), tuple(each if name == "cx" else each[:1]))
        for name, each in zip(names, wires, strict=True)
    ]
    circuit, observable = Circuit(1000, tuple(gates)), qd.problems.tfim(1000).observable
    program = Stabilizer(circuit, None).program(np.zeros(0))
    what = "stabilizer: 1,000 qubits, 15,000 gates"
    seconds = minimum_time(lambda: Stabilizer(circuit, None).program(np.zeros(0)))
    yield Row.at_most(f"{what}: as Stim's circuit", goal=30, measured=seconds * 1e3, unit="ms")
    seconds = minimum_time(lambda: Simulator(circuit, observable).expectation())
    yield Row.at_most(f"{what}: chosen, with an energy", goal=60, measured=seconds * 1e3, unit="ms")

    def run() -> None:
        state = stim.TableauSimulator()
        state.set_num_qubits(1000)
        state.do(program)

    yield Row.at_most(f"{what}: run", goal=2, measured=minimum_time(run) * 1e3, unit="ms")


def _mps() -> Iterable[Row]:
    circuit, observable = hva(50, 20, periodic=False), qd.problems.tfim(50).observable
    for scale in (0.8, 2.5):
        values = np.random.default_rng(0).uniform(0, scale, 40)
        exact = hva_energy(50, values.tolist())
        chain = Simulator(circuit, observable, engine="mps", max_bond=64)
        what = f"MPS: HVA, n = 50, depth 20, χ = 64, angles to {scale}"
        off, bound = abs(chain.expectation(values) - exact), chain.error(values)
        note = f"of free fermions; half the bonds {chain.estimate(values):.2g} off"
        yield Row.at_most(f"{what}: off, within its bound", goal=bound, measured=off, note=note)
        peer = os.environ.get("QDESIGN_QUIMB", "")
        if not Path(peer).is_file():
            print(f"{what}: quimb is not there; set QDESIGN_QUIMB to a Python that has it.")
            continue
        given = [peer, "-c", _QUIMB, str(values.tolist())]
        alone = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
        answer = subprocess.run(given, capture_output=True, text=True, check=True, env=alone)
        theirs = float(answer.stdout.split()[-1])
        times: list[float] = []
        for k in range(3):
            with one_thread():
                start = time.process_time()
                chain.expectation(values + 1e-9 * (k + 1))
                times.append(time.process_time() - start)
        note = f"of its processor time; ours {min(times):.2g} s with the energy, its {theirs:.2g} s"
        yield Row.at_least(
            f"{what}: against quimb", goal=1, measured=theirs / min(times), unit="×", note=note
        )
