"""Queue: 5 qubits, 100 gates, 4096 shots on local:fake_torino, beside SamplerV2 in local mode."""

import json
import os
import sqlite3
import tempfile
import threading
import time
import warnings
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from qdesign.circuit import Circuit
from qdesign.document import Document
from qdesign.hardware import lock
from qdesign.hardware.local_lane import num_cores
from qdesign.hardware.lower import lower
from qdesign.hardware.provider import target, targets
from qdesign.hardware.providers import local
from qdesign.hardware.queue import Queue
from qdesign.hardware.schema import file_identity
from qdesign.hardware.store import Order, Store
from qdesign.hardware.worker import Worker
from qdesign.session.workers import QUEUE, QUICK, Workers
from tests.benchmarks.report import Row, minimum_time

NAME = "local:fake_torino"
SHOTS = 4096


def ansatz() -> Circuit:
    """100 gates on 5 qubits: 67 rotations with angles drawn once, 33 CX."""
    rng = np.random.default_rng(0)
    steps = []
    for index in range(100):
        if index % 3 == 2:
            a, b = rng.choice(5, 2, replace=False)
            steps.append(f"cx {a} {b}")
        else:
            steps.append(f"ry({rng.uniform(0, 6):.6f}) {rng.integers(5)}")
    return Circuit.of(5, "; ".join(steps))


def rows() -> Iterator[Row]:
    """Queue first, so that nothing of ours is loaded twice; then its parts beside the peer."""
    circuit = ansatz()
    yield from _queue(circuit)
    yield from _lanes(circuit, 200)
    yield from _noise(circuit)
    for count in (1_000, 10_000):
        yield from _polls(count)
    yield Row.at_most(
        "list all targets, nothing cached",
        goal=500,
        measured=1e3 * _listing(),
        unit="ms",
        note=f"{len(targets())} targets",
    )


def _queue(circuit: Circuit) -> Iterator[Row]:
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        Queue.open(Path(folder) / "queue.sqlite", linger=5) as queue,
    ):
        start = time.perf_counter()
        first = queue.submit(circuit, target=NAME, shots=SHOTS, seed=0)
        queue.wait(first.id)
        cold = time.perf_counter() - start
        times, submits = [], []
        for seed in range(1, 8):
            start = time.perf_counter()
            job = queue.submit(circuit, target=NAME, shots=SHOTS, seed=seed)
            submits.append(time.perf_counter() - start)
            done = queue.wait(job.id)
            times.append(time.perf_counter() - start)
            assert done.counts is not None, done.reason
            assert sum(done.counts.values()) == SHOTS
        cancelled = _cancel(queue)
    yield Row.at_most(
        "submit to counts, warm (median of 7, each seed another layout)",
        goal=1.0,
        measured=float(np.median(times)),
        unit="s",
        note=f"slowest {max(times):.2f} s; cold, with start of the worker: {cold:.1f} s",
    )
    yield Row.at_most(
        "submit returns, warm (median of 7)",
        goal=50,
        measured=1e3 * float(np.median(submits)),
        unit="ms",
    )

    yield Row.at_most(
        "cancel to the end of the simulation that runs",
        goal=1.0,
        measured=cancelled,
        unit="s",
    )


def _cancel(queue: Queue) -> float:
    """Seconds from the cancel of an hour's job until the process that simulates it is gone."""
    steps = [f"ry({q}) {q}; cx {q} {(q + 1) % 24}" for q in range(24)]
    job = queue.submit(Circuit.of(24, "; ".join(steps * 200)), target="local:ideal", seed=1)
    while not queue.job(job.id).progress.startswith("Simulating"):
        time.sleep(0.01)
    worker = lock.holder(queue.path)
    simulating = Path(f"/proc/{worker}/task/{worker}/children").read_text("ascii").split()[0]
    start = time.perf_counter()
    queue.cancel(job.id)
    while Path("/proc", simulating).exists():
        time.sleep(0.005)
    return time.perf_counter() - start


def _lanes(circuit: Circuit, count: int) -> Iterator[Row]:
    """Many jobs in a row, in one process and in one a core; from the moment the kits are loaded."""
    seconds = {}
    for num_runners in (1, num_cores()):
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            file = Path(folder) / "queue.sqlite"
            store = Store.open(file)
            worker = Worker(store, file, file_identity(file), num_runners=num_runners)
            order = Order(
                source=Document(circuit).dumps(), values={}, target=NAME, shots=SHOTS, seed=0
            )
            for seed in range(2 * num_runners):
                store.add(replace(order, seed=seed))
            worker.work(0)
            ids = [store.add(replace(order, seed=seed)).id for seed in range(count)]
            start = time.perf_counter()
            worker.work(0)
            seconds[num_runners] = time.perf_counter() - start
            assert all(store.state(id_) == "COMPLETED" for id_ in ids)
            worker.close()
            store.close()
    yield Row.at_least(
        f"{count} jobs in a row, in {num_cores()} processes against one",
        goal=1.7,
        measured=seconds[1] / seconds[num_cores()],
        unit="times",
        note=f"{seconds[1]:.1f} s in one",
    )


def _noise(circuit: Circuit) -> Iterator[Row]:
    """The same lowered circuit with the noise of its qubits, of the whole device, and the peer."""
    from qiskit_aer import AerSimulator
    from qiskit_aer.noise import NoiseModel
    from qiskit_ibm_runtime import SamplerV2

    from qdesign import qasm
    from qdesign.convert.qiskit import to_qiskit

    device = target(NAME)
    submission = lower(circuit, None, device, shots=SHOTS, seed=7)
    ours = minimum_time(
        lambda: local.run(submission.text, target=device, shots=SHOTS, seed=7), seconds=2
    )
    counts = local.run(submission.text, target=device, shots=SHOTS, seed=7)

    backend: Any = local._backend(NAME)
    physical = to_qiskit(qasm.loads(submission.text))
    whole = AerSimulator(noise_model=NoiseModel.from_backend(backend))
    oracle = whole.run(physical, shots=SHOTS, seed_simulator=7).result().get_counts()
    same = counts == {bits.replace(" ", ""): count for bits, count in oracle.items()}
    yield Row.at_least(
        "counts identical to the noise model of all 133 qubits", goal=1, measured=float(same)
    )

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        sampler = SamplerV2(mode=backend, options={"simulator": {"seed_simulator": 7}})
        peer = minimum_time(
            lambda: sampler.run([physical], shots=SHOTS).result(), seconds=0.1, least=2
        )
    yield Row.at_least(
        "speed of the run beside qiskit_ibm_runtime.SamplerV2 in local mode",
        goal=50,
        measured=peer / ours,
        unit="times",
        note=f"{ours:.3f} s and {peer:.2f} s, both with the device loaded",
    )


def _polls(count: int) -> Iterator[Row]:
    """A page that asks for news of a long queue, and what it leaves to a parse meanwhile."""
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        closing(Workers()) as workers,
        _chosen(Path(folder) / "queue.sqlite") as path,
    ):
        _fill(path, count)
        text = qasm_text(60)

        def poll(since: str) -> dict[str, Any]:
            ask = {
                "id": 1,
                "ask": "jobs",
                "since": since,
                "before": "",
                "archived": False,
                "which": "all",
                "search": "",
            }
            return workers.run(ask, lane=QUEUE).result

        first = poll("")
        again = minimum_time(lambda: poll(first["revision"]), seconds=1)
        whole = minimum_time(lambda: poll(""), seconds=1)
        stop = threading.Event()

        def go_on() -> None:
            while not stop.is_set():
                poll("")

        parse = {"id": 2, "ask": "parse", "text": text, "format": "openqasm"}
        workers.run(parse, lane=QUICK)
        poller = threading.Thread(target=go_on)
        poller.start()
        parsed = minimum_time(lambda: workers.run(parse, lane=QUICK), seconds=1)
        stop.set()
        poller.join()
    yield Row.at_most(
        f"poll of {count:,} finished jobs, nothing new",
        goal=5,
        measured=1e3 * again,
        unit="ms",
        note=f"the first, with {len(first['jobs'])} of them: {1e3 * whole:.0f} ms",
    )
    yield Row.at_most(
        f"parse of {text.count(';')} statements while {count:,} jobs are polled without pause",
        goal=0.5,
        measured=parsed,
        unit="s",
    )


@contextmanager
def _chosen(path: Path) -> Iterator[Path]:
    """The queue of this process and its children, for a while."""
    before = os.environ.get("QDESIGN_QUEUE")
    os.environ["QDESIGN_QUEUE"] = str(path)
    try:
        yield path
    finally:
        del os.environ["QDESIGN_QUEUE"]
        if before is not None:
            os.environ["QDESIGN_QUEUE"] = before


def qasm_text(lines: int) -> str:
    """A program of as many pairs of gates."""
    return 'OPENQASM 3.0; include "stdgates.inc"; qubit[4] q;' + (" h q[0]; cx q[0], q[1];" * lines)


def _fill(path: Path, count: int) -> None:
    """Finished jobs, written at once."""
    Queue.open(path).close()
    source = Document(ansatz()).dumps()
    row = ("COMPLETED", "local:ideal", 4096, 1, "job", 1e9, 1e9, source, "{}", 2)
    counts = json.dumps({f"{k:05b}": 128 for k in range(32)})
    connection = sqlite3.connect(path)
    connection.executemany(
        "INSERT INTO jobs (id, token, state, target, shots, seed, name, created, updated, source, "
        "parameter_values, optimization_level, counts) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
        "?, ?)",
        [(f"{k:08x}", f"{k}", *row, counts) for k in range(count)],
    )
    connection.commit()
    connection.close()


def _listing() -> float:
    local._fake.cache_clear()
    start = time.perf_counter()
    targets()
    return time.perf_counter() - start
