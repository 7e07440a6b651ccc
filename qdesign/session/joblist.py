"""The jobs of a queue as a page shows them; what did not change is not read or worked out again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final

from qdesign.circuit import Circuit, Operation
from qdesign.session import port

if TYPE_CHECKING:
    from qdesign.hardware.job import Job, State
    from qdesign.hardware.queue import Queue

_IDEAL_QUBITS: Final = 16
_MOST_OUTCOMES: Final = 1_024
_RARE: Final = 0.05
"""Ideal outcomes that are expected less often than this in all shots are told as a sum."""


class JobList:
    """A queue that stays open, and what was shown of it last.

    A page asks every second or two, most often when nothing is new: that costs one small read.
    """

    def __init__(self, queue: Queue) -> None:
        self.queue = queue
        self._changes: tuple[int, int] | None = None
        self._all: tuple[port.Job, ...] = ()
        self._is_waiting = False
        self._known: dict[str, tuple[State, datetime, port.Job]] = {}

    def all(self) -> tuple[port.Job, ...]:
        """Every job, newest first; where some are not final, a worker that died is replaced."""
        changes = self.queue.changes
        if changes != self._changes:
            found = sorted(self.queue.jobs(), key=lambda job: job.created, reverse=True)
            self._all = tuple(self.shown(job) for job in found)
            self._is_waiting = not all(job.is_final for job in found)
            self._changes = changes
        if self._is_waiting:
            self.queue.refresh()
        return self._all

    def shown(self, job: Job) -> port.Job:
        """One job, with the ideal probabilities to lay under its counts."""
        known = self._known.get(job.id)
        if known is not None and known[:2] == (job.state, job.updated):
            return known[2]
        ideal = None
        if job.counts is not None:
            circuit = self.queue.circuit(job.id)
            ideal = _ideal(circuit, job.values, tuple(job.counts), job.shots)
        shown = port.Job(
            id=job.id,
            state=job.state,
            label=job.name,
            target=job.target,
            shots=job.shots,
            created=job.created.isoformat(),
            detail=job.reason or job.progress,
            counts=job.counts,
            ideal=None if ideal is None else ideal[0],
            ideal_rest=None if ideal is None else ideal[1],
        )
        self._known[job.id] = (job.state, job.updated, shown)
        return shown


_open: JobList | None = None


def open_jobs() -> JobList:
    """The jobs of this person's queue, opened once in a process."""
    from qdesign.hardware.queue import Queue, default_path

    global _open
    if _open is not None and not (_open.queue.path == default_path() and _open.queue.is_current):
        _open.queue.close()
        _open = None
    if _open is None:
        _open = JobList(Queue.open())
    return _open


def _ideal(
    circuit: Circuit,
    values: Mapping[str, float],
    counted: Sequence[str],
    shots: int,
) -> tuple[dict[str, float], float] | None:
    """Ideal probabilities by bitstring, clbit 0 rightmost, and the sum of those not listed.

    Listed are the bitstrings that were counted and those that should have been: likely enough in so
    many shots, the likeliest `_MOST_OUTCOMES` of them. None where there is no one state.
    """
    import numpy as np

    from qdesign.simulate.simulator import Simulator

    if circuit.num_qubits > _IDEAL_QUBITS:
        return None
    simulator = Simulator(circuit)
    if not simulator.is_unitary:
        return None
    measures = [o for o in circuit.plain_operations if o.gate == "measure"]
    places = _places(circuit, measures)
    if places is None:
        return None
    table = simulator.marginal([qubit for qubit, _ in places], values)
    width = max(len(counted[0]) if counted else 0, 1 + max(clbit for _, clbit in places))

    def text_of(index: int) -> str:
        ones = sum(1 << clbit for j, (_, clbit) in enumerate(places) if index >> j & 1)
        return format(ones, f"0{width}b")

    likeliest = np.argsort(-table, kind="stable")[:_MOST_OUTCOMES]
    ideal = {
        text_of(int(index)): float(table[index])
        for index in likeliest
        if table[index] * shots > _RARE
    }
    written = sum(1 << clbit for _, clbit in places)
    for text in counted:
        # A bit that no measurement writes stays 0.
        if int(text, 2) & ~written:
            ideal[text] = 0.0
            continue
        index = sum(int(text[-1 - clbit]) << j for j, (_, clbit) in enumerate(places))
        ideal[text] = float(table[index])
    return ideal, max(0.0, 1.0 - sum(ideal.values()))


def _places(circuit: Circuit, measures: list[Operation]) -> list[tuple[int, int]] | None:
    """(qubit, clbit) of every measurement; None when one is measured or written twice."""
    if not measures:
        return [(qubit, qubit) for qubit in range(circuit.num_qubits)]
    places = [(o.qubits[0], o.clbits[0]) for o in measures]
    once = all(len(set(side)) == len(side) for side in zip(*places, strict=True))
    return places if once else None
