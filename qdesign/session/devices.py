"""Asks about targets, lowering and the queue."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Final

from qdesign.document import Document
from qdesign.session import port
from qdesign.session.joblist import open_jobs, shown
from qdesign.session.opening import drawn_circuit
from qdesign.session.replies import Answer, Report

if TYPE_CHECKING:
    from qdesign.hardware.job import Figures
    from qdesign.hardware.target import Target

_SEED: Final = 7
"""Fixed: what is shown of a lowered circuit stays while nothing changes."""


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
        max_shots=target.max_shots,
        max_simulated_qubits=target.max_simulated_qubits,
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
    job = open_jobs().queue.submit(
        circuit,
        question.document.values,
        target=question.target,
        shots=question.shots,
        name=question.label,
        token=question.token,
    )
    return Answer(port.JobResult(shown(job)))


def jobs(question: port.JobsQuestion, report: Report) -> Answer[port.JobsResult]:
    """What is new in the list of jobs, or an older page of it; a worker that died is replaced."""
    return Answer(open_jobs().news(question))


def counts(question: port.JobQuestion, report: Report) -> Answer[port.CountsResult]:
    """The counts of a finished job, and the ideal probabilities to lay under them."""
    return Answer(open_jobs().counts(question.job))


def cancel_job(question: port.JobQuestion, report: Report) -> Answer[port.JobResult]:
    """Cancels a job that is not at its end."""
    return Answer(port.JobResult(shown(open_jobs().queue.cancel(question.job))))


def archive_jobs(question: port.ArchiveQuestion, report: Report) -> Answer[port.ChangedResult]:
    """Puts finished jobs into the archive, or takes them out."""
    queue = open_jobs().queue
    (queue.archive if question.archived else queue.unarchive)(*question.jobs)
    return Answer(port.ChangedResult(question.jobs))


def delete_jobs(question: port.FinishedQuestion, report: Report) -> Answer[port.ChangedResult]:
    """Removes finished jobs for good, with their circuits and counts."""
    open_jobs().queue.delete(*question.jobs)
    return Answer(port.ChangedResult(question.jobs))
