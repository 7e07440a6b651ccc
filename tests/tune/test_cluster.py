"""Sweeps on a Dask cluster: workers that are killed, and a scheduler that is."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import qdesign as qd
from qdesign import ansatz, problems
from qdesign.errors import Cancelled, ClusterLost
from qdesign.tune.pools import Cluster
from tests.tune.test_sweep import indices

distributed: Any = pytest.importorskip("distributed")
pytestmark = pytest.mark.filterwarnings("default")

CIRCUIT = ansatz.hardware_efficient(9, 3)
TFIM = problems.tfim(9).observable
POINTS = np.random.default_rng(0).uniform(-3, 3, (12_000, len(CIRCUIT.parameters)))


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """A scheduler and two workers, each a process of its own."""
    folder = tmp_path_factory.mktemp("cluster")
    file = folder / "scheduler.json"
    more = ["--scheduler-file", str(file), "--no-dashboard"]

    def started(name: str, *arguments: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.dask_{name}", *arguments]
        return subprocess.Popen(
            command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    scheduler = started("scheduler", "--host", "127.0.0.1", "--port", "0", *more)
    workers = [started("worker", "--nthreads", "1", *more) for _ in range(2)]
    client = distributed.Client(scheduler_file=str(file), timeout="120s")
    client.wait_for_workers(2, timeout=120)
    try:
        yield {"client": client, "scheduler": scheduler}
    finally:
        for process in (*workers, scheduler):
            process.kill()
            process.wait()
        client.close(timeout=5)


class AfterParts:
    """Asked whether to stop: once a store has so many parts, does something, once."""

    def __init__(self, store: Path, parts: int, do: Any) -> None:
        self._store, self._parts, self._do = store, parts, do
        self.points = 0

    def __call__(self) -> bool:
        found = indices(self._store)
        if not self.points and len(list(self._store.glob("part-*"))) >= self._parts:
            self.points = len(found)
            return bool(self._do())
        return False


def test_a_worker_that_is_killed_loses_nothing_and_counts_nothing_twice(
    cluster: dict[str, Any], tmp_path: Path
) -> None:
    client, store = cluster["client"], tmp_path / "s"

    def kill() -> None:
        pids = client.run(os.getpid)
        os.kill(next(iter(pids.values())), signal.SIGKILL)

    killing = AfterParts(store, 2, kill)
    found = qd.sweep(CIRCUIT, TFIM, POINTS, client=client, store=store, cancel=killing)
    assert 0 < killing.points < len(POINTS)
    assert indices(store) == list(range(len(POINTS)))
    assert np.array_equal(found, qd.sweep(CIRCUIT, TFIM, POINTS))


def test_rows_and_a_cancelled_sweep_go_on_on_the_cluster(
    cluster: dict[str, Any], tmp_path: Path
) -> None:
    client, store = cluster["client"], tmp_path / "s"
    grid = {"num_qubits": [2, 3], "layers": [1], "seed": [0, 1], "noise": [None, {"readout": 0.1}]}
    found = qd.sweep("ry_full", "tfim", grid, client=client)
    assert np.array_equal(found.energies, qd.sweep("ry_full", "tfim", grid).energies)
    cancel = AfterParts(store, 2, lambda: True)
    with pytest.raises(Cancelled):
        qd.sweep(CIRCUIT, TFIM, POINTS, client=client, store=store, cancel=cancel)
    assert 0 < len(indices(store)) < len(POINTS)
    # What the cluster began, threads end.
    whole = qd.sweep(CIRCUIT, TFIM, POINTS, store=store)
    assert indices(store) == list(range(len(POINTS)))
    assert np.array_equal(whole, qd.sweep(CIRCUIT, TFIM, POINTS))


class Cut:
    """A result whose connection is closed before the client knows that its scheduler is gone."""

    def result(self) -> None:
        raise distributed.comm.CommClosedError("Connection reset by peer")


def test_a_closed_connection_is_said_in_the_same_sentence(cluster: dict[str, Any]) -> None:
    with pytest.raises(ClusterLost, match="scheduler of the cluster is gone"):
        Cluster(cluster["client"]).result(Cut())


def test_a_scheduler_that_is_gone_is_said_in_a_sentence(
    cluster: dict[str, Any], tmp_path: Path
) -> None:
    client, store = cluster["client"], tmp_path / "s"
    killing = AfterParts(store, 1, cluster["scheduler"].kill)
    with pytest.raises(ClusterLost, match="scheduler of the cluster is gone"):
        qd.sweep(CIRCUIT, TFIM, POINTS, client=client, store=store, cancel=killing)
    assert killing.points > 0
    with pytest.raises(ClusterLost):
        qd.sweep(CIRCUIT, TFIM, POINTS, client=client, store=store)
    whole = qd.sweep(CIRCUIT, TFIM, POINTS, store=store)
    assert indices(store) == list(range(len(POINTS)))
    assert np.isfinite(whole).all()
    assert threading.main_thread().is_alive()
