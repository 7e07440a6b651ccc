"""Previews, and batches: many jobs kept at once or not at all."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from qdesign.circuit import Circuit
from qdesign.errors import InvalidRequest, MissingValue, QueueError
from qdesign.hardware.lock import WorkerLock
from qdesign.hardware.queue import Queue

ANSATZ = Circuit.of(2, "ry(a) 0; cx 0 1")


@pytest.fixture
def queue(tmp_path: Path) -> Iterator[Queue]:
    """One whose jobs nobody runs."""
    with Queue.open(tmp_path / "queue.sqlite") as made:
        held = WorkerLock(made.path)
        assert held.acquire()
        yield made
        held.release()


def test_a_batch_is_a_job_for_each_set_of_values(queue: Queue) -> None:
    points = [[0.1], {"a": 0.2}, [0.3]]
    batch = queue.submit_batch(ANSATZ, points, target="local:ideal", seed=5, name="scan", token="t")
    assert [job.values["a"] for job in batch.jobs] == [0.1, 0.2, 0.3]
    assert [job.seed for job in batch.jobs] == [5, 6, 7]
    assert [(job.group, job.part) for job in batch.jobs] == [(batch.id, k) for k in range(3)]
    assert (batch.name, batch.jobs[2].name, batch.is_final) == ("scan", "scan 3", False)
    assert repr(batch) == f"Batch({batch.id}: 3 jobs, 3 CREATED)"
    again = queue.submit_batch(ANSATZ, points, target="local:ideal", name="scan", token="t")
    assert again == batch
    assert len(queue.jobs()) == 3
    with pytest.raises(QueueError, match="There is no batch 'abc'"):
        queue.batch("abc")


def test_a_batch_with_a_fault_keeps_nothing(queue: Queue) -> None:
    with pytest.raises(MissingValue):
        queue.submit_batch(ANSATZ, [[0.1], None], target="local:ideal")
    for circuits, values in ((ANSATZ, []), ([ANSATZ], [[0.1], [0.2]])):
        with pytest.raises(InvalidRequest, match="give one circuit, or as many as sets"):
            queue.submit_batch(circuits, values, target="local:ideal")
    queue.submit(ANSATZ, [0.5], target="local:ideal", token="t/1")
    with pytest.raises(QueueError, match="has the token"):
        queue.submit_batch(ANSATZ, [[0.1], [0.2]], target="local:ideal", token="t")
    assert len(queue.jobs()) == 1


def test_a_preview_has_the_lowered_circuit_what_it_gives_and_costs(queue: Queue) -> None:
    seen = queue.preview(ANSATZ, [0.5], target="local:fake_manila", shots=1000)
    assert len(seen.layout) == 2
    assert seen.circuit.num_qubits == 5
    assert seen.text.startswith("OPENQASM 3")
    assert seen.figures.success is not None
    assert seen.expected is not None
    assert sum(seen.expected.values()) == pytest.approx(1)
    assert set(seen.expected) == {"00", "11"}
    assert seen.estimate is not None
    assert (seen.estimate.low, seen.estimate.high) == (0, 0)
    json.dumps(seen.estimate.to_dict())
    assert queue.jobs() == ()
