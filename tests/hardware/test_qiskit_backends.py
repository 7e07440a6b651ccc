"""Any Qiskit backend: handed over in Python, or found by an entry point."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from qiskit.providers import JobStatus
from qiskit.providers.basic_provider import BasicSimulator
from qiskit.providers.fake_provider import GenericBackendV2
from qiskit_aer import AerSimulator
from qiskit_ibm_runtime.fake_provider import FakeManilaV2

import qdesign as qd
from qdesign.errors import InvalidRequest, InvalidTarget
from qdesign.hardware import lock
from qdesign.hardware.job import State
from qdesign.hardware.known import refresh_targets
from qdesign.hardware.providers.qiskit import entries
from qdesign.hardware.providers.qiskit_desk import Desk, row_of
from qdesign.hardware.remote import Program
from tests.hardware.qiskit_backend import FOLDER, Durable

SAFETY = 300
PAIR = qd.Circuit.of(2, "h 0; cx 0 1")
ORDERED = """OPENQASM 3.0;
include "stdgates.inc";
qubit[2] q; bit[1] a; bit[2] b;
x q[0]; a[0] = measure q[0]; if (a[0]) { x q[1]; } b[1] = measure q[1];
"""


@pytest.fixture(autouse=True)
def data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("QDESIGN_DATA", str(tmp_path / "data"))


@pytest.fixture
def queue(tmp_path: Path) -> Iterator[qd.Queue]:
    with qd.Queue.open(tmp_path / "queue.sqlite", linger=SAFETY) as made:
        yield made
        end_worker(made.path)


def end_worker(path: Path) -> None:
    while (pid := lock.holder(path)) is not None:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        wait_for(lambda pid=pid: lock.holder(path) != pid)


def wait_for(is_so: Callable[[], object]) -> None:
    end = time.monotonic() + SAFETY
    while not is_so():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.01)


def test_it_keeps_what_every_provider_promises() -> None:
    report = qd.providers.conformance("qiskit")
    assert [str(failure) for failure in report.failed] == []
    assert report.skipped == ""
    assert len(report.passed) > 40


@pytest.mark.parametrize(
    "make",
    [lambda: GenericBackendV2(3, seed=1), AerSimulator, FakeManilaV2],
    ids=["generic", "aer", "fake"],
)
def test_a_backend_that_is_handed_over_gives_its_counts(queue: qd.Queue, make) -> None:
    backend = make()
    job = queue.submit(PAIR, target=backend, shots=500, seed=3)
    job = queue.wait(job.id, timeout=SAFETY)
    assert job.state is State.COMPLETED, job.reason
    assert job.counts is not None
    assert job.counts.shots == 500
    assert job.counts["00"] + job.counts["11"] > 400
    assert queue.preview(PAIR, target=backend).estimate is not None
    named = qd.providers.hand_over(backend)
    assert job.target == named.name == f"qiskit:{backend.name}"
    assert named in qd.targets("qiskit")
    assert named.cost == ""


def test_bits_stand_as_they_do_everywhere(queue: qd.Queue) -> None:
    circuit = qd.qasm.loads(ORDERED)
    target = qd.providers.hand_over(AerSimulator(), name="aer one")
    mine = queue.submit(circuit, target=target.name, shots=20, seed=1)
    theirs = queue.submit(circuit, target="local:ideal", shots=20, seed=1)
    found = queue.wait(mine.id, timeout=SAFETY)
    assert found.counts == queue.wait(theirs.id, timeout=SAFETY).counts == {"10 1": 20}, (
        found.reason
    )


def test_a_simulator_that_names_no_number_of_qubits_is_taken(queue: qd.Queue) -> None:
    job = queue.submit(PAIR, target=BasicSimulator(), shots=50, seed=3)
    job = queue.wait(job.id, timeout=SAFETY)
    assert job.state is State.COMPLETED, job.reason
    assert set(job.counts or {}) == {"00", "11"}


@pytest.mark.skipif(sys.platform != "linux", reason="kills processes by their ids")
def test_a_job_that_was_handed_over_survives_the_worker(queue: qd.Queue, tmp_path: Path) -> None:
    job = queue.submit(PAIR, target=Durable(tmp_path), shots=10, max_cost=1)
    wait_for(lambda: queue.job(job.id).state is State.QUEUED)
    end_worker(queue.path)
    (tmp_path / "go").touch()
    done = queue.wait(job.id, timeout=SAFETY)
    assert (done.state, done.counts) == (State.COMPLETED, {"011": 10}), done.reason
    assert len(list(tmp_path.glob("job-*"))) == 1


def test_names_are_taken_once() -> None:
    first, second = GenericBackendV2(2, seed=1), GenericBackendV2(2, seed=2)
    assert qd.providers.hand_over(first, name="mine").name == "qiskit:mine"
    assert qd.providers.hand_over(first).name == "qiskit:mine"
    with pytest.raises(InvalidTarget, match="'mine' is there already"):
        qd.providers.hand_over(second, name="mine")
    stem = qd.providers.hand_over(second).name
    assert qd.providers.hand_over(GenericBackendV2(2, seed=3)).name == f"{stem}_2"
    with pytest.raises(InvalidTarget, match="one line"):
        qd.providers.hand_over(GenericBackendV2(2, seed=3), name="a\nb")
    with pytest.raises(InvalidTarget, match="given by its name or is a backend of Qiskit"):
        qd.providers.hand_over(3)


def test_where_none_is_known_it_says_how_one_is_brought(tmp_path: Path) -> None:
    (only,) = qd.targets("qiskit")
    assert not only.available
    assert "hand_over(backend)" in only.missing
    assert refresh_targets("qiskit") == ()
    assert qd.targets("qiskit") == (only,)


def test_where_its_program_has_ended_its_jobs_end_and_are_not_sent_again(
    queue: qd.Queue, tmp_path: Path
) -> None:
    program = f"""
import sys, qdesign as qd
from pathlib import Path
from tests.hardware.qiskit_backend import Durable
from qiskit.providers.fake_provider import GenericBackendV2
backend = Durable(Path({str(tmp_path)!r}))
with qd.Queue.open({str(queue.path)!r}, linger={SAFETY}) as queue:
    job = queue.submit(qd.Circuit.of(2, "h 0; cx 0 1"), target=backend, shots=10, max_cost=1)
    print(job.id, flush=True)
    sys.stdin.read()
"""
    child = subprocess.Popen(
        [sys.executable, "-c", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert child.stdin is not None
    assert child.stdout is not None
    id_ = child.stdout.readline().strip()
    wait_for(lambda: queue.job(id_).state is State.QUEUED)
    child.kill()
    child.communicate()  # closes its pipes
    job = queue.wait(id_, timeout=SAFETY)
    assert job.state is State.FAILED
    assert job.reason.startswith("The program that handed over the backend 'durable' has ended.")
    assert len(list(tmp_path.glob("job-*"))) == 1
    (target,) = qd.targets("qiskit")
    assert not target.available
    assert "has ended. Hand it over again" in target.missing
    with pytest.raises(InvalidTarget, match="has ended"):
        queue.submit(PAIR, target="qiskit:durable", shots=10)


@pytest.mark.skipif(sys.platform != "linux", reason="kills processes by their ids")
def test_a_job_of_an_entry_point_survives_the_worker(
    queue: qd.Queue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, loopback: None
) -> None:
    monkeypatch.setenv(FOLDER, str(tmp_path))
    entries.cache_clear()
    found = {target.name: target for target in refresh_targets("qiskit")}
    assert found["qiskit:durable"].available
    assert "RuntimeError" in found["qiskit:broken"].missing
    with pytest.raises(InvalidRequest, match="Say what this one may cost at most"):
        queue.submit(PAIR, target="qiskit:durable", shots=10)
    job = queue.submit(PAIR, target="qiskit:durable", shots=10, max_cost=1)
    wait_for(lambda: queue.job(job.id).state is State.QUEUED)
    end_worker(queue.path)
    (tmp_path / "go").touch()
    queue.refresh()
    done = queue.wait(job.id, timeout=SAFETY)
    assert (done.state, done.counts) == (State.COMPLETED, {"011": 10}), done.reason
    assert done.remote_id == "durable/job-0"
    assert len(list(tmp_path.glob("job-*"))) == 1
    entries.cache_clear()


class _Told:
    """A job in the words of a vendor."""

    def __init__(self, status: object) -> None:
        self._status = status

    def job_id(self) -> str:
        return "1"

    def status(self) -> object:
        return self._status

    def error_message(self) -> str:
        return "the laser is off"

    def result(self) -> _Told:
        return self

    def get_counts(self) -> dict[str, int]:
        return {"101": 4}


class _Words(Durable):
    """Says of every job what it is told to."""

    def __init__(self, status: object) -> None:
        super().__init__(Path())
        self._status = status

    def run(self, run_input, **options):
        return _Told(self._status)


@pytest.mark.parametrize(
    ("word", "state", "shown", "reason"),
    [
        (JobStatus.VALIDATING, "QUEUED", "VALIDATING", ""),
        (JobStatus.ERROR, "FAILED", "ERROR", "The backend says: the laser is off"),
        ("done", "COMPLETED", "done", ""),
        ("PONDERING", None, "PONDERING", ""),
    ],
)
def test_statuses_are_told_in_our_words_and_theirs(word, state, shown, reason) -> None:
    desk = Desk(_Words(word))
    id_ = desk.submit(Program(target="x", text=ORDERED, shots=4, token="t"))
    status = desk.look(id_)
    assert (status.state, status.status, status.reason) == (state, shown, reason)
    assert desk.result(id_).counts == {"10 1": 4}


def test_a_device_is_told_with_its_couplings() -> None:
    row = row_of("manila", FakeManilaV2())
    assert row["num_qubits"] == 5
    assert "cx" in row["basis_gates"]
    assert [0, 1] in row["coupling"]
    assert row["calibration_date"].startswith("20")
    assert row["device"]["gates"]["cx"][0]["error"] > 0
