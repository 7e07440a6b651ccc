"""Memory of a notebook's kernel, stage by stage, as a hub has one for each person."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jupyter_client.manager import KernelManager

from tests.benchmarks.report import Row

ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "RAYON_NUM_THREADS"), "1")
STAGES = (
    ("an idle kernel", "pass", None),
    ("import qdesign", "import qdesign as qd", 60),
    ("a studio shown", "qd.Studio(qd.ansatz.sim(5, num_qubits=4, layers=1))", 80),
    ("one simplification", "qd.simplify(qd.ansatz.sim(5, num_qubits=4, layers=1))", 160),
    ("a tuning", "qd.optimize(qd.ansatz.sim(5, num_qubits=4), qd.problems.tfim(4))", None),
    ("a figure", "qd.optimize(qd.ansatz.sim(5, num_qubits=4), qd.problems.tfim(4)).plot()", None),
)


def rows() -> Iterable[Row]:
    if not Path("/proc/self/status").exists():
        return
    with _kernel() as (client, pid):
        for what, code, goal in STAGES:
            client.execute_interactive(code, output_hook=lambda _: None, timeout=120)
            resident = _resident(pid)
            aim = resident if goal is None else goal
            note = "no goal" if goal is None else "resident, one thread a library"
            yield Row.at_most(
                f"kernel after {what}", goal=aim, measured=resident, unit="MiB", note=note
            )


@contextmanager
def _kernel() -> Iterator[tuple[Any, int]]:
    manager: Any = KernelManager(kernel_name="python3")
    manager.start_kernel(env={**os.environ, **ONE_THREAD})
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=60)
        yield client, manager.provisioner.pid
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def _resident(pid: int) -> float:
    """MiB of memory that a process holds now."""
    status = Path(f"/proc/{pid}/status").read_text("utf-8")
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024
