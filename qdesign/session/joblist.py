"""The jobs of a queue as a page shows them: what is new, a page at a time; one job's counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from qdesign.circuit import Circuit, Operation
from qdesign.counts import Counts
from qdesign.errors import InvalidRequest
from qdesign.registers import Registers, outcome_bits, outcome_text
from qdesign.session import port

if TYPE_CHECKING:
    from qdesign.hardware.job import Job
    from qdesign.hardware.queue import Queue

_PAGE: Final = 200
_MOST_SHOWN: Final = 8
_IDEAL_QUBITS: Final = 16
_MOST_OUTCOMES: Final = 1_024
_RARE: Final = 0.05
"""Ideal outcomes that are expected less often than this in all shots are told as a sum."""


class JobList:
    """A queue that stays open.

    A page asks every second or two, most often when nothing is new: that costs one indexed read.
    """

    def __init__(self, queue: Queue) -> None:
        self.queue = queue
        self._totals: tuple[str, dict[bool, int]] = ("", {})

    def news(self, question: port.JobsQuestion) -> port.JobsResult:
        """What the page does not know yet; a worker that died is replaced."""
        self.queue.keep_running()
        news = self.queue.news(question.since)
        of, page = question.archived, _PAGE
        gone: tuple[str, ...] = ()
        if question.before:
            found = self.queue.listing(archived=of, before=question.before, limit=page)
        elif news.changed is None:
            found = self.queue.listing(archived=of, limit=page)
        elif news.changed:
            found = self.queue.listing(archived=of, ids=news.changed)
            left = {job.id for job in found.jobs} | {damaged.id for damaged in found.damaged}
            gone = tuple(id_ for id_ in news.changed if id_ not in left)
        else:
            found = None
        totals = self._counted(news.revision)
        return port.JobsResult(
            # A page of older jobs says nothing of what changed meanwhile.
            revision=question.since if question.before else news.revision,
            is_whole=news.changed is None and not question.before,
            jobs=() if found is None else tuple(shown(job) for job in reversed(found.jobs)),
            gone=gone,
            total=totals[of],
            others=totals[not of],
            damaged=() if found is None else tuple(str(damaged) for damaged in found.damaged),
        )

    def _counted(self, revision: str) -> dict[bool, int]:
        if self._totals[0] != revision:
            counted = {of: self.queue.count(archived=of) for of in (False, True)}
            self._totals = (revision, counted)
        return self._totals[1]

    def counts(self, id: str) -> port.CountsResult:  # noqa: A002
        """A finished job's counts, with the ideal probabilities to lay under them."""
        job = self.queue.job(id)
        if job.counts is None:
            raise InvalidRequest(f"Job '{id}' has no counts: it is {job.state}.")
        circuit = self.queue.circuit(id)
        ideal = _ideal(circuit, job.values, tuple(job.counts), job.shots)
        return port.CountsResult(
            counts=job.counts,
            ideal=None if ideal is None else ideal[0],
            ideal_rest=None if ideal is None else ideal[1],
        )


def shown(job: Job) -> port.Job:
    """One job as a list shows it."""
    most = sorted((job.counts or Counts()).items(), key=lambda entry: -entry[1])
    return port.Job(
        id=job.id,
        state=job.state,
        label=job.name,
        target=job.target,
        shots=job.shots,
        created=job.created.isoformat(),
        detail=job.reason or job.progress or " ".join(job.notes),
        most=tuple(most[:_MOST_SHOWN]),
    )


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
    size = max(len(counted[0].replace(" ", "")) if counted else 0, *(1 + bit for _, bit in places))
    # Of jobs from before outcomes named registers, they have no blanks.
    named = circuit.declared if any(" " in text for text in counted) else Registers()
    registers = named.all_clbits(size)

    def text_of(index: int) -> str:
        bits = [0] * size
        for j, (_, clbit) in enumerate(places):
            bits[clbit] = index >> j & 1
        return outcome_text(bits, registers)

    likeliest = np.argsort(-table, kind="stable")[:_MOST_OUTCOMES]
    ideal = {
        text_of(int(index)): float(table[index])
        for index in likeliest
        if table[index] * shots > _RARE
    }
    written = {clbit for _, clbit in places}
    for text in counted:
        bits = outcome_bits(text, registers)
        # A bit that no measurement writes stays 0.
        if any(bit and clbit not in written for clbit, bit in enumerate(bits)):
            ideal[text] = 0.0
            continue
        index = sum(bits[clbit] << j for j, (_, clbit) in enumerate(places))
        ideal[text] = float(table[index])
    return ideal, max(0.0, 1.0 - sum(ideal.values()))


def _places(circuit: Circuit, measures: list[Operation]) -> list[tuple[int, int]] | None:
    """(qubit, clbit) of every measurement; None when one is measured or written twice."""
    if not measures:
        return [(qubit, qubit) for qubit in range(circuit.num_qubits)]
    places = [(o.qubits[0], o.clbits[0]) for o in measures]
    once = all(len(set(side)) == len(side) for side in zip(*places, strict=True))
    return places if once else None
