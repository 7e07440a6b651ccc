"""Asks about targets, lowering and the queue."""

from __future__ import annotations

import dataclasses
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from qdesign.circuit import Circuit, Operation
from qdesign.document import Document
from qdesign.session import port
from qdesign.session.opening import drawn_circuit
from qdesign.session.replies import Answer, Report

if TYPE_CHECKING:
    from qdesign.hardware.job import Figures, Job
    from qdesign.hardware.queue import Queue
    from qdesign.hardware.target import Target

_SEED: Final = 7
"""Fixed: what is shown of a lowered circuit stays while nothing changes."""

_IDEAL_QUBITS: Final = 16
_MOST_OUTCOMES: Final = 1_024
_RARE: Final = 0.05
"""Ideal outcomes that are expected less often than this in all shots are told as a sum."""


def targets(question: port.EmptyQuestion, report: Report) -> Answer[port.TargetsResult]:
    """What can be submitted to, and what is missing for the rest."""
    from qdesign.hardware.provider import targets as found

    report("Looking for devices")
    return Answer(port.TargetsResult(tuple(_shown_target(target) for target in found())))


def _shown_target(target: Target) -> port.Target:
    _, _, device = target.name.partition(":")
    title = device.removeprefix("fake_").replace("_", " ").capitalize()
    date = target.calibration_date
    pairs = target.coupling
    return port.Target(
        name=target.name,
        title=title if device != "*" else target.provider,
        description=target.notes,
        num_qubits=target.num_qubits,
        ready=target.available,
        status="ready" if target.available else target.missing,
        calibrated=date.isoformat() if date is not None else None,
        native=tuple(target.basis_gates),
        coupling=None
        if pairs is None
        else tuple(sorted({(min(pair), max(pair)) for pair in pairs})),
    )


def lower(question: port.LowerQuestion, report: Report) -> Answer[port.LowerResult]:
    """The lowered circuit on the qubits of the target that it uses, with its figures."""
    from qdesign.hardware.lower import lower as run
    from qdesign.hardware.provider import target

    circuit = drawn_circuit(question.document)
    chosen = target(question.target)
    report(f"Fitting the circuit to {chosen.name}")
    done = run(circuit, question.document.values, chosen, seed=_SEED)
    used = done.circuit.used_qubits
    cut = done.circuit.on_qubits(used)
    small = dataclasses.replace(
        cut,
        operations=tuple(dataclasses.replace(o, column=None) for o in cut.plain_operations),
        qubit_names=tuple(f"Q{qubit}" for qubit in used),
    )
    duration = done.figures.duration
    return Answer(
        port.LowerResult(
            document=Document(small),
            qubits=used,
            drawn=circuit.stats,
            device=small.stats,
            success=_success(done.figures),
            duration_us=None if duration is None else duration * 1e6,
        )
    )


def _success(figures: Figures) -> port.Success | None:
    total, gates = figures.success, figures.success_gates
    readout, idle = figures.success_readout, figures.success_idle
    if total is None or gates is None or readout is None or idle is None:
        return None
    return port.Success(total, gates, readout, idle)


def submit(question: port.SubmitQuestion, report: Report) -> Answer[port.JobResult]:
    """A new job with the document's values, or the one that the same token made before."""
    circuit = drawn_circuit(question.document)
    with _queue() as queue:
        job = queue.submit(
            circuit,
            question.document.values,
            target=question.target,
            shots=question.shots,
            name=question.label,
            token=question.token,
        )
        return Answer(port.JobResult(shown_job(job, queue)))


def jobs(question: port.EmptyQuestion, report: Report) -> Answer[port.JobsResult]:
    """Every job, newest first; a worker that died is replaced."""
    with _queue() as queue:
        queue.refresh()
        found = sorted(queue.jobs(), key=lambda job: job.created, reverse=True)
        return Answer(port.JobsResult(tuple(shown_job(job, queue) for job in found)))


def cancel_job(question: port.JobQuestion, report: Report) -> Answer[port.JobResult]:
    """Cancels a job that is not at its end."""
    with _queue() as queue:
        return Answer(port.JobResult(shown_job(queue.cancel(question.job), queue)))


def _queue() -> Queue:
    from qdesign.hardware.queue import Queue

    return Queue.open()


def shown_job(job: Job, queue: Queue) -> port.Job:
    """A job as the page shows it, with the ideal probabilities to lay under its counts."""
    ideal = None
    if job.counts is not None:
        circuit, values = queue.circuit(job.id), tuple(job.values.items())
        ideal = _ideal(job.id, circuit, values, tuple(job.counts), job.shots)
    return port.Job(
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


@lru_cache(maxsize=256)
def _ideal(
    id_: str,
    circuit: Circuit,
    values: tuple[tuple[str, float], ...],
    counted: tuple[str, ...],
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
    table = simulator.marginal([qubit for qubit, _ in places], dict(values))
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
